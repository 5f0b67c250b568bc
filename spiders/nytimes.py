"""The New York Times (https://www.nytimes.com): its World section, and its layouts since 2009."""

import re
from urllib.parse import urlsplit

from monitor.extract.fields import body, css, holds, json_ld, meta, path
from monitor.extract.page import ArticlePage
from monitor.items import NewsArticle
from monitor.spider import OutletSpider


class NYTimes(OutletSpider):
    """The New York Times, a daily of New York."""

    name = "nytimes"
    outlet = "nytimes.com"
    timezone = "America/New_York"
    section = "World"
    feeds = ("https://rss.nytimes.com/services/xml/rss/nyt/World.xml",)
    sitemaps = ("https://www.nytimes.com/sitemaps/new/news.xml.gz",)
    sitemap_index = "https://www.nytimes.com/sitemaps/new/sitemap.xml.gz"
    sections = ("https://www.nytimes.com/section/world",)
    # Live blogs and interactive pages have a step of that name before the date.
    article_url = re.compile(r"^/\d{4}/\d{2}/\d{2}/.+\.html$")

    @classmethod
    def in_section(cls, article: NewsArticle, wanted: str) -> bool:
        """Tell by name, and the World section by its address: a page may name the region alone."""
        return super().in_section(article, wanted) or (
            wanted == cls.section and "/world/" in urlsplit(article.url).path
        )


class NYTimesPage(ArticlePage):
    """What the layouts have in common; the JSON-LD's headline is that for search engines."""

    headline = css('h1[data-testid="headline"]') | css("h1") | meta("og:title") | json_ld("headline")
    articleSection = meta("article:section") | json_ld("articleSection")
    byline = meta("byl") | meta("author") | css('p:has(> [itemprop="name"])')
    datePublishedRaw = ArticlePage.datePublishedRaw | meta("article:published") | meta("ptime")
    dateModifiedRaw = ArticlePage.dateModifiedRaw | meta("article:modified") | meta("utime")


class ArticleBodySectionPage(NYTimesPage):
    """Since 2018: class names hashed, the text in `section[name=articleBody]`, cut short for those who do not pay."""

    hosts = ("nytimes.com",)
    fits = holds('section[name="articleBody"]')
    region = (b'<article id="story"', b"</article>")
    description = css("#article-summary") | ArticlePage.description
    # Boxes, graphics and advertisements stand beside the columns of text.
    articleBody = body(
        'section[name="articleBody"] .StoryBodyCompanionColumn',
        cut=(
            'p:has(a[href^="mailto:"][href*="@nytimes.com"]), p:has(a[href*="facebook.com/nytopinion"]),'
            ' p:has(a[href*="/live/"] > em, em > a[href*="/live/"]), p:has(a[href*="/newsletters/"] > em),'
            ' [role="note"], [data-testid="inline-message"], [id$="-signup-module"]'
        ),
        related='[role="complementary"]',
        linked="p",
    )


class StoryBodyPage(NYTimesPage):
    """From 2014 to 2018: the text in paragraphs of `p.story-body-text`."""

    hosts = ("nytimes.com",)
    fits = holds("p.story-body-text")
    region = (b"<main", b"</article>")
    headline = css("h1#headline, h1.headline") | NYTimesPage.headline
    # The page's first `time` may be of its last change.
    datePublishedRaw = json_ld("datePublished") | meta("article:published") | NYTimesPage.datePublishedRaw
    articleBody = body("p.story-body-text, .story-body h4.story-subheading")


class CompanionColumnPage(NYTimesPage):
    """In early 2018: the columns of today without the section around them."""

    hosts = ("nytimes.com",)
    fits = holds("#story .StoryBodyCompanionColumn")
    region = (b'<article id="story"', b"</article>")
    articleBody = body("#story .StoryBodyCompanionColumn", linked="p")


class NytTextPage(NYTimesPage):
    """From 2009 to 2013: the text in `div.articleBody`, in pieces between boxes."""

    hosts = ("nytimes.com",)
    fits = holds("#article div.articleBody")
    headline = css("h1.articleHeadline") | NYTimesPage.headline
    byline = css("h6.byline") | NYTimesPage.byline
    articleSection = NYTimesPage.articleSection | meta("CG").map(str.capitalize)
    datePublishedRaw = NYTimesPage.datePublishedRaw | path(r"^/(\d{4}/\d{2}/\d{2})/")
    articleBody = body("#article div.articleBody", cut=".articleCorrection > h6, nyt_pf_inline")
