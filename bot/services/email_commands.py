"""The command ``email``: somebody's own picks by mail, or what is trending, at an address that they confirm."""

from collections.abc import Mapping
from dataclasses import replace

from bot.cards import mail as cards
from bot.commands import line_of
from bot.commands.arguments import ADDRESS, COUNT, DAYS, EMPTY, TIME, WHAT, ZONE
from bot.commands.kinds import OFF
from bot.errors import NotFound, UserError
from bot.model import MAIL, Answer, Command, Request, Subscription, mail_account, mail_channel
from bot.ports.mailboxes import TakesAddresses
from bot.ports.subscriptions import Subscriptions
from bot.services.handling import Handler

SETTABLE = (WHAT, TIME, DAYS, ZONE, COUNT, EMPTY)


class EmailCommands:
    """Answers /papers email. ``mail`` is None where none is set up; ``setting_up`` has the handlers of daily picks."""

    def __init__(
        self, mail: TakesAddresses | None, subscriptions: Subscriptions, setting_up: Mapping[str, Handler]
    ) -> None:
        self._mail = mail
        self._subscriptions = subscriptions
        self._subscribe = setting_up["subscribe"]
        self._unsubscribe = setting_up["unsubscribe"]

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"email": self._email}

    async def _email(self, request: Request) -> Answer:
        if self._mail is None:
            raise UserError(cards.NOT_SET_UP)
        where = ADDRESS.of(request.command, "")
        wanted = _wanted(request.command)
        if request.member.tenant.platform == MAIL:
            return await self._confirmed(request, wanted)
        if where == OFF:
            return await self._end(request, self._mail)
        if where and await self._is_confirmed(request, self._mail, where):
            return await self._again(request, wanted, where)
        if where:
            await self._mail.invite(request.member, where, _line(wanted, request.zone))
            return cards.invited(where)
        return await (self._change(request, wanted) if wanted else self._state(request, self._mail))

    async def _is_confirmed(self, request: Request, mail: TakesAddresses, address: str) -> bool:
        """Whether the member's mail goes there already, so that there is nothing to confirm."""
        mailbox = await mail.mailbox(request.member)
        if mailbox is None or mailbox.why or not mailbox.confirmed or mailbox.pending:
            return False
        subscribed = await self._subscriptions.of(mail_channel(request.member)) is not None
        return subscribed and mailbox.address.casefold() == address.strip().casefold()

    async def _again(self, request: Request, wanted: tuple[tuple[str, str], ...], address: str) -> Answer:
        subscription = await self._subscriptions.of(mail_channel(request.member))
        if wanted:
            subscription = await self._set(request, wanted)
        return cards.already_confirmed(address, subscription) if subscription else cards.no_mail()

    async def _state(self, request: Request, mail: TakesAddresses) -> Answer:
        mailbox = await mail.mailbox(request.member)
        if mailbox is None:
            return cards.no_mail()
        return cards.mail_state(mailbox, await self._subscriptions.of(mail_channel(request.member)))

    async def _change(self, request: Request, wanted: tuple[tuple[str, str], ...]) -> Answer:
        if await self._subscriptions.of(mail_channel(request.member)) is None:
            raise NotFound(cards.NO_MAIL)
        standing = await self._set(request, wanted)
        return cards.mail_changed(standing) if standing else cards.no_mail()

    async def _confirmed(self, request: Request, wanted: tuple[tuple[str, str], ...]) -> Answer:
        """Set the mail up or change it, for whoever confirmed the address or holds a link from a mail."""
        standing = await self._set(request, wanted)
        return cards.mail_set_up(standing) if standing else cards.no_mail()

    async def _set(self, request: Request, wanted: tuple[tuple[str, str], ...]) -> Subscription | None:
        trending = WHAT.of(request.command, None)
        settings = tuple((name, value) for name, value in wanted if name != WHAT.name)
        await self._subscribe(_about_mail(request, Command(name="subscribe", arguments=settings)))
        channel = mail_channel(request.member)
        if trending is None:
            return await self._subscriptions.of(channel)
        wants = trending == "trending"
        return await self._subscriptions.change(channel, lambda known, _: known and replace(known, trending=wants))

    async def _end(self, request: Request, mail: TakesAddresses) -> Answer:
        subscribed = await self._subscriptions.of(mail_channel(request.member)) is not None
        if subscribed:
            await self._unsubscribe(_about_mail(request, Command(name="unsubscribe")))
        if not await mail.close_mailbox(request.member) and not subscribed:
            raise NotFound(cards.NO_MAIL)
        return cards.mail_ended()


def _wanted(command: Command) -> tuple[tuple[str, str], ...]:
    """What was typed about what, when and how much. Raises ``BadQuery`` now, rather than when it is confirmed."""
    for argument in SETTABLE:
        argument.of(command, None)
    names = {argument.name for argument in SETTABLE}
    return tuple((name, value) for name, value in command.arguments if name in names and value.strip())


def _line(wanted: tuple[tuple[str, str], ...], zone: str) -> str:
    """The line to carry out once the address is confirmed; the time zone is the one that the platform tells now."""
    guessed = ((ZONE.name, zone),) if zone and ZONE.name not in dict(wanted) else ()
    return line_of(Command(name="email", arguments=wanted + guessed))


def _about_mail(request: Request, command: Command) -> Request:
    return Request(
        member=mail_account(request.member),
        command=command,
        at=request.at,
        channel=mail_channel(request.member),
        direct=True,
        threads=False,
        zone=request.zone,
    )
