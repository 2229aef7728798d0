"""Draw ``docs/images/mail.png``: a mail with picks, from the very HTML that is sent, in Chromium.

    python docs/draw_mail.py

A fresh Paperboy with the bundled sample follows two topics and is asked for picks; the card is made a letter as any
mail of picks is. Needs Playwright, of the extra ``dev``, and a Chromium.
"""

import asyncio
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from playwright.async_api import async_playwright

from adapters.email import wording
from adapters.email.letter import Link, letter_of
from adapters.email.links import MailLinks
from adapters.email.render import html_part
from bot.app import opened
from bot.commands import parse
from bot.model import Channel, Member, PaperId, Request, Signal, Tenant
from bot.settings import Settings

OUT = Path(__file__).parent / "images" / "mail.png"
TENANT = Tenant("console", "here")
ASKED = ("follow coding agents", "follow video generation", "picks")
WIDTH = 640


async def main() -> None:
    html = await letter()
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": WIDTH, "height": 400})
        await page.set_content(html)
        await page.screenshot(path=OUT, full_page=True)
        await browser.close()


async def letter() -> str:
    """The HTML part of the mail that somebody would get."""
    settings = Settings(_env_file=None, database_url="sqlite:///:memory:", sources="sample")
    async with opened(settings) as app:
        for line in ASKED:
            request = Request(
                member=Member(TENANT, "ada"),
                command=parse(line),
                at=datetime.now(UTC),
                channel=Channel(TENANT, "desk"),
            )
            answer = await app.core.answer(request)
    links = MailLinks("https://papers.example.org", "a secret of twenty letters")
    handle = "ada"

    def react(paper: PaperId, signal: Signal | None) -> str:
        return links.paper(handle, paper, date(2026, 8, 21), signal)

    foot = (
        Link(wording.SETTINGS, links.settings(handle)),
        Link(wording.LEAVE, links.leave(handle)),
        Link(wording.NO_TRACKING),
    )
    return html_part(letter_of(answer.card, react, foot))


if __name__ == "__main__":
    asyncio.run(main())
