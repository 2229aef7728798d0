"""One person, one memory: accounts joined by a code at one's own wish, and parted again."""

import json
import re
from datetime import timedelta

import pytest

from bot.model import Answer, Member, PaperId, Tenant
from bot.services.link_commands import hash_of, new_code
from tests.bot.services.conftest import ADA, BOB, GLOBAL, HERE, Conversation

ADA_THERE = Member(Tenant("console", "elsewhere"), "ada2")


async def test_a_code_from_one_chat_joins_the_account_that_brings_it(talk: Conversation) -> None:
    await talk.ask("like 2608.00002")
    answer = await talk.ask("link", member=BOB)
    assert answer.private
    assert "bob" not in shown(answer), "nothing is joined yet"
    joined = await talk.ask(f"link {_code(shown(answer))}")
    assert "Console account bob (in there)" in shown(joined)
    assert [button.line for button in joined.card.buttons] == ["unlink"]
    (told,) = talk.told
    assert told[0] == BOB
    assert "Console account ada (in here) used your code" in told[1].text
    assert "already" in shown(await talk.ask("like 2608.00002", member=BOB)), "what Ada liked, Bob did"


async def test_every_account_that_is_joined_is_told_and_not_only_the_giver_of_the_code(talk: Conversation) -> None:
    await _joined(talk)
    talk.told.clear()
    code = _code(shown(await talk.ask("link")))
    await talk.ask(f"link {code}", member=ADA_THERE)
    assert [member for member, _ in talk.told] == [ADA, BOB]
    assert "ada2 (in elsewhere) used your code" in talk.told[0][1].text
    assert "ada2 (in elsewhere) was joined with your accounts" in talk.told[1][1].text


async def test_parting_gives_each_side_its_own_back(talk: Conversation) -> None:
    await talk.ask("save 2608.00001")
    await _joined(talk)
    await talk.ask("save 2608.00002", member=BOB)
    saved = (await talk.ask("saved", member=BOB)).card.papers
    assert [one.paper for one in saved] == ["arxiv:2608.00002", "arxiv:2608.00001"]
    parted = await talk.ask("unlink", member=BOB)
    assert "Console account ada (in here)" in shown(parted)
    assert talk.told[-1][0] == ADA
    assert list(await talk.store.feedback.opinions(BOB)) == [PaperId("arxiv:2608.00002")]
    assert list(await talk.store.feedback.opinions(ADA)) == [PaperId("arxiv:2608.00001")]
    assert "joined with no other" in shown(await talk.ask("unlink", member=BOB))


async def test_what_was_saved_there_can_be_taken_back_here(talk: Conversation) -> None:
    await talk.ask("save 2608.00001")
    await _joined(talk)
    assert "taken back" in shown(await talk.ask("undo", member=BOB))
    await talk.ask("unlink", member=BOB)
    assert await talk.store.feedback.opinions(ADA) == {}


@pytest.mark.parametrize("written", ["{code}", "{lower}", " {spaced} ", "{bare}"])
async def test_a_code_may_be_written_as_it_comes(talk: Conversation, written: str) -> None:
    code = _code(shown(await talk.ask("link", member=BOB)))
    spelled = written.format(code=code, lower=code.lower(), spaced=code.replace("-", " "), bare=code.replace("-", ""))
    assert "are joined" in shown(await talk.ask(f"link {spelled}"))


@pytest.mark.parametrize(("minutes", "good"), [(9.9, True), (10, False)])
async def test_a_code_is_good_for_ten_minutes(talk: Conversation, minutes: float, good: bool) -> None:
    code = _code(shown(await talk.ask("link", member=BOB)))
    talk.clock.time += timedelta(minutes=minutes)
    assert ("are joined" in shown(await talk.ask(f"link {code}"))) == good


async def test_a_code_that_is_no_good_is_said_to_be(talk: Conversation) -> None:
    code = _code(shown(await talk.ask("link", member=BOB)))
    assert "this very account" in shown(await talk.ask(f"link {code}", member=BOB))
    assert "don't know that code" in shown(await talk.ask("link AAAA-AAAA"))
    talk.clock.time += timedelta(minutes=11)
    assert "don't know that code" in shown(await talk.ask(f"link {code}"))
    newer = _code(shown(await talk.ask("link", member=BOB)))
    await talk.ask(f"link {newer}")
    assert "don't know that code" in shown(await talk.ask(f"link {newer}", member=ADA_THERE))


async def test_nobody_becomes_two_people_in_one_place(talk: Conversation) -> None:
    code = _code(shown(await talk.ask("link")))
    refused = await talk.ask(f"link {code}", member=Member(HERE, "eve"))
    assert refused.card.problem
    assert "count there as two people" in shown(refused)


async def test_only_the_hash_of_a_code_is_kept_and_codes_differ(talk: Conversation) -> None:
    code = _code(shown(await talk.ask("link")))
    assert await talk.store.links.offered_by(code, talk.clock.now()) is None
    assert await talk.store.links.offered_by(hash_of(code), talk.clock.now()) == ADA
    assert len({new_code() for _ in range(100)}) == 100


async def test_an_export_names_what_is_joined_and_forgetting_parts_it(talk: Conversation) -> None:
    await _joined(talk)
    file = (await talk.ask("privacy export")).card.file
    assert file
    assert json.loads(file.content)["joined accounts"] == [{"in": "console:there", "account": "bob"}]
    assert "one other place" in shown(await talk.ask("privacy forget"))
    await talk.ask("privacy confirm-forget")
    assert await talk.store.links.of(BOB) == (BOB,)


async def test_erasing_everywhere_covers_joined_accounts(talk: Conversation) -> None:
    await talk.ask("save 2608.00001", member=BOB)
    await _joined(talk)
    await talk.ask("privacy confirm-forget-everywhere")
    assert await talk.store.feedback.opinions(BOB) == {}


@pytest.mark.parametrize(("platform", "one_person"), [(GLOBAL, True), ("slack", False)])
async def test_the_same_id_elsewhere_is_the_same_person_only_where_ids_are_global(
    talk: Conversation, platform: str, one_person: bool
) -> None:
    one, other = (Member(Tenant(platform, team), "u1") for team in ("one", "other"))
    for member in (one, other):
        await talk.ask("follow agents", member=member)
    assert ("one other place" in shown(await talk.ask("privacy forget", member=one))) is one_person
    await talk.ask("privacy confirm-forget-everywhere", member=one)
    assert not (await talk.store.interests.of(one)).all
    assert bool((await talk.store.interests.of(other)).all) is not one_person


async def _joined(talk: Conversation) -> None:
    await talk.ask(f"link {_code(shown(await talk.ask('link', member=BOB)))}")


def shown(answer: Answer) -> str:
    return "\n".join([answer.card.title, answer.card.text, *(f"{row.label} {row.text}" for row in answer.card.rows)])


def _code(text: str) -> str:
    found = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", text)
    assert found, text
    return found[0]
