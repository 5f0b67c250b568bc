"""A few articles for the commands that look at them: a corrected one, and a text that four outlets carry."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.cite.gazetteer import load
from monitor.cite.tagger import Tagger
from monitor.dedup import fingerprint
from monitor.items import Capture, NewsArticle
from monitor.store.connection import open_store
from tests.dedup.prose import prose

PORT = "https://atlantico.fr/article/pepite/valdoria-port"
LAKE = "https://lemonde.fr/ouradan-lac"
MORNING = datetime(2026, 11, 20, 8, tzinfo=UTC)
WIRE = f"La route cotière est coupée. {prose(7, 90)}."


def made(url: str, outlet: str, body: str, minutes: int = 0, **fields: Any) -> NewsArticle:
    """Make an article as normalise hands it on, published so many minutes after eight."""
    when = MORNING + timedelta(minutes=minutes)
    given: dict[str, Any] = {
        "headline": "Valdoria : la route coupée",
        "articleSection": "International",
        "datePublished": when,
        "inLanguage": "fr",
        "capture": Capture(targetUri=url, date=when, file="atlantico.fr-1.warc.gz", offset=42),
    }
    return NewsArticle(
        url=url, urls=(url,), canonicalUrl=url, outlet=outlet, articleBody=body, **{**given, **fields}
    )


def articles() -> list[NewsArticle]:
    """List the articles in the order in which they are stored."""
    told = (
        "Le port est fermé, a déclaré une source au Washington Post.\n\nOn a saisi 4 000 passeports.\n\nFin."
    )
    port = made(PORT, "atlantico.fr", told, 60, headline="Valdoria : le port fermé")
    corrected = replace(
        port,
        articleBody=told.replace("4 000", "5 000"),
        credit="Lu sur le Washington Post",
        capture=Capture(targetUri=PORT, date=MORNING + timedelta(hours=3)),
    )
    return [
        port,
        corrected,
        made("https://afp.com/route", "afp.com", WIRE),
        made("https://lefigaro.fr/route", "lefigaro.fr", WIRE, 14, credit="avec AFP"),
        made("https://lepoint.fr/route", "lepoint.fr", WIRE, 31),
        made("https://20minutes.fr/route", "20minutes.fr", " ".join(WIRE.split()[:60]), 2000),
        made(LAKE, "lemonde.fr", "Le lac [/x] est vide.", 120, headline="[bold]Ouradan[/bold] : le lac"),
    ]


async def fill(uri: str, database: str) -> None:
    """Store the articles as the pipelines do."""
    known = load()
    tagger = Tagger(known)
    agencies = frozenset(domain for domain, outlet in known.outlets.items() if outlet.kind == "agency")
    async with open_store(uri, database, Path(), agencies=agencies) as store:
        for article in articles():
            ready = tagger.tag(fingerprint(article))
            await store.articles.store(ready, cause="crawl", run="r1", now=MORNING)
