"""What strangers and readers of mail see in a browser: asking for papers by mail, confirming, changing it, leaving."""

import pytest

from tests.browser.conftest import Reader, Readers
from tests.browser.test_pages import LOOKS
from tests.scenarios.test_mail_from_the_page import ANN, Street, link, street


@pytest.mark.parametrize("look", LOOKS)
async def test_every_page_of_mail_is_accessible_in_every_look(readers: Readers, look: str) -> None:
    async with street() as town:
        reader = await readers.reader(town.address, **LOOKS[look])
        for path in ("/", "/trending", "/subscribe", "/subscribe?topics=agents"):
            await reader.visit(path)
        await asked_for(reader, "agents, agents, agents, agents, agents, agents")
        assert "at most 5" in await reader.page.get_by_role("alert").inner_text()
        await reader.accessible()
        confirm = link("confirm", await question_after(reader, town))
        await reader.visit(confirm)
        await pressed(reader, "Yes, send them")
        mail = await town.digest()
        for name in ("settings", "paper", "leave"):
            await reader.visit(link(name, mail))
        await reader.open(link("paper", mail))
        await pressed(reader, "More like this")
        await reader.open(link("leave", mail))
        await pressed(reader, "Stop these mails")
        for over in ("/mail/settings?t=made-up", "/mail/paper?t=made-up", confirm):
            await reader.visit(over)
        reader.complaints = [each for each in reader.complaints if "status of 4" not in each]


async def asked_for(reader: Reader, topics: str) -> None:
    await reader.open("/subscribe")
    await reader.page.get_by_label("Your address").fill(ANN)
    await reader.page.get_by_label("Topics").fill(topics)
    await reader.page.get_by_role("button", name="Subscribe").click()


async def question_after(reader: Reader, town: Street) -> str:
    await asked_for(reader, "agents")
    await reader.accessible()
    return await town.mail()


async def pressed(reader: Reader, words: str) -> None:
    await reader.page.get_by_role("button", name=words).first.click()
    await reader.accessible()
