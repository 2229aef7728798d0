"""What only people at a terminal read."""

TYPED_GOES_TOO = "The lines that you typed in this terminal are erased too."
TYPED_IS_GONE = "The lines that you typed in this terminal are gone too."
