"""Fields whose whole purpose is to name sources: byline, dateline, credit line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from monitor.cite.hit import Hit
from monitor.cite.reading import Field, Finding

_BYLINE = 0.98
_CREDIT = 0.95
# In a byline a word with a capital beside a name makes it part of another: "Ida Stern", "Sun Sentinel".
# A word that joins names does not.
_PERSON = re.compile(r"(?<!\w)(?!(?:avec|with|mit|con|et|and|und|y|e|ed) \Z)[^\W\d_][\w.]* \Z")
# "gal/dpa/Reuters", "SZ/dpa/chrk": a desk's initials and its sources.
_SIGNED = re.compile(r"[\w.-]{1,20}(?: ?/ ?[\w.-]{1,20}){1,5}\W*\Z")
_LONGER = re.compile(r" [^\W\d_a-zà-ÿ]")


def byline(field: Field, hits: Iterable[Hit]) -> Iterator[Finding]:
    """Credit every outlet that a byline or dateline names."""
    for hit in hits:
        if hit.outlet.domain in field.own or _is_part(hit):
            continue
        yield _credited(field, hit, f"any.credit.{field.name}", _BYLINE)


def _credited(field: Field, hit: Hit, rule: str, confidence: float) -> Finding:
    return Finding(
        outlet=hit.outlet,
        kind="credit",
        rule=rule,
        confidence=confidence,
        field=field.name,
        start=hit.start,
        end=hit.end,
    )


def _is_part(hit: Hit) -> bool:
    beside = _PERSON.search(hit.text, 0, hit.start) or _LONGER.match(hit.text, hit.end)
    return bool(beside) and (hit.cautious or hit.is_word)


def credit_line(field: Field, hits: Iterable[Hit], found: Iterable[Finding]) -> Iterator[Finding]:
    """Let every outlet of the credit line be credited, whatever words the line uses."""
    if _SIGNED.match(field.text.whole):
        yield from (
            _credited(field, hit, "any.credit.line", _CREDIT)
            for hit in hits
            if hit.outlet.domain not in field.own
        )
        return
    for finding in found:
        if finding.kind in {"mention", "attribution"}:
            yield replace(finding, kind="credit", rule="any.credit.line", confidence=_CREDIT)
        else:
            yield finding
