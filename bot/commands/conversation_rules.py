"""What is said about the conversation itself: corrections, ends of what was followed, pages, what can't be. Pure."""

import re

from bot.cards import problems, questions
from bot.commands.numbers import may_be_places, means_all
from bot.commands.pointing import THAT
from bot.commands.sentence_rules import Meant, Rule
from bot.commands.table import BY_NAME
from bot.english import is_everyday
from bot.identity import parse_paper_id
from bot.model import Choice
from bot.text import shorten

_MOST_WORDS = 6
"""Words of something to follow, or that was meant; a longer text is likely a title."""
_NOTHING = frozenset(("me", "us", "you", "papers", "all", "all papers", "all of them", "the rest", "picks", "the bot"))
"""What can be followed, removed or taken off by no name."""


def corrected(found: re.Match[str]) -> Meant | None:
    """``sorry, I meant like 1`` is done; of ``no, the second`` it is asked what shall be done with it."""
    what = found["what"].strip(" ,.:!")
    name, _, rest = what.partition(" ")
    if _names_papers(what):
        return Meant(says=questions.do_what(what), offers=_reactions(what))
    if name.casefold() == "undo" and re.fullmatch(THAT, rest, re.IGNORECASE):
        return Meant(line="undo")
    if name.casefold() in BY_NAME and (found["meant"] or _names_papers(rest)):
        return Meant(line=what)
    is_subject = found["meant"] and len(what.split()) <= _MOST_WORDS
    return Meant(line=f"search {what}", context=(("corrects", what),)) if is_subject else None


def instead_of_others(found: re.Match[str]) -> Meant | None:
    """``not coding agents, world models``, ``not that one, 3``: what is wanted, and what is not."""
    what, other = found["what"].strip(" ,.:!"), found["other"].strip()
    if _names_papers(what) and _names_papers(other):
        return Meant(says=questions.do_what(what), offers=_reactions(what))
    if not (_is_interest(what) and _is_interest(other)) or len(what.split()) > _MOST_WORDS:
        return None
    return Meant(line=f"search {found[0]}", context=(("corrects", what),))


def corrected_by_name(found: re.Match[str]) -> Meant | None:
    """``no, world models``: what was meant, where something was said before; else all of it may be a title."""
    what = next(filter(None, found.groupdict().values())).strip(" ,.:!")
    if not _is_interest(what) or len(what.split()) > _MOST_WORDS:
        return None
    return Meant(line=f"search {found[0]}", context=(("corrects", what),))


def refused(found: re.Match[str]) -> Meant:
    """``not 2``: less like it, or something else that was done last."""
    paper = found["paper"]
    offers = (
        Choice(label=questions.dislike(paper), value=f"dislike {paper}"),
        Choice(label=questions.UNDO, value="undo"),
    )
    return Meant(says=questions.not_that(paper), offers=offers)


def reacted(found: re.Match[str]) -> Meant:
    """``dislike 1, not relevant``: what is said of why is no part of which."""
    return Meant(line=f"{found['verb'].casefold()} {found['paper']}")


def done_with(found: re.Match[str]) -> Meant | None:
    """``done with 2``: what is to become of it, since nothing notes what was read."""
    paper = found["paper"]
    if not _names_papers(paper) or means_all(paper):
        return None
    offers = (
        Choice(label=shorten(questions.off_list(paper), 40), value=f"undo save {paper}"),
        Choice(label=questions.dislike(paper), value=f"dislike {paper}"),
        Choice(label=questions.show(paper), value=f"paper {paper}"),
    )
    return Meant(says=questions.done_with(paper), offers=offers)


def unfollowed(found: re.Match[str]) -> Meant | None:
    """``stop following coding agents``; what was never followed is said to be so, and nothing is changed."""
    what = found["what"].strip()
    return Meant(line=f"unfollow {what}") if _is_interest(what) else None


def removed(found: re.Match[str]) -> Meant | None:
    """``remove coding agents``: from what, is asked."""
    what = found["what"].strip()
    if not _is_interest(what) or len(what.split()) > _MOST_WORDS // 2:
        return None
    offers = (
        (questions.unfollow(what), f"unfollow {what}"),
        (questions.unmute(what), f"unmute {what}"),
        (questions.off_list(what), f"undo save {what}"),
        (questions.search(what), f"search {what}"),
    )
    asked = tuple(Choice(label=shorten(label, 40), value=line) for label, line in offers)
    return Meant(says=questions.remove(what), offers=asked)


def taken_off(found: re.Match[str]) -> Meant | None:
    """A paper, by words of its title, off the reading list."""
    return None if _points(found["title"]) else Meant(line=f"undo save {found['title']}")


def no_longer_liked(found: re.Match[str]) -> Meant | None:
    return None if _points(found["title"]) else Meant(line=f"undo like {found['title']}")


