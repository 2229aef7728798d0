"""A core written by hand: it remembers what it was asked, and answers what a test told it to."""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import datetime

from bot.model import Answer, Card, Channel, Choice, Member, MessageRef, PaperId, Reaction, Request, Tenant
from bot.ports.chat import Shown


class FakeCore:
    def __init__(self) -> None:
        self.answers: dict[str, Answer | Exception] = {}
        self.requests: list[Request] = []
        self.reactions: list[Reaction] = []
        self.shown: list[tuple[PaperId, ...]] = []
        self.answers_to_emoji: dict[str, Answer] = {}
        self.posts: list[MessageRef] = []
        self.choices: list[Choice] = []
        self.values: dict[str, str] = {}
        self.tokens: dict[str, str] = {}
        self.joined: list[Tenant] = []
        self.left: list[Tenant] = []
        self.gone: list[Channel] = []
        self.threads: dict[MessageRef, MessageRef] = {}
        self.back: list[Channel] = []
        self.moved: list[tuple[Channel, Channel]] = []
        self.seen: set[str] = set()
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    @property
    def last(self) -> Request:
        return self.requests[-1]

    async def answer(self, request: Request) -> Answer:
        self.requests.append(request)
        await self.may_answer.wait()
        found = self.answers.get(request.command.name, Answer(card=Card(text=f"answer to {request.command.name}")))
        if isinstance(found, Exception):
            raise found
        return found

    async def can_manage(self, request: Request) -> bool:
        return request.direct or bool(request.is_admin)

    async def react(self, reaction: Reaction, shown: Shown | None = None) -> Answer | None:
        self.reactions.append(reaction)
        self.shown.append(tuple(await shown()) if shown else ())
        return self.answers_to_emoji.get(reaction.emoji)

    async def posted(self, platform: str, since: datetime) -> Sequence[MessageRef]:
        return self.posts

    async def thread_of(self, message: MessageRef) -> MessageRef | None:
        return self.threads.get(message)

    async def complete(self, member: Member, command: str, argument: str, typed: str) -> Sequence[Choice]:
        return [choice for choice in self.choices if typed.casefold() in choice.label.casefold()]

    async def button_token(self, line: str, owner: Member | None) -> str:
        token = "~" + hashlib.sha256(line.encode()).hexdigest()[:8]
        self.tokens[token] = line
        return token

    async def button_line(self, token: str) -> str | None:
        return self.tokens.get(token)

    async def form_values(self, request: Request, command: str) -> dict[str, str]:
        return self.values

    async def seen_before(self, event: str) -> bool:
        before = event in self.seen
        self.seen.add(event)
        return before

    async def tenant_joined(self, tenant: Tenant, channel: Channel | None = None) -> Card:
        self.joined.append(tenant)
        return Card(title="Paperboy is here")

    async def tenant_left(self, tenant: Tenant, at: datetime) -> None:
        self.left.append(tenant)

    async def channel_gone(self, channel: Channel, why: str) -> None:
        self.gone.append(channel)

    async def channel_back(self, channel: Channel) -> None:
        self.back.append(channel)

    async def channel_moved(self, old: Channel, new: Channel) -> None:
        self.moved.append((old, new))
