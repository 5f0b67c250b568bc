"""La Repubblica (https://www.repubblica.it): its listings and its layouts since 2013."""

import re

from monitor.extract.fields import body, css, json_ld, meta, persons, says
from monitor.extract.page import ArticlePage
from monitor.spider import OutletSpider


class Repubblica(OutletSpider):
    """La Repubblica's section "Esteri"."""

    name = "repubblica"
    outlet = "repubblica.it"
    timezone = "Europe/Rome"
    section = "Esteri"
    feeds = ("https://www.repubblica.it/rss/esteri/rss2.0.xml",)
    sitemaps = ("https://www.repubblica.it/sitemap-n.xml",)
    sitemap_index = "https://www.repubblica.it/sitemap.xml"
    sections = ("https://www.repubblica.it/esteri/",)
    article_url = re.compile(r"/\d{4}/\d{2}/\d{2}/(?:news|diretta|reportage)/[^/]+-\d{6,}/?$")


def _signed(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if not name.endswith(".it"))


def _section(name: str) -> str:
    return name[:1].upper() + name[1:]


_BODY_TEXT = '.body-text [itemprop="articleBody"]'


class RepubblicaPage(ArticlePage):
    """Since 2020: the text in `.story__text`; the JSON-LD cuts long headlines short."""

    hosts = ("repubblica.it",)
    fits = says(".story__text")
    region = (b"<main", b"</article>")
    headline = css("h1.story__title") | meta("og:title") | json_ld("headline")
    description = css(".story__summary") | meta("og:description") | meta("description")
    author = persons("author").map(_signed)
    byline = css(".story__author")
    isAccessibleForFree = (
        meta("article:content_plan").map(lambda plan: plan == "free") | ArticlePage.isAccessibleForFree
    )
    articleBody = body(
        ".story__text",
        cut=".liveblog__index, .liveblog__post__pubdate, .inline-video, [class*=paywall], p:lexbor-contains('[[(gele.')",
        related=".inline-article, .inline-embed",
    )


class RepubblicaBodyTextPage(ArticlePage):
    """From 2013 to 2020: the text in an `itemprop=articleBody` within `div.body-text`, its paragraphs ended by `br`."""

    hosts = ("repubblica.it",)
    fits = says(_BODY_TEXT)
    region = (b"<article", b"</article>")
    headline = css('h1[itemprop~="headline"]') | meta("og:title")
    description = css("p.summary") | meta("og:description")
    articleSection = meta("article:section").map(_section) | css('meta[itemprop="articleSection"]', "content")
    author = persons("author").map(_signed)
    byline = css('article [itemprop="author"], article header .author')
    articleBody = body(
        _BODY_TEXT,
        cut='.inline-video, .inline-photo, .inline-embed, [id^="adv-"]',
        related=".inline-article, .remote",
    )
