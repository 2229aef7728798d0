"""Throw broken inputs at everything that reads what comes from outside.

    python tools/fuzz_parsers.py --count 100000 [--seed N] [--seconds 200]

Real answers and references are cut, doubled, swapped and bitten; each reader may refuse one, but only by its own kind
of error, and in time. What fails is printed with its seed, which repeats it, and kept in ``tests/recorded/broken`` for
a test of its kind. At the end each reader gets morsels over and over, and twice as many: more than thrice the
time for them is a failure too.
"""

import argparse
import logging
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import structlog

from bot.commands import parse
from bot.errors import BadQuery, SourceError, UserError
from bot.references import decode, read_references
from bot.search.language import parse_query
from bot.sources.arxiv_changes import parse_changes
from bot.sources.arxiv_parser import parse_api_page, parse_feed
from bot.sources.authors import family_first, names_in, names_of
from bot.sources.documents import each_readable, read_json
from bot.sources.dois import read_crossref, read_csl, read_openalex
from bot.sources.huggingface_parser import parse_listing, parse_paper
from bot.sources.preprints_parser import parse_preprints
from bot.sources.withdrawals import says_withdrawn
from bot.text import clean, one_sentence
from bot.titles import likeness
from bot.zones import zones_named

ROOT = Path(__file__).parents[1]
BROKEN = ROOT / "tests" / "recorded" / "broken"
REFUSALS = (BadQuery, SourceError, UserError)
SLOWEST = 3.0
"""Seconds of the processor for one input of at most ``LONGEST`` bytes."""
LONGEST = 200_000
UNITS = (
    " and",
    "a,",
    "Title,Year\n",
    "<record>",
    "- a (2000\n",
    "&b;",
    "(1) ",
    "10.1101/",
    "TI  - a\n",
    "%T a\n",
    "withdrawn ",
    "&amp;",
    '[{"title":1},',
)
"""What lists are made of, beside the morsels."""
DOUBLED = 8_000
"""Bytes of the smaller input whose time is compared with that of twice as many."""
NOTICEABLE = 0.1
MORSELS = [
    *"{}[]()\"'@#$%&\\,;:<>=-_^~ \n\r\t\0",
    "\ufeff",
    "{{",
    "}}",
    "@a{",
    " and ",
    "TY  - ",
    "ER  - ",
    "\\textbf{",
]
MORSELS += [
    "$\\sim$",
    "<entry>",
    "</a>",
    "]]>",
    "&#x110000;",
    "1e999",
    "-1",
    "null",
    "\ud7ff",
    "é",
    "汉",
    "10.48550/",
    "v2",
]
WORKS = """
@string{acl = "ACL"}
@article{a, title = {{A} study of \\'{E}tudes} # acl, author = "Ada Alpha and Bo {van} Beta", eprint = {2601.00011}}
TY  - JOUR
TI  - Notes on gardens
AU  - Alpha, Ada
DO  - 10.48550/arXiv.2601.00011
ER  -
%0 Journal Article
%T Notes on gardens
%U https://arxiv.org/abs/2601.00011

PMID- 1
TI  - Notes on
      gardens
LID - 10.1101/2026.01.02.123456 [doi]

Ada Alpha (1), Bob Beta (2) ((1) Institute of Gardens, (2) River Lab), Garden Team: Nguy\\~{\\^e}n A

This paper has been withdrawn by the author due to an error; https://www.biorxiv.org/content/10.1101/2026.01.02.123456v2

{"message": {"DOI": "10.5555/a", "title": ["A <i>b</i>"], "issued": {"date-parts": [[2026, 8]]}, "author": [{}]}}

{"doi": "https://doi.org/10.5555/a", "title": "A", "abstract_inverted_index": {"We": [0]}, "authorships": [{}]}

Title,Authors,DOI,Url
"Notes ""on"" Gardens","Alpha, Ada; Beta, Bob",10.1101/2026.01.02.123456,https://arxiv.org/abs/2601.00011

<xml><records><record><titles><title>Notes on <style>Gardens</style></title></titles></record></records></xml>

- **Notes on Gardens in Spring** (Alpha, 2026)
- Hills of the North

[{"title": "Notes", "author": [{"family": "Alpha"}], "DOI": "10.1101/2026.01.02.123456", "note": "arXiv:2601.00011"}]
"""


