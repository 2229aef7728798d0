"""What only people at a terminal read."""

TYPED_GOES_TOO = "So do the lines that you typed in this terminal."
TYPED_IS_GONE = "The lines that you typed in this terminal are gone too."
