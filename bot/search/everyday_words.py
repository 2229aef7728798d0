"""Words that are no typos, though no paper has them."""

from bot.english import is_everyday
from bot.meaning.word_table import word_table


def is_word(word: str) -> bool:
    """Whether the field or everybody has this word, in lower case."""
    return word_table().knows(word) or is_everyday(word)
