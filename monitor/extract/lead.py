"""The lead that a page sets between its title and the text, in a box of its own: it is part of what it says."""

from collections.abc import Sequence

from monitor.extract.blocks import Block, Page
from monitor.extract.prose import FEWEST_WORDS, HEADINGS, LINKED, SENTENCE

# Further apart, what follows a title is no lead but another part of the page.
_FARTHEST = 40


def lead(page: Page, out: Sequence[bool], first: int, title: str) -> list[Block]:
    """Give the sentences between the last title above the block `first`, where the text starts, and that block.

    `out` tells for each element whether it is left out; `title` is the page's, in lower case.
    """
    blocks = page.blocks
    titles = [
        place for place in range(first) if blocks[place].tag == "h1" or blocks[place].text.lower() == title
    ]
    if not titles or first - titles[-1] > _FARTHEST:
        return []
    return [
        block
        for block in blocks[titles[-1] + 1 : first]
        if not out[block.element] and block.tag not in HEADINGS and _is_said(block)
    ]


def _is_said(block: Block) -> bool:
    """Tell a sentence; a paragraph counts without a stop as well, as leads are often written."""
    if block.linked >= LINKED or block.words < FEWEST_WORDS:
        return False
    return block.tag == "p" or SENTENCE.search(block.text) is not None
