"""Throw broken inputs at everything that reads what comes from outside, for so many seconds.

    python tools/fuzz_parsers.py SECONDS [--seed N]

Real answers and references are cut, doubled, swapped and bitten; each reader may refuse one, but only by its own kind
of error, and in time. What fails is printed with its seed, which repeats it.
"""

import argparse
import logging
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import structlog

from bot.commands import parse
from bot.errors import BadQuery, SourceError, UserError
from bot.references import decode, read_references
from bot.search.language import parse_query
from bot.sources.arxiv_changes import parse_changes
from bot.sources.arxiv_parser import parse_api_page, parse_feed
from bot.sources.huggingface_parser import parse_listing, parse_paper
from bot.sources.preprints_parser import parse_preprints
from bot.text import clean, one_sentence
from bot.zones import zones_named

ROOT = Path(__file__).parents[1]
REFUSALS = (BadQuery, SourceError, UserError)
SLOWEST = 3.0
"""Seconds of the processor for one input of at most ``LONGEST`` bytes."""
LONGEST = 200_000
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
        return f"{name} FAILED"
    if time.process_time() - began > SLOWEST:
        print(f"seed {seed}: {name} took {time.process_time() - began:.1f} s for {len(body)} bytes")
        return f"{name} SLOW"
    return name


def main() -> int:
    """Try until the time is over; 1 where something failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    files = sorted((ROOT / "tests" / "recorded").iterdir())
    seeds = [WORKS.encode(), *(work.encode() for work in WORKS.split("\n\n")), *(file.read_bytes() for file in files)]
    tried: Counter[str] = Counter()
    seed, end = asked.seed, time.monotonic() + asked.seconds
    while time.monotonic() < end:
        tried[try_once(seeds, seed)] += 1
        seed += 1
    print(f"{tried.total()} inputs, seeds {asked.seed} to {seed - 1}: {dict(tried)}")
    return int(any(name.endswith(("FAILED", "SLOW")) for name in tried))


if __name__ == "__main__":
    sys.exit(main())
