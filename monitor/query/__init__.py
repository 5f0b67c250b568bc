"""One query language for search and topics: text to tree, tree to match or to MongoDB's filter.

>>> from datetime import UTC, datetime
>>> from monitor.items import NewsArticle
>>> article = NewsArticle(url="https://atlantico.fr/a", outlet="atlantico.fr", headline="Un budget", inLanguage="fr")
>>> matches(parse("budgets OR impôts", now=datetime(2026, 11, 24, tzinfo=UTC)), article)
True
"""

from monitor.query.candidates import candidates
from monitor.query.match import Match, Span, match, matches
from monitor.query.parse import parse
from monitor.query.percolate import percolate, read
from monitor.query.tree import Query

__all__ = ["Match", "Query", "Span", "candidates", "match", "matches", "parse", "percolate", "read"]
