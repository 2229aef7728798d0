"""What a plain yes means, of each person in each place: the line of the question that they were asked last."""

STATEMENTS: tuple[str, ...] = (
    "alter table last_lists add column yes text",
    "alter table last_lists add column yes_at integer",
)
