"""Each rule fits its examples and leaves its counter-examples alone, in every language."""

from functools import cache

import pytest

from monitor.cite.gazetteer import Outlet, load
from monitor.cite.grammar import LANGUAGES, Grammar, Rule, grammar
from monitor.cite.hit import Hit
from monitor.cite.names import Form, Name, Names, folded
from monitor.cite.sentence import Text, read
from monitor.text import sentences

# The rules that all languages share are tried in French.
_RULES = [
    (g, rule)
    for g in map(grammar, LANGUAGES)
    for where in g.rules.values()
    for rule in where
    if g.language == "fr" or not rule.name.startswith("any.")
]
_EXAMPLES = [(g, rule, text) for g, rule in _RULES for text in rule.examples]
_NEGATIVES = [(g, rule, text) for g, rule in _RULES for text in rule.negatives]


@cache
def _names() -> Names:
    return Names(load())


def _fits(language: Grammar, rule: Rule, marked: str) -> bool:
    """Whether the rule's pattern holds around the outlet in braces."""
    start, end = marked.index("{"), marked.index("}") - 1
    text = marked.replace("{", "").replace("}", "")
    outlet = Outlet("example.com", ("example.com",), text[start:end], (), None, None, "agency", None)
    names = [Name(start, end, (Form(outlet, text[start:end], "safe"),))]
    names += [n for n in _names().find(text) if n.safety == "safe" and (n.end <= start or n.start >= end)]
    hits = [Hit(name, name.outlets[0], text) for name in sorted(names, key=lambda name: name.start)]
    low, high = 0, len(text)
    if rule.where in {"sentence", "last"}:
        low, high = next((a, b) for a, b in sentences(text) if a <= start < b)
    inside = [hit for hit in hits if low <= hit.start < high]
    sentence = read(Text(text, folded(text), language), low, high, inside)
    which = next(at for at, hit in enumerate(inside) if hit.start == start)
    return bool(rule.before.match(sentence.before(which)) and rule.after.match(sentence.after(which)))


@pytest.mark.parametrize(
    ("language", "rule", "text"), _EXAMPLES, ids=lambda given: getattr(given, "name", None)
)
def test_a_rule_fits_its_example(language: Grammar, rule: Rule, text: str) -> None:
    """The words around the outlet in braces are those that the rule describes."""
    assert _fits(language, rule, text)


@pytest.mark.parametrize(
    ("language", "rule", "text"), _NEGATIVES, ids=lambda given: getattr(given, "name", None)
)
def test_a_rule_leaves_its_counterexample_alone(language: Grammar, rule: Rule, text: str) -> None:
    """What looks like the rule's words but is not stays unclaimed."""
    assert not _fits(language, rule, text)


@pytest.mark.parametrize(("language", "rule"), _RULES, ids=lambda given: getattr(given, "name", None))
def test_every_rule_has_an_example(language: Grammar, rule: Rule) -> None:
    """A rule that nobody can try is no rule."""
    assert rule.examples
    assert 0 < rule.confidence <= 1


def test_rule_names_are_unique() -> None:
    """Evidence names its rule: two rules of a language may not share a name."""
    for code in LANGUAGES:
        names = [rule.name for where in grammar(code).rules.values() for rule in where]
        assert len(names) == len(set(names))
