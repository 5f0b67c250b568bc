"""Pages for benchmarks: the specimens' markup with other words, so that no two tell the same story."""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

SPECIMENS = Path(__file__).parent.parent / "tests/specimens/atlantico"
# Text between tags, and no script.
_TEXT = re.compile(r">[^<>{}]{20,}<")
# Short words and names stay: citations are still found.
_WORD = re.compile(r"\b[a-zà-ÿ]{4,}\b")


def pages(count: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Yield `count` pages as URL and HTML, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    sources = list(_sources())
    vocabulary = sorted({word for *_, html in sources for word in _WORD.findall(html)})
    for number in range(count):
        url, canonical, html = sources[number % len(sources)]
        # Its own address in the canonical link, too: these are articles of their own.
        slugs = {_slug(canonical), _slug(url)}
        page, own = html, url
        for slug in slugs:
            page, own = (text.replace(slug, f"{slug}-{number}") for text in (page, own))
        yield (
            own,
            _TEXT.sub(lambda found: _reworded(found.group(), vocabulary, chance), page),
        )


def _sources() -> Iterator[tuple[str, str, str]]:
    for path in sorted(SPECIMENS.glob("*.json")):
        page = path.with_suffix(".html")
        told = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(told, dict) and "headline" in told and page.exists():
            url = told["url"].split("?")[0]
            yield url, told["canonicalUrl"], page.read_text(encoding="utf-8", errors="replace")


def _slug(url: str) -> str:
    return re.sub(r"(?:-\d+)?\.html$", "", url.rpartition("/")[2])


def _reworded(text: str, vocabulary: list[str], chance: random.Random) -> str:
    return _WORD.sub(lambda _: chance.choice(vocabulary), text)
