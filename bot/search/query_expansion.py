"""Query words → what to look for: each word with its forms, its likely corrections, its splits and joins, weighted."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bot.english import is_everyday
from bot.meaning.content_words import FUNCTION_WORDS, stem
from bot.meaning.word_families import other_form
from bot.meaning.word_table import word_table
from bot.search.everyday_words import is_word
from bot.search.vocabulary import Vocabulary

MOST_WORDS = 12
FORM, RELATED, TYPO, UNFINISHED, SPLIT = 0.93, 0.85, 0.97, 0.85, 0.9
"""What a hit on another word than the typed one is worth. A typo also loses with each edit."""
CERTAIN_FIX = 0.89
"""What a typo of one letter in six is worth; beside nonsense, less likeness is chance."""
MOST_FORMS = 6
MOST_FREQUENT_FIXES, MOST_RARE_FIXES = 6, 24
MOST_BEGUN = 20
SHORTEST_BEGINNING = 3
"""From so many letters on the beginning of a word must be found while somebody types; from two on after one other word.
Nearly every paper has a word that begins with *t*. Looked for in 100,000 papers with two words of a title and the first
letter of a third, 77 in 100 titles are among ten now, 69 when a word with it had to be found, in three quarters of the
time."""
SHORTEST_MENDED_BEGINNING = 4
TWO_EDITS_FROM, ONE_EDIT_FROM = 6, 3
SHORTEST_SPLIT = 6
SHORTEST_NAME_MENDED = 5
"""Letters of a name in which a typo can be told from another name."""
NUMBERED = re.compile(r"([a-z]{3,})(?:(\d{1,2})|2([a-z]{3,}))")
"""A model with its number, or one thing to another, which others write apart: llama3, text2image."""
ONLY_SWAPPED = 3
"""In a word of so few letters only two neighbours that changed places are a typo: any other is another word."""
FIX_IS_COMMONER = 5
"""A word that exists is only suspected when a neighbour is so many times as common: typos are in papers as well."""
FIELD = 300
"""So many papers the field's texts count like, when it is judged how telling a word is."""
_OF_ASKING_TEXT = """
able actually anyway get gets getting go goes going happen happened happening happens kind know let lets like
made make makes making need needs people possible really something still thing things want wants way ways work works
"""
OF_ASKING = frozenset(_OF_ASKING_TEXT.split())
"""Words that questions are asked with and that name no subject: in a whole sentence they need not be found."""
SMALL = 0.1
"""What a word that only holds a sentence together weighs beside one that tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTerm:
    """One typed word. ``words`` are what counts as a hit, each with its worth; ``split`` are two words that only count
    together. ``fix`` is what was likely meant by an unknown word. ``small`` words need not be found; ``known`` ones are
    words of papers or of the field, as they were typed; ``named`` ones may stand in somebody's name."""

    typed: str
    words: dict[str, float] = field(hash=False)
    split: tuple[str, str] | None = None
    weight: float
    count: int
    fix: str | None = None
    small: bool = False
    known: bool = True
    named: bool = True

    @property
    def unmeant(self) -> bool:
        """Whether no word of any paper is like it, other than by chance."""
        return not self.known and (self.fix is None or self.fix in FUNCTION_WORDS)


def expand_query(
    typed: Sequence[str], vocabulary: Vocabulary, *, unfinished: bool = False, typing: bool = False
) -> list[QueryTerm]:
    """The terms of the most telling words, in the order typed. An ``unfinished`` last word goes on; but not where it
    is a word already, and nobody is still ``typing``: *opera* is no beginning of *operationalizing*."""
    last = typed[-1] if typed and unfinished else None
    if last and not typing and (is_word(last) if len(typed) > 1 else is_everyday(last)):
        last = None
    names = _may_be_names(typed, vocabulary)
    small = FUNCTION_WORDS if FUNCTION_WORDS.isdisjoint(typed) else FUNCTION_WORDS | OF_ASKING
    small -= {word for word in typed if vocabulary.is_name(word)} if names else set()
    if typing and last and len(last) < min(SHORTEST_BEGINNING, len(set(typed))):
        small |= {last}
    terms = [
        _term(word, vocabulary, unfinished=word == last, names=names, small=small) for word in dict.fromkeys(typed)
    ]
    kept = sorted(terms, key=lambda term: -term.weight)[:MOST_WORDS]
    kept_words = {term.typed for term in kept}
    terms = [term for term in terms if term.typed in kept_words]
    if _is_garbage(terms):
        terms = [_as_typed(term) for term in terms]
    _join(typed, {term.typed: term for term in terms}, vocabulary)
    return terms


