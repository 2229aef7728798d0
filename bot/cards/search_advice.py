"""What to try where a search found nothing: it names what was asked for, and what there is with less of it."""

from datetime import date

from bot.cards.papers import day_text
from bot.cards.refusals import no_paper_here
from bot.cards.wording import counted, listed
from bot.identity import short
from bot.model import Choice, LooserSearch, Query, SearchPage
from bot.text import shorten

NO_CATEGORIES = (
    "None of the newest papers carries a category: their source tells none. Papers read from arXiv have them."
)
_LABEL = 60
_SMALL_WORDS = frozenset(
    ("der", "das", "und", "oder", "für", "fuer", "mit", "über", "ueber", "von", "zum", "zur", "eine", "nicht", "ist",
     "le", "les", "des", "du", "pour", "avec", "sur", "dans", "une", "et", "sont", "comment", "par", "aux", "qui",
     "los", "las", "para", "sobre", "una", "como", "del", "della", "delle", "sono")
)  # fmt: skip
"""Of German, French, Spanish and Italian; none is an English word of a search."""


def advice_on(page: SearchPage, newest: date) -> str:
    """One line; '' where the notes say all there is to say. ``newest`` is the newest day with papers."""
    query = page.query
    if page.untold:
        return NO_CATEGORIES
    if query.since and query.since > newest:
        return f"The newest papers here are of {day_text(newest)}."
    if page.suggestion:
        return f"Did you mean “{page.suggestion}”?"
    found = [way for way in page.looser if way.total]
    if found:
        first, *others = (f"“{way.left_out}” there {_are(way)}" for way in found)
        return f"{listed([f'Without {first}', *(f'without {one}' for one in others)])}."
    if page.looser:
        return "Try other words, or fewer filters." if query.words or query.phrases else "Try fewer filters."
    return _of_filter(query) or _of_words(query)


def ways_to_loosen(page: SearchPage) -> tuple[Choice, ...]:
    """Each part without which something is found, and the search without it."""
    found = [way for way in page.looser if way.total]
    return tuple(Choice(label=shorten(f"Without “{way.left_out}”", _LABEL), value=way.line) for way in found)


def unknown_words(page: SearchPage) -> str:
    """Which words no paper has; '' on later pages, and where they are too many to be a search."""
    unknown = _as_written(page)
    if page.offset or not 0 < len(unknown) <= 3:
        return ""
    word = "word" if len(unknown) == 1 else "words"
    return f"No paper here has the {word} {' or '.join(f'“{shorten(one, 40)}”' for one in unknown)}"


def _as_written(page: SearchPage) -> list[str]:
    """The unknown words; characters of scripts without spaces, which are searched one by one, as they were written."""
    joined: list[str] = []
    for word in page.unknown:
        if joined and len(word) == 1 and not word.isascii() and joined[-1] + word in page.query.text:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def nothing_left_out(page: SearchPage) -> str:
    """What was to be left out and stands in no paper anyway; '' on later pages, and where everything does."""
    if page.offset or not page.without_effect:
        return ""
    idle = listed([f"“{shorten(one, 40)}”" for one in page.without_effect])
    return f"Nothing had to be left out for {idle}: no paper here says so."


def _are(way: LooserSearch) -> str:
    more = "more than " if way.more_than else ""
    return f"{'is' if way.total == 1 and not more else 'are'} {more}{counted(way.total, 'paper')}"


def nobody_called(author: str) -> str:
    return f"No paper here has an author called “{author}”."


def nowhere_called(organisation: str) -> str:
    return f"No organisation here is called “{organisation}”; not every source tells organisations."


def _of_filter(query: Query) -> str:
    """What a search for nothing but one thing says, which has no fewer or other words."""
    if query.words or query.phrases:
        return ""
    if query.paper:
        return no_paper_here(short(query.paper))
    if query.authors:
        return nobody_called(query.authors[0])
    if query.organisations:
        return f"No paper here is known to come from “{query.organisations[0]}”; not every source tells organisations."
    if query.categories:
        return f"No paper here is in the category “{query.categories[0]}”."
    if query.since or query.until:
        return "No paper here is of that time."
    if query.min_upvotes is not None or query.max_upvotes is not None:
        return "No paper here has such a number of upvotes."
    return "No paper here is like that."


def _is_foreign(query: Query) -> bool:
    """Whether it is written in another script, or has a small word of a language that is not English."""
    another_script = not any(letter.isascii() for word in query.words for letter in word)
    return another_script or not _SMALL_WORDS.isdisjoint(query.text.casefold().split())


def _of_words(query: Query) -> str:
    if query.words and all(word.isdigit() for word in query.words):
        return ""
    if query.words and _is_foreign(query):
        return "Nearly all papers are in English: try English words."
    if len(query.words) == 1:
        return "Try another word."
    return "No paper here has these words side by side." if query.phrases else "Try fewer or other words."
