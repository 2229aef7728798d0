"""SQLite's spelling of what databases spell differently."""


class SqliteDialect:
    """See ``bot.store.sql.database.Dialect``."""

    skip_locked = ""
    """There is one writer at a time."""

    def now(self, parameter: str) -> str:
        return parameter

    def texts(self, parameter: str) -> str:
        return f"(select value from json_each({parameter}))"  # noqa: S608

    def numbers(self, parameter: str) -> str:
        return f"(select value from json_each({parameter}))"  # noqa: S608

    def rows(self, parameter: str, *columns: str) -> str:
        values = ", ".join(f"json_extract(value, '$[{place}]') as {name}" for place, name in enumerate(columns))
        return f"(select key as place, {values} from json_each({parameter}))"  # noqa: S608
