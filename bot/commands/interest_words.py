"""What people write after ``follow`` and ``mute``: one interest, several, or what can be none. Pure."""

import re
from collections.abc import Sequence

from bot.cards import problems
from bot.categories import known_category
from bot.commands.tokens import QUOTES
from bot.commands.values import LONGEST_INTEREST, nearest_prefix, read_interest, split_interest
from bot.countries import OfCountry, of_country
from bot.english import is_everyday
from bot.errors import BadQuery, Unclear
from bot.identity import parse_paper_id
from bot.model import Interest, InterestKind
from bot.text import words
from bot.well_known import WELL_KNOWN

MOST_AT_ONCE = 20
"""Interests of one command."""

_PIECE = re.compile(r'(?:"[^"]*"|\([^()]*\)|[^,;|\n])+')
"""One of a list; what divides it counts in no quotes or brackets."""
_QUOTED_EACH = re.compile(r'"[^"]+"(?:(?:\s|,|;|&|\band\b|\bor\b)*"[^"]+")*')
_LIST_WORD = re.compile(
    r"^(?:and|or|also|plus|&|as well as|such as|e\.g\.|including|especially|particularly)\s+", re.IGNORECASE
)
_ABOUT = re.compile(
    r"^(?:(?:(?:all|any|the|more|new|some|latest|recent)\s+)*"
    r"(?:papers?|anything|everything|something|stuff|things?|articles?|work|research|topics?|news|updates)"
    r"\s+(?:(?:that (?:is|are)|which (?:is|are))\s+)?"
    r"(?:about|on|of|regarding|related\s+to|to\s+do\s+with|having\s+to\s+do\s+with|dealing\s+with|concerning|around|in)"
    r"|all\s+things|the\s+(?:topics?|subjects?|fields?|areas?)\s+of)\s+",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:(?:all|any|anything|everything|something|stuff|papers?|work)\s+)*(?P<what>\S.*?)[\s-]related"
    r"(?:\s+(?:stuff|papers?))?",
    re.IGNORECASE,
)
"""``anything crypto related``."""
_MADE = r"(?:(?:all|any|the|more|new)\s+)*(?:papers?|anything|everything|something|stuff|work|research|publications?)"
_BY = re.compile(rf"(?P<papers>{_MADE}\s+)?(?:(?P<by>by)|from)\s+(?P<name>.+)", re.IGNORECASE)
_WHOSE = re.compile(
    r"(?P<name>.+?)(?:['’]s|s['’])\s+(?:papers?|work|research|publications?)"
    r"|(?:everything|anything|whatever|what)\s+(?P<who>.+?)\s+(?:publish(?:es)?|writes?|releases?|does)",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"(?P<name>\S+(?: \S+)?) (?i:papers) (?:on|about) (?P<topic>.+)"
    r"|(?P<of>.+?) (?:papers )?(?:from|by|at) (?P<at>[A-Z][\w-]+(?: [A-Z][\w-]+)*)"
)
"""``OpenAI papers on agents``, ``robots from Stanford``: two interests, of which each is one of its own."""
_OF_NO_SUBJECT = re.compile(
    r"(?:papers?|those|ones)\s+(?:older|newer|longer|shorter|with|without|that|which|having|under|over|published)\b.*"
    r"|(?:low|high|few|many|no|(?:more|less|fewer) than \d+)\s+(?:up)?votes.*"
    r"|(?:short|long|old|new|recent|boring|bad|good|interesting|popular)\s+papers?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:[\s,]+(?:papers|please|pls|thanks|too|as well|for (?:me|us)|from now on)|[\s.!?]+)$", re.IGNORECASE
)
_EXCEPT = re.compile(
    r"(?P<kept>.*?)[\s,]*(?:(?:^|\s)-(?=\w)|\b(?:(?:but|and)\s+)?(?:not|except(?:\s+for)?|excluding|without)\s+(?:(?:papers\s+)?(?:about|on)\s+)?)(?P<left_out>.+)",
    re.IGNORECASE,
)
"""``LLMs but not code``, ``LLMs -code``: what is left out, which no interest can do."""
_LESS = re.compile(r"(?:less|fewer|no more)\s+(?P<left_out>.+)", re.IGNORECASE)
_KIND_WORD = re.compile(
    r"(?P<kind>author|org|organi[sz]ation|category|keyword|topic(?!\s+model))\s+(?P<name>.+)", re.IGNORECASE
)
"""A prefix without its colon, or a topic that begins with such a word."""
_EMOJI_CODES = re.compile(r"(?::[\w+'-]+:\s*)+")
"""Emoji as chats write them out."""
_CHAT_NAME = re.compile(r"(?:<[@#]|@).*")
"""Somebody or somewhere in the chat, as platforms write them."""
_PREFIXED = re.compile(r"[A-Za-z]+:\S")
"""Begins one of a list with a name of its own in front, be it one that there is or not."""
_ABBREVIATION = re.compile(r"[A-Z]{2,5}s?")
_LAST_TWO = re.compile(r"(\w+|[\w-]+(?: [\w-]+){1,3}) and (?!their\b|its\b)(\w+|[\w-]+(?: [\w-]+){1,3})", re.IGNORECASE)
_TWO = re.compile(r"(\S+) (?:and|&) (\S+?)[.!]?", re.IGNORECASE)
_TWO_SUBJECTS = re.compile(r"([\w-]+(?: [\w-]+){1,3}) and ([\w-]+(?: [\w-]+){1,3})", re.IGNORECASE)
_ONE_SUBJECT = re.compile(
    r"\b(?:between|both|either|by|from|for|in|of|on|with|to|their|its|other|related|more|how|papers?|about|using)\b",
    re.IGNORECASE,
)
"""What binds both sides: memory and tool use *for* agents, attention and *its* variants."""
_NONE = frozenset(
    ("all", "any", "anything", "everything", "something", "stuff", "papers", "a topic", "topic", "topics", "me", "you",
     "us", "it", "this", "that", "them", "these", "those", "nothing", "none", "the", "a", "an", "and", "or", "of", "in",
     "on", "to", "for", "by", "with", "is", "are", "i", "we", "he", "she", "they", "paper", "author", "authors", "new")
)  # fmt: skip
_OF_ALL = re.compile(
    r"too (?:many|much)|(?:(?:all|every|any|the|these|those|your|more|most|many|some|too|other|of|them|new)\s+)+"
    r"(?:topics?|subjects?|papers?|interests?|authors?|things?|fields?|areas?|categor(?:y|ies)|stuff|them|it|this|that)",
    re.IGNORECASE,
)
"""``all topics``, ``too many papers``: names none."""
_SHARED = (InterestKind.CATEGORY, InterestKind.KEYWORD)
"""Kinds whose prefix, said once, is meant for all of a list."""


