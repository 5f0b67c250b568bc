"""A site that nobody has seen: 200 articles of its World section, and everything around them."""

import random
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from monitor.demo import listings
from monitor.demo.server import Resource, Site

HOME = "https://www.valdoria-courier.example"
SECTION = f"{HOME}/world/"
ON_THE_PAGE, IN_THE_FEED, ARTICLES = 60, 120, 200
_WORDS = """
    harbour minister island storm lighthouse treaty ferry customs border council copper river bridge strike budget
    school doctor engineer captain witness archive museum railway station frontier market sheep cheese election
    ballot senate palace garden tunnel winter summer morning evening report inquiry judge verdict
""".split()  # noqa: SIM905 - words are read best as words
_PLACES = ("Karsavia", "Brehem", "Ouradan", "Kessur", "the Morvane Islands")


class NewSite(Site):
    """Answers whatever the query, robots.txt after a second."""

    def find(self, name: str, path: str) -> Resource | None:
        """Give what stands at a path."""
        if path == "/robots.txt":
            time.sleep(1.0)
        return super().find(name, path.partition("?")[0])


def article(number: int, now: datetime) -> dict[str, str]:
    """Make up an article; the same for the same number."""
    chance = random.Random(number)  # noqa: S311 - no secret
    place = _PLACES[number % len(_PLACES)]
    words = chance.sample(_WORDS, 4)
    headline = f"{words[0].capitalize()} and {words[1]} of {place} await the {words[2]} {words[3]}"
    paragraphs = [
        f"The {' '.join(chance.sample(_WORDS, 3))} of {place} was {' and the '.join(chance.sample(_WORDS, 7))}, "
        f"said the {chance.choice(_WORDS)} on day {number}, and the {' of the '.join(chance.sample(_WORDS, 6))}."
        for _ in range(6)
    ]
    slug = "-".join(headline.lower().split()[:7])
    return {
        "url": f"{HOME}/world/{slug}-{number}",
        "headline": headline,
        "articleBody": "\n\n".join(paragraphs),
        "datePublished": (now - timedelta(minutes=7 * number)).isoformat(timespec="seconds"),
    }


def page(story: dict[str, str]) -> bytes:
    """Write an article's page, with what stands around it on every site."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in story["articleBody"].split("\n\n"))
    return _html(
        story["headline"],
        f"<article><h1>{story['headline']}</h1><time datetime='{story['datePublished']}'></time>{text}</article>"
        "<aside class='related'><h2>Most read</h2><a href='/world/'>More from World</a></aside>",
    )


def site(*, articles: int = ARTICLES, forbidden: int = 13) -> dict[str, Resource]:
    """Give what the site answers; the first articles are forbidden by robots.txt."""
    now = datetime.now(UTC)
    stories = [article(number, now) for number in range(articles)]
    closed = stories[:forbidden]
    sports = [f"{HOME}/sports/the-long-match-of-valdoria-and-kessur-{number}" for number in range(30)]
    found = {story["url"]: Resource(page(story)) for story in stories}
    found |= {url: Resource(_html("Match", "<article><h1>Match</h1></article>")) for url in sports}
    # The section page names 60, its feed 120, the site's news sitemap all, each with its sports.
    found[SECTION] = Resource(_section(stories[:ON_THE_PAGE], sports[:10]))
    found[f"{HOME}/world/rss.xml"] = _xml(_feed(stories[:IN_THE_FEED]))
    everything = [*stories, *({"url": url, "datePublished": now.isoformat()} for url in sports)]
    found[f"{HOME}/news.xml"] = _xml(listings.news_sitemap(everything, HOME))
    old = [
        {"url": f"{HOME}/world/an-old-story-of-valdoria-{n}", "dateModified": "2019-05-01"} for n in range(50)
    ]
    found[f"{HOME}/2019-05.xml"] = _xml(listings.sitemap(old))
    children = {f"{HOME}/news.xml": everything, f"{HOME}/2019-05.xml": old}
    found[f"{HOME}/sitemap.xml"] = _xml(listings.index(children))
    paths = [story["url"].removeprefix(HOME) for story in closed]
    found[f"{HOME}/robots.txt"] = Resource(listings.robots(paths, [f"{HOME}/sitemap.xml"]), "text/plain")
    return found


def _section(stories: list[dict[str, str]], others: list[str]) -> bytes:
    cards = "".join(
        f"<div class='card'><a href='{story['url'].removeprefix(HOME)}'><img src='/p.jpg' alt=''></a>"
        f"<h3><a href='{story['url'].removeprefix(HOME)}'>{story['headline']}</a></h3></div>"
        for story in stories
    )
    beside = "".join(f"<h3><a href='{url}'>The long match of Valdoria and Kessur</a></h3>" for url in others)
    return _html("World", f"<h1>World</h1>{cards}<section>{beside}</section>", feed="/world/rss.xml")


def _html(title: str, main: str, feed: str = "") -> bytes:
    link = f"<link rel='alternate' type='application/rss+xml' href='{feed}'>" if feed else ""
    menu = "".join(
        f"<li><a href='/{name}/'>All the news of {name} today</a></li>" for name in ("world", "sports")
    )
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>{link}</head><body>"
        f"<header><nav><ul>{menu}</ul></nav></header><main>{main}</main>"
        "<footer><a href='/about-the-valdoria-courier-and-its-people'>About the Courier and its people</a>"
        "</footer></body></html>"
    ).encode()


def _feed(stories: list[dict[str, str]]) -> bytes:
    items = "".join(
        f"<item><title>{story['headline']}</title><link>{story['url']}</link>"
        f"<pubDate>{format_datetime(datetime.fromisoformat(story['datePublished']))}</pubDate></item>"
        for story in stories
    )
    return f"<rss version='2.0'><channel><title>World</title>{items}</channel></rss>".encode()


def _xml(body: bytes) -> Resource:
    return Resource(body, "application/xml")
