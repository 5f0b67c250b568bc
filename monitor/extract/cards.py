"""Cards: elements of one kind, again and again, that hold a linked title and a few words, and lead elsewhere."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from monitor.extract.blocks import Page
from monitor.extract.elements import inherited, kind, sums
from monitor.extract.prose import HEADINGS

_CARDS, _CARD_SHARE, _CARD_WORDS, _CARD_TITLE = 3, 0.8, 150, 3
_ALL_LINKED = 0.9
_LEFT_WORDS, _LEFT_SHARE = 60, 0.15


def cards(page: Page, sizes: Sequence[float]) -> set[int]:
    """Find the cards: elements of one kind, nearly all of them a linked title with a few words."""
    count = sums(page, [1.0 for _ in page.blocks])
    titles = sums(
        page, [float(block.linked > _ALL_LINKED and block.words >= _CARD_TITLE) for block in page.blocks]
    )
    kinds: dict[tuple[str, str], list[int]] = defaultdict(list)
    total: Counter[tuple[str, str]] = Counter()
    for place, element in enumerate(page.elements):
        named = element.names or element.tag in {"li", "article"}
        if not count[place] or not named or element.tag in {"p", "span", "body", *HEADINGS}:
            continue
        total[kind(element)] += 1
        if count[place] > 1 and titles[place] and sizes[place] <= _CARD_WORDS:
            kinds[kind(element)].append(place)
    return {
        place
        for name, places in kinds.items()
        if len(places) >= max(_CARDS, _CARD_SHARE * total[name])
        for place in places
    }


def are_all(page: Page, prose: Sequence[float], out: Sequence[bool], found: set[int]) -> bool:
    """Tell whether hardly any prose is left without the cards."""
    within = inherited(page.elements, [place in found for place in range(len(page.elements))])
    inside = left = 0.0
    for block, words in zip(page.blocks, prose, strict=True):
        if not out[block.element]:
            inside, left = (inside + words, left) if within[block.element] else (inside, left + words)
    return left < max(_LEFT_WORDS, _LEFT_SHARE * (inside + left))
