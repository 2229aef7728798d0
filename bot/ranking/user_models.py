"""The user models of members: what they stated and what was learned, folded from the log whenever it moved."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from bot.model import Channel, Interest, Interests, Member, Opinion, Owner, Paper, PaperId, Tenant
from bot.ports.feedback import FeedbackLog
from bot.ports.interests import InterestBook
from bot.ports.papers import Papers
from bot.ports.ranking import Profiles
from bot.ranking.features import FeatureSpace
from bot.ranking.profile import PaperFeatures, Profile, verdict
from bot.ranking.row_cache import PaperRows
from bot.ranking.serialization import profile_bytes, profile_from
from bot.ranking.term_index import Floats
from bot.ranking.topics import Topic, expand_topic
from bot.ranking.user_model import (
    Topics,
    UserModel,
    basis_of,
    fold_opinions,
    named_preferences,
    topics_of,
    user_model_of,
)

COUNTED = 1_000
"""A member's newest opinions, which make the profile: somebody may have reacted to a hundred thousand papers."""

REMEMBERED = 5_000
"""User models, and topics, held in memory."""

Opinions = Mapping[PaperId, Opinion]


@dataclass(slots=True)
class _Remembered:
    profile: Profile
    interests: tuple[Interest, ...]
    user: UserModel


@dataclass(frozen=True, slots=True)
class KnownMember:
    """One member as everything else needs them."""

    user: UserModel
    opinions: Opinions
    """The newest, ``COUNTED`` at most."""
    profile: Profile


