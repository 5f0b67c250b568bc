"""Der Spiegel (https://www.spiegel.de): its listings, its layouts since 2013, and its archive."""

import re
from urllib.parse import urlsplit

from monitor.extract.fields import body, closed, css, css_all, json_ld, meta, persons, says
from monitor.extract.page import ArticlePage
from monitor.items import NewsArticle
from monitor.spider import OutletSpider


class Spiegel(OutletSpider):
    """Der Spiegel's rubric "Ausland"."""

    name = "spiegel"
    outlet = "spiegel.de"
    timezone = "Europe/Berlin"
    section = "Ausland"
    feeds = ("https://www.spiegel.de/ausland/index.rss",)
    sitemaps = ("https://www.spiegel.de/sitemaps/news-de.xml",)
    sitemap_index = "https://www.spiegel.de/sitemap.xml"
    sections = ("https://www.spiegel.de/ausland/",)
    article_url = re.compile(
        r"-a-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/?$"  # since 2020
        r"|(?:-a|/a|/d)-\d+\.html$"  # until 2019
    )

    @classmethod
    def in_section(cls, article: NewsArticle, wanted: str) -> bool:
        """Tell by name, and the rubric by its address, too: until 2021 a page names "Politik" alone."""
        return super().in_section(article, wanted) or (
            wanted == cls.section and "/ausland/" in urlsplit(article.url).path
        )


def _person(name: str) -> str | None:
    return None if name.upper().startswith(("DER SPIEGEL", "SPIEGEL ONLINE")) else name


_RICH_TEXT = 'article[data-area="article"] .clearfix > .RichText--iconLinks:not(.RichText--small)'


class SpiegelPage(ArticlePage):
    """Since 2022: the text in `data-area=text`, the desk's and agencies' initials ("apr/dpa") below it."""

    hosts = ("spiegel.de",)
    fits = says('[data-area="body"] [data-area="text"]')
    region = (b"<article", b"</article>")
    description = css('header[data-area="intro"] .RichText') | meta("description")
    author = persons("author")
    byline = meta("author").map(_person)
    credit = css('[data-area="body"] ~ div .font-sansUI')
    isAccessibleForFree = closed('[data-area="paywall"]') | ArticlePage.isAccessibleForFree
    articleBody = body(
        '[data-area="body"]', cut='[data-area="paywall"], [data-advertisement], section', related="section"
    )


class SpiegelRichTextPage(ArticlePage):
    """In 2020 and 2021: the text in blocks of `.RichText--iconLinks`, which boxes and captions are not."""

    hosts = ("spiegel.de",)
    fits = says(_RICH_TEXT)
    region = (b"<article", b"</article>")
    description = css("article header .RichText") | meta("description")
    author = persons("author")
    byline = meta("author").map(_person)
    credit = css('article[data-area="article"] .clearfix > div:not(.RichText) > .font-sansUI')
    isAccessibleForFree = closed('[data-area="paywall"]') | ArticlePage.isAccessibleForFree
    articleBody = body(_RICH_TEXT, cut="p:has(> b:only-child:lexbor-contains('Video: '))", linked="p")


class SpiegelOnlinePage(ArticlePage):
    """From 2013 to 2019: the text in `div.article-section`, the desk's and agencies' initials in a paragraph below it."""

    hosts = ("spiegel.de",)
    fits = says("div.article-section")
    headline = json_ld("headline") | css("h2.article-title") | meta("og:title")
    description = css("p.article-intro") | meta("description")
    author = persons("author") | css_all("p.author a")
    byline = css("p.author") | meta("author").map(_person)
    datePublishedRaw = json_ld("datePublished") | meta("date")
    dateModifiedRaw = json_ld("dateModified") | meta("last-modified")
    credit = css("div.article-section ~ p > i")
    articleBody = body(
        "div.article-section",
        cut=".article-function-box, .article-function-social-media, .adition, [class*='module-box'], .author-details",
        related=".asset-box",
    )


class SpiegelArchivePage(ArticlePage):
    """Until 2019: the printed magazine's archive, paragraphs as `div.dig-absatz`."""

    hosts = ("spiegel.de",)
    fits = says("div.dig-artikel")
    headline = json_ld("headline") | css(".dig-artikel h2")
    description = css("div.dig-vorspann")
    byline = css("div.dig-autor")
    articleBody = body("div.dig-absatz")
