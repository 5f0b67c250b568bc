"""The grammar: how each language says that it has something from an outlet.

One file a language, `<code>.toml`, for people who know the language and do not program:

- `[paradigms]`: endings, `er = "er e ent é …"`; the word `affirm+er` below then stands for all its forms.
- `[words]`: lists of words, separated by spaces or line breaks; `_` joins a phrase: `fait_savoir`.
- `[[rule]]`: `name`; `kind` (credit, attribution, mention, mediaCredit); `pattern`, in the notation of
  `monitor/cite/notation.py`; `confidence`, how often the rule is right (0-1); `quote`, what proves it:
  `clause`, `before` (from the start of the sentence), `after` (to its end) or `line`;
  `needs`: `safe` where the rule is no cue for a name that is an ordinary word too, `agency` for
  agencies only, `air` for television and radio, `paper` for what is seldom the subject itself, `handle` for names written @name, `caption` for lines that are no sentence;
  `wins = true` for a mention that forbids every citation in this place;
  `where`: `line` for short lines of their own, as credits are, `first` for the start of the text,
  `last` for its end;
  `example`: sentences of our own, the outlet in braces, which a test tries; `not`: sentences that
  the rule must leave alone.
- the list `common`: words of the language that are outlets' names too: at the start of a sentence they
  are no names; `never`: those that are names only in quotation marks or after "magazine" and the like.
- `before_common`: where every noun has a capital, what may stand before a name that is a common word;
  `direct`: what must, an article aside, when the word is in the list `common`.
- the list `with_article`: names that with an article before them are common nouns ("la TVA"); `own`: words
  that make a noun somebody else's ("suo sito"); `idiom`: phrases that stand for an outlet after a verb of
  telling only ("au quotidien").
- the list `compound`: where names make nouns with a hyphen, the ends of nouns that are reporting ("dpa-Meldung");
  a name in any other ("ORF-Radios") is only mentioned.
- `[media]`: which words for outlets fit which kind of outlet.
- `[lines]`: how lines start that only lead elsewhere (`related`), or open a list of such (`lists`).
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from re import IGNORECASE, MULTILINE, Pattern, compile, escape  # noqa: A004 - read as what they are
from typing import Any, Literal

from monitor.cite.gazetteer import OutletKind
from monitor.cite.names import folded
from monitor.cite.notation import Alphabet, compile_pattern, literals
from monitor.errors import BadInput
from monitor.items import Kind

LANGUAGES = ("fr", "en", "de", "es", "it")
PLACES = ("sentence", "line", "first", "last")
Quote = Literal["clause", "before", "after", "line"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, compiled: `before` is matched backwards from the name, `after` forwards."""

    name: str
    kind: Kind
    confidence: float
    quote: Quote
    needs: str
    wins: bool
    where: str
    before: Pattern[str]
    after: Pattern[str]
    tells_via: bool
    examples: tuple[str, ...]
    negatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """A language's rules and the alphabet over which they are compiled."""

    language: str
    characters: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    rules: Mapping[str, tuple[Rule, ...]]
    related: Pattern[str]
    related_lists: Pattern[str]
    link: Pattern[str]
    anaphor_cue: Pattern[str]
    media: Mapping[OutletKind, frozenset[str]]
    adjective_endings: tuple[str, ...]
    adjective: str
    before_common: frozenset[str]
    direct: frozenset[str]
    common: frozenset[str]
    never: frozenset[str]
    with_article: frozenset[str]
    compound: tuple[str, ...]
    medium: frozenset[str]
    adjectives: frozenset[str]


@cache
def grammar(language: str) -> Grammar:
    """Read and compile a language's grammar, once."""
    return build(language, _read(language), _read("shared"))


@cache
def edition() -> str:
    """Eight hex digits that change with any grammar file."""
    digest = hashlib.sha256()
    for name in (*LANGUAGES, "shared"):
        digest.update(resources.files(__name__).joinpath(f"{name}.toml").read_bytes())
    return digest.hexdigest()[:8]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))


