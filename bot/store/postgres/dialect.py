"""PostgreSQL's spelling of what databases spell differently."""


class PostgresDialect:
    """See ``bot.store.sql.database.Dialect``."""

    skip_locked = "for update skip locked"

    def now(self, parameter: str) -> str:
        return f"coalesce((extract(epoch from clock_timestamp()) * 1000000)::bigint, {parameter})"

    def texts(self, parameter: str) -> str:
        return f"(select value from json_array_elements_text({parameter}::json))"  # noqa: S608

    def numbers(self, parameter: str) -> str:
        return f"(select value::bigint from json_array_elements_text({parameter}::json))"  # noqa: S608

    def rows(self, parameter: str, *columns: str) -> str:
        values = ", ".join(f"value ->> {place} as {name}" for place, name in enumerate(columns))
        numbered = f"json_array_elements({parameter}::json) with ordinality as each_row (value, number)"
        return f"(select number - 1 as place, {values} from {numbered})"  # noqa: S608
