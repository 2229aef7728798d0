"""``paperboy db copy``: everything from one database to another, with a bar."""

from rich.progress import TaskID

from bot.cli.reading import bars
from bot.store import Copied, copy_store


async def copy_now(source: str, target: str, *, resume: bool) -> Copied:
    """Copy, and show how far each table is. Raises what ``copy_store`` raises."""
    tasks: dict[str, TaskID] = {}
    with bars("rows") as shown:

        def tell(table: str, done: int, total: int) -> None:
            if table not in tasks:
                tasks[table] = shown.add_task(table.replace("_", " "), total=total)
            shown.update(tasks[table], completed=done, total=total)

        return await copy_store(source, target, tell, resume=resume)
