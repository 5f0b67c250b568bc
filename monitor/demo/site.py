"""An outlet's whole site, made from its specimens: pages, listings, robots.txt, in one of two states.

A folder of tests/specimens/ holds pages (`<slug>.html`) and what each says (`<slug>.json`: `url`,
`contentType`, `headline`, `datePublished`, … or `error` for a page that is no article). Its `site.json`, where
there is one, says what the site listed and when:

    origin          "https://atlantico.fr"
    robots.disallow paths that robots.txt forbids
    home            {"path": "/", "states": {"1": stem of the page shown in state 1, "2": …}}
    pages           [{"states": {"1": stem, …}, "listed": ["rss", "newsSitemap", "sitemap", "home"]}, …]

Pages that site.json does not name, and all pages of a folder without one, are there in both states and
listed everywhere; a page `<stem>.2.html` takes the place of `<stem>.html` in state 2.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import monitor
from monitor.demo import listings
from monitor.demo.server import Resource
from monitor.errors import BadInput

SPECIMENS = Path(monitor.__file__).parent.parent / "tests/specimens"
ATLANTICO = SPECIMENS / "atlantico"
_ALL = frozenset({"rss", "newsSitemap", "sitemap", "home"})


@dataclass(frozen=True, slots=True)
class Listings:
    """Where an outlet's listings stand: the attributes of the same names of its spider."""

    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sitemap_index: str | None = None
    sections: tuple[str, ...] = ()

    @classmethod
    def of(cls, spider: Any) -> "Listings":
        """Take them from a spider's class."""
        return cls(spider.feeds, spider.sitemaps, spider.sitemap_index, spider.sections)

    @classmethod
    def at(cls, origin: str) -> "Listings":
        """Give the addresses that a site has by default."""
        places = ("/rss.xml", "/news-sitemap.xml", "/sitemap-index.xml", "/")
        feed, sitemap, index, home = (urljoin(origin, place) for place in places)
        return cls((feed,), (sitemap,), index, (home,))


@dataclass(frozen=True, slots=True)
class Page:
    """One specimen: what it is, its bytes, and the listings that name it."""

    expected: Mapping[str, Any]
    body: bytes
    listed: frozenset[str] = field(default=_ALL)

    @property
    def url(self) -> str:
        """Its address, as the listings give it."""
        return str(self.expected["url"])

    @property
    def is_article(self) -> bool:
        """Whether it is expected to give an article."""
        return "error" not in self.expected

    @property
    def date(self) -> str:
        """When it last changed (ISO 8601), empty when it does not say."""
        return str(self.expected.get("dateModified") or self.expected.get("datePublished") or "")


def resources(state: int, specimens: Path = ATLANTICO, where: Listings | None = None) -> dict[str, Resource]:
    """Give what the site answers at each of its URLs in state 1 or 2.

    `where` says at which addresses the listings stand, by default as `Listings.at` the site's origin.
    Raises `BadInput` when the folder holds no specimen.
    """
    plan = _plan(specimens)
    pages = _pages(state, specimens, plan)
    if not pages:
        raise BadInput(
            f"There is no specimen in {specimens}; the demo's pages are part of the repository, "
            "not of the installed package: clone it and type `make demo` there."
        )
    origin = plan.get("origin") or _origin(pages)
    where = where or Listings.at(origin)
    articles = sorted((page for page in pages if page.is_article), key=lambda page: page.date, reverse=True)
    found = {url: Resource(body) for url, body in _sections(articles, where)}
    found |= {page.url: Resource(page.body, page.expected["contentType"]) for page in pages}
    found |= _xml(articles, where, origin)
    found |= _robots(list(found), plan.get("robots", {}).get("disallow", []), where)
    return found


def _plan(specimens: Path) -> dict[str, Any]:
    path = specimens / "site.json"
    plan: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return plan


def _pages(state: int, specimens: Path, plan: Mapping[str, Any]) -> list[Page]:
    planned = [*plan.get("pages", []), *([plan["home"]] if "home" in plan else [])]
    listed = {
        page["states"][str(state)]: frozenset(page.get("listed", []))
        for page in planned
        if str(state) in page["states"]
    }
    named = {stem for page in planned for stem in page["states"].values()}
    stems = {path.stem for path in specimens.glob("*.html") if path.with_suffix(".json").exists()} - named
    listed |= dict.fromkeys((stem for stem in stems if _stands(stem, stems, state)), _ALL)
    return [
        Page(
            json.loads((specimens / f"{stem}.json").read_text(encoding="utf-8")),
            (specimens / f"{stem}.html").read_bytes(),
            places,
        )
        for stem, places in sorted(listed.items())
    ]


def _stands(stem: str, stems: set[str], state: int) -> bool:
    """Tell whether a page that no plan names is there in a state."""
    second = stem.endswith(".2")
    return (second and state > 1) or not (second or (state > 1 and f"{stem}.2" in stems))


def _origin(pages: list[Page]) -> str:
    hosts = [urljoin(page.url, "/").rstrip("/") for page in pages]
    return max(sorted(set(hosts)), key=hosts.count)


def _sections(articles: list[Page], where: Listings) -> list[tuple[str, bytes]]:
    listed = [page.expected for page in articles if "home" in page.listed]
    return [(url, listings.section(listed)) for url in where.sections]


def _xml(articles: list[Page], where: Listings, origin: str) -> dict[str, Resource]:
    def listed(place: str) -> list[Mapping[str, Any]]:
        return [page.expected for page in articles if place in page.listed]

    found = {url: listings.feed(listed("rss"), origin) for url in where.feeds}
    found |= {url: listings.news_sitemap(listed("newsSitemap"), origin) for url in where.sitemaps}
    if where.sitemap_index:
        months: dict[str, list[Mapping[str, Any]]] = {}
        for article in listed("sitemap"):
            months.setdefault((article.get("datePublished") or "undated")[:7], []).append(article)
        children = {urljoin(where.sitemap_index, f"/sitemaps/{month}.xml"): months[month] for month in months}
        found[where.sitemap_index] = listings.index(children)
        found |= {url: listings.sitemap(named) for url, named in children.items()}
    return {url: Resource(body, "application/xml; charset=utf-8") for url, body in found.items()}


def _robots(urls: list[str], disallow: list[str], where: Listings) -> dict[str, Resource]:
    index = [where.sitemap_index] if where.sitemap_index else []
    body = listings.robots(disallow, [*where.sitemaps, *index])
    origins = {f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, urls)}
    return {f"{origin}/robots.txt": Resource(body, "text/plain; charset=utf-8") for origin in origins}
