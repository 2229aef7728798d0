"""Letters for tests."""

from datetime import UTC, date, datetime
from email.message import EmailMessage

from adapters.email.letter import Letter, Link, letter_of
from adapters.email.links import MailLinks
from adapters.email.message import Addressed, MailSender, message_of
from bot.model import Card, Member, PaperCard, PaperId, Tenant

PUBLIC = "https://paperboy.example.org"
LINKS = MailLinks(PUBLIC, "a secret")
ADA = Member(Tenant("toy", "nursery"), "ada")
HANDLE = LINKS.handle(ADA)
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
TODAY = date(2026, 11, 26)


def paper(number: int = 1, title: str = "Claims under noise", **more: str) -> PaperCard:
    name = f"2611.{number:05d}"
    url = more.pop("url", f"https://arxiv.org/abs/{name}")
    return PaperCard(paper=PaperId(f"arxiv:{name}"), title=title, url=url, **more)  # type: ignore[arg-type]


def letter(card: Card) -> Letter:
    foot = (Link("You asked for it."), Link("Stop these mails", LINKS.leave(HANDLE)))
    return letter_of(card, lambda of, signal: LINKS.paper(HANDLE, of, TODAY, signal), foot)


def message(card: Card, key: str = "delivery1") -> EmailMessage:
    addressed = Addressed(
        sender=MailSender(address="papers@example.org", name="Paperboy"),
        recipient="ada@example.net",
        key=key,
        at=NOW,
        leave=LINKS.leave(HANDLE),
        list_name="Daily picks",
    )
    return message_of(letter(card), addressed)
