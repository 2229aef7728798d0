"""Which question it was that an event was new to: who asks again, since the answer was lost, is told the same."""

STATEMENTS: tuple[str, ...] = ("alter table seen_events add column asking text not null default ''",)
