"""The gazetteer: which outlets exist, and under which names papers write them.

`outlets.csv` is a table for people (comma-separated, UTF-8, a header, one row an outlet):

| column   | format                                                                                    |
|----------|-------------------------------------------------------------------------------------------|
| domains  | separated by spaces; the first is the outlet's id and must occur once in the table         |
| name     | as the outlet writes itself: `The New York Times`, `Le Monde`                              |
| aliases  | other names, separated by ` | `: acronyms, exonyms, transliterations, `La Presse de Montréal` |
| country  | of the publication, ISO 3166-1 alpha-2                                                     |
| language | of the publication, ISO 639-1; empty when it has several                                   |
| kind     | newspaper, agency, magazine, television, radio or digital                                  |
| owner    | the group, only where its titles are sisters that lend each other copy; else empty         |

Each name says how safe it is. To mark `name` itself, repeat it among the aliases.

- `Washington Post`: no mark, safe: whoever writes this with capitals means the outlet.
- `Le Monde?`: an ordinary word, person or place too: counts only beside a cue.
- `Post~`: a short form: counts beside a cue, and only where the text elsewhere, a country or a town
  tells which outlet is meant. A name that several rows bear is treated so without a mark.

Capitals count: a capital of the name must be one in the text. An article at the front (`The`, `Le`,
`La`, `Il`, `El`, `Der` …) may be written, contracted (`au Monde`, `im Spiegel`) or, where the name
without it is itself an alias, left out. Hyphens, apostrophes and accents need not agree. Domains are
names without being listed. German adjectives are declined by the matcher.

>>> outlets = load()
>>> outlets.find("The Washington Post").domain, outlets.find("wapo.st").country
('washingtonpost.com', 'US')
"""

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from monitor.errors import BadInput, Unknown
from monitor.text import fold, words

OutletKind = Literal["newspaper", "agency", "magazine", "television", "radio", "digital"]
Safety = Literal["safe", "cue", "context"]

TABLE = Path(__file__).with_name("outlets.csv")
COLUMNS = ("domains", "name", "aliases", "country", "language", "kind", "owner")
_KINDS: Mapping[str, OutletKind] = {kind: kind for kind in get_args(OutletKind)}
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_MARKS: Mapping[str, Safety] = {"?": "cue", "~": "context"}


@dataclass(frozen=True, slots=True)
class Outlet:
    """A row of the table; `safety` holds only the names that are not safe."""

    domain: str
    domains: tuple[str, ...]
    name: str
    aliases: tuple[str, ...]
    country: str | None
    language: str | None
    kind: OutletKind
    owner: str | None
    safety: Mapping[str, Safety] = field(default_factory=dict, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The name and every alias, each once."""
        return tuple(dict.fromkeys((self.name, *self.aliases)))


class Gazetteer:
    """The outlets by domain, and the ways to find one; `version` changes with any row of the tables."""

    def __init__(self, outlets: Iterable[Outlet], version: str = "") -> None:
        self._outlets = {outlet.domain: outlet for outlet in outlets}
        self.version = version
        self.domains: Mapping[str, Outlet] = MappingProxyType(
            {domain: outlet for outlet in self._outlets.values() for domain in outlet.domains}
        )

    @property
    def outlets(self) -> Mapping[str, Outlet]:
        """Every outlet by its id, the first domain of its row."""
        return MappingProxyType(self._outlets)

    @cached_property
    def agencies(self) -> frozenset[str]:
        """The ids of the outlets whose text others run."""
        return frozenset(outlet.domain for outlet in self._outlets.values() if outlet.kind == "agency")

    def sisters(self, outlet: Outlet) -> frozenset[str]:
        """The other outlets of the same owner."""
        return self._families.get(outlet.owner or "", frozenset()) - {outlet.domain}

    def find(self, name: str) -> Outlet:
        """Find an outlet by a domain or a name, whatever its case and accents.

        Raises `Unknown` with the nearest names; a name that several outlets bear is unknown too.
        """
        given = name.strip()
        by_domain = self.domains.get(given.lower().removeprefix("www."))
        if by_domain:
            return by_domain
        found = self._by_name.get(fold(given), ())
        if len(found) == 1:
            return found[0]
        if found:
            choice = ", ".join(outlet.domain for outlet in found)
            raise Unknown(f"Several outlets are called {name!r}: name one by its domain: {choice}.")
        near = ", ".join(self.suggest(given))
        raise Unknown(f"No outlet {name!r} is known" + (f"; near: {near}." if near else "."))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The id of an outlet by each of its domains, and by its names folded; a name of several is left out.

        >>> names = load().names
        >>> names["washington post"], names["wapo.st"]
        ('washingtonpost.com', 'washingtonpost.com')
        """
        alone = {
            " ".join(words(name)): bearers[0].domain
            for name, bearers in self._by_name.items()
            if len(bearers) == 1
        }
        return alone | {domain: outlet.domain for domain, outlet in self.domains.items()}

    def domain_of(self, given: str) -> str:
        """Give the id of the outlet of this name or domain; a domain without a row is its own.

        Raises `Unknown` with the nearest names.
        """
        domain = given.strip().lower().removeprefix("www.")
        if _DOMAIN.fullmatch(domain) and domain not in self.domains:
            return domain
        return self.find(given).domain

    def suggest(self, name: str) -> list[str]:
        """Name at most three outlets whose names or domains are spelt nearly so."""
        names = [*self._by_name, *self.domains]
        near = get_close_matches(fold(name), names, n=3, cutoff=0.75)
        found = [self.domains[n] if n in self.domains else self._by_name[n][0] for n in near]
        return list(dict.fromkeys(f"{outlet.name} ({outlet.domain})" for outlet in found))

    @cached_property
    def _families(self) -> Mapping[str, frozenset[str]]:
        families: dict[str, frozenset[str]] = {}
        for outlet in self._outlets.values():
            if outlet.owner:
                families[outlet.owner] = families.get(outlet.owner, frozenset()) | {outlet.domain}
        return families

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Outlet, ...]]:
        by_name: dict[str, tuple[Outlet, ...]] = {}
        for outlet in self._outlets.values():
            for key in {fold(name) for name in outlet.names}:
                by_name[key] = (*by_name.get(key, ()), outlet)
        # The bearer of the full name comes before those who share it as an alias.
        for key, bearers in by_name.items():
            own = tuple(outlet for outlet in bearers if fold(outlet.name) == key)
            by_name[key] = own or bearers
        return by_name


