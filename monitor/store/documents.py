"""Documents: an article as the database keeps it, and back.

A document is an article as it flows, `_id` for `id`, and beside it `time` (of publication, else of the
capture), `bodyDigest` (of the words in their order), `relations` and `membership` (see `clusters`),
`storedAt`, `run` and `cause`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from monitor.dedup.judge import wording
from monitor.dedup.shingles import text_of
from monitor.items import Cause, NewsArticle, article_from, as_dict
from monitor.store.leases import Lease
from monitor.times import cut

State = dict[str, Any]

PLACE = ("cluster", "copyOf", "source", "wire", "membership")
"""What arranging its cluster says of an article: it lasts over revisions, until it is arranged anew."""


@dataclass(frozen=True, slots=True)
class Given:
    """An article to be written, with what is known of how it came."""

    article: NewsArticle
    cause: Cause
    run: str | None
    now: datetime
    lease: Lease | None


def document(given: Given, name: str | None = None) -> State:
    """Give the document of an article as it came, under this id, else under that of an article never seen."""
    article = given.article
    plain = as_dict(article)
    del plain["id"]
    seen = article.capture.date if article.capture else given.now
    return plain | {
        "_id": name or sha256(article.urls[0].encode()).hexdigest()[:16],
        "firstSeen": seen,
        "time": cut(article.datePublished or seen),
        "bodyDigest": wording(text_of(article.headline, article.articleBody)),
        "relations": [],
        "membership": None,
        "cluster": None,
        "storedAt": given.now,
        "run": given.run,
        "cause": given.cause,
    }


def article_of(row: Mapping[str, Any]) -> NewsArticle:
    """Give the article of a document."""
    return article_from({**row, "id": row["_id"]})
