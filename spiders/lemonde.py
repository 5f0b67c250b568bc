"""Le Monde (https://www.lemonde.fr): its International section, and its layouts since 2012."""

import re
from urllib.parse import urlsplit

from monitor.extract.fields import body, closed, css, holds, json_ld, meta
from monitor.extract.page import ArticlePage
from monitor.items import NewsArticle
from monitor.spider import OutletSpider


class LeMonde(OutletSpider):
    """Le Monde, a daily of Paris; its English edition is read by the same layouts."""

    name = "lemonde"
    outlet = "lemonde.fr"
    timezone = "Europe/Paris"
    feeds = ("https://www.lemonde.fr/international/rss_full.xml",)
    sitemaps = ("https://www.lemonde.fr/sitemap_news.xml",)
    sitemap_index = "https://www.lemonde.fr/sitemap_index.xml"
    sections = ("https://www.lemonde.fr/international/",)
    article_url = re.compile(r"^/(?:en/)?[a-z0-9-]+/article/\d{4}/\d{2}/\d{2}/[^/]+_\d+_\d+\.html$")

    @classmethod
    def in_section(cls, article: NewsArticle, wanted: str) -> bool:
        """Tell by name, and the International section by its parts' addresses, which were its names until 2019."""
        return super().in_section(article, wanted) or (
            wanted == cls.section and _INTERNATIONAL.search(urlsplit(article.url).path) is not None
        )


_INTERNATIONAL = re.compile(
    r"^/(?:en/)?(?:international|europe|afrique|ameriques|asie-pacifique|proche-orient)/"
)
_UPDATED = re.compile(r"\s*[,–-]?\s*(\b(?:modifié|mis à jour|modified|updated)\b.*)", re.IGNORECASE)


def _published(dates: str) -> str:
    return _UPDATED.sub("", dates)


def _modified(dates: str) -> str | None:
    found = _UPDATED.search(dates)
    return found.group(1) if found else None


class ArticleContentPage(ArticlePage):
    """Since late 2018: the text in `.article__content`; after its visible part, what is left in percent."""

    hosts = ("lemonde.fr",)
    fits = holds(".article__content")
    region = (b"<main", b"</article>")
    headline = css("h1.article__title, h1.ds-title") | ArticlePage.headline
    description = css("p.article__desc, .ds-chapo") | ArticlePage.description
    articleSection = json_ld("articleSection") | meta("og:article:section") | css("li.breadcrumb__parent")
    byline = css("#js-authors-list") | css(".meta__author") | meta("og:article:author")
    datePublishedRaw = (
        json_ld("datePublished") | meta("og:article:published_time") | css(".meta__date").map(_published)
    )
    dateModifiedRaw = json_ld("dateModified") | css(".meta__date").map(_modified)
    isAccessibleForFree = (
        ArticlePage.isAccessibleForFree
        | meta("og:article:content_tier").map(lambda tier: tier == "free")
        | closed(".article--restricted")
    )
    articleBody = body(
        ".article__content",
        cut=(
            ".catcher, .inread, .services, .dfp-slot, .author, .article__status, .article__reactions,"
            " .paywall, .reading-mode-only"
        ),
        related=(
            '.catcher:not(.catcher--last) .catcher__desc, p:has(> strong:first-child:lexbor-contains("Lire") + a)'
        ),
        echo="blockquote",
    )


class ArticleBodyPage(ArticlePage):
    """From 2012 to 2018: the text in `#articleBody`, dates and signature in `p.bloc_signature`."""

    hosts = ("lemonde.fr",)
    fits = holds("#articleBody")
    headline = css('article h1[itemprop="Headline"]') | ArticlePage.headline
    articleSection = (
        css("#ariane_az a[href*='lemonde.fr/']")
        | css(".rubrique_ariane")
        | css(".tt_rubrique_ombrelle .couleur_rubrique")
        | ArticlePage.articleSection
    )
    byline = css(".signature_article") | css("#publisher")
    datePublishedRaw = css('time[itemprop="datePublished"]', "datetime") | ArticlePage.datePublishedRaw
    dateModifiedRaw = css('time[itemprop="dateModified"]', "datetime") | ArticlePage.dateModifiedRaw
    isAccessibleForFree = closed("#teaser_article, .teaser_article")
    articleBody = body(
        "#articleBody",
        cut=".dfp-slot, .bandeau_resize",
        related='p.lire, .conjug_related, p:has(> strong:only-child > a[href*="/live/"])',
    )
