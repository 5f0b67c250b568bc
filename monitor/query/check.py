"""What is wrong with a query's form, said of the one word or bracket at fault.

The grammar knows only that something else was expected; this reads the same tokens in order and knows
which bracket was left open and which operator has nothing to join.
"""

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters

from monitor.errors import BadQuery

DEEPEST = 32
"""Brackets and negations around a word, at most."""

_JOINS = frozenset(("AND", "OR"))
_NEGATES = frozenset(("NOT", "MINUS"))
_STARTS = frozenset(("WORD", "PHRASE", "OPEN"))


def check(grammar: Lark, typed: str) -> list[Token]:
    """List the tokens of a query that the grammar takes; raise `BadQuery` for any other."""
    tokens = _tokens(grammar, typed)
    if not tokens:
        raise BadQuery("A query needs at least one word.")
    opened: list[Token] = []
    negations = 0
    before: Token | None = None
    for token in tokens:
        _after(before, token, typed)
        negations = negations + 1 if token.type in _NEGATES else 0
        if token.type == "OPEN":
            opened.append(token)
        elif token.type == "CLOSE":
            if not opened:
                raise BadQuery("This bracket closes none.", typed, _start(token))
            opened.pop()
        if len(opened) + negations > DEEPEST:
            raise BadQuery(f"Brackets may stand {DEEPEST} deep at most.", typed, _start(token))
        before = token
    _after(before, None, typed)
    if opened:
        raise BadQuery("This bracket is not closed.", typed, _start(opened[-1]))
    return tokens


def _tokens(grammar: Lark, typed: str) -> list[Token]:
    try:
        return list(grammar.lex(typed))
    except UnexpectedCharacters as error:
        # Only a lone quotation mark begins no token.
        raise BadQuery("This quotation mark is not closed.", typed, error.pos_in_stream or 0) from None


def _after(before: Token | None, token: Token | None, typed: str) -> None:
    """Refuse a token, or the end, that may not follow the one before it."""
    kind = before.type if before else ""
    following = token.type if token else "CLOSE"
    if before and kind == "FIELD":
        if following not in _STARTS or _start(token) != before.end_pos:
            raise BadQuery(f"{before} needs its value right after it.", typed, _start(before))
    elif before and (kind in _JOINS or kind in _NEGATES):
        if following in _JOINS or following == "CLOSE":
            name = "-" if kind == "MINUS" else kind
            raise BadQuery(f"{name} needs a word after it.", typed, _start(before))
        if kind == "MINUS" and _start(token) != before.end_pos:
            raise BadQuery("- needs a word right after it, without a space.", typed, _start(before))
    elif before and kind == "OPEN" and following == "CLOSE" and token:
        raise BadQuery("There is nothing between these brackets.", typed, _start(before))
    elif token and kind in ("", "OPEN") and following in _JOINS:
        raise BadQuery(f"{token} needs a word before it.", typed, _start(token))


def _start(token: Token | None) -> int:
    return token.start_pos or 0 if token else -1