def load(extra: Path | None = None) -> Gazetteer:
    """Read the table, and then the user's own: its rows add to ours or replace those of the same id.

    Raises `BadInput` with the file and line of a row that cannot be read.
    """
    outlets: dict[str, Outlet] = {}
    tables = (TABLE, extra) if extra else (TABLE,)
    for table in tables:
        seen: set[str] = set()
        for line, outlet in rows(table):
            if outlet.domain in seen:
                raise BadInput(f"{table.name}, line {line}: {outlet.domain} has a row already; join the two.")
            seen.add(outlet.domain)
            outlets[outlet.domain] = outlet
    version = hashlib.sha256(b"\n".join(table.read_bytes() for table in tables)).hexdigest()[:12]
    return Gazetteer(outlets.values(), version)


def rows(table: Path) -> Iterator[tuple[int, Outlet]]:
    """Yield each row of a table with its line; raises `BadInput` where one cannot be read."""
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = set(COLUMNS[:2]) - set(reader.fieldnames or ())
            if missing:
                raise BadInput(f"{table}: the header must name the columns {', '.join(COLUMNS)}.")
            for row in reader:
                yield reader.line_num, _outlet(row, f"{table.name}, line {reader.line_num}")
    except OSError as error:
        raise BadInput(f"The table of outlets {table} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"The table of outlets {table} is no CSV in UTF-8: {error}.") from None


def _outlet(row: Mapping[str, str | None], place: str) -> Outlet:
    cell = {column: (row.get(column) or "").strip() for column in COLUMNS}
    domains = tuple(cell["domains"].lower().split())
    if not domains or not cell["name"]:
        raise BadInput(f"{place}: a row needs a domain and a name.")
    given = cell["kind"] or "digital"
    kind = _KINDS.get(given)
    if kind is None:
        raise BadInput(f"{place}: kind is {given!r}, not one of {', '.join(_KINDS)}.")
    marked = [name.strip() for name in cell["aliases"].split("|") if name.strip()]
    safety = {name[:-1].strip(): _MARKS[name[-1]] for name in marked if name[-1] in _MARKS}
    plain = (name.rstrip("?~").strip() for name in marked)
    return Outlet(
        domain=domains[0],
        domains=domains,
        name=cell["name"],
        aliases=tuple(name for name in dict.fromkeys(plain) if name != cell["name"]),
        country=cell["country"].upper() or None,
        language=cell["language"].lower() or None,
        kind=kind,
        owner=cell["owner"] or None,
        safety=safety,
    )
