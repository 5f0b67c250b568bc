"""What the outlet of the trial of kills publishes: pages, copies of pages, corrections, round by round."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from monitor.demo import listings
from monitor.demo.server import Resource

ORIGIN = "https://atlantico.fr"
_COPIED = 4
_PARAGRAPH = re.compile(r"(<p(?:\s[^>]*)?>[^<]{200,})(</p>)")
_SLUG = re.compile(r"[^/]+?(?=(?:\.html)?$)")


@dataclass(slots=True)
class Newsroom:
    """What the outlet has published: its pages by URL, and when each last changed."""

    stock: Iterator[tuple[str, str]]
    chance: random.Random
    shown: dict[str, str] = field(default_factory=dict)
    changed: dict[str, datetime] = field(default_factory=dict)
    corrections: dict[str, str] = field(default_factory=dict)

    def publish(self, count: int) -> None:
        """Publish so many pages; some carry the text of an earlier one."""
        for _ in range(count):
            url, html = next(self.stock)
            if self.shown and self.chance.randrange(_COPIED) == 0:
                source = self.chance.choice(sorted(self.shown))
                slug = _slug(source)
                url = source.replace(slug, f"{slug}-repris-{len(self.shown)}")
                html = self.shown[source].replace(slug, _slug(url))
            self.shown[url] = html
            self.changed[url] = datetime.now(UTC)

    def correct(self, urls: list[str]) -> None:
        """Add a sentence to pages."""
        for url in urls:
            told = f"Correction numéro {len(self.corrections) + 1} de la rédaction."
            html, count = _PARAGRAPH.subn(rf"\1 {told}\2", self.shown[url], count=1)
            if count:
                self.shown[url] = html
                self.corrections[url] = told
                self.changed[url] = datetime.now(UTC)

    def site(self) -> dict[str, Resource]:
        """Give what the site answers."""
        listed = [{"url": url, "dateModified": at.isoformat()} for url, at in self.changed.items()]
        xml = "application/xml; charset=utf-8"
        return {
            **{url: Resource(html.encode()) for url, html in self.shown.items()},
            f"{ORIGIN}/robots.txt": Resource(listings.robots([], []), "text/plain"),
            f"{ORIGIN}/rss.xml": Resource(listings.feed([], ORIGIN), xml),
            f"{ORIGIN}/news-sitemap.xml": Resource(listings.news_sitemap(listed, ORIGIN), xml),
            f"{ORIGIN}/sitemap-index.xml": Resource(listings.index({}), xml),
            f"{ORIGIN}/": Resource(listings.section(listed)),
        }


def _slug(url: str) -> str:
    found = _SLUG.search(url)
    return found.group() if found else url
