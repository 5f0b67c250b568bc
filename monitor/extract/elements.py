"""A page's elements taken together: sums over each and all inside it, marks handed down, elements around blocks."""

from collections.abc import Sequence

from monitor.extract.blocks import Block, Element, Page


def kind(element: Element) -> tuple[str, str]:
    """Give what elements of one kind have in common: their tag and their names."""
    return element.tag, element.names


def sums(page: Page, values: Sequence[float]) -> list[float]:
    """Sum a value of the blocks over each element and all inside it."""
    found = [0.0] * len(page.elements)
    for block, value in zip(page.blocks, values, strict=True):
        found[block.element] += value
    for place in range(len(found) - 1, 0, -1):
        found[page.elements[place].parent] += found[place]
    return found


def inherited(elements: Sequence[Element], marks: Sequence[bool]) -> list[bool]:
    """Hand marks down from each element to all inside it."""
    found = list(marks)
    for place in range(1, len(found)):
        found[place] = found[place] or found[elements[place].parent]
    return found


def holding(page: Page, blocks: Sequence[Block]) -> set[int]:
    """Give the elements around blocks."""
    found: set[int] = set()
    for block in blocks:
        place = block.element
        while place >= 0 and place not in found:
            found.add(place)
            place = page.elements[place].parent
    return found
