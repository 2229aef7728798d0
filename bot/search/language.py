"""What a person types → ``Query``. Never fails: what is not understood is searched as words, and the notes say so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rapidfuzz import fuzz, process

from bot.cards import problems
from bot.identity import parse_paper_id
from bot.model import Query, Sort
from bot.search.dates import span
from bot.search.documents import AUTHOR, CATEGORY, ORGANISATION, category_words
from bot.search.requests import as_query
from bot.text import clean, shorten, words
from bot.well_known import WELL_KNOWN

LONGEST_TEXT = 1000
MOST_WORDS = 40
"""Of what is typed; of these the most telling are searched (``bot.search.query_expansion``)."""
MOST_FILTERS = 8
MOST_NOTES = 4
MOST_UPVOTES = 10**9
QUOTED_IN_NOTE = 40

_FIELDS = {
    **dict.fromkeys(("author", "authors", "by"), "author"),
    **dict.fromkeys(("org", "organisation", "organization"), "org"),
    **dict.fromkeys(("category", "categories", "cat"), "category"),
    **dict.fromkeys(("since", "after"), "since"),
    **dict.fromkeys(("until", "before"), "until"),
    **dict.fromkeys(("upvotes", "votes"), "upvotes"),
    "has": "has",
    "words": "words",
    "sort": "sort",
}
_NEAR_FIELD = 75
"""From this likeness (0 to 100) on, a filter's name is misspelt."""
_SORTS = {
    **dict.fromkeys(("new", "newest", "latest", "recent", "date"), Sort.NEW),
    **dict.fromkeys(("top", "best", "popular", "upvotes"), Sort.TOP),
    **dict.fromkeys(("relevance", "relevant"), Sort.RELEVANCE),
}
_QUOTES = str.maketrans("“”„‟«»＂–—−", '"""""""---')
_FIELD = rf"\b(?:{'|'.join(_FIELDS)}):"
_PART = re.compile(
    rf"(?P<minus>(?<!\S)-(?!-))?(?:(?P<empty>{_FIELD})(?=\s*-?{_FIELD})"
    rf'|(?:(?P<field>{_FIELD})\s*)?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+)))',
    re.IGNORECASE,
)
"""``empty`` is a filter that another follows: what comes next is no value of it."""
_UPVOTES = re.compile(r"\b(?:upvotes|votes)\s*:?\s*(>=|<=|>|<|=|≥|≤)\s*(?=\d)", re.IGNORECASE)
_COUNT = re.compile(r"(>=|<=|>|<|=|≥|≤)?(\d{1,12})")
_LIKE_AN_ID = re.compile(r"(?:arxiv:)?(?P<stamp>\d{4})\.\d{3,6}(?:v\d+)?", re.IGNORECASE)
_FOR = re.compile(r"^\s*for\s+(?=\S)", re.IGNORECASE)
"""What is left of "search for …" where "search" was the command."""
_NAMED_ID = re.compile(r"(?:(?:paper|arxiv)\s+)?(?:id|paper)\s*[:#]?\s*(?P<id>\S+)", re.IGNORECASE)
_ABBREVIATION = re.compile(r"[A-Z]{2,}")
_UNKNOWN_FIELD = re.compile(rf"[A-Za-z]+:(?!//)\S|(?:{'|'.join(_FIELDS)}):$", re.IGNORECASE)


def parse_query(text: str, today: date) -> Query:
    """Understand ``text``. ``today`` is what relative dates count from."""
    text = _FOR.sub("", text)
    named = _NAMED_ID.fullmatch(text.strip())
    if paper := parse_paper_id(named["id"] if named else text.strip()):
        return Query(text=clean(text), paper=paper)
    line = clean(text[:LONGEST_TEXT])
    if meant := as_query(line, today):
        if paper := parse_paper_id(meant):
            return Query(text=line, paper=paper)
        query = _parsed(meant, meant, today)
        return replace(query, text=line, unfinished=False, read_as=meant, literal=literal(line))
    return _parsed(text, line, today)


