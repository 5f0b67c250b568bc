"""Citations in colour: one colour and letter a kind, a number for each, set where its evidence ends.

What a colour says is said in letters too, for a pipe and for eyes that tell no colours apart.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rich.padding import Padding
from rich.text import Text

from monitor.cli.output import console
from monitor.items import Citation, Evidence, Kind, NewsArticle

COLOURS: Mapping[Kind, str] = {
    "credit": "green",
    "attribution": "cyan",
    "link": "blue",
    "mention": "yellow",
    "mediaCredit": "magenta",
}
LETTERS: Mapping[Kind, str] = {"credit": "C", "attribution": "A", "link": "L"}
FOUND = "bold reverse"
_MEASURE = 100
"""Columns of running text at most: longer lines tire the eye."""
_NARROW = 110
"""Columns with fewer of which a table has no room for text beside its other columns."""


def say(text: Text, *, indent: int = 0, wrapped: bool = True) -> None:
    """Print running text: wrapped to a readable measure in a terminal, each paragraph one line in a pipe.

    What is not `wrapped` is broken by the terminal itself, so that an address can be copied whole.
    """
    if console.is_terminal and wrapped:
        width = min(console.width, _MEASURE + indent)
        console.print(Padding(text, (0, 0, 0, indent), expand=False), width=width)
    else:
        lines = [
            Text.assemble(" " * indent if line else "", line) for line in text.split("\n", allow_blank=True)
        ]
        console.print(Text("\n").join(lines), soft_wrap=True)


def narrow() -> bool:
    """Tell whether the terminal is so narrow that a table's cells are better stacked; a pipe is not."""
    return console.is_terminal and console.width < _NARROW


def stacked(*cells: Text | str | None) -> Text:
    """Put what else would stand side by side in a table under one another in one cell."""
    return Text("\n").join(cell if isinstance(cell, Text) else Text(cell) for cell in cells if cell)


def numbered(article: NewsArticle) -> list[tuple[int, Citation]]:
    """Number an article's citations, and its mentions after them."""
    return list(enumerate((*article.citations, *article.mentions), 1))


def painted(article: NewsArticle, field: str, style: str = "") -> Text:
    """Give a field with the evidence that it holds in colour, each piece with the number of its citation."""
    text = Text(getattr(article, field) or "", style)
    ends: dict[int, dict[int, Text]] = defaultdict(dict)
    # A mention must not hide the citation that it overlaps: citations are painted last.
    for number, citation in reversed(numbered(article)):
        for evidence in once(citation.evidence):
            if evidence.field == field:
                text.stylize(f"bold {COLOURS[citation.kind]}", evidence.start, evidence.end)
                ends[evidence.end][number] = mark(number, citation)
    places = sorted(ends)
    parts = text.divide(places)
    for part, place in zip(parts, places, strict=False):
        part.append_text(Text("").join(text for _, text in sorted(ends[place].items())))
    return Text("").join(parts) if places else text


def mark(number: int, citation: Citation) -> Text:
    """Write a citation's number in its colour."""
    return Text(f"[{number}]", COLOURS[citation.kind])


def cited(article: NewsArticle) -> Text:
    """List the outlets cited, each once after the letters of its kinds; one a line in a terminal."""
    kinds: dict[str, list[Kind]] = defaultdict(list)
    for citation in article.citations:
        kinds[citation.outlet].append(citation.kind)
    lines = [
        Text("").join([*(Text(LETTERS[kind], COLOURS[kind]) for kind in found), Text(f" {outlet}")])
        for outlet, found in kinds.items()
    ]
    return Text("\n" if console.is_terminal else ", ").join(lines)


def legend(articles: Iterable[NewsArticle]) -> Text:
    """Say what the letters of the kinds in these articles mean."""
    used = {citation.kind for article in articles for citation in article.citations}
    return Text(" · ").join(
        Text.assemble((letter, COLOURS[kind]), (f" {kind}", "dim"))
        for kind, letter in LETTERS.items()
        if kind in used
    )


def named(citation: Citation) -> Text:
    """Write the outlet of a citation: name, domain, country, and through whom it is known."""
    about = (citation.outlet, citation.country, "agency" if citation.agency else None)
    via = f" via {citation.via}" if citation.via else ""
    return Text.assemble((citation.name, "bold"), f" ({', '.join(filter(None, about))}){via}")


def highlighted(sentence: str, quotes: Iterable[str]) -> Text:
    """Give a sentence with these words of it marked; in a pipe there is nothing to mark them with."""
    text = Text(sentence)
    for start, end in _places(sentence, quotes):
        text.stylize(FOUND, start, end)
    return text


def _places(sentence: str, quotes: Iterable[str]) -> Iterator[tuple[int, int]]:
    for quote in {" ".join(each.split()) for each in quotes}:
        for found in re.finditer(rf"(?<!\w){re.escape(quote)}(?!\w)", sentence):
            yield found.span()


def once(evidence: Iterable[Evidence]) -> list[Evidence]:
    """List the evidence whose words no other piece of it holds."""
    listed = list(evidence)
    return [each for each in listed if not any(_within(each, other) for other in listed)]


def _within(one: Evidence, other: Evidence) -> bool:
    inside = one.field == other.field and other.start <= one.start and one.end <= other.end
    return inside and (one.end - one.start) < (other.end - other.start)
