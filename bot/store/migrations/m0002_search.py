"""Tables."""

STATEMENTS: tuple[str, ...] = ()
