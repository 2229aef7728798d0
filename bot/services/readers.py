"""Members as readers: what they stated and what was learned of them, folded from the log whenever it moved."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.model import Interest, Interests, Member, Opinion, Owner, PaperId
from bot.ports.papers import Papers
from bot.ports.people import FeedbackLog, InterestBook
from bot.ports.ranking import Profiles
from bot.ranking.embedded import NONE
from bot.ranking.features import FeatureSpace
from bot.ranking.keeping import profile_bytes, profile_from
from bot.ranking.profile import Profile, Row
from bot.ranking.reader import Reader, Topics, basis_of, fold, named_voices, reader_of, topics_of
from bot.ranking.shelf import foldable
from bot.ranking.topics import Topic, understand
from bot.services.encoding import Encoding

REMEMBERED = 5_000
"""Readers, and topics, held in memory."""
AT_ONCE = 30
"""More papers than this are made into rows off the event loop."""

Opinions = Mapping[PaperId, Opinion]


@dataclass(slots=True)
class _Remembered:
    profile: Profile
    interests: tuple[Interest, ...]
    reader: Reader


@dataclass(frozen=True, slots=True)
class Known:
    """One member as everything else needs them."""

    reader: Reader
    opinions: Opinions
    profile: Profile


class Readers:
    """Folds on demand: what changed since the last time is added or taken back, whatever changed it."""

    def __init__(
        self, papers: Papers, interests: InterestBook, feedback: FeedbackLog, profiles: Profiles, encoding: Encoding
    ) -> None:
        self._papers = papers
        self._interests = interests
        self._feedback = feedback
        self._kept = profiles
        self._encoding = encoding
        self._remembered: OrderedDict[Member, _Remembered] = OrderedDict()
        self._topics: OrderedDict[tuple[str, str], Topic] = OrderedDict()

    async def of(self, member: Member, space: FeatureSpace) -> Known:
        return (await self.of_many([member], space))[member]

    async def of_many(self, members: Sequence[Member], space: FeatureSpace) -> dict[Member, Known]:
        stated = await self._interests.of_many(members)
        opinions = await self._feedback.opinions_of_many(members)
        profiles = await self._profiles(members, stated, space)
        changed = {paper for member in members for paper in profiles[member].changes(opinions.get(member, {}))}
        if space.embedded:
            changed |= {paper for profile in profiles.values() for paper in profile.not_embedded}
        rows = await self._rows(changed, space)
        moved: dict[Member, Profile] = {}
        for member in members:
            if await self._folded(profiles, member, stated[member].all, opinions.get(member, {}), rows, space):
                moved[member] = profiles[member]
        if moved:
            await self._kept.save({member: profile_bytes(profile) for member, profile in moved.items()}, space.version)
        return {
            member: Known(
                self._reader(member, profiles[member], stated[member].all, space, fresh=member in moved),
                opinions.get(member, {}),
                profiles[member],
            )
            for member in members
        }

    def stated(self, interests: Sequence[Interest], space: FeatureSpace) -> Reader:
        """Somebody of whom only interests are known: a channel."""
        return reader_of(space, _empty(space, ""), interests, self._topics_of(interests, space))

    def vague(self, interests: Sequence[Interest], space: FeatureSpace) -> list[str]:
        """The followed topics whose papers do not hang together."""
        return [text for text, topic in self._topics_of(interests, space).items() if topic.vague]

    def _topics_of(self, interests: Sequence[Interest], space: FeatureSpace) -> Topics:
        texts = [text for group in topics_of(interests).values() for text in group]
        return {text: self._topic(text, space) for text in texts}

    async def _profiles(
        self, members: Sequence[Member], stated: Mapping[Owner, Interests], space: FeatureSpace
    ) -> dict[Member, Profile]:
        """What is remembered or kept, where it still fits; else empty profiles."""
        found = {member: self._remembered[member].profile for member in members if member in self._remembered}
        missing = [member for member in members if member not in found]
        kept = await self._kept.load(missing, space.version) if missing else {}
        found |= {member: profile for member, content in kept.items() if (profile := _read(content))}
        return {
            member: found[member]
            if member in found and _fits(found[member], space, basis_of(stated[member].all))
            else _empty(space, basis_of(stated[member].all))
            for member in members
        }

    async def _rows(self, ids: set[PaperId], space: FeatureSpace) -> dict[PaperId, Row]:
        if not ids:
            return {}
        papers = await self._papers.get(sorted(ids))
        known = list(papers.values())
        embeddings = await self._encoding.of([paper.id for paper in known]) if space.embedded else NONE
        if len(known) > AT_ONCE:
            made = await asyncio.to_thread(foldable, space, known, embeddings)
        else:
            made = foldable(space, known, embeddings)
        return {asked: made[paper.id] for asked, paper in papers.items()}

    async def _folded(
        self,
        profiles: dict[Member, Profile],
        member: Member,
        interests: Sequence[Interest],
        opinions: Opinions,
        rows: Mapping[PaperId, Row],
        space: FeatureSpace,
    ) -> bool:
        """Bring one profile up to date, anew if need be; say whether it moved."""
        profile = profiles[member]
        outdated = profile.outdated(rows)
        if not outdated and not any(paper in rows or paper in profile.marks for paper in profile.changes(opinions)):
            return False
        named = named_voices(space, interests, self._topics_of(interests, space)) if profile.basis else []
        if outdated or not fold(profile, opinions, rows, named):
            profiles[member] = _empty(space, profile.basis)
            fold(profiles[member], opinions, await self._rows(set(opinions), space), named)
        return True

    def _reader(
        self, member: Member, profile: Profile, interests: tuple[Interest, ...], space: FeatureSpace, *, fresh: bool
    ) -> Reader:
        known = self._remembered.get(member)
        if known and not fresh and known.profile is profile and known.interests == interests:
            self._remembered.move_to_end(member)
            return known.reader
        reader = reader_of(space, profile, interests, self._topics_of(interests, space))
        self._remembered[member] = _Remembered(profile, interests, reader)
        self._remembered.move_to_end(member)
        while len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)
        return reader

    def _topic(self, text: str, space: FeatureSpace) -> Topic:
        key = (space.version, text)
        if key not in self._topics:
            self._topics[key] = understand(space, text)
        self._topics.move_to_end(key)
        while len(self._topics) > REMEMBERED:
            self._topics.popitem(last=False)
        return self._topics[key]


def _read(content: bytes) -> Profile | None:
    try:
        return profile_from(content)
    except (ValueError, KeyError, TypeError):  # written by another version of Paperboy
        return None


def _fits(profile: Profile, space: FeatureSpace, basis: str) -> bool:
    return profile.space == space.version and profile.basis == basis


def _empty(space: FeatureSpace, basis: str) -> Profile:
    return Profile(space.version, basis, space.width)