def read_interests(text: str) -> tuple[Interest, ...]:
    """All that is named, each once: ``robotics, world models``, ``cs.CL``, ``papers by Song Han``.

    What stands in quotes or after ``topic:`` is a topic as it is. Raises ``BadQuery`` for what can be no interest,
    ``Unclear`` where it may be meant in two ways.
    """
    pieces = _pieces(text.translate(QUOTES))
    if len(pieces) > MOST_AT_ONCE:
        raise BadQuery(problems.too_many(len(pieces), "interests", MOST_AT_ONCE))
    found: list[Interest] = []
    for place, piece in enumerate(pieces):
        try:
            found.append(_interest(piece))
        except Unclear as unclear:
            choices = ((label, _with_piece(pieces, place, value)) for label, value in unclear.choices)
            raise Unclear(str(unclear), tuple(choices)) from None
    return tuple(dict.fromkeys(found))


def read_topic(text: str) -> str:
    """One topic of a channel's. Raises ``BadQuery`` for what can be none."""
    bare = _bare(text.translate(QUOTES).strip(' "'))
    _refuse_what_is_none(bare)
    if exception := exception_of(bare):
        raise BadQuery(problems.no_exception_of_topics(exception[1]))
    if "." in bare and known_category(bare):
        raise BadQuery(problems.category_as_topic(bare))
    return read_interest(f"topic:{bare}").value


