"""How papers are told: the one-line facts, the card of one paper, and lists with pages."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.commands import line_of
from bot.identity import short
from bot.markup import without_markdown
from bot.model import Answer, Button, ButtonStyle, Card, Command, Opinion, Paper, PaperCard, PaperId, Row
from bot.text import one_sentence, shorten

BACK, MORE = "◀ Back", "More ▶"
"""The buttons that turn a page."""
PAGE = 5
"""Papers on one page of a list."""

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})

ORGANISATION = 60
NAME = 40
SUMMARY = 320
"""Characters of a summary in a list."""


def facts_line(paper: Paper) -> str:
    """Organisation, first authors, date, upvotes, comments, code: what a reader decides by, in one line."""
    facts = [
        shorten(paper.organisation.name, ORGANISATION) if paper.organisation else "",
        authors_text(paper.authors),
        day_text(paper.day) if paper.day else "",
        f"▲ {paper.upvotes}",
        f"💬 {paper.comments}",
        code_text(paper),
        "withdrawn" if paper.withdrawn else "",
    ]
    return " · ".join(fact for fact in facts if fact)


def day_text(day: date) -> str:
    """``20 Aug 2026``: no order of numbers to guess."""
    return f"{day.day} {day:%b %Y}"


def summary_of(paper: Paper) -> str:
    """The source's summary, else the most telling sentence of the abstract."""
    return without_markdown(paper.summary or one_sentence(paper.abstract))


def vote_buttons(paper_id: PaperId, opinion: Opinion | None = None) -> tuple[Button, ...]:
    """👍 👎 🔖. What the asker already gave is offered as taking it back."""
    liked, saved = (opinion.liked, opinion.saved) if opinion else (None, False)
    return (
        _toggle("👍", "like", paper_id, on=liked is True),
        _toggle("👎", "dislike", paper_id, on=liked is False),
        _toggle("🔖", "save", paper_id, on=saved),
    )


def paper_buttons(paper_id: PaperId, opinion: Opinion | None = None) -> tuple[Button, ...]:
    """What a paper has where there is room: 👍 👎 🔖 and "more like this"."""
    return (*vote_buttons(paper_id, opinion), Button(label="More like this", line=f"similar {paper_id}"))


def paper_card(
    paper: Paper,
    *,
    reason: str = "",
    badge: str = "",
    opinion: Opinion | None = None,
    brief: bool = False,
    buttons: tuple[Button, ...] | None = None,
) -> PaperCard:
    """One paper as people see it; ``brief`` leaves the summary out."""
    return PaperCard(
        paper=paper.id,
        title=paper.title,
        url=paper.page,
        facts=facts_line(paper),
        summary="" if brief else shorten(summary_of(paper), SUMMARY),
        reason=reason,
        badge=badge,
        thumbnail=paper.thumbnail or "",
        liked=opinion.liked if opinion else None,
        saved=opinion.saved if opinion else False,
        buttons=paper_buttons(paper.id, opinion) if buttons is None else buttons,
    )


def list_answer(
    command: Command,
    papers: Sequence[Paper],
    *,
    title: str,
    text: str = "",
    opinions: Mapping[PaperId, Opinion],
    total: int,
    more_than: bool = False,
    buttons: tuple[Button, ...] = (),
) -> Answer:
    """One page of a list, with buttons to the pages before and after. ``papers`` are those of this page alone."""
    first = (command.page - 1) * PAGE
    card = Card(
        title=title,
        text=text,
        papers=tuple(paper_card(paper, opinion=opinions.get(paper.id)) for paper in papers),
        footer=_place(first, len(papers), total, more_than),
        buttons=buttons + page_buttons(command, first + len(papers) < total or (more_than and len(papers) == PAGE)),
        first=first + 1,
        numbered=True,
    )
    return Answer(card=card, shareable=bool(papers))


def page_buttons(command: Command, more: bool) -> tuple[Button, ...]:
    """Back and on, as the same command with another page."""
    back = [Button(label=BACK, line=line_of(replace(command, page=command.page - 1)))] if command.page > 1 else []
    on = [Button(label=MORE, line=line_of(replace(command, page=command.page + 1)))] if more else []
    return (*back, *on)


def full_card(paper: Paper, opinion: Opinion | None = None) -> Card:
    """One paper with all that is known of it."""
    links = [
        Button(label="Code", url=paper.repository) if paper.repository else None,
        Button(label="Project page", url=paper.project_page) if paper.project_page else None,
        Button(label="Discussion", url=f"https://huggingface.co/papers/{short(paper.id)}") if paper.featured else None,
    ]
    rows = (Row(label="Authors", text=_names(paper.authors)), Row(label="Topics", text=_labels(paper)))
    return Card(
        papers=(_unshortened(paper, opinion),),
        rows=tuple(row for row in rows if row.text),
        buttons=tuple(button for button in links if button),
        footer=" · ".join(filter(None, (short(paper.id), f"version {paper.version}" if paper.version > 1 else ""))),
    )


def _unshortened(paper: Paper, opinion: Opinion | None) -> PaperCard:
    card = paper_card(paper, opinion=opinion, brief=True, badge="withdrawn" if paper.withdrawn else "")
    return replace(card, summary=without_markdown(paper.abstract or paper.summary or "No abstract."))


def _names(authors: Sequence[str], most: int = 8) -> str:
    if len(authors) <= most:
        return ", ".join(authors)
    return f"{', '.join(authors[:most])} and {len(authors) - most} more"


def _labels(paper: Paper) -> str:
    return " · ".join((*paper.categories[:6], *paper.keywords[:6]))


def authors_text(authors: Sequence[str]) -> str:
    """``Kim, Lee, … +15``: family names of the first two, and how many more; up to three are all named."""
    if len(authors) == 1:
        return shorten(authors[0], NAME)
    named = [shorten(family_name(author), NAME) for author in authors[: 3 if len(authors) == 3 else 2]]
    more = len(authors) - len(named)
    return ", ".join([*named, *([f"… +{more}"] if more else [])])


def family_name(author: str) -> str:
    """The last word of a name with its particles (``van der Maaten``); what stands before a comma."""
    before, comma, _ = author.partition(",")
    words = [word for word in author.split() if word.rstrip(".").casefold() not in _SUFFIXES]
    if comma or len(words) < 2:
        return before.strip() or author
    start = len(words) - 1
    while start > 1 and words[start - 1].islower():
        start -= 1
    return " ".join(words[start:])


def opinion_text(opinion: Opinion) -> str:
    """``liked and saved on 21 Aug 2026``."""
    words = [
        word
        for word, true in (("liked", opinion.liked), ("disliked", opinion.liked is False), ("saved", opinion.saved))
        if true
    ]
    return f"{' and '.join(words)} on {day_text(opinion.at.date())}"


def code_text(paper: Paper) -> str:
    """``code ⭐ 1.2k``; '' without a repository."""
    if not paper.repository:
        return ""
    return f"code ⭐ {_thousands(paper.stars)}" if paper.stars else "code"


def _thousands(number: int) -> str:
    return str(number) if number < 1000 else f"{number / 1000:.1f}k"


def _place(first: int, shown: int, total: int, more_than: bool) -> str:
    if not shown:
        return ""
    of = f"at least {total + 1}" if more_than else str(total)
    return f"{first + 1}–{first + shown} of {of}" if total > shown else ""


def _toggle(label: str, signal: str, paper_id: PaperId, *, on: bool) -> Button:
    if on:
        return Button(label=label, line=f"undo {signal} {paper_id}", style=ButtonStyle.PRIMARY)
    return Button(label=label, line=f"{signal} {paper_id}")
