r"""The fingerprint: what an article is found by when a copy of it comes, and told by when it changes.

>>> article = NewsArticle(url="https://a.example/1", outlet="a.example", headline="Un", articleBody="Deux  trois")
>>> spaced = NewsArticle(url="https://a.example/1", outlet="a.example", headline="Un ", articleBody="Deux\ntrois")
>>> fingerprint(article).contentDigest == fingerprint(spaced).contentDigest
True
"""

import hashlib
import unicodedata
from dataclasses import replace

import numpy as np

from monitor.dedup.shingles import Shingles, Text, text_of
from monitor.items import NewsArticle

SAMPLE = 8
"""One shingle in so many is stored, of a text that is not short."""
SHORT = 40
"""A text of fewer words is short: all its shingles are stored, and its verdicts are stricter."""


def fingerprint(article: NewsArticle) -> NewsArticle:
    """Give the article its fingerprint and its content digest."""
    sampled = sample(text_of(article.headline, article.articleBody))
    return replace(article, fingerprint=tuple(sampled.tolist()), contentDigest=content_digest(article))


def sample(text: Text, rate: int = SAMPLE) -> Shingles:
    """Choose the shingles by which a text is found: those that `rate` divides, all of a short text.

    `rate` is a power of two.
    The choice depends on the shingle alone, so that two texts with a passage in common choose the same
    shingles of it.
    """
    if text.words < SHORT:
        return text.shingles
    sampled: Shingles = text.shingles[(text.shingles & (rate - 1)) == 0]
    return sampled


def count_sampled(shingles: Shingles, rate: int = SAMPLE) -> int:
    """Count what of a sample a text that is not short may have in its own: of a short one not all."""
    return int(np.count_nonzero((shingles & (rate - 1)) == 0))


def content_digest(article: NewsArticle) -> str:
    """Digest what a reader would call the content: SHA-256 in hexadecimal.

    It holds headlines, lead, body, authors, byline and credit line. White space, the Unicode form and
    all else on the page (related links, dates, counters) make no difference.
    """
    parts = (
        article.headline,
        article.alternativeHeadline,
        article.description,
        article.articleBody,
        article.credit,
        *(article.author or (article.byline,)),
    )
    digest = hashlib.sha256()
    for part in parts:
        digest.update(unicodedata.normalize("NFC", " ".join((part or "").split())).encode())
        digest.update(b"\0")
    return digest.hexdigest()
