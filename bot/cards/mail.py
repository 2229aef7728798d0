"""Mail, in words: what was asked for, what stands, what went wrong."""

from bot.cards.papers import day_text
from bot.cards.wording import counted, ended, sentence
from bot.model import Answer, Button, Card, MailboxView, Paused, Row, Stopped, Subscription
from bot.schedule import moment_text, schedule_text
from bot.zones import zone_text

NOT_SET_UP = "Mail isn't set up here. Whoever runs Paperboy can turn it on; docs/email.md says how."
NO_MAIL = "You get no mail from here. /papers email and your address sets it up."

NO_ADDRESS = "Type the address that papers are to be mailed to, such as ada@example.org."

_STOP = Button(label="Stop the mail", line="email off")


def invited(address: str) -> Answer:
    """The same for every address: whether it is known, or wants no mail, is nobody's business."""
    text = (
        f"A mail that asks you to confirm is on its way to {address}, if that address can be used. "
        "Open its link within two days; nothing else is sent before that."
    )
    return Answer(card=Card(title="Look into your inbox", text=text))


def no_mail() -> Answer:
    text = (
        f"{NO_MAIL} Say when as well, if you like: /papers email ada@example.org 07:30 weekdays. For the most upvoted "
        "papers in place of your own picks: /papers email ada@example.org trending weekly."
    )
    return Answer(card=Card(text=text))


def mail_state(mailbox: MailboxView, subscription: Subscription | None) -> Answer:
    """Where mail goes and when, what waits to be confirmed, and why nothing is sent."""
    rows = [
        Row(label="To", text=mailbox.address),
        Row(label="Waits for your answer", text=mailbox.pending),
        Row(label="Since", text=day_text(mailbox.confirmed.date()) if mailbox.confirmed else ""),
        *(_when(subscription) if subscription and mailbox.address else ()),
        Row(label="Nothing is sent", text=_why(mailbox)),
    ]
    return Answer(card=Card(title="Papers by mail", rows=tuple(row for row in rows if row.text), buttons=(_STOP,)))


def mail_changed(subscription: Subscription) -> Answer:
    rows = tuple(_when(subscription))
    return Answer(card=Card(title="Papers by mail were changed", rows=rows, buttons=(_STOP,)))


def already_confirmed(address: str, subscription: Subscription) -> Answer:
    """For whoever names the address that their mail goes to."""
    text = f"{address} is confirmed already: there is no mail to wait for."
    return Answer(card=Card(title="Papers by mail", text=text, rows=tuple(_when(subscription)), buttons=(_STOP,)))


def mail_set_up(subscription: Subscription) -> Answer:
    """For whoever confirmed, or changed it on a page: in one sentence, since no chat is near."""
    when, following = (row.text for row in _when(subscription))
    return Answer(card=Card(title="Papers by mail are set up", text=f"{sentence(when)} Next: {ended(following)}"))


def mail_ended() -> Answer:
    return Answer(card=Card(text="No more mail is sent to you, and your address is erased here."))


def mail_stopped(why: str) -> Card:
    """For whoever gets it: mail can't be delivered."""
    text = f"I can't send you mail any more: {ended(why)}\nTo go on, type /papers email and an address that works."
    return Card(title="Papers by mail have stopped", text=text, problem=True)


def mail_given_up(why: str) -> Card:
    """For whoever gets it: one mail may be missing."""
    text = f"A mail to you was given up. {ended(why)}\nThe next one comes as usual; /papers picks shows papers now."
    return Card(title="A mail was given up", text=text, problem=True)


def _when(subscription: Subscription) -> list[Row]:
    due, zone = subscription.next_due, subscription.schedule.zone
    following = f"{moment_text(due, zone)} {zone_text(zone)}" if due else _why_none(subscription)
    papers = counted(subscription.count, "trending paper" if subscription.trending else "paper")
    what = f"{papers}, {schedule_text(subscription.schedule)}"
    return [Row(label="When", text=what), Row(label="Next", text=following)]


def _why_none(subscription: Subscription) -> str:
    match subscription.status:
        case Paused():
            return "none: paused. Naming a time starts it again: /papers email 07:30"
        case Stopped(why):
            return f"none: {why}"
        case _:
            return "none"


def _why(mailbox: MailboxView) -> str:
    return f"{ended(mailbox.why)} Type /papers email and an address that works." if mailbox.why else ""
