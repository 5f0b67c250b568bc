"""Frankfurter Allgemeine (https://www.faz.net): its listings, and its three layouts since 2018."""

import re

from monitor.extract.fields import body, css, css_all, meta, path, says
from monitor.extract.page import ArticlePage
from monitor.spider import OutletSpider


class Faz(OutletSpider):
    """The FAZ's rubric "Ausland", a part of its "Politik"."""

    name = "faz"
    outlet = "faz.net"
    timezone = "Europe/Berlin"
    section = "Ausland"
    feeds = ("https://www.faz.net/rss/aktuell/politik/ausland/",)
    sitemaps = ("https://www.faz.net/sitemap-news.xml",)
    sitemap_index = "https://www.faz.net/sitemap-index.xml"
    sections = ("https://www.faz.net/aktuell/politik/ausland/",)
    article_url = re.compile(r"-(?:accg-)?\d{7,}\.html$")


class FazPage(ArticlePage):
    """What the three layouts have in common."""

    articleSection = path(r"^/aktuell/(?:[^/]+/)*([^/]+)/[^/]+\.html$").map(
        lambda name: name.replace("-", " ").title()
    )
    keywords = css_all("nav[aria-label^='Themen'] a") | meta("keywords").map(
        lambda words: tuple(word.strip() for word in words.split(","))
    )
    # The site's own name stands in `<meta name=author>`.
    byline = css("[data-external-selector='header-detail'] address")


class FazElementsPage(FazPage):
    """Since 2025: Tailwind, known by `data-external-selector`."""

    hosts = ("faz.net",)
    fits = says("[data-external-selector='body-elements']")
    region = (b'<article class="a', b"</article>")
    description = css("[data-external-selector='header-teaser']") | meta("description")
    articleBody = body(
        "[data-external-selector='body-elements']", cut=".paywall", related=".related-articles"
    )


class FazBodyElementsPage(FazPage):
    """In 2024: the text in one or more `div.body-elements`."""

    hosts = ("faz.net",)
    fits = says("div.body-elements")
    region = (b'<article class="a', b"</article>")
    description = css("div.header-teaser") | meta("description")
    articleBody = body("div.body-elements", cut=".paywall", related=".related-articles")


class FazStorytellingPage(FazPage):
    """Until 2023: a scrolling story whose text comes by script; what else stands there is no article."""

    hosts = ("faz.net",)
    fits = css(".js-atc-ContainerStorytellingHtml", "class")
    region = (b'<article class="a', b"</article>")
    articleBody = body(".js-atc-ContainerStorytellingHtml")


class FazTextPage(FazPage):
    """Until 2023: the text in `div.atc-Text`, the author's box within it."""

    hosts = ("faz.net",)
    fits = says("div.atc-Text")
    region = (b'<article class="a', b"</article>")
    description = css("p.atc-IntroText") | meta("description")
    byline = css(".atc-MetaAuthor")
    articleBody = body(
        "div.atc-Text",
        cut=".atc-ContainerInfo, .ctn-PlaceholderContent, [class*=ContentPayment]",
        related=".atc-ContainerMore, .atc-ContainerRelated",
    )