def _text(read: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda body: read(decode(body))


READERS: dict[str, Callable[[bytes], object]] = {
    "references": _text(read_references),
    "arxiv feed": lambda body: parse_feed(body, "cs.CL"),
    "arxiv page": parse_api_page,
    "arxiv changes": parse_changes,
    "hugging face listing": parse_listing,
    "hugging face paper": parse_paper,
    "crossref": lambda body: each_readable([read_json(body, "Crossref")], read_crossref, "Crossref"),
    "openalex": lambda body: each_readable([read_json(body, "OpenAlex")], read_openalex, "OpenAlex"),
    "doi": lambda body: each_readable([read_json(body, "doi.org")], read_csl, "doi.org"),
    "authors": _text(lambda text: (names_in(text), names_of(text.splitlines()), family_first(text))),
    "withdrawals": _text(
        lambda text: says_withdrawn(title=text[:1_000], abstract=text[:20_000], comment=text[:20_000])
    ),
    "titles": _text(lambda text: likeness(text[:500], text[250:750])),
    "preprints": lambda body: parse_preprints(body, "biorxiv"),
    "clean": _text(lambda text: one_sentence(clean(text[:20_000]))),
    "query": _text(lambda text: parse_query(text[:2_000], date(2026, 11, 26))),
    "command": _text(lambda text: parse(text[:2_000])),
    "zone": _text(lambda text: zones_named(text[:100])),
}


def mangled(seeds: list[bytes], chance: random.Random) -> bytes:
    """One input, made of one seed or two."""
    body = chance.choice(seeds)
    start = chance.randrange(max(1, len(body)))
    body = body[start : start + chance.randint(1, 4_000)] if chance.random() < 0.7 else body
    for _ in range(chance.randint(1, 8)):
        at, end = sorted(chance.randrange(len(body) + 1) for _ in range(2))
        morsel = chance.choice(MORSELS).encode() * chance.choice((1, 1, 1, 2, 50))
        other = chance.choice(seeds)[:200]
        change = chance.choice(("cut", "put", "double", "swap", "bite"))
        body = {
            "cut": body[:at] + body[min(end, at + 200) :],
            "put": body[:at] + morsel + body[at:],
            "double": body[:end] + body[at : at + 500] + body[end:],
            "swap": body[:at] + other + body[end:],
            "bite": body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :],
        }[change]
    return body[:LONGEST]


def try_once(seeds: list[bytes], seed: int) -> str:
    """The name of the reader that was tried; what fails is raised or printed with ``seed``."""
    chance = random.Random(seed)
    name = chance.choice(list(READERS))
    body = mangled(seeds, chance)
    began = time.process_time()
    try:
        READERS[name](body)
    except REFUSALS:
        pass
    except Exception as error:  # what is looked for
        print(f"seed {seed}: {name} ended by {type(error).__name__}: {error}"[:300])
        return _kept(f"{name} FAILED", body, seed)
    if time.process_time() - began > SLOWEST:
        print(f"seed {seed}: {name} took {time.process_time() - began:.1f} s for {len(body)} bytes")
        return _kept(f"{name} SLOW", body, seed)
    return name


def _kept(outcome: str, body: bytes, seed: int) -> str:
    BROKEN.mkdir(exist_ok=True)
    (BROKEN / f"{outcome.rpartition(' ')[0].replace(' ', '_')}-{seed}").write_bytes(body)
    return outcome


def slow_growers() -> list[str]:
    """The readers, each with a morsel, whose time for twice the length is more than three times as long."""
    return [f"{name} with {morsel!r}" for name in READERS for morsel in (*MORSELS, *UNITS) if _grows(name, morsel)]


def _grows(name: str, morsel: str) -> bool:
    """Judged twice, for the machine may be busy."""
    return all(_time(name, morsel, 2 * DOUBLED) > max(NOTICEABLE, 3 * _time(name, morsel, DOUBLED)) for _ in range(2))


def _time(name: str, morsel: str, length: int) -> float:
    body = (morsel * (length // len(morsel))).encode("utf-8", "surrogatepass")
    began = time.process_time()
    with suppress(*REFUSALS):
        READERS[name](body)
    return time.process_time() - began


def main() -> int:
    """Try until the count or the time is reached; 1 where something failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    files = sorted(file for file in (ROOT / "tests" / "recorded").iterdir() if file.is_file())
    seeds = [WORKS.encode(), *(work.encode() for work in WORKS.split("\n\n")), *(file.read_bytes() for file in files)]
    tried: Counter[str] = Counter()
    seed, end = asked.seed, time.monotonic() + asked.seconds
    while time.monotonic() < end and seed < asked.seed + asked.count:
        tried[try_once(seeds, seed)] += 1
        seed += 1
    print(f"{tried.total()} inputs, seeds {asked.seed} to {seed - 1}: {dict(tried)}")
    growers = slow_growers()
    print("Time grows faster than the length: " + ("; ".join(growers) or "nowhere"))
    return int(bool(growers) or any(name.endswith(("FAILED", "SLOW")) for name in tried))


if __name__ == "__main__":
    sys.exit(main())