def turned(found: re.Match[str]) -> Meant:
    """Another page of the list that was shown last."""
    words = found.groupdict()
    page = "previous" if words.get("back") else (words.get("page") or "next").casefold()
    return Meant(says=questions.NEXT_PAGE, context=(("page", _PAGES.get(page, page)),))


def turned_to(page: str) -> Rule:
    """``all``: what is left of the list that was shown last; ``same``: that list again."""
    return lambda found: Meant(says=questions.NEXT_PAGE, context=(("page", page),))


def narrowed(filters: str) -> Rule:
    """The list that was shown last, with a filter or in another order: ``newest first``."""

    def rule(found: re.Match[str]) -> Meant:
        wanted = filters or f"papers {found['what'].strip(' .?!')}"
        return Meant(says=questions.NARROWED, context=(("narrow", wanted),))

    return rule


_PAGES = {"one": "1", "first": "1", "two": "2", "three": "3", "four": "4", "five": "5"}


def difference(found: re.Match[str]) -> Meant | None:
    """``what is the difference between mute and dislike``: what each does."""
    pair = [BY_NAME.get(found[side].casefold()) for side in ("one", "other")]
    specs = [spec for spec in pair if spec]
    if len(specs) < len(pair):
        return None
    says = "\n".join(questions.does(spec.name, spec.help) for spec in specs)
    return Meant(says=says, offers=tuple(Choice(label=questions.how(s.name), value=f"help {s.name}") for s in specs))


def counted_picks(found: re.Match[str]) -> Meant:
    """``give me 3 picks``."""
    count = found["count"].casefold()
    return Meant(line=f"picks {_COUNTS.get(count, count)}")


_COUNTS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "ten": "10"}


def cannot(text: str) -> Rule:
    """What can't be done with papers, in a sentence; no rule for what names none, by place or id."""

    def rule(found: re.Match[str]) -> Meant | None:
        return Meant(says=text) if all(_names_papers(paper) for paper in found.groups() if paper) else None

    return rule


def elsewhere(found: re.Match[str]) -> Meant:
    """``post in #papers at 8``: picks are set up where they shall come."""
    return Meant(says=problems.set_up_there("subscribe", found["channel"]))


def partly_similar(found: re.Match[str]) -> Meant | None:
    """``more like 1 but newer``: what can be had of it is offered."""
    paper = found["paper"]
    if not _names_papers(paper):
        return None
    like_it = Choice(label=questions.like_it(paper), value=f"similar {paper}")
    return Meant(says=questions.only_similar(paper), offers=(like_it,))


def asked_of_number(found: re.Match[str]) -> Meant | None:
    """``when was 1 published``: all that is known of it; None where the words around the number name a subject."""
    return (
        Meant(line=f"paper {found['paper']}") if found["paper"] == found["paper"].lower() and _everyday(found) else None
    )


def done_to_number(found: re.Match[str]) -> Meant | None:
    """``share 1 with Anna``: what can be done with it is offered."""
    return Meant(says=questions.do_what(found["paper"]), offers=_reactions(found["paper"]))


def _everyday(found: re.Match[str]) -> bool:
    """Whether all words around the number are everyday ones, and what follows it is nothing that it counts."""
    before, after = found.string[: found.start("paper")].split(), found.string[found.end("paper") :].split()
    bare = [word.strip(",.?!").partition("'")[0].casefold() for word in (*before, *after)]
    counts = bool(after) and is_everyday(after[0]) and after[0].endswith("s") and not after[0].endswith("ss")
    return not counts and all(len(word) < 3 or word in _OF_A_PAPER or is_everyday(word) for word in bare)


_OF_A_PAPER = frozenset(("arxiv", "author", "benchmark", "code", "dataset", "datasets", "doi", "github", "gpus", "pdf"))
"""What is asked of a paper, and is no everyday word or seldom one."""


def looked_up(found: re.Match[str]) -> Meant | None:
    """``look up RAG``: the verb is no word to look for."""
    return Meant(line=f"search {found['what']}")


def _reactions(paper: str) -> tuple[Choice, ...]:
    offers = (
        (questions.show(paper), f"paper {paper}"),
        (questions.like(paper), f"like {paper}"),
        (questions.dislike(paper), f"dislike {paper}"),
        (questions.save(paper), f"save {paper}"),
    )
    return tuple(Choice(label=label, value=line) for label, line in offers)


def _names_papers(text: str) -> bool:
    return may_be_places(text) or bool(parse_paper_id(text))


def _points(title: str) -> bool:
    """Whether it is "this" or "everything", of which no title can be told."""
    return bool(re.fullmatch(THAT, title, re.IGNORECASE)) or title.casefold() in _NOTHING


def _is_interest(what: str) -> bool:
    return len(what.split()) <= _MOST_WORDS and not _points(what) and not _names_papers(what)
