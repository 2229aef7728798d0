"""What a search tells: hits, a better spelling, or what to try when there is nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.cards.pages import none_on
from bot.cards.papers import day_text, list_answer
from bot.cards.search_advice import advice_on, nothing_left_out, unknown_words, ways_to_loosen
from bot.cards.sources import source_name
from bot.cards.wording import counted
from bot.model import Answer, Button, Card, Command, Opinion, PaperId, SearchPage, SourceState

TO_US = "I searched for these words. If you were talking to me: “help” shows what I can do."
IS_LIKE_IT = "has words like it, or means nearly the same"
HAS_SOME = "has only some of the others"
HAS_OTHERS = "has the others, or means nearly the same"
ONLY_MENTIONED = "No paper here seems to be about this; what follows only has this word, or one like it."
STRAY = "No paper here seems to be about this; what follows has only some of its words."


def search_answer(
    page: SearchPage, command: Command, opinions: Mapping[PaperId, Opinion], organisation: str | None
) -> Answer:
    """One page of hits. Where the words name an ``organisation``, its papers alone are offered."""
    only = f'search org:"{organisation}"'
    of_it = (Button(label=f"Only papers from {page.query.text}", line=only),) if organisation else ()
    return list_answer(
        command,
        [hit.paper for hit in page.hits],
        title=f"Papers for “{page.query.text}”",
        text="\n".join(notes_of(page)),
        opinions=opinions,
        total=page.total,
        more_than=page.more_than,
        buttons=(*of_it, *_ways_on(page)),
    )


def nothing_found(page: SearchPage, command: Command, newest: date) -> Answer:
    """No hits: say what was understood, and what to try. ``newest`` is the newest day with papers."""
    if command.page > 1:
        return Answer(card=Card(text="That was the last page.", problem=True))
    found = f"Nothing found for “{page.query.text}”."
    text = "\n".join(filter(None, (found, *notes_of(page), advice_on(page, newest))))
    looser = (Button(label=way.label, line=f"search {way.value}") for way in ways_to_loosen(page))
    ways = (*looser, *_ways_on(page, "Search for “{}”"))
    return Answer(card=Card(text=text, buttons=ways, problem=True, asks=bool(ways)))


def with_help(answer: Answer) -> Answer:
    """The answer to words that may have been said to Paperboy, and were searched for."""
    card = answer.card
    text = "\n".join(filter(None, (card.text, TO_US)))
    return replace(answer, card=replace(card, text=text, buttons=(*card.buttons, Button(label="Help", line="help"))))


def day_title(day: date) -> str:
    return f"Papers of {day_text(day)}"


def trending_title(period: str, newest: date | None = None, today: date | None = None) -> str:
    """The heading of the most upvoted papers of the newest day, week or month; where that has passed, it says which."""
    if period == "day":
        return f"Trending on {day_text(newest)}" if newest else "Trending on the newest day"
    if newest is None or today is None or newest >= today:
        return f"Trending this {period}"
    return f"Trending in the {period} up to {day_text(newest)}"


def trending_note(newest: date, today: date, *, ends_at: int | None = None) -> str:
    """Whether the newest papers are older than today, and after how many papers the list ends; '' for neither."""
    late = "" if newest >= today else "Nothing has come since then."
    end = f"The list ends after the {ends_at} most upvoted." if ends_at else ""
    return " ".join(filter(None, (late, end)))


def nothing_stored(sources: Sequence[SourceState]) -> Answer:
    """There are no papers at all yet: because they are being read, or because that fails."""
    failing = [source_name(state.name) for state in sources if state.failing_since]
    if failing:
        text = f"There are no papers yet: {' and '.join(failing)} can't be read just now. I keep trying."
    else:
        text = "There are no papers yet: the first ones are being read. Ask again in a minute."
    return Answer(card=Card(text=text, buttons=(Button(label="Status", line="status"),), problem=True))


def nothing_on(day: date, newest: date) -> Answer:
    """No papers of that day."""
    to_newest = Button(label=day_text(newest), line=f"today date:{newest}")
    return Answer(card=Card(text=none_on(day, newest), buttons=(to_newest,), problem=True))


def notes_of(page: SearchPage) -> tuple[str, ...]:
    """How a search was read, where it was not just words, what of it was not understood, and what it missed."""
    read_as = page.query.read_as and f"I read this as: {page.suggestion or page.query.read_as}"
    also = f"I also searched for: {', '.join(page.query.also)}" if page.query.also else ""
    return tuple(filter(None, (read_as, also, *page.query.notes, _missed(page), nothing_left_out(page))))


def _missed(page: SearchPage) -> str:
    unknown = unknown_words(page)
    if not unknown:
        return (STRAY if len(page.query.words) > 1 else ONLY_MENTIONED) if page.stray else ""
    if not page.hits:
        return f"{unknown}."
    if len(page.query.words) == 1:
        return f"{unknown}; what follows {IS_LIKE_IT}."
    return f"{unknown}; what follows {HAS_SOME if page.stray else HAS_OTHERS}."


def place_in(page: SearchPage) -> str:
    """Where these hits stand among all: ``1–20 of at least 401``; how many there are where that is all."""
    shown, total = len(page.hits), f"at least {page.total + 1}" if page.more_than else str(page.total)
    return f"{page.offset + 1}–{page.offset + shown} of {total}" if page.total > shown else counted(shown, "paper")


def _ways_on(page: SearchPage, label: str = "Did you mean “{}”?") -> tuple[Button, ...]:
    """Buttons: the better spelling, and the words as they were typed where they were read as a request."""
    found = []
    if page.query.paper and page.hits:
        found.append(Button(label="Papers like it", line=f"similar {page.query.paper}"))
    if page.suggestion:
        found.append(Button(label=label.format(page.suggestion), line=f"search {page.suggestion}"))
    if page.query.literal:
        found.append(Button(label="Search for these words instead", line=f"search {page.query.literal}"))
    return tuple(found)


def newest_note(day: date, today: date) -> str:
    """A sentence that says so when "today" shows an older day; '' when it does not."""
    return "" if day >= today else f"This is the newest day there is; nothing has come since {day_text(day)}."
