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


def say(text: Text | str, *, indent: int = 0) -> None:
    """Print running text: wrapped to a readable measure in a terminal, each paragraph one line in a pipe."""
    running = Text(text) if isinstance(text, str) else text
    if console.is_terminal:
        width = min(console.width, _MEASURE + indent)
        console.print(Padding(running, (0, 0, 0, indent), expand=False), width=width)
    else:
        lines = (
            Text(" " * indent) + line if line else line for line in running.split("\n", allow_blank=True)
        )
        console.print(Text("\n").join(lines), soft_wrap=True)


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
        Text(letter, COLOURS[kind]) + Text(f" {kind}", "dim")
        for kind, letter in LETTERS.items()
        if kind in used
    )


def named(citation: Citation) -> Text:
    """Write the outlet of a citation: name, domain, country."""
    about = ", ".join(filter(None, (citation.outlet, citation.country)))
    return Text(citation.name, "bold") + Text(f" ({about})")


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
