"""What commands cost a member who has reacted a hundred thousand times, beside one who reacted three times.

python -m benchmarks.long_history [--reactions 100000] [--papers 2000]

Both react to made papers of the last days, again and again, giving and taking back; processor time of each command.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

from benchmarks.store import papers
from bot.app import App, opened
from bot.clock import SystemClock
from bot.commands import parse
from bot.console_identity import local_member, local_request
from bot.model import Feedback, Member, Paper, Signal
from bot.settings import Settings

COMMANDS = ("profile", "picks", "why {paper}", "like {paper}", "saved", "undo")


def history(member: Member, known: Sequence[Paper], reactions: int, clock: SystemClock) -> list[Feedback]:
    """Each line a second after the one before; a third takes something back."""
    random, began = Random(7), clock.now() - timedelta(seconds=reactions)
    return [
        Feedback(
            member=member,
            paper=random.choice(known).id,
            signal=random.choice((Signal.LIKE, Signal.DISLIKE, Signal.SAVE)),
            at=began + timedelta(seconds=number),
            retracted=random.random() < 1 / 3,
        )
        for number in range(reactions)
    ]


async def cost(app: App, member: Member, line: str) -> float:
    """Seconds of processor time of the second answer to a command: the first loads what all members share."""
    for _ in range(2):
        began = time.process_time()
        await app.core.answer(local_request(member, parse(line), app.clock))
        took = time.process_time() - began
    return took


async def measure(reactions: int, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{Path(folder) / 'paperboy.db'}", sources="sample")
        async with opened(settings) as app:
            known = papers(count)
            await app.store.papers.add(known, app.clock.now())
            ada, bob = local_member("ada"), local_member("bob")
            for member, number in ((ada, reactions), (bob, 3)):
                for reaction in history(member, known, number, SystemClock()):
                    await app.store.feedback.append(reaction)
            print(f"{reactions:,} reactions to {count:,} papers, and 3; seconds of processor time")
            for command in COMMANDS:
                line = command.format(paper=known[0].id)
                print(f"  {command:14} {await cost(app, ada, line):6.3f} {await cost(app, bob, line):6.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reactions", type=int, default=100_000)
    parser.add_argument("--papers", type=int, default=2_000)
    options = parser.parse_args()
    asyncio.run(measure(options.reactions, options.papers))


if __name__ == "__main__":
    main()
