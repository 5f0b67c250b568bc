"""What changed, for the eye: in colour in a terminal, as `git diff --word-diff` writes it in a pipe."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from rich.text import Text

from monitor.cli.output import console, counted
from monitor.cli.paint import say
from monitor.dedup.changes import MARKS, Change, What, spaced

LABELS: Mapping[str, str] = {
    "headline": "headline",
    "alternativeHeadline": "second headline",
    "description": "lead",
    "articleBody": "body",
    "credit": "credit line",
    "author": "author",
}
_STYLES: Mapping[What, str] = {"kept": "", "removed": "red strike", "added": "green underline"}
_BREAK = re.compile(r"\n\s*\n")

Run = tuple[str, What]


def print_changes(changes: Sequence[Change]) -> None:
    """Print the paragraphs that changed, field by field, and how many did not."""
    for number, change in enumerate(changes):
        if number:
            console.print()
        say(Text.assemble((LABELS[change.field], "bold"), (f"  {_words_counted(change)}", "dim")))
        for touched, group in groupby(_paragraphs(change), key=_touched):
            paragraphs = list(group)
            if touched:
                say(Text("\n\n").join(map(_painted, paragraphs)), indent=2)
            else:
                say(Text(f"⋯ {counted(len(paragraphs), 'paragraph')} unchanged", "dim"), indent=2)


def summed_up(changes: Sequence[Change]) -> str:
    """Name the fields that changed, with the number of words added and removed."""
    return ", ".join(f"{LABELS[change.field]} {_words_counted(change)}" for change in changes)


def _words_counted(change: Change) -> str:
    """Count the words of a change: `+12 −4`."""
    return " ".join(f"{sign}{n}" for sign, n in (("+", change.added), ("−", change.removed)) if n)


def _paragraphs(change: Change) -> Iterator[list[Run]]:
    """Cut a change into paragraphs, each of runs of words that were kept, removed or added."""
    paragraph: list[Run] = []
    for piece, space in spaced(change.pieces):
        # Colour alone does not keep apart what was removed from what came for it.
        text = piece.text if console.is_terminal else piece.words + space
        first, *others = _BREAK.split(text)
        paragraph.append((first, piece.what))
        for text in others:
            yield paragraph
            paragraph = [(text, piece.what)]
    if any(text for text, _ in paragraph):
        yield paragraph


def _touched(paragraph: Sequence[Run]) -> bool:
    return any(what != "kept" and text for text, what in paragraph)


def _painted(paragraph: Sequence[Run]) -> Text:
    return Text("").join(_run(text, what) for text, what in paragraph if text)


def _run(text: str, what: What) -> Text:
    opening, closing = ("", "") if console.is_terminal else MARKS[what]
    words = text.rstrip()
    return Text.assemble((f"{opening}{words}{closing}" if words else "", _STYLES[what]), text[len(words) :])
