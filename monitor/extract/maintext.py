"""Which blocks of a page are the article: by prose, by what stands around it, by what the site calls it.

In this order: prose is weighed; a label holds where it does not cover too much of the prose; cards (a linked
title with a few words, again and again) are out; the smallest element that holds nearly all the prose left
is the article, with the lead above it; in it, lines that are links, notices or captions are left out, and
headings without a text.

Every figure was chosen on scrapinghub/article-extraction-benchmark, AndyTheFactory's
article-extraction-dataset and the pages of flairNLP/fundus; see benchmarks/extract.py.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.extract import cards
from monitor.extract.blocks import Block, Element, Page
from monitor.extract.elements import holding, inherited, kind, sums
from monitor.extract.labels import LIMITS, Label
from monitor.extract.lead import lead
from monitor.extract.notices import is_biography, is_notice
from monitor.extract.prose import HEADINGS, LINKED, MOST_WORDS, SENTENCE, weigh, words_of

_SHORT_FACTOR = 0.5
# Words of prose below which a page has none to speak of, and words outside menus that count in its place.
_SCARCE, _SHORT = 80, 100
_PICTURE_WORDS = 50
_ALL_LINKED, _TITLE_WORDS = 0.9, 4
# The share of the prose that an element must hold to be the article; more where its twin holds the rest.
_HOLDS, _HOLDS_BESIDE_TWIN, _ARTICLE_HOLDS = 0.8, 0.85, 0.5
_TITLED_WORDS = 40
_LONG_HEADING, _LONG_LINE = 25, 12
_LINE_OF_LINKS, _ALL_LINKS = 0.6, 0.95
_TAIL = 4


@dataclass(frozen=True, slots=True)
class MainText:
    """The blocks of the article, and those inside it that only lead elsewhere.

    `words` counts the prose of the article, `cards` the cards of the page and `titles` its lines that are
    links as a whole; `only_cards` tells that the page says nearly all it says in cards.
    """

    text: list[Block]
    related: list[Block]
    words: float = 0.0
    cards: int = 0
    titles: int = 0
    only_cards: bool = False


def find(page: Page, headline: str = "") -> MainText:
    """Find the article's blocks; `headline` is left out of them, and tells one article of several on a page."""
    title = " ".join(headline.split()).lower()
    prose = [weigh(block) for block in page.blocks]
    strict = _fill_scarce(page, prose)
    out, carded, only_cards = _outside(page, prose, strict=strict)
    titles = sum(block.linked > _ALL_LINKED and block.words >= _TITLE_WORDS for block in page.blocks)
    left = [0.0 if out[block.element] else words for block, words in zip(page.blocks, prose, strict=True)]
    if any(left):
        prose = left
    else:
        # What leaves nothing is wrong.
        out = [False] * len(out)
    if not any(prose):
        return MainText([], [], cards=carded, titles=titles, only_cards=only_cards)
    first, last = _edges(page, prose, out, _root(page, prose, title))
    chosen = lead(page, out, first, title)
    chosen += [block for block in page.blocks[first : last + 1] if not out[block.element]]
    text, related = _lines(chosen, title)
    words = sum(map(weigh, text))
    return MainText(text, related, words, carded, titles, only_cards)


def _fill_scarce(page: Page, prose: list[float]) -> bool:
    """Where a page has hardly any prose, as poems or results, count every line outside menus.

    True when there are enough of those for the labels to hold whatever they cover.
    """
    suspect = inherited(
        page.elements, [element.label in {Label.BESIDE, Label.APART} for element in page.elements]
    )
    if (
        sum(words for block, words in zip(page.blocks, prose, strict=True) if not suspect[block.element])
        >= _SCARCE
    ):
        return False
    short = [
        place
        for place, block in enumerate(page.blocks)
        if not prose[place]
        and not suspect[block.element]
        and block.tag not in HEADINGS
        and block.linked < LINKED
    ]
    strict = sum(words_of(page.blocks[place]) for place in short) >= _SHORT
    if strict or sum(prose) < _SCARCE:
        for place in short:
            prose[place] = _SHORT_FACTOR * min(words_of(page.blocks[place]), MOST_WORDS)
    return strict


def _outside(page: Page, prose: Sequence[float], *, strict: bool) -> tuple[list[bool], int, bool]:
    """Tell for each element whether it is left out, by its label or as a card, or stands in one that is.

    Then the number of cards, and whether they stay in since there is nothing else.
    """
    elements = page.elements
    weights = sums(page, prose)
    sizes = sums(page, [block.words for block in page.blocks])
    titled = sums(page, [float(block.tag == "h1") for block in page.blocks])
    covered: dict[tuple[str, str], float] = defaultdict(float)
    for element, weight in zip(elements, weights, strict=True):
        if element.outermost:
            covered[element.tag, element.names] += weight
    total = sum(prose)

    def holds(place: int, element: Element) -> bool:
        if element.label is Label.TEXT or titled[place]:
            return False
        if element.label is Label.PICTURE and sizes[place] > _PICTURE_WORDS:
            return False
        return (strict and element.label in {Label.BESIDE, Label.APART}) or (
            covered[element.tag, element.names] <= LIMITS[element.label] * total
        )

    out = inherited(elements, [holds(place, element) for place, element in enumerate(elements)])
    found = cards.cards(page, sizes)
    only_cards = bool(found) and cards.are_all(page, prose, out, found)
    if not only_cards:
        for place in found:
            out[place] = True
    return inherited(elements, out), len(found), only_cards


