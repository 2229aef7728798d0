"""What a line of chat is answered with where it is not sure what it means."""

from bot.commands import parse, understood
from bot.commands.parsing import SAID


def offered_for(text: str) -> set[str]:
    """The lines that are offered in answer; each of them is one that can be read, and nothing was done yet."""
    command = understood(text)
    assert command.get("command") == SAID
    assert all(not parse(offer.value).problem for offer in command.offers)
    return {offer.value for offer in command.offers}
