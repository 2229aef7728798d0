"""What readers do, in a real browser: with and without script, by keys alone, in the dark, small, and on paper."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.console_identity import local_member
from bot.model import Channel, Paper, PaperId, Subscription
from bot.services.sign_in import mark_of
from tests.adapters.pages.conftest import Browsing
from tests.adapters.pages.test_channels import FRIDAY, PAPERS, picked, posted, set_up
from tests.browser.conftest import Chromium, Reader

PUBLIC = [
    "/",
    "/week",
    "/month/2026-08",
    "/trending",
    "/search",
    "/search?q=newest+world+models",
    "/paper/arxiv:2608.19880",
    "/nothing",
]
SHARED = ["/channel/known", "/channel/known/days"]
OWN = [
    *("/me", "/me/saved", "/me/interests", "/me/import", "/me/profile", "/me/history", "/me/privacy"),
    *("/me/daily", "/me/daily/settings?channel=own"),
]
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "small": {"viewport": {"width": 320, "height": 640}},
    "without script": {},
}
ENV_HARNESS = "EnvHarness: Awakening Static Worlds for Agent Learning"


@pytest.mark.parametrize("look", LOOKS)
async def test_every_page_is_accessible_in_every_look(chromium: Chromium, look: str) -> None:
    reader = await chromium.reader(**LOOKS[look])
    if look == "without script":
        await reader.leave_out_the_script()
    await set_up(chromium.site)
    await posted(chromium.site, FRIDAY, picked("arxiv:2608.19880"))
    await chromium.site.app.store.channel_addresses.put(PAPERS, mark_of("known"), FRIDAY)
    await daily_picks_of_ada(chromium.site)
    for path in (*PUBLIC, *SHARED):
        await reader.visit(path)
    await reader.sign_in()
    await mark_some(reader)
    for path in ("/", *OWN):
        await reader.visit(path)
    reader.complaints = [each for each in reader.complaints if "404" not in each]  # one of the pages is none


async def daily_picks_of_ada(site: Browsing) -> None:
    ada = local_member("ada")
    channel = Channel(ada.tenant, "own")
    made = Subscription(id="own", channel=channel, owner=ada, created=FRIDAY)
    await site.app.store.subscriptions.change(channel, lambda *_: made)


async def mark_some(reader: Reader) -> None:
    await reader.open("/me/interests")
    await reader.page.fill("#add-follow", "agents")
    await reader.page.get_by_role("button", name="Follow").click()
    await reader.open("/day/2026-08-21")
    await reader.page.locator("[aria-labelledby^='save ']").first.click()


async def test_from_the_first_visit_to_the_first_saved_paper(chromium: Chromium) -> None:
    reader = await chromium.reader()
    await reader.sign_in()
    await reader.open("/")
    save = reader.page.get_by_role("button", name=f"Save {ENV_HARNESS}")
    await save.click()
    await reader.page.locator("#status span", has_text="Saved.").wait_for()
    assert await save.get_attribute("aria-pressed") == "true"
    assert reader.page.url == f"{reader.address}/"
    await reader.open("/me/saved")
    assert await reader.page.get_by_role("article").count() == 1


async def test_what_is_said_is_seen_each_time_and_fades(chromium: Chromium) -> None:
    reader = await chromium.reader()
    await reader.page.clock.install()
    await reader.sign_in()
    await reader.open("/")
    said = reader.page.locator("#status span")
    for button in ("Save", "More like this"):
        await reader.page.get_by_role("button", name=f"{button} {ENV_HARNESS}").click()
        await said.filter(has_text=ENV_HARNESS).wait_for()
        assert await said.evaluate("line => getComputedStyle(line).opacity") == "1"
        await said.evaluate("line => line.getAnimations().forEach((each) => each.finish())")
        await said.wait_for(state="hidden")


async def test_a_double_click_is_one_press(chromium: Chromium) -> None:
    reader = await chromium.reader()
    posts: list[str] = []
    reader.page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    await reader.sign_in()
    await reader.open("/")
    like = reader.page.get_by_role("button", name=f"More like this {ENV_HARNESS}")
    await like.dblclick(delay=60)
    await reader.page.locator("#status span", has_text="More like this").wait_for()
    await reader.open("/me/interests")
    await reader.page.fill("#add-follow", "agents")
    await reader.page.get_by_role("button", name="Follow").dblclick()
    await reader.page.locator(".told").wait_for()
    assert [each.removeprefix(reader.address) for each in posts] == ["/in", "/do", "/me/interests/follow"]


async def test_marks_are_those_of_now_after_the_back_button_too(chromium: Chromium) -> None:
    reader = await chromium.reader()
    await reader.sign_in()
    await reader.open("/")
    await reader.page.get_by_role("link", name=ENV_HARNESS).click()
    await reader.page.locator(".lead").get_by_role("button", name="Save").click()
    await reader.page.locator("#status span", has_text="Saved.").wait_for()
    await reader.page.go_back()
    save = reader.page.get_by_role("button", name=f"Save {ENV_HARNESS}", pressed=True)
    await save.wait_for()
    await reader.open("/me")
    await reader.page.get_by_role("button", name="Sign out").click()
    await reader.page.locator(".told", has_text="signed out").wait_for()
    await reader.page.go_back()
    await reader.page.go_back()
    await reader.page.get_by_role("button", name="Use it as ada").wait_for()
    assert await reader.page.locator(".acts").count() == 0
    reader.complaints = [each for each in reader.complaints if "403" not in each]  # what is one's own, signed out


async def test_the_same_without_script(chromium: Chromium) -> None:
    reader = await chromium.reader(java_script_enabled=False)
    await reader.sign_in()
    await reader.open("/")
    await reader.page.get_by_role("button", name=f"Save {ENV_HARNESS}").click()
    assert "Saved." in await reader.page.locator(".told").inner_text()
    await reader.page.fill("#q", "world models")
    await reader.page.get_by_role("button", name="Search", exact=True).first.click()
    assert await reader.page.get_by_role("article").count() > 2
    await reader.page.locator("details.filters summary").click()
    await reader.page.get_by_label("Order").select_option("new")
    await reader.page.locator(".filters button").click()
    assert "sort%3Anew" in reader.page.url


async def test_suggestions_are_a_combobox(chromium: Chromium) -> None:
    reader = await chromium.reader()
    await reader.open("/")
    box = reader.page.get_by_role("combobox", name="Search papers")
    await box.press_sequentially("envh")
    await reader.page.locator("#heard", has_text="1 suggestion").wait_for(state="attached")  # heard, never seen
    assert (await reader.page.locator("#heard").bounding_box() or {})["width"] <= 1
    await reader.accessible()
    assert await box.get_attribute("aria-expanded") == "true"
    await box.press("ArrowDown")
    assert await box.get_attribute("aria-activedescendant") == "suggestion-0"
    await box.press("Escape")
    assert await box.get_attribute("aria-expanded") == "false"
    assert await reader.page.locator("#heard").inner_text() == ""  # there are none to read any more
    await box.press_sequentially("a")
    await reader.page.get_by_role("option").first.wait_for()
    await box.press("ArrowDown")
    await box.press("Enter")
    await reader.page.wait_for_url("**/search?q=EnvHarness*")
    assert await reader.page.get_by_role("article").count() >= 1


async def test_suggestions_that_come_late_open_over_nothing(chromium: Chromium) -> None:
    reader = await chromium.reader()
    asked, let_go = asyncio.Event(), asyncio.Event()

    async def slowly(route: Any) -> None:
        asked.set()
        await let_go.wait()
        await route.fulfill(json=["EnvHarness"])

    await reader.page.route("**/suggest?*", slowly)
    await reader.open("/")
    await reader.page.get_by_role("combobox").press_sequentially("envh")
    await asked.wait()
    await reader.page.keyboard.press("Tab")
    let_go.set()
    await reader.page.wait_for_load_state("networkidle")
    assert not await reader.page.locator("#suggestions").is_visible()


async def test_keys_alone_are_enough_and_can_be_switched_off(chromium: Chromium) -> None:
    reader = await chromium.reader()
    await reader.sign_in()
    await reader.open("/")
    keys = reader.page.keyboard
    await keys.press("j")
    await keys.press("j")
    await keys.press("k")
    focused = reader.page.locator(":focus")
    assert await focused.inner_text() == ENV_HARNESS
    await keys.press("o")
    assert await reader.page.locator("article details[open]").count() == 1
    await keys.press("l")
    await reader.page.locator("#status span", has_text="More like this").wait_for()
    await keys.press("/")
    assert await reader.page.evaluate("document.activeElement.id") == "q"
    await keys.type("jk")
    assert await reader.page.input_value("#q") == "jk"
    await reader.page.get_by_role("button", name="Turn keys off").click()
    await reader.page.get_by_role("button", name="Turn keys on").wait_for()
    await keys.press("?")
    assert not await reader.page.locator("dialog").is_visible()


@pytest.mark.parametrize("look", [{}, {"java_script_enabled": False}, LOOKS["small"]], ids=["", "no script", "small"])
async def test_an_import_asks_where_it_is_not_certain_and_is_taken_back(chromium: Chromium, look: Any) -> None:
    reader = await chromium.reader(**look)
    await reader.sign_in()
    await reader.open("/me/import")
    library = b"2608.19880\n- OpenART: Scaling Agent Red Teaming\n- SwanTale: Unified Multi-Speaker Speech"
    file: Any = {"name": "library.txt", "mimeType": "text/plain", "buffer": library}
    await reader.page.set_input_files("#file", file)
    await reader.page.get_by_role("button", name="Import", exact=True).click()
    yes = reader.page.get_by_role("button", name="Yes, like it: Not certain: OpenART")
    scripted = "java_script_enabled" not in look
    if scripted:
        await reader.accessible()
        assert await reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await yes.click()
    if scripted:  # what else is asked is not lost
        await reader.page.locator("#status span", has_text="OpenART").wait_for()
        assert await yes.get_attribute("aria-pressed") == "true"
        assert await reader.page.get_by_role("button", name="Yes, like it: Not certain: SwanTale").is_visible()
        await reader.page.get_by_role("link", name="Back").click()
    await reader.page.get_by_role("button", name="Take back the last import").click()
    await reader.page.locator(".told", has_text=ENV_HARNESS).wait_for()


@pytest.mark.parametrize("script", [True, False])
async def test_an_abstract_of_a_long_list_is_a_press_away(chromium: Chromium, script: bool) -> None:
    papers = chromium.site.app.store.papers
    sample = await papers.between(date(2026, 8, 1), date(2026, 8, 31), 50)
    day = date(2026, 9, 1)
    await papers.add(
        [replace(each, id=PaperId(f"arxiv:2609.{n:05}"), featured=day) for n, each in enumerate(sample, 1)], FRIDAY
    )
    reader = await chromium.reader(java_script_enabled=script)
    await reader.open("/day/2026-09-01")
    first = reader.page.locator("article").first
    await first.locator("summary" if script else "h2 a").click()
    await reader.page.get_by_text(sample[0].abstract[:60]).first.wait_for()
    assert (reader.page.url == f"{reader.address}/day/2026-09-01") is script


async def test_a_title_that_runs_from_right_to_left_ends_on_the_left(chromium: Chromium) -> None:
    title = "למידה עמוקה: GPT-4 (v2.0)!"
    hebrew = Paper(id=PaperId("arxiv:2609.00001"), title=title, featured=date(2026, 9, 1))
    await chromium.site.app.store.papers.add([hebrew], FRIDAY)
    reader = await chromium.reader()
    await reader.open("/day/2026-09-01")
    link = reader.page.get_by_role("link", name="GPT-4")
    first, last = await link.evaluate("""link => [0, link.textContent.length - 1].map((at) => {
        const letter = document.createRange();
        letter.setStart(link.firstChild, at);
        letter.setEnd(link.firstChild, at + 1);
        return letter.getBoundingClientRect().left;
    })""")
    assert last < first


async def test_on_paper_the_abstracts_are_unfolded_and_the_buttons_gone(chromium: Chromium) -> None:
    reader = await chromium.reader()
    await reader.sign_in()
    await reader.open("/")
    await reader.page.emulate_media(media="print")
    assert not await reader.page.locator(".acts").first.is_visible()
    assert not await reader.page.locator(".find").is_visible()
    assert await reader.page.locator("article details p").first.is_visible()
