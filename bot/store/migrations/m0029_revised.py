"""When a later version of a paper came in, for readers of feeds to see it anew."""

STATEMENTS: tuple[str, ...] = ("alter table papers add column revised integer",)
