"""Unknown outlets, and layouts not yet known: JSON-LD and meta for metadata, trafilatura for the body."""

import logging
from typing import Any

from monitor.errors import NotArticle
from monitor.extract.body import Body, Writer
from monitor.extract.document import Document
from monitor.extract.fields import Field
from monitor.extract.page import ArticlePage
from monitor.items import NewsArticle

log = logging.getLogger(__name__)

# Beyond that a page is data, and trafilatura's time grows faster than the page.
_LARGEST = 4 * 1024 * 1024
# trafilatura's words for elements.
_TAGS = {
    "ref": "a",
    "lb": "br",
    "head": "h2",
    "item": "li",
    "list": "ul",
    "quote": "blockquote",
    "cell": "td",
}
# A page whose text is links for the greater part lists other pages.
_LINKED = 0.5


def _found_by_trafilatura(document: Document) -> Body | None:
    # The import takes half a second, and known outlets do not need it.
    from trafilatura import bare_extraction  # noqa: PLC0415

    if len(document.html) > _LARGEST:
        log.warning(
            "page too large for generic extraction characters=%d url=%s", len(document.html), document.url
        )
    found = bare_extraction(document.html[:_LARGEST], include_comments=False, include_links=True)
    if found is None or isinstance(found, dict) or found.body is None:
        return None
    writer = Writer(document.absolute)
    _walk(found.body, writer)
    return writer.body()


def _walk(element: Any, writer: Writer) -> None:
    tag = _TAGS.get(element.tag, element.tag)
    writer.enter(tag, element.get("target"))
    writer.write(element.text or "")
    for child in element:
        _walk(child, writer)
        writer.write(child.tail or "")
    writer.leave(tag)


class GenericPage(ArticlePage):
    """Any page of any site."""

    articleBody = Field(_found_by_trafilatura)

    @classmethod
    def article(cls, document: Document, outlet: str) -> NewsArticle:
        """Read the page; raises `NotArticle` when it is a home page, a listing or no text at all."""
        if document.path in {"", "/"}:
            raise NotArticle(f"{document.url} is a home page.")
        article = super().article(document, outlet)
        if _is_listing(document, article):
            raise NotArticle(f"{document.url} lists other pages, or has no text.")
        return article


def _is_listing(document: Document, article: NewsArticle) -> bool:
    kind = document.meta.get("og:type", "").lower()
    if document.jsonld or kind == "article":
        return False
    if not article.articleBody:
        return True
    linked = sum(len(link.text) for link in article.links)
    # Some sites call every page a website, but none leaves its articles without a date.
    return article.datePublishedRaw is None and (
        kind == "website" or linked > _LINKED * len(article.articleBody)
    )
