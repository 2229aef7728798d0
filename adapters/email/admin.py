"""What whoever runs Paperboy does about mail from a shell."""

from dataclasses import replace

from adapters.email import wording
from adapters.email.addresses import Addresses
from adapters.email.bounces import read_bounce
from adapters.email.composing import Composer
from adapters.email.failures import MailError, trouble_of
from adapters.email.links import MailLinks
from adapters.email.server import MailServer, Outgoing
from adapters.email.settings import EmailSettings, require_settings
from bot.errors import Unavailable
from bot.ports.chat import AdapterContext


async def send_trial(context: AdapterContext[EmailSettings], address: str) -> str:
    """Send one mail to an address; raises ``Unavailable`` with what the server said."""
    settings, server = context.settings, MailServer(context.settings, context.clock)
    require_settings(settings, context.public_url, context.secret_key)
    links = MailLinks(context.public_url, context.secret_key)
    composer = Composer(settings, links)
    message = composer.trial(address, context.clock.now())
    try:
        await server.send(Outgoing(message, composer.envelope_sender(), address, _nothing))
    except MailError as failure:
        raise Unavailable(trouble_of(failure)) from None
    finally:
        await server.close()
    return f"The mail server took a mail to {address}."


async def take_bounce(context: AdapterContext[EmailSettings], raw: bytes) -> str:
    """Stop the mail that a report of a failed delivery is about; say what was done."""
    require_settings(context.settings, context.public_url, context.secret_key)
    bounce = read_bounce(raw, MailLinks(context.public_url, context.secret_key))
    mailbox = await context.mailboxes.by_handle(bounce.handle) if bounce else None
    if bounce is None or mailbox is None:
        return "This reports no permanent failure of a mail that was sent from here. Nothing was changed."
    address = Addresses(context.secret_key).open(mailbox.address)
    if bounce.recipient and bounce.recipient.casefold() != address.casefold():
        return "It is about an address that is no longer used. Nothing was changed."
    why = wording.came_back(bounce.status)
    await context.mailboxes.change(mailbox.member, lambda known: known and replace(known, why=why))
    return "Nothing more is sent to that address; its owner is told in chat when the next mail is due."


async def _nothing() -> None: ...
