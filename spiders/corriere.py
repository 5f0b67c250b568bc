"""Corriere della Sera (https://www.corriere.it): its listings and its layouts since 2017."""

import re

from monitor.extract.fields import body, css, css_all, holds, json_ld, meta, path
from monitor.extract.page import ArticlePage
from monitor.spider import OutletSpider


class Corriere(OutletSpider):
    """The Corriere's section "Esteri"."""

    name = "corriere"
    outlet = "corriere.it"
    timezone = "Europe/Rome"
    section = "Esteri"
    feeds = ("https://www.corriere.it/dynamic-feed/rss/section/Esteri.xml",)
    sitemaps = ("https://www.corriere.it/dynamic-sitemap/sitemap-last-100/Esteri.xml",)
    sitemap_index = "https://www.corriere.it/rss/sitemap_v2.xml"
    sections = ("https://www.corriere.it/esteri/",)
    article_url = re.compile(r"/\d{2}_[a-z]+_\d{1,2}/[^/]+\.shtml$")


class CorrierePage(ArticlePage):
    """Since 2022: the text in `#content-to-read`, each paragraph in a `div.content` of its own."""

    hosts = ("corriere.it",)
    fits = css("#content-to-read > .content .chapter-paragraph")
    region = (b"<main", b"</main>")
    headline = css("h1.title-art-hp") | json_ld("headline")
    description = css("#content-to-read p.summary-art") | json_ld("description")
    articleSection = json_ld("articleSection")
    author = ArticlePage.author | css_all("#content-to-read .writer")
    byline = css("#content-to-read .author-art") | meta("og:author")
    articleBody = body(
        "#content-to-read > .content", cut=".author-art, .bck-adv, .information-group, .rcs_social-embed"
    )


def _section(name: str) -> str:
    return name.replace("-", " ").capitalize()


class CorriereChapterPage(ArticlePage):
    """From 2017 to 2021: the text in `.container-body-article`, what is not for reading aloud as `.rs_skip`."""

    hosts = ("corriere.it",)
    fits = holds("#content-to-read .container-body-article")
    headline = css("h1.article-title") | ArticlePage.headline
    description = css(".article-subtitle") | ArticlePage.description
    articleSection = json_ld("articleSection") | path(r"^/([a-z-]+)/").map(_section)
    author = ArticlePage.author | css_all("header .article-signature .writer")
    byline = css("header .article-signature")
    articleBody = body(
        "#content-to-read .container-body-article",
        cut=".rs_skip, div.article-signature, [class*='bk_cop'], [id^=rcsad], .video-content, .DATAROOM_quote",
        related=".c-modulo-contesto",
    )