def build(language: str, given: Mapping[str, Any], shared: Mapping[str, Any]) -> Grammar:
    """Compile a grammar with the rules that all share; raises `BadInput` that names what cannot be read."""
    lists = {name: _words(text, given.get("paradigms", {})) for name, text in given["words"].items()}
    own = [(language, rule) for rule in given["rule"]] + [("any", rule) for rule in shared["rule"]]
    alphabet = Alphabet(lists, [word for _, rule in own for word in literals(rule["pattern"])])
    rules = tuple(_rule(prefix, rule, alphabet) for prefix, rule in own)
    lines = given.get("lines", {})
    definite = "|".join(escape(folded(word)) for word in lists["definite"])
    cue = "|".join(escape(folded(word)) for word in lists["anaphor"])
    possessive = "|".join(f"{escape(folded(word))} " for word in lists.get("own", ("own",)))
    return Grammar(
        language=language,
        characters=alphabet.characters,
        lists=lists,
        rules={where: tuple(rule for rule in rules if rule.where == where) for where in PLACES},
        related=_openers(lines.get("related", ""), r"\b"),
        related_lists=_openers(lines.get("lists", ""), r"[^.\n]{0,40}$"),
        link=_link(alphabet),
        anaphor_cue=compile(f" ({definite}) (?:(?!{possessive})[a-z]+ )?({cue})(?= )"),
        media={kind: frozenset(folded(w) for w in _words(text, {})) for kind, text in given["media"].items()},
        adjective_endings=tuple(given.get("adjective_endings", "").split()),
        adjective=alphabet.any_of("adjective")[:1],
        direct=frozenset(folded(word) for word in given.get("direct", "").split()),
        common=frozenset(folded(word) for word in (*lists["common"], *lists["function"])),
        never=frozenset(folded(word) for word in lists["never"]),
        with_article=frozenset(folded(word) for word in lists.get("with_article", ())),
        compound=tuple(folded(word) for word in lists.get("compound", ())),
        adjectives=frozenset(folded(word) for word in lists["adjective"]),
        medium=frozenset(folded(word) for word in lists["medium"]),
        before_common=frozenset(folded(word) for word in given.get("before_common", "").split()),
    )


def _words(text: str, paradigms: Mapping[str, str]) -> tuple[str, ...]:
    words: list[str] = []
    for entry in text.split():
        stem, plus, paradigm = entry.partition("+")
        if not plus:
            words.append(entry.replace("_", " "))
        elif paradigm in paradigms:
            words += [stem.replace("_", " ") + ending.strip("-") for ending in paradigms[paradigm].split()]
        else:
            raise BadInput(f"The word {entry!r} names no paradigm of the grammar.")
    return tuple(dict.fromkeys(words))


def _link(alphabet: Alphabet) -> Pattern[str]:
    # Between two names of a series: a comma or "et", then at most "de la chaîne publique".
    between = "".join(alphabet.any_of(name) for name in ("and", "of", "article", "medium", "adjective"))
    joining = f"[,/{alphabet.any_of('and')}]"
    return compile(f"[{between}]{{0,2}}{joining}[,{between}]*")


def _openers(text: str, after: str) -> Pattern[str]:
    phrases = [r"\s+".join(map(escape, entry.split("_"))) for entry in text.split()]
    return (
        compile(rf"^\W*(?:{'|'.join(phrases)}){after}", IGNORECASE | MULTILINE)
        if phrases
        else compile(r"(?!)")
    )


def _rule(prefix: str, given: Mapping[str, Any], alphabet: Alphabet) -> Rule:
    before, after = compile_pattern(given["pattern"], alphabet, line="where" in given)
    kind = given.get("kind", "attribution")
    group = {"credit": "credit", "attribution": "attribution", "mention": "mention", "mediaCredit": "media"}[
        kind
    ]
    return Rule(
        name=f"{prefix}.{group}.{given['name']}",
        kind=kind,
        confidence=float(given.get("confidence", 0.95)),
        quote=given.get("quote", "clause"),
        needs=given.get("needs", ""),
        wins=bool(given.get("wins", False)),
        where=given.get("where", "sentence"),
        before=compile(before),
        after=compile(after),
        tells_via="{via}" in given["pattern"],
        examples=_several(given.get("example", ())),
        negatives=_several(given.get("not", ())),
    )


def _several(given: Any) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)
