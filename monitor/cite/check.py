"""Whether a table of outlets is right: ours in a test, a user's own with `monitor outlet check`.

`gazetteer.load` reads what it can and stops at the first row that it cannot; this lists every fault
with its line. What it asks for is written in docs/outlets.md, the columns in `gazetteer`.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

from monitor.cite.gazetteer import COLUMNS, OutletKind
from monitor.cite.names import ARTICLES, folded
from monitor.errors import BadInput

_ORDINARY = Path(__file__).with_name("ordinary.txt")
_HOST = re.compile(r"[^\W_]+(?:-+[^\W_]+)*(?:\.[^\W_]+(?:-+[^\W_]+)*)+")
_MARKS = "?~"
_SHORTEST = 2

# ISO 3166-1 alpha-2, and XK, which the European Union uses for Kosovo.
_ISO_3166 = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
"""
# ISO 639-1.
_ISO_639 = """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja
    jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb
    nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq
    sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
COUNTRIES = frozenset(_ISO_3166.split())
LANGUAGES = frozenset(_ISO_639.split())


def check(table: Path) -> int:
    """Count the rows of a table that has no fault; raises `BadInput` that lists every fault with its line."""
    found = list(faults(table))
    if found:
        count = "one fault" if len(found) == 1 else f"{len(found)} faults"
        raise BadInput(f"{table.name} has {count}:\n  " + "\n  ".join(found))
    return sum(1 for _ in _lines(table))


def faults(table: Path, *, ordered: bool = False) -> Iterator[str]:
    """Yield what is wrong in a table, one sentence with its line each; `ordered` asks for rows sorted by domain.

    Raises `BadInput` where the file is no such table at all.
    """
    seen: dict[str, int] = {}
    last = ""
    for line, row in _lines(table):
        for fault in _row_faults(row):
            yield f"line {line}: {fault}"
        domains = row["domains"].split()
        for domain in domains:
            if domain in seen:
                yield f"line {line}: {domain} stands in line {seen[domain]} already; join the rows or take it out."
            seen.setdefault(domain, line)
        if ordered and domains and domains[0] < last:
            yield f"line {line}: {domains[0]} comes before {last}; sort the rows by domain."
        last = domains[0] if domains else last


def _lines(table: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                raise BadInput(f"{table.name}, line 1: the header lacks {', '.join(missing)}.")
            for row in reader:
                yield reader.line_num, {column: (row[column] or "").strip() for column in COLUMNS}
    except OSError as error:
        raise BadInput(f"The table of outlets {table} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"The table of outlets {table} is no CSV in UTF-8: {error}.") from None


def _row_faults(row: dict[str, str]) -> Iterator[str]:
    if not row["domains"]:
        yield "a row needs a domain."
    for domain in row["domains"].split():
        if domain != domain.lower():
            yield f"{domain} must be written in lower case."
        if domain.startswith("www.") or not _HOST.fullmatch(domain.lower()):
            yield f"{domain} is no domain; write it as in example.com, without https:// and www."
    if row["country"] not in COUNTRIES:
        yield f"country is {row['country']!r}, no ISO 3166-1 alpha-2 code in capitals."
    if row["language"] and row["language"] not in LANGUAGES:
        yield f"language is {row['language']!r}, no ISO 639-1 code in small letters."
    if row["kind"] not in get_args(OutletKind):
        yield f"kind is {row['kind']!r}, not one of {', '.join(get_args(OutletKind))}."
    yield from _name_faults(
        row["name"], [name.strip() for name in row["aliases"].split("|")] if row["aliases"] else []
    )


def _name_faults(name: str, aliases: list[str]) -> Iterator[str]:
    if not name:
        yield "a row needs a name."
    elif name[-1] in _MARKS:
        yield f"{name}: mark a name by repeating it among the aliases."
    seen: set[str] = set()
    for alias in aliases:
        plain = alias.rstrip(_MARKS).strip()
        if len(plain) < _SHORTEST:
            yield f"the alias {alias!r} is too short."
        elif plain in seen:
            yield f"the alias {plain} stands there twice."
        elif plain == name and alias == name:
            yield f"{name} stands among its own aliases."
        seen.add(plain)
    marked = {alias[:-1].strip() for alias in aliases if alias and alias[-1] in _MARKS}
    for written in dict.fromkeys((name, *aliases)):
        if written and written[-1] not in _MARKS and written not in marked and is_ordinary(written):
            yield f"{written} is an ordinary word, place or name too; mark it: {written}?"


def is_ordinary(name: str) -> bool:
    """Tell whether a name is, its article aside, one of the words that outlets share with everybody.

    >>> is_ordinary("Le Monde"), is_ordinary("Libération"), is_ordinary("Handelsblatt")
    (True, True, False)
    """
    first, _, rest = folded(name).strip().partition(" ")
    return (rest if rest and first in ARTICLES else f"{first} {rest}".strip()) in _ordinary()


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(
        line for line in _ORDINARY.read_text("utf-8").splitlines() if line and not line.startswith("#")
    )
