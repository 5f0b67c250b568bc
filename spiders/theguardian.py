"""The Guardian (https://www.theguardian.com): its World news section, and its layouts since 2010."""

import re

from monitor.extract.fields import body, constant, css, css_all, holds, meta, path, persons
from monitor.extract.page import ArticlePage
from monitor.spider import OutletSpider


class TheGuardian(OutletSpider):
    """The Guardian, a daily of London; it has no paywall, and no index of old articles."""

    name = "theguardian"
    outlet = "theguardian.com"
    timezone = "Europe/London"
    section = "World news"
    feeds = ("https://www.theguardian.com/world/rss",)
    sitemaps = ("https://www.theguardian.com/sitemaps/news.xml",)
    sections = ("https://www.theguardian.com/world",)
    # Live blogs, videos and galleries have a step of that name in their address.
    article_url = re.compile(
        r"^(?!.*/(?:live|video|audio|gallery|picture|cartoon|ng-interactive|interactive)/)"
        r"/[a-z0-9-]+(?:/[a-z0-9-]+)*/\d{4}/[a-z]{3}/\d{2}/[^/]+/?$"
    )


_NOBODY = frozenset({"Guardian staff reporter", "Editorial"})


def _signed(byline: str) -> str | None:
    return None if byline in _NOBODY else byline


def _named(authors: tuple[str, ...]) -> tuple[str, ...] | None:
    return tuple(name for name in authors if name not in _NOBODY) or None


class GuardianPage(ArticlePage):
    """What the layouts have in common."""

    # The name of the paper may be a heading of the first order, too, out of sight.
    headline = css("h1:not(.u-h)") | meta("og:title")
    articleSection = meta("article:section")
    inLanguage = constant("en")
    keywords = meta("article:tag").map(lambda tags: tuple(tags.split(",")))
    datePublishedRaw = ArticlePage.datePublishedRaw | path(r"/(\d{4}/[a-z]{3}/\d{2})/")


class DotcomRenderingPage(GuardianPage):
    """Since 2020: class names hashed, the text in `div.article-body-commercial-selector`.

    The JSON-LD calls an agency's text that of a "Guardian staff reporter"; the line on the page names the agency.
    """

    hosts = ("theguardian.com",)
    fits = holds("div.article-body-commercial-selector")
    region = (b"<h1", b"</main>")
    author = css_all('address a[rel="author"]').map(_named) | persons("author").map(_named)
    byline = (
        css('[data-component="meta-byline"]')
        | css("address")
        | css('[data-gu-name="byline"]')
        | meta("author")
    ).map(_signed)
    description = css('[data-gu-name="standfirst"] p') | meta("og:description")
    articleBody = body(
        "div.article-body-commercial-selector",
        # Notes at the foot have bullets; the last of them is a footer.
        cut=(
            'footer, gu-island, [role="note"], [id^="EmailSignup"],'
            ' p:has(> [data-dcr-style="bullet"]):not(:has(~ p:not(:has(> [data-dcr-style="bullet"]))))'
        ),
        related='gu-island[name="RichLinkComponent"], [data-component="rich-link"]',
    )


class ContentPage(GuardianPage):
    """From 2015 to 2020: the text in `div.content__article-body`, read-more boxes in `aside`."""

    hosts = ("theguardian.com",)
    fits = holds("div.content__article-body")
    author = css_all('[itemprop="author"] [itemprop~="name"]').map(_named)
    byline = css(".byline") | css(".content__headline--byline") | meta("author")
    description = css(".content__standfirst p") | css(".content__standfirst") | meta("og:description")
    dateModifiedRaw = css('time[itemprop="dateModified"]', "datetime") | meta("article:modified_time")
    articleBody = body(
        "div.content__article-body",
        # A photo essay has its captions as lists below the pictures.
        cut=(
            ".submeta, .after-article, .u-h, figure + ul:has(> li:only-child > p),"
            " ul:has(> li:only-child:lexbor-contains('This article was amended'))"
        ),
        related="aside.element-rich-link",
    )


class ArticleBlocksPage(GuardianPage):
    """From 2010 to 2014: the text in `#article-body-blocks`."""

    hosts = ("theguardian.com", "guardian.co.uk")
    fits = holds("#article-body-blocks")
    headline = css("#main-article-info h1") | GuardianPage.headline
    byline = css("li.byline") | css("a.contributor") | meta("author")
    description = css("#stand-first") | meta("og:description")
    articleBody = body("#article-body-blocks", cut=".inline, .ad")
