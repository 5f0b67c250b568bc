"""Outlets that the gazetteer lacks: known by a link to a site that calls itself a newspaper.

A link counts when its host says so ("billingsgazette.com", "lavozdevaldoria.example") and its path is
an article's. Where the text writes that host's name in capitals beside the link, the name is read as
any other.

>>> is_press("billingsgazette.com"), is_press("kennedyandcompany.com")
(True, False)
"""

import re
from collections.abc import Container, Iterable

from monitor.cite.gazetteer import Outlet
from monitor.cite.names import Form, Name, folded
from monitor.items import NewsArticle

# What papers call themselves, at the start, the end or as a part of their host's name.
_PRESS = re.compile(
    r"(?:news|times|herald|gazette|tribune|chronicle|courier|dispatch|examiner|enquirer|inquirer|observer|gazetta|gazeta|gazzetta|register|sentinel|"
    r"telegraph|daily|journal|bulletin|freepress|newspaper|press(?:e|a)?$|^press|reporter|advocate|standard|mirror|citizen|argus|monitor|^thestar|post$|^voiceof|"
    r"zeitung|nachrichten|anzeiger|rundschau|tagblatt|abendblatt|morgenpost|kurier|kreiszeitung|volksblatt|"
    r"quotidien|lejournal|depeche|nouvelliste|nouvelles|gazette|republicain|presse|actu|infos?$|"
    r"diario|periodico|noticias|prensa|gaceta|heraldo|eldia|lavoz|verdad|cronica|"
    r"giornale|corriere|notizie|quotidiano|messaggero|gazzettino|ilresto|"
    r"pravda|novosti|dagblad|tidning|avis|nieuws|haber|gazete|jornal|correio|folha|noticia)"
)
_NO_PRESS = re.compile(
    r"newsletter|prnewswire|businesswire|globenewswire|newsroom|blogspot|wordpress|substack|medium|press(?:release|office)|newswire|accesswire|einpresswire|observatory|wordpress|timesheet|sciencedirect|express(?:vpn)?$|instagram|actuar"
)
_NO_OUTLET = re.compile(r"\.(?:gov|edu|mil|int)(?:\.[a-z]{2})?$|\.(?:ac|gob|gouv|go|gov)\.[a-z]{2}$")
_ARTICLE = re.compile(
    r"/(?:19|20)\d\d[/-]?\d\d|[a-z0-9]+(?:-[a-z0-9]+){2,}|\d{5,}|[0-9a-f]{8}-[0-9a-f]{4}|\.html?$|story=|article|id=",
    re.IGNORECASE,
)
_COUNTRY_DOMAINS = {"uk": "GB", "eu": None, "su": "RU"}
# Country domains that are sold to everybody.
_GENERIC = frozenset(
    {"tv", "me", "io", "co", "ai", "cc", "fm", "ly", "ws", "to", "gg", "sh", "la", "vc", "is"}
)
_LONGEST = 40
_BEFORE = 30


def is_press(host: str) -> bool:
    """Whether a host's name says that it is a newspaper or a news site."""
    label = host.rpartition(".")[0]
    return bool(_PRESS.search(label)) and not _NO_PRESS.search(label) and not _NO_OUTLET.search(host)


def looks_like_article(path: str) -> bool:
    """Whether a path is an article's: it has a date, a long name or a number."""
    return _ARTICLE.search(path) is not None


def country_of(host: str) -> str | None:
    """Give the country of a host's top-level domain; None for those that everybody may use.

    >>> country_of("lejournal.example.ch"), country_of("example.com")
    ('CH', None)
    """
    top = host.rpartition(".")[2]
    if len(top) != 2 or top in _GENERIC:  # noqa: PLR2004 - country domains have two letters
        return "US" if top in {"gov", "edu", "mil"} else None
    return _COUNTRY_DOMAINS.get(top, top.upper())


def outlet(domain: str, name: str | None = None) -> Outlet:
    """Make an outlet of a site without a row: its registrable domain."""
    return Outlet(
        domain=domain,
        domains=(domain,),
        name=name or domain,
        aliases=(),
        country=country_of(domain),
        language=None,
        kind="digital",
        owner=None,
    )


def names(article: NewsArticle, domains: Iterable[str], medium: Container[str]) -> list[Name]:
    """Find where the body writes the names of these unlisted sites: "Seeking Rents" for seekingrents.com.

    A site whose host does not say that it is a paper needs a word of `medium` ("news site") before it.
    """
    found = []
    for domain in domains:
        label = domain.partition(".")[0].removeprefix("the").replace("-", "")
        press = is_press(domain)
        if not label.isalnum() or not 5 <= len(label) <= _LONGEST:  # noqa: PLR2004 - shorter ones are words
            continue
        written = re.compile(
            r"(?<![\w.@/-])" + r"[ -]?".join(map(re.escape, label)) + r"(?![\w-]|\.\w)", re.IGNORECASE
        )
        for match in written.finditer(article.articleBody):
            name = match.group()
            words = article.articleBody[max(0, match.start() - _BEFORE) : match.start()].split()[-2:]
            if not press and not any(folded(word).strip() in medium for word in words):
                continue
            if name[0].isupper() and all(
                word[0].isupper() or word in {"of", "de", "and"} for word in name.split()
            ):
                known = outlet(domain, name)
                found.append(Name(match.start(), match.end(), (Form(known, name, "cue"),)))
    return found
