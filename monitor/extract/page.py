"""Page objects: an article's fields declared for one outlet's layout; the right one is found by host and page.

An outlet's file writes, and old layouts stay beside new ones:

    class Article2025(ArticlePage):
        hosts = ("example.org",)
        fits = css("div.text")
        articleBody = body("div.text", related="div.read-also")
"""

import importlib
import logging
import pkgutil
from dataclasses import fields as fields_of
from typing import Any, ClassVar

from monitor.extract.body import Body
from monitor.extract.document import Document
from monitor.extract.fields import Field, boolean, css, is_nothing, json_ld, json_ld_all, meta, persons
from monitor.items import Link, NewsArticle
from monitor.urls import host

log = logging.getLogger(__name__)

_NAMES = frozenset(field.name for field in fields_of(NewsArticle))
_registry: dict[str, list[type["ArticlePage"]]] = {}


class ArticlePage:
    """An article's fields where most sites have them; a layout overrides those that stand elsewhere.

    `hosts` are the domains whose pages it reads, `fits` finds something on pages of its layout. Of several
    that fit, the one written first is taken. `region` are the bounds of the element in which, the head apart,
    all stands that it reads (`monitor.extract.region`): where given, the rest of a page is not parsed.
    """

    hosts: ClassVar[tuple[str, ...]] = ()
    fits: ClassVar[Field[Any] | None] = None
    region: ClassVar[tuple[bytes, bytes] | None] = None
    fields: ClassVar[dict[str, Field[Any]]] = {}

    headline: ClassVar[Field[str]] = json_ld("headline") | meta("og:title") | css("h1") | css("title")
    alternativeHeadline: ClassVar[Field[str]] = json_ld("alternativeHeadline")
    description: ClassVar[Field[str]] = json_ld("description") | meta("og:description") | meta("description")
    articleSection: ClassVar[Field[str]] = json_ld("articleSection") | meta("article:section")
    author: ClassVar[Field[tuple[str, ...]]] = persons("author")
    byline: ClassVar[Field[str]] = meta("author") | meta("article:author").map(
        lambda name: None if "://" in name else name
    )
    datePublishedRaw: ClassVar[Field[str]] = (
        json_ld("datePublished") | meta("article:published_time") | css("time[datetime]", "datetime")
    )
    dateModifiedRaw: ClassVar[Field[str]] = json_ld("dateModified") | meta("article:modified_time")
    dateline: ClassVar[Field[str]] = json_ld("dateline")
    inLanguage: ClassVar[Field[str]] = json_ld("inLanguage") | css("html", "lang") | meta("og:locale")
    isAccessibleForFree: ClassVar[Field[bool]] = json_ld("isAccessibleForFree").map(boolean)
    keywords: ClassVar[Field[tuple[str, ...]]] = json_ld_all("keywords").map(
        lambda found: tuple(word.strip() for text in found for word in text.split(",") if word.strip())
    )
    isBasedOn: ClassVar[Field[tuple[str, ...]]] = json_ld_all("isBasedOn")
    canonicalUrl: ClassVar[Field[str]] = css('link[rel="canonical"]', "href") | meta("og:url")
    credit: ClassVar[Field[str]] = json_ld("creditText")
    relatedLinks: ClassVar[Field[tuple[Link, ...]]]
    articleBody: ClassVar[Field[Body]]

    def __init_subclass__(cls) -> None:
        """Gather the fields, and register the layout for its hosts."""
        found = {name: getattr(cls, name) for name in dir(cls) if name in _NAMES}
        cls.fields = {name: field for name, field in found.items() if isinstance(field, Field)}
        for name in cls.hosts:
            _registry.setdefault(name, []).append(cls)

    @classmethod
    def article(cls, document: Document, outlet: str) -> NewsArticle:
        """Read the page. A field that fails is left empty and logged, once."""
        values: dict[str, Any] = {"url": document.url, "outlet": outlet}
        for name, field in cls.fields.items():
            try:
                found = field(document)
            except Exception as error:  # noqa: BLE001 - one field must not lose the article
                log.warning(
                    "field failed field=%s page=%s url=%s error=%r", name, cls.__name__, document.url, error
                )
                continue
            if not is_nothing(found):
                values[name] = found
        written = values.pop("articleBody", None) or Body()
        values["articleBody"], values["links"] = written.text, written.links
        values["relatedLinks"] = tuple(dict.fromkeys((*written.related, *values.get("relatedLinks", ()))))
        return NewsArticle(**values)


def load(package: str = "spiders") -> None:
    """Import every module of a package, so that its page objects are known.

    Raises `ModuleNotFoundError` when there is no such package.
    """
    for module in pkgutil.iter_modules(importlib.import_module(package).__path__, f"{package}."):
        importlib.import_module(module.name)


def layouts(url: str) -> list[type[ArticlePage]]:
    """List the page objects for the host of a URL, that of the longest host suffix."""
    suffix = host(url)
    while suffix:
        if suffix in _registry:
            return _registry[suffix]
        suffix = suffix.partition(".")[2]
    return []


def fitting(document: Document) -> tuple[type[ArticlePage], Document] | None:
    """Give the page object whose layout the page has, and the part of the page that it reads; None without one."""
    known = layouts(document.url)
    for layout in known:
        part = (layout.region and document.within(layout.region)) or document
        if layout.fits is None or layout.fits(part):
            return layout, part
    for layout in known:
        # The bounds may stand elsewhere than the layout, as around a list of other articles.
        if layout.region and layout.fits and layout.fits(document):
            return layout, document
    return None