def exception_of(text: str) -> tuple[str, str] | None:
    """What is wanted and what is left out of it, in ``diffusion models but not video``; None without an exception."""
    found = _EXCEPT.fullmatch(text.strip())
    return (found["kept"].strip(), found["left_out"].strip(" .!?")) if found else None


def _pieces(text: str) -> Sequence[str]:
    """The interests one by one, as they were typed; a prefix that ones after it share stands before each."""
    whole = text.strip()
    if _QUOTED_EACH.fullmatch(whole):
        return re.findall(r'"[^"]+"', whole)
    pieces = [piece for part in _PIECE.findall(whole) if (piece := _LIST_WORD.sub("", part.strip(), count=1))]
    if last := _LAST_TWO.fullmatch(pieces[-1]) if len(pieces) > 1 else _two_categories(whole):
        pieces[-1:] = last.groups()
    pieces = [topic for piece in pieces for topic in _two_topics(piece)]
    kind, _ = split_interest(whole)
    own = [split_interest(piece)[0] is not None or bool(_PREFIXED.match(piece)) for piece in pieces]
    if len(pieces) < 2 or all(own) or kind in (None, InterestKind.TOPIC):
        return _joined_exception(pieces) or [whole]
    if another := next((place for place in range(1, len(pieces)) if own[place]), 0):
        return [*_pieces(", ".join(pieces[:another])), *_pieces(", ".join(pieces[another:]))]
    full_names = all(" " in split_interest(piece)[1] for piece in pieces)
    if kind not in _SHARED and not (kind is InterestKind.AUTHOR and full_names):
        return [whole]  # "Han, Song" is one author, and "University of California, Davis" one place
    return [piece if named else f"{kind}:{piece}" for piece, named in zip(pieces, own, strict=True)]


def _two_categories(text: str) -> re.Match[str] | None:
    """``cs.CL and cs.LG``, ``NLP & CV``; of other words with "and" between them, one topic is as likely meant."""
    found = _TWO.fullmatch(text)
    known = found and all("." in name and known_category(name) for name in found.groups())
    return found if found and (known or all(map(_ABBREVIATION.fullmatch, found.groups()))) else None


def _two_topics(piece: str) -> Sequence[str]:
    """``speech recognition and speaker diarization``: two, where each side is a subject of several words.

    ``papers by Song Han and Yann LeCun``: each of them.
    """
    if (by := _BY.fullmatch(piece)) and by["papers"] and " and " in by["name"]:
        return [f"papers {'by' if by['by'] else 'from'} {name}" for name in by["name"].split(" and ")]
    two = _TWO_SUBJECTS.fullmatch(piece)
    return two.groups() if two and not split_interest(piece)[0] and not _ONE_SUBJECT.search(piece) else (piece,)


def _joined_exception(pieces: Sequence[str]) -> Sequence[str]:
    """``agents, not code``: what begins with the exception belongs to what stands before it."""
    joined: list[str] = []
    for piece in pieces:
        exception = exception_of(piece)
        if joined and exception and not exception[0]:
            joined[-1] = f"{joined[-1]}, {piece}"
        else:
            joined.append(piece)
    return joined


def _with_piece(pieces: Sequence[str], place: int, value: str) -> str:
    return ", ".join((*pieces[:place], value, *pieces[place + 1 :]))


