"""The tagger: an article in, the article with its citations out."""

import re
from dataclasses import replace

from monitor.cite.gazetteer import Gazetteer, Outlet
from monitor.cite.names import Names
from monitor.items import Citation, Evidence, NewsArticle
from monitor.text import sentences

_CUE = re.compile(r"\b(?:selon|d'après|à en croire|rapporte|révèle|écrit|lu (?:sur|dans)|source|avec|according to|reported|told)\b", re.I)


class Tagger:
    """Finds the outlets whose reporting an article uses; one tagger serves any number of articles."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.version = gazetteer.version
        self._names = Names(gazetteer)

    def tag(self, article: NewsArticle) -> NewsArticle:
        """Set `citations`, `mentions`, `foreign` and `taggerVersion`."""
        publisher = self.gazetteer.domains.get(article.outlet)
        found: dict[tuple[str, str], Citation] = {}
        for field in ("headline", "description", "byline", "articleBody", "credit"):
            text = getattr(article, field) or ""
            for start, end in sentences(text):
                for name in self._names.find(text[start:end]):
                    outlet = name.outlets[0]
                    if outlet.domain == article.outlet:
                        continue
                    quote = text[start:end]
                    kind = "mention"
                    if _CUE.search(quote):
                        kind = "credit" if field in {"byline", "credit"} else "attribution"
                    evidence = Evidence(field=field, start=start, end=end, quote=quote, rule="thin")
                    known = found.get((outlet.domain, kind))
                    if known:
                        found[outlet.domain, kind] = replace(known, evidence=(*known.evidence, evidence))
                    else:
                        found[outlet.domain, kind] = Citation(
                            outlet=outlet.domain,
                            name=outlet.name,
                            kind=kind,  # type: ignore[arg-type]
                            country=outlet.country,
                            foreign=_foreign(outlet, publisher),
                            agency=outlet.kind == "agency",
                            confidence=0.5,
                            evidence=(evidence,),
                        )
        citations = tuple(c for c in found.values() if c.kind != "mention")
        mentions = tuple(c for c in found.values() if c.kind == "mention")
        return replace(article, citations=citations, mentions=mentions, foreign=any(c.foreign for c in citations), taggerVersion=self.version)


def _foreign(outlet: Outlet, publisher: Outlet | None) -> bool | None:
    if publisher is None or not publisher.country or not outlet.country:
        return None
    return outlet.country != publisher.country
