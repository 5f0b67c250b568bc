"""Le Figaro (https://www.lefigaro.fr): its International section, and its layouts since 2013."""

import re
from urllib.parse import urlsplit

from monitor.extract.fields import body, closed, constant, css, css_all, holds, json_ld
from monitor.extract.page import ArticlePage
from monitor.items import NewsArticle
from monitor.spider import OutletSpider


class LeFigaro(OutletSpider):
    """Le Figaro, a daily of Paris."""

    name = "lefigaro"
    outlet = "lefigaro.fr"
    timezone = "Europe/Paris"
    feeds = ("https://www.lefigaro.fr/rss/figaro_international.xml",)
    sitemaps = ("https://www.lefigaro.fr/sitemap_news.xml",)
    sitemap_index = "https://sitemaps.lefigaro.fr/lefigaro.fr/articles.xml"
    sections = ("https://www.lefigaro.fr/international",)
    article_url = re.compile(
        r"^/[a-z0-9-]+(?:/[a-z0-9-]+)*/[^/]+-20\d{6}/?$"  # since 2019
        r"|^/[a-z0-9-]+/20\d{2}/\d{2}/\d{2}/[^/]+\.php$"  # until 2019
    )

    @classmethod
    def in_section(cls, article: NewsArticle, wanted: str) -> bool:
        """Tell by name, and the International section by its address too."""
        return super().in_section(article, wanted) or (
            wanted == cls.section and urlsplit(article.url).path.startswith("/international/")
        )


class ContentBodyPage(ArticlePage):
    """Since 2019: JSON-LD, the text in `div.fig-content-body`; a closed article's visible part stands there too."""

    hosts = ("lefigaro.fr",)
    fits = holds("div.fig-content-body")
    region = (b"<article", b"</article>")
    headline = css("h1.fig-headline") | ArticlePage.headline
    description = css("p.fig-standfirst") | ArticlePage.description
    articleSection = json_ld("articleSection") | css(".fig-breadcrumb li:nth-of-type(2)")
    # The JSON-LD makes one person of all: "Le Figaro et AFP". The line on the page has each name apart.
    author = css_all(".fig-content-metas__authors-container a.fig-content-metas__author")
    byline = (
        css(".fig-content-metas__authors-container")
        | css(".fig-content-metas__authors")
        | json_ld("author.name")
    )
    isAccessibleForFree = ArticlePage.isAccessibleForFree | closed(
        "#fig-premium-paywall, .fig-premium-paywall"
    )
    articleBody = body(
        "div.fig-content-body",
        cut=(
            "#fig-premium-paywall, .fig-premium-paywall, .fig-crosslinking, .fig-table-contents, .fig-ad-content,"
            " .fig-embed, .fig-tags, .fig-newsletter, .a11y-hidden"
        ),
        related=".fig-body-link, .fig-crosslinking__link",
        echo="blockquote.fig-quote",
    )


class ArticleBodyPage(ArticlePage):
    """From 2013 to 2018: the text in `div.fig-article-body`, the lead in `p.fig-chapo`."""

    hosts = ("lefigaro.fr",)
    fits = holds("div.fig-article-body")
    region = (b"<article", b"</article>")
    headline = css('h1[itemprop="headline"]') | ArticlePage.headline
    description = css("p.fig-chapo") | ArticlePage.description
    articleSection = css(".fig-breadcrumb a:last-of-type") | ArticlePage.articleSection
    byline = css("li.fig-auteur") | css(".fig-auteur")
    datePublishedRaw = (
        css("li.fig-date-pub time", "datetime") | css("li.fig-date-pub") | ArticlePage.datePublishedRaw
    )
    dateModifiedRaw = (
        css("li.fig-date-maj time", "datetime") | css("li.fig-date-maj") | ArticlePage.dateModifiedRaw
    )
    isAccessibleForFree = closed(".fig-premium-paywall, .fig-article-payant")
    articleBody = body("div.fig-article-body", related=".fig-lire-aussi, .fig-article-link", cut=".fig-ad")


class MadamePage(ArticlePage):
    """Madame Figaro until 2021: Drupal, the text in `div.mad__article__content__body`."""

    hosts = ("lefigaro.fr",)
    fits = holds("div.mad__article__content__body")
    region = (b"<article", b"</article>")
    headline = css("h1.mad__titre") | ArticlePage.headline
    author = css_all("a.header-info__author-link")
    byline = css(".header-info__authors")
    inLanguage = constant("fr")
    articleBody = body(
        "div.mad__article__content__body",
        cut=".mad__article__content__redac-conseil, .atom-render, h2:has(+ .type-video)",
        related=".mad__article__content__redac-conseil",
    )
