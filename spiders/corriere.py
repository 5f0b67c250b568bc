"""Corriere della Sera (https://www.corriere.it): its listings and its layout since 2022."""

import re

from monitor.extract.fields import body, css, css_all, json_ld, meta
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
    """The text in `#content-to-read`, each paragraph in a `div.content` of its own."""

    hosts = ("corriere.it",)
    fits = css("#content-to-read .chapter-paragraph")
    headline = css("h1.title-art-hp") | json_ld("headline")
    description = css("#content-to-read p.summary-art") | json_ld("description")
    articleSection = json_ld("articleSection")
    author = ArticlePage.author | css_all("#content-to-read .writer")
    byline = css("#content-to-read .author-art") | meta("og:author")
    articleBody = body(
        "#content-to-read > .content", cut=".author-art, .bck-adv, .information-group, .rcs_social-embed"
    )
