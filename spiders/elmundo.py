"""El Mundo (https://www.elmundo.es): its listings, and its layouts since 2015."""

import re
from html import unescape

from monitor.extract.fields import body, css, css_all, json_ld, links, path, says
from monitor.extract.page import ArticlePage
from monitor.spider import OutletSpider


class ElMundo(OutletSpider):
    """El Mundo's section "Internacional"."""

    name = "elmundo"
    outlet = "elmundo.es"
    timezone = "Europe/Madrid"
    section = "Internacional"
    feeds = ("https://e00-elmundo.uecdn.es/elmundo/rss/internacional.xml",)
    sections = ("https://www.elmundo.es/internacional.html",)
    article_url = re.compile(r"/\d{4}/\d{2}/\d{2}/[0-9a-f]{24}\.html$")


_NEWS_ITEM = 'article.news-item [itemprop="articleBody"]'


class ElMundoPage(ArticlePage):
    """The text in `.ue-c-article__body`; quotation marks are escaped twice in the JSON-LD."""

    hosts = ("elmundo.es",)
    fits = says(".ue-c-article__body")
    region = (b'<article class="ue-c-article', b"</article>")
    headline = css("h1.ue-c-article__headline") | json_ld("headline").map(unescape)
    description = css(".ue-c-article__standfirst") | json_ld("description").map(unescape)
    byline = css_all(".ue-c-article__byline-name, .ue-c-article__author-name-item").map(", ".join)
    dateline = json_ld("contentLocation.name")
    relatedLinks = links(".ue-c-article__subtitles")
    articleBody = body(
        ".ue-c-article__body",
        cut=".ue-c-article__subtitles, [class*=newsletter], [class*=tags-container], .ue-c-popular-links, .ue-c-article__trust",
        related=".ue-c-article__listing",
    )


class ElMundoNewsItemPage(ArticlePage):
    """From 2015 to 2018: the text in an `itemprop=articleBody`, its summary and related links within it."""

    hosts = ("elmundo.es",)
    fits = says(_NEWS_ITEM)
    region = (b"<article", b"</article>")
    headline = css("h1.js-headline") | json_ld("headline").map(unescape)
    description = css_all(".subtitle-items .summary-lead").map(". ".join) | ArticlePage.description
    articleSection = json_ld("articleSection") | path(r"^/([a-z-]+)/").map(str.capitalize)
    byline = css(".signatures-container li, .signatures-container")
    datePublishedRaw = ArticlePage.datePublishedRaw | path(r"/(\d{4}/\d{2}/\d{2})/")
    articleBody = body(_NEWS_ITEM, cut=".subtitle-items", related=".related-links")
