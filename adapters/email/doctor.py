"""What ``paperboy doctor`` looks at: settings, the server's greeting, encryption and login."""

import asyncio

from adapters.email.failures import MailError, trouble_of, wrong_setting
from adapters.email.server import MailServer
from adapters.email.settings import EmailSettings, require_settings
from bot.clock import SystemClock
from bot.errors import ConfigurationError
from bot.model import Finding, Verdict
from bot.settings import Settings

TIME_LIMIT = 18.0


async def findings(settings: EmailSettings, core: Settings) -> list[Finding]:
    """One finding a thing looked at; never raises for what it finds."""
    secret = core.secret_key.get_secret_value() if core.secret_key else ""
    try:
        require_settings(settings, core.public_url, secret)
    except ConfigurationError as error:
        return [Finding(about="mail settings", verdict=Verdict.MISCONFIGURED, text=str(error))]
    return [await _server(settings), *_sender(settings)]


async def _server(settings: EmailSettings) -> Finding:
    server = MailServer(settings, SystemClock())
    try:
        async with asyncio.timeout(TIME_LIMIT):
            await server.check()
    except MailError as failure:
        verdict = Verdict.MISCONFIGURED if wrong_setting(failure) else Verdict.UNAVAILABLE
        return Finding(about="mail server", verdict=verdict, text=trouble_of(failure))
    except TimeoutError:
        return Finding(about="mail server", verdict=Verdict.UNAVAILABLE, text="The mail server did not answer in time.")
    finally:
        await server.close()
    how = {"starttls": "with STARTTLS", "tls": "with TLS", "none": "unencrypted"}[settings.email_security]
    login = ", and it takes the login" if settings.email_user else ""
    return Finding(about="mail server", verdict=Verdict.FINE, text=f"It answers {how}{login}.")


def _sender(settings: EmailSettings) -> list[Finding]:
    """A login of another domain often means that the server sends for that domain alone."""
    login = settings.email_user.rpartition("@")[2]
    if not login or login.casefold() == settings.domain.casefold() or "@" not in settings.email_user:
        return []
    text = f"PAPERBOY_EMAIL_FROM is of {settings.domain}, the login of {login}: see that the server may send for both."
    return [Finding(about="mail sender", verdict=Verdict.WARNING, text=text)]
