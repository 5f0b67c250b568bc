"""How much of a block reads as prose: sentences of some length outside links, as articles are made of."""

import re

from monitor.extract.blocks import Block

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
SENTENCE = re.compile(r"[.!?…][\"»”’)]*(?:\s|$)|[。！？।]")
FEWEST_WORDS, MOST_WORDS = 8, 150
LINKED, _LINKED_ITEM = 0.5, 0.15
# Words that one word or one character of scripts without spaces stands for.
_WIDE, _LETTERS = 2, 6
# How much a paragraph of prose counts, by the element it stands in.
_FACTORS = {"p": 1.0, "li": 0.4, "td": 0.4}
_FACTOR = 0.8


def weigh(block: Block) -> float:
    """Count the words of a block that reads as prose, up to a limit."""
    if block.tag in HEADINGS or block.linked > LINKED:
        return 0.0
    words = words_of(block)
    if words < FEWEST_WORDS or not SENTENCE.search(block.text):
        return 0.0
    if block.tag in {"li", "dd", "td"} and block.linked > _LINKED_ITEM:
        return 0.0
    return _FACTORS.get(block.tag, _FACTOR) * min(words, MOST_WORDS) * (1 - block.linked)


def words_of(block: Block) -> float:
    """Count words; in scripts without spaces, characters in their place."""
    if block.words * 2 * _LETTERS < len(block.text):
        return len(block.text) / (_LETTERS if block.text.isascii() else _WIDE)
    return block.words
