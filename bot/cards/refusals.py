"""Why somebody can't have something, and who can."""

STORE_REFUSES = "The database can't take that right now; nothing was changed. Try again in a minute."
STILL_TOO_MUCH = "Still too fast for me; I skipped that one."
BUG = "That went wrong on my side and is logged; nothing else is affected."


def too_much(burst: int) -> str:
    """Kindly, with what to do."""
    return f"That was more than {burst} requests at once, so I skipped this one. Give me a few seconds, then go on."


def not_a_manager(managers: str) -> str:
    """Says exactly who may, and what everybody can do instead."""
    return (
        f"Only {managers} and whoever set up daily picks here can do that. "
        "Ask one of them, or subscribe in a direct message to me."
    )


def person_unknown(platform: str) -> str:
    """The platform did not say who the person is, which is no reason for a no."""
    return (
        f"{platform.capitalize()} does not tell me who you are just now, so I changed nothing. Try again in a minute."
    )


def place_unknown(platform: str) -> str:
    """The platform did not say whether this is the private conversation with us."""
    return (
        f"{platform.capitalize()} does not tell me which conversation this is just now, so I changed nothing. "
        "Try again in a minute."
    )
