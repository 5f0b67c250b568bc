"""`monitor cite`: articles in, whom they cite out, one JSON line each."""

from functools import cache, partial
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from monitor.cite import gazetteer
from monitor.cite.tagger import Tagger
from monitor.cli.lines import run_filter
from monitor.cli.options import Outlets
from monitor.errors import BadInput
from monitor.items import Link, NewsArticle

app = typer.Typer()


class Given(msgspec.Struct):
    """A line of input; all but `articleBody` may be absent."""

    articleBody: str
    outlet: str | None = None
    url: str | None = None
    inLanguage: str | None = None
    headline: str | None = None
    description: str | None = None
    byline: str | None = None
    dateline: str | None = None
    credit: str | None = None
    links: list[Link] | None = None


@app.command()
def cite(
    outlets: Outlets = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes to use; the order is kept.")] = 1,
) -> None:
    """Read articles as JSON lines, write whom they cite, in which words, as JSON lines.

    In: id, outlet (the publisher's domain), inLanguage, headline, description, byline, articleBody, credit,
    links (url, text); all but id and articleBody may be absent. Out: id, foreign, citations, mentions; offsets
    index the fields as given. A bad line gives its id and an error, and the exit code 1 at the end.

    Example: monitor cite < articles.jsonl > citations.jsonl
    """
    run_filter(partial(citations_of, outlets=outlets), jobs=jobs)


def citations_of(given: dict[str, Any], *, outlets: Path | None = None) -> dict[str, Any]:
    """Tag the article of one line; raises `BadInput` when it has no text."""
    if "id" not in given:
        raise BadInput("Give the article an id.")
    line = msgspec.convert(given, Given)
    article = NewsArticle(
        url=line.url or "",
        outlet=(line.outlet or "").lower().removeprefix("www."),
        inLanguage=line.inLanguage,
        headline=line.headline or "",
        description=line.description,
        byline=line.byline,
        dateline=line.dateline,
        articleBody=line.articleBody,
        credit=line.credit,
        links=tuple(line.links or ()),
    )
    tagged = _tagger(outlets).tag(article)
    return {
        "id": given["id"],
        "foreign": tagged.foreign,
        "citations": tagged.citations,
        "mentions": tagged.mentions,
    }


@cache
def _tagger(outlets: Path | None) -> Tagger:
    return Tagger(gazetteer.load(outlets))
