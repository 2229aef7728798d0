"""Words that are no typos, though no paper has them."""

from bot.english import is_everyday
from bot.meaning.word_table import word_table
from bot.spelling import american


def is_word(word: str) -> bool:
    """Whether the field or everybody has this word, in lower case and in British or American spelling."""
    return any(word_table().knows(one) or is_everyday(one) for one in (word, american(word)))
