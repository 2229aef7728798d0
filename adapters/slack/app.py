"""Bolt's app with everything said explicitly."""

import logging
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import wording
from adapters.slack.web import SHAPE_ERRORS
from adapters.slack.workspaces import Workspace, Workspaces

log = structlog.get_logger()

BOLT_LOG = logging.getLogger("slack_bolt.paperboy")
BOLT_LOG.setLevel(logging.WARNING)
"""At INFO Bolt logs the body of a request with a bad signature, at DEBUG every body."""

WORKSPACE = "paperboy_workspace"


def build_app(client: AsyncWebClient, workspaces: Workspaces) -> AsyncApp:
    """An app that asks our own store who it is, so that no request costs an ``auth.test``.

    A listener acknowledges, begins its work and returns: so the acknowledgement leaves at once, where Bolt would
    otherwise look for it every ten milliseconds. Signatures are verified before Bolt sees a request (``web.py``);
    a socket needs none.
    """
    with without_bolts_environment():
        app = AsyncApp(
            name="paperboy",
            logger=BOLT_LOG,
            client=client,
            authorize=_authorizer(workspaces),  # type: ignore[arg-type]  # None is allowed: not installed
            signing_secret="verified before",  # noqa: S106  no secret: Bolt demands one, and signatures are checked before it
            verification_token="unused",  # noqa: S106  the same
            request_verification_enabled=False,
            process_before_response=True,
            ssl_check_enabled=False,
            user_facing_authorize_error_message=wording.NOT_INSTALLED,
        )
    app.error(_failed)
    return app


async def _failed(error: Exception) -> BoltResponse:
    """A listener only acknowledges and begins work; what fails in it is the shape of what it was given."""
    log.error("slack.listener_failed", exc_info=error)
    return BoltResponse(status=400 if isinstance(error, SHAPE_ERRORS) else 500)


def workspace_of(context: AsyncBoltContext) -> Workspace:
    """The installation that a request came through."""
    found = context[WORKSPACE]
    assert isinstance(found, Workspace)  # noqa: S101  put there by our authorize alone
    return found


def _authorizer(workspaces: Workspaces) -> Callable[..., Awaitable[AuthorizeResult | None]]:
    async def authorize(context: AsyncBoltContext, team_id: str | None) -> AuthorizeResult | None:
        workspace = await workspaces.of(team_id or "")
        if workspace is None:
            return None
        context[WORKSPACE] = workspace
        return AuthorizeResult(
            enterprise_id=None,
            team_id=workspace.team,
            bot_token=workspace.token,
            bot_id=workspace.bot_id,
            bot_user_id=workspace.bot_user,
        )

    return authorize


@contextmanager
def without_bolts_environment() -> Iterator[None]:
    """Hide ``SLACK_…`` while Bolt is built: with SLACK_CLIENT_ID in sight it would keep files of its own."""
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("SLACK_")}
    try:
        yield
    finally:
        os.environ.update(hidden)