def _parsed(text: str, line: str, today: date) -> Query:
    reading = _Reading(today=today)
    if like_an_id := _LIKE_AN_ID.fullmatch(line.strip()):
        reading.note(problems.impossible_id(_quoted(line.strip()), like_an_id["stamp"]))
    if len(text) > LONGEST_TEXT:
        reading.note(problems.only_read(LONGEST_TEXT))
    typed = line.translate(_QUOTES)
    if typed.count('"') % 2:
        typed = " ".join(typed.rsplit('"', 1))
        reading.note(problems.QUOTATION_OPEN)
    for part in _PART.finditer(_UPVOTES.sub(r"upvotes:\1", typed)):
        reading.read(part)
    return reading.query(line, unfinished=_goes_on(text) and reading.ended_in_word)


def _goes_on(text: str) -> bool:
    """Whether the last word may be only a beginning: abbreviations and what everybody calls somebody are whole."""
    last = text.rpartition(" ")[2]
    return text[-1:].isalnum() and not _ABBREVIATION.fullmatch(last) and last.lower() not in WELL_KNOWN


@dataclass(slots=True, kw_only=True)
class _Reading:
    """The parts read so far."""

    today: date
    words: list[str] = field(default_factory=list)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    named: dict[str, list[str]] = field(default_factory=lambda: {"author": [], "org": [], "category": []})
    since: date | None = None
    until: date | None = None
    upvotes: tuple[int | None, int | None] = (None, None)
    has_code: bool | None = None
    sort: Sort = Sort.RELEVANCE
    notes: list[str] = field(default_factory=list)
    ended_in_word: bool = False
    literally: bool = False

    def note(self, sentence: str) -> None:
        if sentence not in self.notes and len(self.notes) < MOST_NOTES:
            self.notes.append(sentence)

    def query(self, text: str, *, unfinished: bool) -> Query:
        if self.since and self.until and self.since > self.until:
            self.note(problems.SINCE_LATER_THAN_UNTIL)
        return Query(
            text=text,
            words=tuple(self.words[:MOST_WORDS]),
            phrases=tuple(self.phrases[:MOST_FILTERS]),
            excluded=tuple(dict.fromkeys(self.excluded))[:MOST_FILTERS],
            authors=_few(self.named["author"]),
            organisations=_few(self.named["org"]),
            categories=_few(self.named["category"]),
            since=self.since,
            until=self.until,
            min_upvotes=self.upvotes[0],
            max_upvotes=self.upvotes[1],
            has_code=self.has_code,
            sort=self.sort,
            unfinished=unfinished,
            literally=self.literally,
            notes=tuple(self.notes),
        )

    def read(self, part: re.Match[str]) -> None:
        name = _FIELDS.get((part["field"] or "").lower().rstrip(":"))
        value = part["quoted"] if part["bare"] is None else part["bare"]
        self.ended_in_word = False
        if part["empty"]:
            understood = False
        else:
            understood = self._filter(name, value, minus=bool(part["minus"])) if name else self._plain(part, value)
        if not understood:
            name = name or _FIELDS.get(part[0].strip("-:").lower())
            self.note(problems.no_filter(_quoted(part[0]), name, "" if name else _meant(part[0])))
            self._words(part[0])

    def _plain(self, part: re.Match[str], value: str) -> bool:
        found = tuple(words(value))
        if part["minus"] and found:
            self.excluded.append(" ".join(found))
        elif part["quoted"] is not None:
            self._phrase(found)
        elif _UNKNOWN_FIELD.match(value):
            return False
        else:
            self._words(value)
            self._odd(value)
        return True

    def _phrase(self, found: tuple[str, ...]) -> None:
        if len(found) == 1:
            self.words += found
        elif found and found not in self.phrases:
            self.phrases.append(found[:MOST_WORDS])

    def _words(self, value: str) -> None:
        found = words(value)
        self.words += found
        self.ended_in_word = bool(found)

    def _odd(self, value: str) -> None:
        if value in ("AND", "OR", "NOT"):
            self.note(problems.no_operator(value))
        elif "*" in value:
            self.note(problems.STAR_MEANS_NOTHING)

    def _filter(self, name: str, value: str, *, minus: bool) -> bool:
        """Take one ``name:value``; False when it makes no sense."""
        if name in self.named:
            return self._name(name, value, minus=minus)
        if name == "has" and value.lower() in ("code", "repo", "repository", "github"):
            self.has_code = not minus
            return True
        if minus:
            return False
        if name == "words":
            self.literally = True
            self._words(value)
            return bool(words(value))
        if name in ("since", "until"):
            return self._day(name, value)
        return self._upvotes(value) if name == "upvotes" else name == "sort" and self._sort(value)

    def _name(self, name: str, value: str, *, minus: bool) -> bool:
        value = clean(value.strip("\"'`,; "))
        mark = {"author": AUTHOR, "org": ORGANISATION, "category": CATEGORY}[name]
        found = category_words(value)[-1:] if name == "category" else words(value)
        if found and minus:
            self.excluded.append(" ".join(mark + word for word in found))
        elif found and value not in self.named[name]:
            self.named[name].append(value)
        return bool(found)

    def _day(self, name: str, value: str) -> bool:
        days = span(value, self.today)
        if days and name == "since":
            self.since = days[0]
        elif days:
            self.until = days[1]
        return days is not None

    def _upvotes(self, value: str) -> bool:
        count = _COUNT.fullmatch(value)
        if not count:
            return False
        number, (low, high) = min(int(count[2]), MOST_UPVOTES), self.upvotes
        match count[1]:
            case ">":
                self.upvotes = number + 1, high
            case "<":
                self.upvotes = low, number - 1
            case "<=" | "≤":
                self.upvotes = low, number
            case "=":
                self.upvotes = number, number
            case _:
                self.upvotes = number, high
        return True

    def _sort(self, value: str) -> bool:
        self.sort = _SORTS.get(value.lower(), self.sort)
        return value.lower() in _SORTS


