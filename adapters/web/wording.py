"""What a browser or a probe reads of the HTTP door alone."""

WENT_WRONG = "Something went wrong here. It is in the log."
