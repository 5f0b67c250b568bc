"""La Repubblica (https://www.repubblica.it): its listings and its layout since 2020."""

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


class RepubblicaPage(ArticlePage):
    """The text in `.story__text`; the JSON-LD cuts long headlines short."""

    hosts = ("repubblica.it",)
    fits = says(".story__text")
    headline = css("h1.story__title") | meta("og:title") | json_ld("headline")
    description = css(".story__summary") | meta("og:description") | meta("description")
    author = persons("author").map(_signed)
    byline = css(".story__author")
    isAccessibleForFree = (
        meta("article:content_plan").map(lambda plan: plan == "free") | ArticlePage.isAccessibleForFree
    )
    articleBody = body(
        ".story__text",
        cut=".liveblog__index, .liveblog__post__pubdate, [class*=paywall], p:lexbor-contains('[[(gele.')",
        related=".inline-article, .inline-embed",
    )