def _is_garbage(terms: Sequence[QueryTerm]) -> bool:
    """Whether no word is known, and what they resemble does not make a query: then nothing is the true answer."""
    if any(term.known or _is_sure(term) for term in terms):
        return False
    return len(terms) > 1 or any(term.unmeant for term in terms)


def _is_sure(term: QueryTerm) -> bool:
    """Whether the word is plainly another with a typo, or two in one."""
    return not term.unmeant and (term.split is not None or term.words.get(term.fix or "", 0.0) >= CERTAIN_FIX)


def _as_typed(term: QueryTerm) -> QueryTerm:
    return replace(term, words={term.typed: 1.0}, split=None, count=0, fix=None)


def _may_be_names(typed: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether every word is a part of somebody's name, or unknown: then typos are mended into names too."""
    return all(vocabulary.is_name(word) or not word_table().knows(word) for word in typed)


def _term(word: str, vocabulary: Vocabulary, *, unfinished: bool, names: bool, small: Container[str]) -> QueryTerm:
    """``names``: it may be a misspelt name. A word of the field is never a typo."""
    own = vocabulary.count(word)
    words = {word: 1.0}
    if unfinished:
        _offer(words, vocabulary.beginning(word, MOST_BEGUN), UNFINISHED)
    begins_well = unfinished and (own or len(words) > 1)
    known = word in FUNCTION_WORDS or is_word(word)
    _offer(words, _forms(word, vocabulary, known=known), FORM)
    if (related := other_form(word)) and related in vocabulary:
        _offer(words, (related,), RELATED)
    fixes: dict[str, float] = {}
    split = _numbered(word, vocabulary)
    if not split and own <= _rare(vocabulary) and not begins_well:
        if not known:
            fixes = _fixes(word, own, max(map(vocabulary.count, words)), vocabulary)
            fixes |= _mended_beginnings(word, fixes, vocabulary) if unfinished else {}
            fixes = {other: worth for other, worth in fixes.items() if _may_mean(word, other, vocabulary, names=names)}
        misspelt_name = names and any(map(vocabulary.is_name, fixes))
        if not misspelt_name and not word.isdigit() and (not known or not word.isalpha()):
            split = _split(word, max([own, *map(vocabulary.count, fixes)]), vocabulary)
    words |= {other: max(worth, words.get(other, 0.0)) for other, worth in fixes.items()}
    fix = None if own else " ".join(split) if split else next(iter(fixes), None)
    is_small = word in small
    rarity = _rarity(word, own, fix, words, vocabulary)
    return QueryTerm(
        typed=word,
        words=words,
        split=split,
        weight=SMALL * rarity if is_small else rarity,
        count=sum(map(vocabulary.count, words)) + (min(map(vocabulary.count, split)) if split else 0),
        fix=fix,
        small=is_small or fix in FUNCTION_WORDS,
        known=bool(known or own or begins_well),
        named=vocabulary.in_names((*words, *(split or ()))),
    )


def same_words(word: str, vocabulary: Vocabulary) -> list[tuple[str, ...]]:
    """Lists of words that stand for the word: itself, its other forms, and the two words it is elsewhere."""
    known = word in FUNCTION_WORDS or is_word(word)
    split = _numbered(word, vocabulary) or (None if known else _split(word, vocabulary.count(word), vocabulary))
    return [(word,), *((form,) for form in _forms(word, vocabulary, known=known)), *([split] if split else [])]


def likely_word(word: str, vocabulary: Vocabulary) -> str:
    """The word without its typo, where no paper and no dictionary has it; itself where that is not plain."""
    if word in vocabulary or is_word(word) or len(same_words(word, vocabulary)) > 1:
        return word
    fixes = {other: worth for other, worth in _fixes(word, 0, 0, vocabulary).items() if worth >= CERTAIN_FIX}
    return next((other for other in fixes if _may_mean(word, other, vocabulary, names=False)), word)


def _forms(word: str, vocabulary: Vocabulary, *, known: bool) -> list[str]:
    """Other forms of the word. Names have none: *Kam* is no form of *Kaming*."""
    forms = [form for form in vocabulary.forms(word, MOST_FORMS) if not vocabulary.is_name(form)]
    return [form for form in forms if not known or stem(form) == stem(word)]


def _may_mean(word: str, other: str, vocabulary: Vocabulary, *, names: bool) -> bool:
    """Whether a word with a typo can be that other one; into a name only where ``names`` may be meant."""
    swapped = sorted(word) == sorted(other)
    if len(word) <= ONLY_SWAPPED and not swapped:
        return False
    return not vocabulary.is_name(other) or (names and (swapped or len(word) >= SHORTEST_NAME_MENDED))


def _offer(words: dict[str, float], others: Sequence[str], worth: float) -> None:
    for other in others:
        words[other] = max(worth, words.get(other, 0.0))


def _rare(vocabulary: Vocabulary) -> int:
    return max(20, vocabulary.documents // 50_000)


def _rarity(word: str, own: int, fix: str | None, words: Iterable[str], vocabulary: Vocabulary) -> float:
    """How telling a word is, by the papers at hand and by the field's texts.

    In a few papers every word is rare: of a hundred only two may say "LLMs", and yet it tells hardly anything.
    """
    here = vocabulary.rarity(own or _likely_count(fix, words, vocabulary))
    field = min(map(word_table().idf, fix.split() if fix else (word,) if own else words))
    return (vocabulary.documents * here + FIELD * field) / (vocabulary.documents + FIELD)


def _likely_count(fix: str | None, words: Iterable[str], vocabulary: Vocabulary) -> int:
    """Of an unknown word: how many documents hold what it likely is."""
    return min(map(vocabulary.count, fix.split())) if fix else max(map(vocabulary.count, words))


def _fixes(word: str, own: int, known: int, vocabulary: Vocabulary) -> dict[str, float]:
    """Likely meant words, likeliest first: the frequent ones, then rare names, which are misspelt the most. ``known``
    is the count of the commonest form; beside a common one only the nearest words are likely, as common as they are."""
    if len(word) < ONE_EDIT_FROM or word.isdigit():
        return {}
    rare_form = known <= _rare(vocabulary)
    near = vocabulary.near(word, 2 if rare_form and len(word) >= TWO_EDITS_FROM else 1)
    least = FIX_IS_COMMONER * (known if rare_form else own)
    worthy = [one for one in near if vocabulary.count(one[0]) > least and _digits(one[0]) == _digits(word)]
    worthy.sort(key=lambda fix: (fix[1], -vocabulary.count(fix[0]), fix[0]))
    frequent, others = worthy[:MOST_FREQUENT_FIXES], worthy[MOST_FREQUENT_FIXES:]
    rare = sorted(others, key=lambda fix: (fix[1], vocabulary.count(fix[0]), fix[0]))[:MOST_RARE_FIXES]
    return {other: _mended_worth(word, edits) for other, edits in frequent + ([] if least else rare)}


def _mended_beginnings(word: str, fixes: Mapping[str, float], vocabulary: Vocabulary) -> dict[str, float]:
    """Other words that the rest of an unfinished, misspelt one may lead to."""
    if len(word) < SHORTEST_MENDED_BEGINNING:
        return {}
    begun = vocabulary.nearly_beginning(word, MOST_BEGUN)
    return {other: UNFINISHED * _mended_worth(word, 1) for other in begun if other not in fixes}


def _mended_worth(word: str, edits: int) -> float:
    return TYPO - 0.6 * edits / (len(word) + 2)


def _digits(word: str) -> str:
    """gpt4 is no misspelt gpt3."""
    return "" if word.isalpha() else "".join(filter(str.isdigit, word))


def _numbered(word: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """A model and its number, or what stands around *2*, where both are known apart."""
    found = NUMBERED.fullmatch(word)
    halves = (found[1], found[2] or found[3]) if found else ("", "")
    return halves if halves[0] != halves[1] and all(half in vocabulary for half in halves) else None


def _split(word: str, known: int, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """Two known words that a long one may be made of, if they are far commoner than anything else it may be.

    Of several pairs it is the one whose rarer half is commonest.
    """
    if len(word) < SHORTEST_SPLIT and word.isalpha():
        return None
    pairs = [(word[:at], word[at:]) for at in range(1, len(word))]
    counted = [(min(vocabulary.count(left), vocabulary.count(right)), (left, right)) for left, right in pairs]
    good = [pair for pair in counted if min(map(len, pair[1])) >= (2 if word.isalpha() else 1)]
    count, split = max(good, default=(0, None))
    return split if count > FIX_IS_COMMONER * known else None


def mended(typed: Sequence[str], terms: Sequence[QueryTerm]) -> list[str]:
    """The words without their typos."""
    fixes = {term.typed: term.fix for term in terms if term.fix}
    return [part for word in typed for part in fixes.get(word, word).split()]


def _join(typed: Sequence[str], terms: dict[str, QueryTerm], vocabulary: Vocabulary) -> None:
    """``state space`` is also looked for as ``statespace``."""
    for left, right in pairwise(typed):
        if left + right in vocabulary:
            for half in (left, right):
                if half in terms:
                    terms[half].words.setdefault(left + right, SPLIT)