def _interest(piece: str) -> Interest:
    if split_interest(piece)[0] or piece.startswith('"'):
        return read_interest(piece)
    typed = piece.strip(" .!?")
    if _OF_NO_SUBJECT.fullmatch(typed):
        raise BadQuery(problems.of_no_subject(typed))
    if country := of_country(typed):
        raise Unclear(problems.NO_COUNTRIES, (*_subject_of(country), _as_words(typed)))
    if whose := _WHOSE.fullmatch(typed):
        raise _one_of_two(typed, *_somebody(whose["name"] or whose["who"]))
    bare = _bare(piece)
    _refuse_what_is_none(bare)
    _ask_what_is_unclear(bare)
    if (by := _BY.fullmatch(bare)) and by["papers"]:
        return read_interest(f"{'org' if _is_known(by['name']) or not by['by'] else 'author'}:{by['name']}")
    is_category = "." in bare and known_category(bare)
    return read_interest(f"{'category' if is_category else 'topic'}:{bare}")


def _ask_what_is_unclear(bare: str) -> None:
    """Raise ``Unclear`` for what may be meant in two ways."""
    if exception := exception_of(bare):
        kept, left_out = exception
        offered = ((kept, f"topic:{kept}"),) if kept else ()
        raise Unclear(problems.no_exception(left_out), (*offered, _as_words(bare)))
    if less := _LESS.fullmatch(bare):
        raise Unclear(problems.no_exception(less["left_out"]), (_as_words(bare),))
    if meant := nearest_prefix(bare):
        raise Unclear(problems.no_prefix(bare.partition(":")[0]), ((meant, meant), _as_words(bare)))
    if named := _KIND_WORD.fullmatch(bare):
        raise _one_of_two(bare, f"{named['kind'].casefold()}:{named['name']}")
    if by := _BY.fullmatch(bare):
        if not by["papers"]:
            raise _one_of_two(bare, f"{'author' if by['by'] else 'org'}:{by['name']}")
        if by["by"] and " " not in by["name"] and not _is_known(by["name"]):
            raise _one_of_two(bare, *_somebody(by["name"]))
    elif (both := _BOTH.fullmatch(bare)) and not is_everyday((both["at"] or "").partition(" ")[0].casefold()):
        name, topic = both["name"] or both["at"], both["topic"] or both["of"]
        named_first = f"category:{name}" if "." in name and known_category(name) else f"org:{name}"
        raise Unclear(problems.ONE_AT_A_TIME, ((named_first,) * 2, (topic, f"topic:{topic}"), _as_words(bare)))


def _is_known(name: str) -> bool:
    """Whether everybody knows an organisation by the name: *papers by Alibaba* are from there, nobody is called so."""
    return bool(words(name)) and WELL_KNOWN.issuperset(words(name))


def _subject_of(country: OfCountry) -> Sequence[tuple[str, str]]:
    return [(country.subject, f"topic:{country.subject}")] if country.subject else ()


def _one_of_two(typed: str, *meant: str) -> Unclear:
    return Unclear(problems.which_meant(typed), (*((one, one) for one in meant), _as_words(typed)))


def _somebody(name: str) -> tuple[str, str]:
    return f"author:{name}", f"org:{name}"


def _bare(piece: str) -> str:
    """The words of an interest, without those of courtesy and without "papers about"."""
    bare = piece.strip().removeprefix("#")
    if len(bare) > 2 * LONGEST_INTEREST:
        return bare
    while (found := _AFTER.search(bare)) and bare[: found.start()]:
        bare = bare[: found.start()]
    if related := _RELATED.fullmatch(bare):
        return related["what"]
    return _ABOUT.sub("", bare, count=1) or bare


def _refuse_what_is_none(bare: str) -> None:
    if _CHAT_NAME.fullmatch(bare):
        raise BadQuery(problems.CHAT_NAME_AS_INTEREST)
    if parse_paper_id(bare.strip("<>()[] ")):
        raise BadQuery(problems.PAPER_AS_INTEREST)
    if bare.casefold() in _NONE or _OF_ALL.fullmatch(bare) or bare.isdecimal() or _EMOJI_CODES.fullmatch(bare):
        raise BadQuery(problems.no_interest(bare))


def _as_words(text: str) -> tuple[str, str]:
    return problems.just_words(text), f"topic:{text}"
