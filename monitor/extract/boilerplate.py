r"""What an outlet's pages teach: a paragraph that stands on many of them is no part of any article.

The caller keeps the digests of each outlet's last `WINDOW` pages, as `digests` gives them for a body that
nothing was left out of yet, and hands `shared` of them to `without`:

>>> towns = ("Arl", "Bex", "Cormont", "Dole")
>>> bodies = [f"Le port de {town} ferme.\n\nAbonnez-vous à la lettre de Valdoria." for town in towns]
>>> known = shared([digests(body) for body in bodies])
>>> article = NewsArticle(url="https://example.org/a", outlet="example.org", articleBody=bodies[0])
>>> without(article, known).articleBody
'Le port de Arl ferme.'
"""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from xxhash import xxh3_64_hexdigest

from monitor.items import NewsArticle
from monitor.normalise.paragraphs import cut, join

WINDOW = 100
"""How many of an outlet's last pages to keep."""

# On fewer pages, or a smaller share of them, a paragraph may be the background that a running story repeats.
_FEWEST_PAGES, _SMALLEST_SHARE = 3, 0.1
# Pages that share more than this are states or copies of one article, and count once.
_COPY = 0.6


def digests(body: str) -> tuple[str, ...]:
    """List the digests of a body's paragraphs, each once: XXH3 of its text, 16 hexadecimal digits."""
    return tuple(dict.fromkeys(_digest(paragraph.text) for paragraph in cut(body)))


def shared(pages: Sequence[Iterable[str]]) -> frozenset[str]:
    """Give the digests that stand on at least three pages, and on a tenth of them."""
    distinct: list[frozenset[str]] = []
    for page in map(frozenset, pages):
        if page and not any(len(page & other) > _COPY * min(len(page), len(other)) for other in distinct):
            distinct.append(page)
    counts = Counter(name for page in distinct for name in page)
    enough = max(_FEWEST_PAGES, _SMALLEST_SHARE * len(distinct))
    return frozenset(name for name, count in counts.items() if count >= enough)


def without(article: NewsArticle, known: Container[str]) -> NewsArticle:
    """Leave out the paragraphs whose digest is known; the links in the rest keep their places."""
    paragraphs = cut(article.articleBody, article.links)
    kept = [paragraph for paragraph in paragraphs if _digest(paragraph.text) not in known]
    if len(kept) == len(paragraphs):
        return article
    body, links = join(kept)
    return replace(article, articleBody=body, links=links)


def _digest(paragraph: str) -> str:
    return xxh3_64_hexdigest(paragraph.encode())
