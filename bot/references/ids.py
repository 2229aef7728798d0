"""The works that a text of references names: where people list works, links say more than in a conversation."""

import re
from html import unescape

from bot.identity import PaperId, find_paper_ids

_OF_ANY_SITE = re.compile(
    r"(?<=[^/\s\d]/)[0-9]{4}\.[0-9]{5}(?:v[0-9]{1,3})?(?![\w-]|\.[0-9])|(?<=_)[0-9]{4}\.[0-9]{5}(?:v[0-9]{1,3})?(?=\.pdf)"
)
"""The end of a link or of the name of a file: /papers/2401.01234. Four digits may be another number."""
_NATURE = re.compile(r"(?<=nature\.com/articles/)(s?[0-9]{5}-[0-9]{3}-[0-9]{4,5}-[0-9a-z]|[a-z]{2,10}[0-9]{4,6})\b")
_ACL = re.compile(
    r"(?<=aclanthology\.org/)(20[2-9][0-9]\.(?:aacl|acl|eacl|emnlp|findings|naacl)-[a-z]{2,12}\.[0-9]{1,4})\b"
)
"""Links that hold a DOI but for its beginning. Not every meeting of the ACL Anthology gives its papers such."""
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});")


def named_works(text: str) -> tuple[PaperId, ...]:
    """The works that a text names, in order, each once: as running text does, and by links of any site."""
    text = _ENTITY.sub(lambda entity: unescape(entity[0]), text) if "&" in text else text
    text = _OF_ANY_SITE.sub(r" \g<0> ", text)
    return find_paper_ids(_ACL.sub(r" 10.18653/v1/\1 ", _NATURE.sub(r" 10.1038/\1 ", text)))