def _root(page: Page, prose: Sequence[float], title: str) -> int:
    """Go down to the smallest element that holds nearly all the prose, or to the article of this title."""
    elements, weights = page.elements, sums(page, prose)
    children: dict[int, list[int]] = defaultdict(list)
    for place, element in enumerate(elements):
        if weights[place]:
            children[element.parent].append(place)
    heads = [block for block in page.blocks if block.tag in HEADINGS]
    titled = holding(page, [block for block in heads if block.text.lower() == title])
    headed = holding(page, [block for block in heads if block.tag == "h1"])
    root, whole = 0, weights[0]
    while children[root]:
        ranked = sorted(children[root], key=lambda place: -weights[place])
        best = ranked[0]
        twin = any(kind(elements[place]) == kind(elements[best]) for place in ranked[1:])
        share = weights[best] / whole
        if elements[best].tag == "p":
            break
        if share >= (_HOLDS_BESIDE_TWIN if twin else _HOLDS):
            root = best
        elif elements[best].tag == "article" and share >= _ARTICLE_HOLDS and not twin:
            root, whole = best, weights[best]
        elif (
            twin
            and (own := _titled(page, ranked, titled, headed)) is not None
            and weights[own] >= _TITLED_WORDS
        ):
            root, whole = own, weights[own]
        else:
            break
    return root


def _titled(page: Page, ranked: Sequence[int], titled: set[int], headed: set[int]) -> int | None:
    """Of several articles one below the other, each with its heading, give the one of the page's title."""
    own = [place for place in ranked if place in titled]
    if len(own) != 1:
        return None
    own_kind = kind(page.elements[own[0]])
    articles = sum(kind(page.elements[place]) == own_kind and place in headed for place in ranked)
    return own[0] if articles > 1 else None


def _edges(page: Page, prose: Sequence[float], out: Sequence[bool], root: int) -> tuple[int, int]:
    """Give the first and the last block of the article: its prose, and short lines that stand with it."""
    inside = inherited(page.elements, [place == root for place in range(len(page.elements))])
    blocks, elements = page.blocks, page.elements
    there = [place for place, block in enumerate(blocks) if inside[block.element]]
    spoken = [place for place in there if prose[place]]
    first, last = spoken[0], spoken[-1]
    opening, closing = blocks[first], blocks[last]

    def opens(block: Block) -> bool:
        return (
            inside[block.element]
            and not out[block.element]
            and block.tag == opening.tag
            and elements[block.element].parent == elements[opening.element].parent
            and block.linked < LINKED
            and SENTENCE.search(block.text) is not None
        )

    while first > 0 and opens(blocks[first - 1]):
        first -= 1
    for place in there:
        block = blocks[place]
        if (
            place > last
            and not out[block.element]
            and block.tag in {"p", "li", "td", "dd"}
            and block.linked < LINKED
            and _stands_with(elements, block.element, closing.element)
        ):
            last = place
    return first, last


def _stands_with(elements: Sequence[Element], place: int, other: int) -> bool:
    """Tell whether an element stands beside another, or inside what is of the same kind as that one's parent."""
    parent = elements[other].parent
    around = elements[parent].parent if parent >= 0 else -1
    child = -1
    while place >= 0:
        if place == parent:
            return True
        if place == around and child >= 0:
            return bool(elements[parent].names) and kind(elements[child]) == kind(elements[parent])
        child, place = place, elements[place].parent
    return False


def _lines(chosen: Sequence[Block], title: str) -> tuple[list[Block], list[Block]]:
    """Leave out the title, lines of links, notices, captions, biographies at the foot, empty headings."""
    text: list[Block] = []
    related: list[Block] = []
    heads: list[Block] = []
    for place, block in enumerate(chosen):
        if block.tag in HEADINGS and block.words < _LONG_HEADING:
            if (
                block.text.lower() != title
                and block.tag != "h1"
                and block.linked < _ALL_LINKED
                and not is_notice(block.text)
            ):
                heads.append(block)
        elif _leads_elsewhere(block):
            related.append(block)
            # The heading above was theirs.
            heads = []
        elif not is_notice(block.text) and not (
            place >= len(chosen) - _TAIL and len(text) > _TAIL and is_biography(block.text)
        ):
            text += [*heads, block]
            heads = []
    return text, related


def _leads_elsewhere(block: Block) -> bool:
    if block.linked <= _LINE_OF_LINKS:
        return False
    sentence = block.words >= _LONG_LINE and SENTENCE.search(block.text)
    return not (sentence and block.linked < _ALL_LINKS)
