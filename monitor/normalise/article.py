"""The step: `NewsArticle -> NewsArticle`, or the article is dropped."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from monitor.errors import NoBody, NoHeadline, NotArticle
from monitor.items import Link, NewsArticle
from monitor.normalise.bylines import names
from monitor.normalise.characters import clean, clean_or_none
from monitor.normalise.dates import read_date
from monitor.normalise.language import detect, stated
from monitor.normalise.paragraphs import Paragraph, cut, join
from monitor.normalise.zones import zones
from monitor.urls import canonical, host, site

# A clock may be wrong by an hour or two, and a zone by half a day; a date beyond that is none.
_AHEAD = timedelta(days=1)
# A pull quote is one or two sentences; fewer words than this recur by chance.
_SHORTEST_QUOTE, _LONGEST_QUOTE = 5, 400
_MOST_PARAGRAPHS = 400
# Shorter lines recur on purpose: cells of tables, steps of recipes, refrains.
_SHORTEST_DOUBLE = 10
_PAGE = re.compile(r"/(?:(?:page|seite|pagina)[-/]?)?\d{1,2}")
_PAGE_NAME = re.compile(r"p|pg|page|seite|pagina")
_QUOTES = "«»“”\"' .…"


def normalise(article: NewsArticle, *, timezone: str | None = None) -> NewsArticle:
    """Give the article clean text, its zones apart, UTC dates, names, language and canonical URLs.

    `timezone` (IANA) is the outlet's, for dates that name none.
    Raises `NoHeadline` or `NoBody` when nothing is left of either, `NotArticle` for a later page of an article.
    """
    article = _texts(article)
    if not article.headline:
        raise NoHeadline(f"{article.url} has no headline.")
    article = _body(article)
    if not article.articleBody:
        raise NoBody(f"{article.url} has no text.")
    return _dates(_urls(_language(article)), timezone)


def _texts(article: NewsArticle) -> NewsArticle:
    byline = clean_or_none(article.byline)
    return replace(
        article,
        headline=clean(article.headline),
        alternativeHeadline=clean_or_none(article.alternativeHeadline),
        description=clean_or_none(article.description),
        articleSection=clean_or_none(article.articleSection),
        dateline=clean_or_none(article.dateline),
        byline=byline,
        author=tuple(dict.fromkeys(name for line in _cleaned(article.author) for name in names(line)))
        or names(byline),
        keywords=_cleaned(article.keywords),
        credit="\n".join(filter(None, map(clean, (article.credit or "").splitlines()))) or None,
    )


def _cleaned(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(clean, values))))


def _body(article: NewsArticle) -> NewsArticle:
    found = zones(_without_echo(cut(article.articleBody, article.links), article.description))
    text, links = join(found.body)
    pointed = tuple(link for paragraph in found.related for link in _links_of(paragraph))
    return replace(
        article,
        articleBody=text,
        links=links,
        relatedLinks=tuple(dict.fromkeys((*article.relatedLinks, *pointed))),
        credit=article.credit or found.credit,
    )


def _links_of(paragraph: Paragraph) -> list[Link]:
    links = [replace(link, start=None, end=None) for link in paragraph.links]
    return links or [Link(url="", text=paragraph.text)]


def _without_echo(paragraphs: list[Paragraph], description: str | None) -> list[Paragraph]:
    """Leave out what is said twice: a lead set above the body, a pull quote, a doubled paragraph."""
    texts = [paragraph.text for paragraph in paragraphs]
    kept = [
        paragraph
        for paragraph, later, echoed in zip(paragraphs, _repeated(texts), _quoted(texts), strict=True)
        if not later and not echoed
    ]
    if len(kept) > 1 and kept[0].text == description:
        return kept[1:]
    return kept


def _repeated(texts: list[str]) -> list[bool]:
    first: dict[str, int] = {}
    return [
        first.setdefault(text, place) != place and len(text.split()) >= _SHORTEST_DOUBLE
        for place, text in enumerate(texts)
    ]


def _quoted(texts: list[str]) -> list[bool]:
    """Tell which paragraphs stand again, word for word, inside a longer one."""
    if len(texts) > _MOST_PARAGRAPHS:
        return [False] * len(texts)
    return [
        len(text) <= _LONGEST_QUOTE
        and len(text.split()) >= _SHORTEST_QUOTE
        and any(len(whole) > len(text) and text.strip(_QUOTES) in whole for whole in texts)
        for text in texts
    ]


def _language(article: NewsArticle) -> NewsArticle:
    language = stated(article.inLanguage) or detect(f"{article.headline}\n{article.articleBody}")
    return replace(article, inLanguage=language)


def _urls(article: NewsArticle) -> NewsArticle:
    own = canonical(article.url)
    if article.canonicalUrl and _is_later_page(canonical(article.canonicalUrl), own):
        raise NotArticle(f"{article.url} is a later page of {article.canonicalUrl}.")
    believed = own
    if article.canonicalUrl and _believable(canonical(article.canonicalUrl), own):
        believed = canonical(article.canonicalUrl)
    urls = tuple(dict.fromkeys((believed, own, *map(canonical, article.urls))))
    return replace(article, canonicalUrl=believed, urls=urls)


def _is_later_page(claimed: str, own: str) -> bool:
    """Tell whether a page says that it belongs to another, and differs from it by a page number only.

    >>> _is_later_page("https://a.example/x", "https://a.example/x/seite-2")
    True
    """
    whole, part = urlsplit(claimed), urlsplit(own)
    if whole.netloc != part.netloc:
        return False
    if whole.path != part.path:
        return part.path.startswith(whole.path) and bool(_PAGE.fullmatch(part.path[len(whole.path) :]))
    more = set(parse_qsl(part.query)) - set(parse_qsl(whole.query))
    return bool(more) and all(_PAGE_NAME.fullmatch(name) and number.isdigit() for name, number in more)


def _believable(claimed: str, own: str) -> bool:
    """Believe `rel=canonical` within one outlet only, and never when it points to a listing."""
    if site(claimed) != site(own) or not host(claimed):
        return False
    path, own_path = urlsplit(claimed).path.strip("/"), urlsplit(own).path.strip("/")
    if not path and not urlsplit(claimed).query:
        return False
    return own_path == path or not own_path.startswith(f"{path}/")


def _dates(article: NewsArticle, timezone: str | None) -> NewsArticle:
    now = article.capture.date if article.capture else None
    latest = now + _AHEAD if now else None

    def instant(given: datetime | None, raw: str | None) -> datetime | None:
        found = given or read_date(raw, language=article.inLanguage, timezone=timezone, now=now)
        return None if found and latest and found > latest else found

    return replace(
        article,
        datePublished=instant(article.datePublished, article.datePublishedRaw),
        dateModified=instant(article.dateModified, article.dateModifiedRaw),
    )
