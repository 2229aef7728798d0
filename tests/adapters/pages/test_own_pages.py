"""Picks, marks, interests, history and privacy of who is signed in: the same as in chat."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.commands import parse
from bot.model import Feedback, Member, PaperId, Request, Signal, Tenant
from tests.adapters.pages.conftest import OURS, Browsing
from tests.adapters.pages.test_days import HOSTILE

ENV_HARNESS = PaperId("arxiv:2608.19880")
ADA = Member(Tenant("console", "local"), "ada")
NOW = datetime(2026, 8, 24, 9, tzinfo=UTC)


@pytest.fixture
async def mine(page: Browsing) -> Browsing:
    """A visitor who is signed in."""
    await page.send("/in")
    return page


async def test_a_press_is_the_same_as_a_button_in_chat(mine: Browsing) -> None:
    answer = await mine.send("/do", like="2608.19880", back="/day/2026-08-21")
    assert (answer.status, answer.headers["Location"]) == (303, "/day/2026-08-21#2608.19880")
    opinions = await mine.app.store.feedback.opinions(ADA)
    assert opinions[ENV_HARNESS].liked is True
    text = (await mine.get("/day/2026-08-21")).text
    assert "More like this" in re.findall(r'<p class="told" role="status">([^<]*)', text)[0]
    assert 'name="undo" value="like 2608.19880" aria-labelledby="like 2608.19880" aria-pressed="true"' in text
    assert 'class="told"' not in (await mine.get("/")).text
    await mine.send("/do", undo="like 2608.19880")
    assert not await mine.app.store.feedback.opinions(ADA)


async def test_our_script_is_told_in_words_what_was_done(mine: Browsing) -> None:
    headers = {**OURS, "Accept": "application/json"}
    answer = await mine.send("/do", headers, save="2608.19880")
    told = json.loads(answer.text)
    assert (told["on"], told["text"].startswith("Saved.")) == (["save"], True)
    told = json.loads((await mine.send("/do", headers, undo="save 2608.19880")).text)
    assert told["on"] == []


async def test_a_press_by_a_stranger_or_from_elsewhere_changes_nothing(page: Browsing) -> None:
    assert (await page.send("/do", line=f"like {ENV_HARNESS}")).status == 403
    await page.send("/in")
    assert (await page.send("/do", {"Sec-Fetch-Site": "cross-site"}, line=f"like {ENV_HARNESS}")).status == 403
    assert not await page.app.store.feedback.opinions(ADA)


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example"])
async def test_a_press_leads_nobody_away(mine: Browsing, back: str) -> None:
    assert (await mine.send("/do", line=f"like {ENV_HARNESS}", back=back)).headers["Location"] == "/#2608.19880"


async def test_the_reading_list_can_be_taken_along(mine: Browsing) -> None:
    assert "empty" in (await mine.get("/me/saved")).text
    await mine.send("/do", line=f"save {ENV_HARNESS}")
    assert "EnvHarness" in (await mine.get("/me/saved")).text
    for form, start in (("bibtex", "@misc"), ("ris", "TY  -"), ("csv", "id,"), ("json", "{")):
        file = await mine.get(f"/me/saved/{form}")
        assert file.text.startswith(start)
        assert "attachment" in file.headers["Content-Disposition"]
    assert (await mine.get("/me/saved/exe")).status == 404


async def test_long_lists_have_pages(mine: Browsing) -> None:
    papers = await mine.app.store.papers.sample(60)
    saved = [Feedback(member=ADA, paper=each.id, signal=Signal.SAVE, at=NOW) for each in papers]
    for place, line in enumerate(saved):
        await mine.app.store.feedback.append(replace(line, at=NOW + timedelta(minutes=place)))
    for path in ("/me/saved", "/me/history"):
        first, second = (await mine.get(path)).text, (await mine.get(f"{path}?page=2")).text
        assert (f'rel="next" href="{path}?page=2"' in first, 'rel="prev"' in first) == (True, False)
        assert ('rel="next"' in second, f'rel="prev" href="{path}?page=1"' in second) == (False, True)
        newest, oldest = (f'id="{each.id.removeprefix("arxiv:")}"' for each in (papers[59], papers[0]))
        assert (newest in first, oldest in first, newest in second, oldest in second) == (True, False, False, True)
        beyond = await mine.get(f"{path}?page=3")
        assert (beyond.status, "empty" in beyond.text, "No reactions" in beyond.text) == (200, False, False)


async def test_interests_are_added_counted_and_removed(mine: Browsing) -> None:
    answer = await mine.send("/me/interests/follow", interest="world models")
    assert answer.headers["Location"] == "/me/interests"
    await mine.send("/me/interests/mute", interest="keyword:benchmark")
    text = (await mine.get("/me/interests")).text
    assert re.search(r"<strong>world models</strong> <span class=\"count\">\d+ papers of the last month", text)
    assert "<strong>keyword:benchmark</strong>" in text
    await mine.send("/do", line="unfollow topic:world models", back="/me/interests")
    assert "You follow nothing yet" in (await mine.get("/me/interests")).text


async def test_followed_topics_lead_to_their_feeds(mine: Browsing) -> None:
    for interest in ("world models", "author:Song Han"):
        await mine.send("/me/interests/follow", interest=interest)
    feeds = re.findall(r'href="(/feed/topic/[^"]+)"', (await mine.get("/me/interests")).text)
    assert feeds == ["/feed/topic/world-models.atom"]
    assert (await mine.get(feeds[0])).status == 200


@pytest.mark.parametrize(("typed", "said"), [(" ", "Type what it is first"), ("x" * 120, "at most 100")])
async def test_what_can_t_be_followed_is_said_where_it_was_typed(mine: Browsing, typed: str, said: str) -> None:
    answer = await mine.send("/me/interests/follow", interest=typed)
    assert answer.status == 303
    text = (await mine.get(answer.headers["Location"])).text
    assert said in text
    assert f'value="{typed.strip()}"' in text


async def test_what_may_mean_two_things_is_asked_with_a_button_for_each(mine: Browsing) -> None:
    answer = await mine.send("/me/interests/follow", interest="agents but not code")
    assert "One question first" in answer.text
    assert re.findall(r'value="(follow [^"]+)"', answer.text) == [
        "follow topic:agents",
        "follow topic:agents but not code",
    ]


async def test_a_press_after_the_session_ended_changes_nothing_and_says_so(mine: Browsing) -> None:
    await mine.send("/out", mark="all")
    script = {**OURS, "Accept": "application/json"}
    answer = await mine.send("/do", script, like="2608.19880")
    assert (answer.status, "nobody is signed in" in json.loads(answer.text)["text"]) == (403, True)
    answer = await mine.send("/do", like="2608.19880", back="/week")
    assert (answer.status, 'name="back" value="/week"' in answer.text) == (403, True)


async def test_picks_say_why(mine: Browsing) -> None:
    assert "I know nothing about you yet" in (await mine.get("/me")).text
    await mine.send("/me/interests/follow", interest="agents")
    text = (await mine.get("/me")).text
    assert re.search(r'<p class="reason">.*[Bb]ecause you follow agents', text)


async def test_history_takes_reactions_back(mine: Browsing) -> None:
    await mine.send("/do", line=f"dislike {ENV_HARNESS}")
    text = (await mine.get("/me/history")).text
    assert "disliked on" in text
    assert 'name="undo" value="dislike 2608.19880"' in text


async def test_an_answer_with_a_file_is_that_file(mine: Browsing) -> None:
    await mine.send("/do", save="2608.19880")
    asked = (await mine.send("/do", line="privacy forget", back="/me/privacy")).text
    (first,) = re.findall(r'value="([^"]*)"[^>]*>Export first<', asked)
    for line, name, inside in ((first, "paperboy-my-data.json", "2608.19880"), ("saved bibtex", ".bib", "@")):
        answer = await mine.send("/do", line=line, back="/me/privacy")
        assert (answer.status, name in answer.headers["Content-Disposition"], inside in answer.text) == (
            200,
            True,
            True,
        )
        assert answer.headers["Cache-Control"] == "no-store"


async def test_everything_kept_can_be_exported(mine: Browsing) -> None:
    await mine.send("/do", line=f"like {ENV_HARNESS}")
    file = await mine.get("/me/export")
    assert ENV_HARNESS in json.loads(file.text)["reactions"][0]["paper"]
    assert "token" not in file.text


@pytest.mark.parametrize("words", HOSTILE)
async def test_whatever_somebody_follows_is_only_text(mine: Browsing, words: str) -> None:
    await mine.send("/me/interests/follow", interest=words)
    for path in ("/me/interests", "/me"):
        text = (await mine.get(path)).text
        assert not re.search(r"<(script(?! src=)|img|svg|b>)|<!--", text)
        assert not re.search(r"<[^>\"]*\son\w+\s*=", text)


async def test_the_profile_is_drawn_and_each_part_of_it_can_be_taken_back(mine: Browsing) -> None:
    assert "<meter" not in (await mine.get("/me/profile")).text
    await mine.send("/me/interests/follow", interest="agents")
    await mine.send("/do", line=f"like {ENV_HARNESS}")
    text = (await mine.get("/me/profile")).text
    weights = [float(each) for each in re.findall(r'<meter min="0" max="1" value="([\d.]+)"', text)]
    assert weights
    assert weights == sorted(weights, reverse=True)
    for line in ("unfollow topic:agents", f"undo like {ENV_HARNESS}"):
        assert f'name="line" value="{line}"' in text
        await mine.send("/do", line=line, back="/me/profile")
    assert "unfollow topic:agents" not in (await mine.get("/me/profile")).text


async def test_privacy_at_one_machine_names_no_command_of_a_chat_and_who_may_open_the_page(mine: Browsing) -> None:
    text = (await mine.get("/me/privacy")).text
    assert "whoever can open it: it asks for no password" in text
    assert ("/papers" in text, "team sees" in text, "platform" in text) == (False, False, False)


async def test_the_code_comes_with_what_to_do_in_the_other_chat(mine: Browsing) -> None:
    text = (await mine.send("/do", line="link", back="/me/privacy")).text
    assert re.search(r"Your code: \w{4}-\w{4}", text)
    assert "give it to my command “link” within ten minutes" in text


async def test_accounts_are_joined_by_a_code_and_parted_again(mine: Browsing) -> None:
    other = Member(Tenant("slack", "T1"), "U1")
    request = Request(member=other, command=parse("link"), at=mine.app.clock.now(), direct=True)
    code = re.findall(r"code: (\S+)", (await mine.app.core.answer(request)).card.text)[0]
    assert "joined with no other" in (await mine.get("/me/privacy")).text
    await mine.send("/me/accounts", code="WRNG-CODE")
    assert "don&#39;t know that code" in (await mine.get("/me/privacy")).text
    await mine.send("/me/accounts", code=code)
    text = (await mine.get("/me/privacy")).text
    assert "Slack account U1 in T1" in text
    await mine.send("/do", line="unlink", back="/me/privacy")
    assert "joined with no other" in (await mine.get("/me/privacy")).text


@pytest.mark.parametrize("code", ["", "  ", None])
async def test_a_code_that_was_not_typed_is_asked_for_and_none_is_given(mine: Browsing, code: str | None) -> None:
    given = re.findall(r"code: ([\w-]+)", (await mine.send("/do", line="link")).text)[0]
    answer = await mine.send("/me/accounts", **({} if code is None else {"code": code}))
    assert (answer.status, "Type the code first" in (await mine.get("/me/privacy")).text) == (303, True)
    other = Member(Tenant("slack", "T1"), "U1")
    request = Request(member=other, command=parse(f"link {given}"), at=mine.app.clock.now(), direct=True)
    assert "are joined" in (await mine.app.core.answer(request)).card.title  # the one given before is still good


async def test_the_page_of_this_machine_sends_nobody_to_a_chat_that_there_is_not(page: Browsing) -> None:
    await page.send("/in")
    for path in ("/me/daily", "/me/saved", "/me/interests", "/me/history"):
        assert "/papers" not in (await page.get(path)).text, path
    assert "start “paperboy run” and type “subscribe”" in (await page.get("/me/daily")).text