class UserModels:
    """Folds on demand: what changed since the last time is added or taken back, whatever changed it."""

    def __init__(
        self,
        papers: Papers,
        interests: InterestBook,
        feedback: FeedbackLog,
        profiles: Profiles,
        rows: PaperRows,
    ) -> None:
        self._papers = papers
        self._interests = interests
        self._feedback = feedback
        self._kept = profiles
        self._paper_rows = rows
        self._remembered: OrderedDict[Member, _Remembered] = OrderedDict()
        self._topics: OrderedDict[tuple[str, str], Topic] = OrderedDict()

    async def of(self, member: Member, space: FeatureSpace) -> KnownMember:
        return (await self.of_many([member], space))[member]

    async def of_many(self, members: Sequence[Member], space: FeatureSpace) -> dict[Member, KnownMember]:
        stated, opinions = await asyncio.gather(
            self._interests.of_many(members), self._feedback.opinions_of_many(members, COUNTED)
        )
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
            await self._kept.save({member: profile_bytes(profile) for member, profile in moved.items()}, space.fit)
        return {
            member: KnownMember(
                self._user(member, profiles[member], stated[member].all, space, fresh=member in moved),
                opinions.get(member, {}),
                profiles[member],
            )
            for member in members
        }

    async def of_channel(self, channel: Channel, more: Sequence[Interest], space: FeatureSpace) -> UserModel:
        """A channel, of which only interests are known: its own and ``more``."""
        interests = (*(await self._interests.of(channel)).all, *more)
        return user_model_of(space, _empty(space, ""), interests, self._topics_of(interests, space))

    async def without(self, known: KnownMember, paper: PaperId, space: FeatureSpace) -> UserModel:
        """The member as if they had not reacted to this paper: what they think of it is no reason for it."""
        if paper not in known.profile.marks:
            return known.user
        profile = profile_from(profile_bytes(known.profile))
        if not profile.take_back(paper, (await self._rows({paper}, space)).get(paper)):
            return known.user
        return user_model_of(space, profile, known.user.interests, self._topics_of(known.user.interests, space))

    async def likers(
        self, tenant: Tenant, papers: Sequence[PaperId], space: FeatureSpace, *, but: Member | None, most: int
    ) -> Mapping[PaperId, list[Floats]]:
        """The tastes of people of the tenant, ``most`` at most and without one, who like or saved each paper."""
        about = await self._feedback.about(tenant, papers)
        glad = [(each, opinion.paper) for each, opinion in about if each != but and verdict(opinion)]
        people = list(dict.fromkeys(each for each, _ in glad))[:most]
        users = await self.of_many(people, space) if people else {}
        tastes: dict[PaperId, list[Floats]] = {}
        for each, paper in glad:
            if each in users and len(users[each].user.taste):
                tastes.setdefault(paper, []).append(users[each].user.taste)
        return tastes

    async def reacted(self, member: Member, known: KnownMember, papers: Sequence[Paper]) -> Set[PaperId]:
        """Which of these papers a member reacted to, under whichever of their ids."""
        ids = {paper for each in papers for paper in (each.id, *each.aliases)}
        if len(known.opinions) < COUNTED:
            return known.opinions.keys() & ids
        return (await self._feedback.opinions(member, sorted(ids))).keys()

    def vague(self, interests: Sequence[Interest], space: FeatureSpace) -> list[str]:
        """The followed topics whose papers do not hang together."""
        return [text for text, topic in self._topics_of(interests, space).items() if topic.vague]

    def _topics_of(self, interests: Sequence[Interest], space: FeatureSpace) -> Topics:
        texts = [text for group in topics_of(interests).values() for text in group]
        return {text: self.topic(text, space) for text in texts}

    async def _profiles(
        self, members: Sequence[Member], stated: Mapping[Owner, Interests], space: FeatureSpace
    ) -> dict[Member, Profile]:
        """What is remembered or kept, where it still fits; else empty profiles."""
        found = {member: self._remembered[member].profile for member in members if member in self._remembered}
        missing = [member for member in members if member not in found]
        kept = await self._kept.load(missing, space.fit) if missing else {}
        found |= {member: profile for member, content in kept.items() if (profile := _read(content))}
        return {
            member: found[member]
            if member in found and _fits(found[member], space, basis_of(stated[member].all))
            else _empty(space, basis_of(stated[member].all))
            for member in members
        }

    async def _rows(self, ids: set[PaperId], space: FeatureSpace) -> dict[PaperId, PaperFeatures]:
        if not ids:
            return {}
        papers = await self._papers.get(sorted(ids))
        made = await self._paper_rows.features(space, list(papers.values()))
        return {asked: made[paper.id] for asked, paper in papers.items()}

    async def _folded(
        self,
        profiles: dict[Member, Profile],
        member: Member,
        interests: Sequence[Interest],
        opinions: Opinions,
        rows: Mapping[PaperId, PaperFeatures],
        space: FeatureSpace,
    ) -> bool:
        """Bring one profile up to date, anew if need be; say whether it moved."""
        profile = profiles[member]
        outdated = profile.outdated(rows)
        if not outdated and not any(paper in rows or paper in profile.marks for paper in profile.changes(opinions)):
            return False
        named = named_preferences(space, interests, self._topics_of(interests, space)) if profile.basis else []
        if outdated or not fold_opinions(profile, opinions, rows, named):
            profiles[member] = _empty(space, profile.basis)
            fold_opinions(profiles[member], opinions, await self._rows(set(opinions), space), named)
        return True

    def _user(
        self, member: Member, profile: Profile, interests: tuple[Interest, ...], space: FeatureSpace, *, fresh: bool
    ) -> UserModel:
        known = self._remembered.get(member)
        if known and not fresh and known.profile is profile and known.interests == interests:
            self._remembered.move_to_end(member)
            return known.user
        user = user_model_of(space, profile, interests, self._topics_of(interests, space))
        self._remembered[member] = _Remembered(profile, interests, user)
        self._remembered.move_to_end(member)
        while len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)
        return user

    def topic(self, text: str, space: FeatureSpace) -> Topic:
        """A topic as those who follow it are ranked by it."""
        key = (space.version, text)
        if key not in self._topics:
            self._topics[key] = expand_topic(space, text)
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
