"""Atlantico (https://atlantico.fr): its listings, and its four layouts since 2011."""

import re

from selectolax.lexbor import LexborNode

from monitor.extract.document import Document
from monitor.extract.fields import (
    Field,
    body,
    closed,
    constant,
    css,
    css_all,
    json_ld,
    links,
    meta,
    path,
    persons,
    says,
)
from monitor.extract.page import ArticlePage
from monitor.spider import OutletSpider


class Atlantico(OutletSpider):
    """Atlantico, the "pépites", "décryptages" and "rendez-vous" of a Paris pure player."""

    name = "atlantico"
    outlet = "atlantico.fr"
    timezone = "Europe/Paris"
    feeds = ("https://atlantico.fr/rss.xml",)
    sitemaps = ("https://atlantico.fr/news-sitemap.xml",)
    sitemap_index = "https://atlantico.fr/sitemap-index.xml"
    sections = ("https://atlantico.fr/",)
    article_url = re.compile(
        r"^/article/[a-z-]+/[^/]+/?$"  # since 2021
        r"|^/(?:pepite|decryptage|rdv)/\d+/[^/]+/?$"  # 2019 and 2020
        r"|^/[a-z-]+/[^/]+-\d+\.html$"  # until 2018
    )


_SUFFIX = re.compile(r"\s*(?:<!-- -->)?\s*\|\s*Atlantico(?:\.fr)?\s*$", re.IGNORECASE)
_UPDATED = re.compile(r"\s*[-–|•]?\s*(\bmise? à jour\b.*)", re.IGNORECASE)
_LONGEST_LABEL = 40
_QUOTES = "blockquote, .exergue, .pullquote, [class*=Quote]"


def _title(text: str) -> str:
    return _SUFFIX.sub("", text)


def _published(dates: str) -> str:
    return _UPDATED.sub("", dates)


def _modified(dates: str) -> str | None:
    found = _UPDATED.search(dates)
    return found.group(1) if found else None


def _over_headline(document: Document) -> str | None:
    # Class names are hashed anew with each release: the label is known by its place alone.
    node: LexborNode | None = document.tree.css_first("h1")
    while node is not None and node.tag != "body":
        before = node.prev
        while before is not None:
            text = " ".join((before.text(deep=True) if before.is_element_node else "").split())
            if text:
                return text if len(text) <= _LONGEST_LABEL else None
            before = before.prev
        node = node.parent
    return None


_label: Field[str] = Field(_over_headline)


class AtlanticoPage(ArticlePage):
    """What the four layouts have in common."""

    headline = css("h1") | json_ld("headline") | meta("og:title").map(_title) | css("title").map(_title)
    inLanguage = constant("fr")


class RichContentPage(AtlanticoPage):
    """Since late 2025: JSON-LD, and the text in `div.rich-content__text`."""

    hosts = ("atlantico.fr",)
    fits = says("div.rich-content__text")
    articleSection = json_ld("articleSection") | _label
    author = persons("author")
    articleBody = body("div.rich-content__text", related="aside", echo=_QUOTES)


class MarkupPage(AtlanticoPage):
    """From 2021 to 2025: server-rendered React, class names hashed, the text in `div.markup`."""

    hosts = ("atlantico.fr",)
    fits = says("div.markup")
    articleSection = _label | json_ld("articleSection")
    description = meta("og:description") | meta("description")
    author = css_all('[class*="Contributor"] [class*="name"]')
    byline = css('[class*="Signature"]') | meta("author")
    isAccessibleForFree = closed('[class*="Paywall"]') | constant(value=True)
    articleBody = body(
        "div.markup", cut='[class*="Paywall_"], [class*="Newsletter"]', related="aside", echo=_QUOTES
    )


class CorpsArticlePage(AtlanticoPage):
    """2019 and 2020: Drupal, the text in `div.corps-article`, the credit line in `div.source`."""

    hosts = ("atlantico.fr",)
    fits = says("div.corps-article")
    articleSection = css("div.header-top div.theme a") | _label
    description = css("div.chapo") | meta("og:description") | meta("description")
    byline = css("div.auteur") | meta("author")
    datePublishedRaw = (
        css('span[property~="dc:date"]', "content")
        | meta("article:published_time")
        | css("div.date").map(_published)
    )
    dateModifiedRaw = meta("article:modified_time") | css("div.date").map(_modified)
    credit = css("div.source")
    relatedLinks = links("div.savoir-plus")
    articleBody = body("div.corps-article", cut="div.source", related="div.savoir-plus", echo=_QUOTES)


class ContentBodyPage(AtlanticoPage):
    """Until 2018: Drupal, the lead in `p.chapo`, the text in `div#content-body`, dates in `div.metas`."""

    hosts = ("atlantico.fr",)
    fits = path(r"\.html$") & says("#content-body")
    headline = css("h1.title") | AtlanticoPage.headline
    articleSection = css("div.rubrique") | _label
    description = css("p.chapo") | meta("description")
    byline = css("div.metas .auteur") | meta("author")
    datePublishedRaw = css('div.metas [property~="dc:date"]', "content") | css("div.metas .date").map(
        _published
    )
    dateModifiedRaw = css("div.metas .date").map(_modified)
    credit = css("div.source")
    isAccessibleForFree = css("#paywall-placeholder").map(lambda _: False)
    articleBody = body(
        "#content-body",
        cut="div.smart-paging-pager, #paywall-placeholder, div.divVideoStep, div.source, p.chapo, div.metas",
        related="div.lire-aussi",
        echo=_QUOTES,
    )
