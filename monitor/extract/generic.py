"""Unknown outlets, and layouts not yet known: JSON-LD and meta for metadata, the page's prose for the body."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from monitor.errors import NotArticle
from monitor.extract import blocks, consent, jsonld, maintext, metadata
from monitor.extract.blocks import Block
from monitor.extract.body import Body, read
from monitor.extract.document import Document
from monitor.extract.fields import Field
from monitor.extract.listing import is_listing
from monitor.extract.maintext import MainText
from monitor.extract.page import ArticlePage
from monitor.items import Link, NewsArticle

# Pages that scripts fill have their text in JSON-LD alone; elsewhere that is a summary, or cut, or one paragraph.
_HARDLY_ANY = 300
# What no text has, and what broken letters leave: in French, of one letter in twenty.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS, _MOST_BROKEN = 0.01, 0.15


class GenericPage(ArticlePage):
    """Any page of any site."""

    headline = Field(metadata.headline)
    author = Field(metadata.authors)
    byline = Field(metadata.byline)
    datePublishedRaw = Field(metadata.published)
    canonicalUrl = Field(metadata.canonical)

    @classmethod
    def article(cls, document: Document, outlet: str) -> NewsArticle:
        """Read the page; raises `NotArticle` when it is a home page, a listing or has no text."""
        if document.path in {"", "/"}:
            raise NotArticle(f"{document.url} is a home page.")
        found = maintext.find(blocks.cut(document.tree), metadata.headline(document))
        article = cls.told(document, outlet, found)
        if not article.articleBody:
            raise NotArticle(f"{document.url} has no text.")
        if _is_rubbish(article.articleBody):
            raise NotArticle(f"{document.url} cannot be read as text.")
        if consent.is_wall(article.articleBody):
            raise NotArticle(f"{document.url} asks for consent to cookies, and says nothing else.")
        if is_listing(document, found, article.datePublishedRaw):
            raise NotArticle(f"{document.url} lists other pages, or says hardly anything.")
        return article

    @classmethod
    def told(cls, document: Document, outlet: str, found: MainText) -> NewsArticle:
        """Make an article of a page and its text, whatever the page is."""
        body = _body(document, found)
        article = super().article(document, outlet)
        return replace(
            article,
            articleBody=body.text,
            links=body.links,
            relatedLinks=body.related,
            description=_lead(article.description, body),
        )


def _is_rubbish(text: str) -> bool:
    """Tell bytes that were never text, as compressed ones, in whatever encoding they were read."""
    controls = len(_CONTROLS.findall(text))
    return controls > _MOST_CONTROLS * len(text) or text.count("\ufffd") > _MOST_BROKEN * len(text)


def _body(document: Document, found: MainText) -> Body:
    body = _written(document, found.text, found.related)
    stated = jsonld.first(document.jsonld, "articleBody") or ""
    if len(body.text) < _HARDLY_ANY < len(stated):
        marked = LexborHTMLParser(stated).body if "</" in stated else None
        return read([marked], document.absolute) if marked else Body(stated)
    return body


def _lead(description: str | None, body: Body) -> str | None:
    """Leave out a description that only repeats the opening: it would be cut out of the text as an echo."""
    opening = body.text.partition("\n\n")[0]
    return None if description and " ".join(description.split()) == opening else description


def _written(document: Document, text: Iterable[Block], related: Iterable[Block]) -> Body:
    pieces: list[str] = []
    links: list[Link] = []
    offset = 0
    for block in text:
        links += (
            Link(url=url, text=block.text[start:end], start=offset + start, end=offset + end)
            for start, end, url in _addresses(document, block)
        )
        pieces.append(block.text)
        offset += len(block.text) + 2
    beside = (
        Link(url=url, text=block.text[start:end])
        for block in related
        for start, end, url in _addresses(document, block)
    )
    return Body("\n\n".join(pieces), tuple(links), tuple(dict.fromkeys(beside)))


def _addresses(document: Document, block: Block) -> Iterator[tuple[int, int, str]]:
    for start, end, address in block.anchors:
        url = document.absolute(address)
        if url:
            yield start, end, url
