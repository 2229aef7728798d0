"""Mail for people who are in no team: they ask on the web page, and get what is trending, or picks by their topics."""

from bot.cards import mail as cards
from bot.cards.interests import unambiguous
from bot.commands import line_of
from bot.commands.arguments import ADDRESS, DAYS, EMPTY, TIME, WHAT, ZONE
from bot.commands.kinds import OFF, Several
from bot.commands.values import read_interest
from bot.errors import BadQuery
from bot.model import Card, Command, InterestKind, MailWish
from bot.ports.mailboxes import TakesAddresses
from bot.zones import known_zone

MOST_TOPICS = 5
IN_THE_MORNING = "08:00"

_TOPICS = Several(InterestKind.TOPIC, MOST_TOPICS)


class PageSubscribers:
    """See ``bot.ports.mailboxes.MailForVisitors``."""

    def __init__(self, mail: TakesAddresses) -> None:
        self._mail = mail

    async def ask(self, wish: MailWish) -> Card:
        address = ADDRESS.read(wish.address.strip())
        if address == OFF or not address:
            raise BadQuery(cards.NO_ADDRESS)
        await self._mail.invite_visitor(address, "\n".join(_lines(wish)), wish.visitor)
        return cards.invited(address).card


def _lines(wish: MailWish) -> list[str]:
    """What is typed on their behalf once they confirm: what they follow, then the mail itself."""
    topics = _TOPICS.read(wish.topics)
    settings = {
        WHAT.name: "picks" if topics else "trending",
        DAYS.name: "weekly" if wish.weekly else "weekdays",
        TIME.name: IN_THE_MORNING,
        EMPTY.name: "yes" if wish.weekly else "no",
        ZONE.name: known_zone(wish.zone),
    }
    wanted = [unambiguous(read_interest(topic)) for topic in topics]
    follows = [Command(name="follow", arguments=(("interest", each),)) for each in wanted]
    chosen = tuple((name, value) for name, value in settings.items() if value)
    return [line_of(command) for command in (*follows, Command(name="email", arguments=chosen))]
