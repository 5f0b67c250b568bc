"""Les Échos (https://www.lesechos.fr): its Monde section, and its layout since 2019."""

import re
from urllib.parse import urlsplit

from monitor.extract.fields import body, css, holds, json_ld
from monitor.extract.page import ArticlePage
from monitor.items import NewsArticle
from monitor.spider import OutletSpider


class LesEchos(OutletSpider):
    """Les Échos, a business daily of Paris."""

    name = "lesechos"
    outlet = "lesechos.fr"
    timezone = "Europe/Paris"
    section = "Monde"
    feeds = ("https://services.lesechos.fr/rss/les-echos-monde.xml",)
    sitemaps = ("https://www.lesechos.fr/sitemap_news.xml",)
    sitemap_index = "https://sitemap.lesechos.fr/sitemap_index.xml"
    sections = ("https://www.lesechos.fr/monde",)
    article_url = re.compile(r"^/[a-z0-9-]+(?:/[a-z0-9-]+)*/[^/]+-\d{5,}/?$")

    @classmethod
    def in_section(cls, article: NewsArticle, wanted: str) -> bool:
        """Tell by name, and the Monde section by its address too."""
        return super().in_section(article, wanted) or (
            wanted == cls.section and urlsplit(article.url).path.startswith("/monde/")
        )


class PostPaywallPage(ArticlePage):
    """Since 2019: styled-components, class names hashed anew with each release; only `post-paywall` has meaning.

    Of a closed article the visible part stands in `div.post-paywall`, and the offer after it in `#paywall`.
    """

    hosts = ("lesechos.fr",)
    fits = holds("div.post-paywall")
    byline = css('article p:has(> span:lexbor-contains("Par"))') | json_ld("author.name")
    articleBody = body(
        "div.post-paywall",
        # Boxes without a paragraph are advertisements, and headings that announce a newsletter's form.
        cut='div:not(:has(p, li, h2, h3, table, blockquote)), h3:lexbor-contains("Pour ne rien rater")',
        related='div:has(> h3:lexbor-contains("Lire aussi"))',
    )
