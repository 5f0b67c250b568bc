"""Gold: articles whose citations people have labelled, as the tagger reads them.

Two forms are read. With `title` and `text`; or with `text` alone that starts with `TITLE:` and
`BYLINE:` lines and may end with a `[LINKS IN BODY]` list, `text | url` a line. Each has `id`, `lang`,
`publisher_domain`, `citations` (`outlet_domain`, `kind`, `evidence`, `via`), `mentions`, `foreign`, and
perhaps `page_credits`, outlets credited on the page outside the text, that neither help nor harm.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from monitor.cite.verdicts import Verdict, apply, on
from monitor.errors import BadInput
from monitor.items import Link, NewsArticle

_LINKS = "[LINKS IN BODY]"
RANK = {"credit": 0, "attribution": 1, "link": 2}


@dataclass(frozen=True, slots=True)
class Labelled:
    """One citation that a person found."""

    outlet: str
    kind: str
    evidence: str
    via: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """An article with what people found in it; `one_kind` where they noted the strongest kind only."""

    article: NewsArticle
    language: str
    citations: tuple[Labelled, ...]
    foreign: frozenset[str]
    neutral: frozenset[str]
    one_kind: bool


def read(given: Mapping[str, Any]) -> Case:
    """Read one labelled article; raises `BadInput` that names what is missing."""
    try:
        name, text, publisher = given["id"], given["text"], given["publisher_domain"]
        labelled = tuple(
            Labelled(c["outlet_domain"], c["kind"], c.get("evidence") or "", c.get("via"))
            for c in given["citations"]
            if c.get("outlet_domain")
        )
    except KeyError as error:
        raise BadInput(f"A labelled article lacks {error}.") from None
    except (TypeError, AttributeError) as error:
        raise BadInput(f"A labelled article has a field of the wrong kind: {error}.") from None
    title, byline, body, links = _whole(given["title"], text) if "title" in given else _cut(text)
    return Case(
        article=NewsArticle(
            url=given.get("url") or f"https://{publisher}/{name}",
            id=name,
            outlet=publisher,
            inLanguage=given.get("lang"),
            headline=title,
            byline=byline,
            articleBody=body,
            links=links,
        ),
        language=given.get("lang") or "",
        citations=labelled,
        foreign=frozenset(given.get("foreign") or ()),
        neutral=frozenset(
            c["outlet_domain"] for c in given.get("page_credits") or () if c.get("outlet_domain")
        ),
        one_kind="title" not in given,
    )


def _whole(title: str, text: str) -> tuple[str, str | None, str, tuple[Link, ...]]:
    return title, None, text, ()


def _cut(text: str) -> tuple[str, str | None, str, tuple[Link, ...]]:
    head, _, tail = text.partition(_LINKS)
    title = byline = ""
    lines = head.split("\n")
    if lines and lines[0].startswith("TITLE:"):
        title = lines.pop(0).removeprefix("TITLE:").strip()
    if lines and lines[0].startswith("BYLINE:"):
        byline = lines.pop(0).removeprefix("BYLINE:").strip()
    pairs = (line.rpartition(" | ") for line in tail.split("\n") if " | " in line)
    links = tuple(Link(url=url.strip(), text=words.strip()) for words, _, url in pairs)
    return title, byline or None, "\n".join(lines).strip(), links


def judged(tagged: NewsArticle, verdicts: Sequence[Verdict]) -> tuple[Case, NewsArticle]:
    """Make gold of what people decided of an article, and leave the tagger only the citations that they judged."""
    wanted = [c for c in apply(tagged, verdicts).citations if on(c, verdicts)]
    found = tuple(c for c in tagged.citations if on(c, verdicts))
    case = Case(
        article=tagged,
        language=tagged.inLanguage or "",
        citations=tuple(
            Labelled(c.outlet, c.kind, " ".join(e.quote for e in c.evidence), c.via) for c in wanted
        ),
        foreign=frozenset(c.outlet for c in wanted if c.foreign),
        neutral=frozenset(),
        one_kind=False,
    )
    return case, replace(tagged, citations=found)
