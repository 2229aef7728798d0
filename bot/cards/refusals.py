"""Why somebody can't have something, and who can."""

STORE_REFUSES = "The database can't take that right now; nothing was changed. Try again in a minute."
STORE_AWAY = "The database is out of reach right now; I can't tell whether that was done. Look again in a minute."
STILL_TOO_MUCH = "Still too fast for me; I skipped that one."
NOT_NOTED = "I could not note this down, so name these papers by button, id, link or title: a number may mean another."
BUG = "That went wrong on my side and is logged; nothing else is affected."


def too_much(burst: int) -> str:
    """Kindly, with what to do."""
    return f"That was more than {burst} requests at once, so I skipped this one. Give me a few seconds, then go on."


def not_a_manager(managers: str, *, own: bool) -> str:
    """Says exactly who may, and with ``own`` what everybody can do instead."""
    instead = ", or subscribe in a direct message to me" if own else ""
    return f"Only {managers} and whoever set up daily picks here can do that. Ask one of them{instead}."


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


def unknown_id(paper: str) -> str:
    """Nobody who was asked knows it."""
    return f"I don't know {paper}, and the sources don't either. Is the id right?"


def unasked_id(paper: str) -> str:
    """Whoever may know it could not be asked, which is no reason for a no."""
    return f"I don't have {paper}, and a source that may know it does not answer just now. Try again later."


def nobody_to_ask(paper: str) -> str:
    """Only the bundled sample is read: it was not looked up, which is no reason for a no."""
    return (
        f"I don't have {paper}, and I can't look it up: only the bundled sample is read here. "
        "Whoever runs me can choose a live source with PAPERBOY_SOURCES."
    )


def no_paper_matches(text: str) -> str:
    return f"No paper matches “{text[:80]}”. Give an arXiv id or link, or words of the title."


def no_paper_here(name: str) -> str:
    return f"There is no paper “{name[:80]}” here."


WHICH_PAPER = "Which one do you mean?"
UNKNOWN_PAPER = "I don't know that paper."


def not_stated(interest: str, *, muted: bool) -> str:
    """It can't be taken back, since it was never said."""
    return f"You are not {'muting' if muted else 'following'} {interest}. /papers profile lists what you stated."


def nothing_to_undo_of(interest: str) -> str:
    return f"There is nothing to take back about {interest}. /papers profile lists what you stated."


NO_IMPORT_TO_UNDO = "There is nothing to take back of an import: nothing that one liked still counts."


def enough_interests(most: int) -> str:
    return f"You have {most} interests and mutes; take some back first. /papers profile lists them."
