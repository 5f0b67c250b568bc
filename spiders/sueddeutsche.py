"""Süddeutsche Zeitung (https://www.sueddeutsche.de): its listings, and its two layouts since 2018."""

import re

from monitor.extract.fields import body, closed, css, json_ld, meta, says
from monitor.extract.page import ArticlePage
from monitor.spider import OutletSpider


class Sueddeutsche(OutletSpider):
    """The SZ's rubric "Politik": it has none for foreign affairs alone."""

    name = "sueddeutsche"
    outlet = "sueddeutsche.de"
    timezone = "Europe/Berlin"
    section = "Politik"
    feeds = ("https://rss.sueddeutsche.de/rss/Politik",)
    sections = ("https://www.sueddeutsche.de/politik",)
    article_url = re.compile(r"-1\.\d{6,}(?:-\d)?$|[.-]lux\.[0-9A-Za-z]{16,}$|-li\.\d{6,}$")


_GUEST = re.compile(r"^Gastbeitrag\s+", re.IGNORECASE)
_RIGHTS = re.compile(r"^[\s©]+|\s*[-–]?\s*Rechte am Artikel.*$", re.DOTALL)
_OWN = re.compile(r"^(?:SZ(?:\.de)?|Süddeutsche Zeitung)?$")


def _source(line: str) -> str | None:
    """Keep "SZ/dpa/chrk"; "SZ" alone says nothing.

    >>> _source("© SZ/dpa/chrk - Rechte am Artikel können Sie hier erwerben."), _source("© SZ")
    ('SZ/dpa/chrk', None)
    """
    found = _RIGHTS.sub("", line)
    return None if _OWN.match(found) else found


def _author(line: str) -> str:
    return _GUEST.sub("", line)


class SueddeutschePage(ArticlePage):
    """Since 2020: React, known by `data-manual` and `data-testid`; styles stand between the words."""

    hosts = ("sueddeutsche.de",)
    fits = says('[itemprop="articleBody"]')
    region = (b"<article", b"</article>")
    description = css('p[data-manual="teaserText"]') | json_ld("description")
    credit = css('[data-testid="closing-line"]').map(_source)
    dateModifiedRaw = meta("article:modified_time") | json_ld("dateModified")
    byline = meta("author").map(lambda name: None if name.startswith("Süddeutsche") else name)
    isAccessibleForFree = (
        closed("offer-page, [data-testid='paywall']")
        | meta("article:content_tier").map(lambda tier: False if tier == "locked" else None)
        | ArticlePage.isAccessibleForFree
    )
    articleBody = body(
        '[itemprop="articleBody"]', cut='[class*="iqd"], offer-page', related='[data-manual^="teaser"]'
    )


class SueddeutscheBodyPage(ArticlePage):
    """Until 2019: the text in `section.body` between its summary, the author's box and teasers."""

    hosts = ("sueddeutsche.de",)
    fits = says("section#article-body")
    region = (b"<article", b"</article>")
    # The kicker stands in the page's own heading, with nothing between the two.
    headline = meta("og:title") | css("section.header h2")
    description = meta("og:description") | meta("description")
    byline = css("section.authors .moreInfo").map(_author)
    datePublishedRaw = css("section.header time[datetime]", "datetime")
    articleBody = body(
        "section#article-body",
        cut="section.authors, .article-sidebar-wrapper, .ad, p:last-of-type:has(> b:only-child > i)",
        related="figure.teaserable-layout",
    )