def _meant(text: str) -> str:
    """``author:huang`` for ``autor:huang``; '' where no filter is called nearly so."""
    typed, _, value = text.partition(":")
    near = process.extractOne(
        typed.lower(), sorted(_FIELDS.keys() - {"words"}), scorer=fuzz.ratio, score_cutoff=_NEAR_FIELD
    )
    return f"{near[0]}:{_quoted(value)}" if near else ""


def _few(values: list[str]) -> tuple[str, ...]:
    return tuple(values[:MOST_FILTERS])


def _quoted(text: str) -> str:
    return shorten(text, QUOTED_IN_NOTE)


def render_query(query: Query) -> str:
    """The query in this language, words first; parsing it gives the same query."""
    if query.paper:
        return query.paper
    parts = [
        *_plain_words(query),
        *(f'"{" ".join(phrase)}"' for phrase in query.phrases),
        *map(_excluded, query.excluded),
    ]
    for name, values in (("author", query.authors), ("org", query.organisations), ("category", query.categories)):
        parts += [f'{name}:"{value}"' if {" ", ":"} & set(value) else f"{name}:{value}" for value in values]
    parts += [f"since:{query.since}"] if query.since else []
    parts += [f"until:{query.until}"] if query.until else []
    parts += [f"upvotes:>={query.min_upvotes}"] if query.min_upvotes is not None else []
    parts += [f"upvotes:<={query.max_upvotes}"] if query.max_upvotes is not None else []
    parts += [] if query.has_code is None else ["has:code" if query.has_code else "-has:code"]
    parts += [] if query.sort is Sort.RELEVANCE else [f"sort:{query.sort}"]
    return " ".join(parts)


def _plain_words(query: Query) -> Sequence[str]:
    """Words as they are; marked as words where they would be read as a request, or must not be read as anything."""
    text = " ".join(query.words)
    return [literal(text)] if text and (query.literally or as_query(text, date(2000, 1, 1))) else query.words


def literal(text: str) -> str:
    """A search for these words as they are, whatever they would be read as."""
    return f'words:"{text.replace(chr(34), " ")}"'


def _excluded(tokens: str) -> str:
    field_name = {AUTHOR: "author:", ORGANISATION: "org:", CATEGORY: "category:"}.get(tokens[0], "")
    plain = tokens.replace(tokens[0], "") if field_name else tokens
    return f'-{field_name}"{plain}"'
