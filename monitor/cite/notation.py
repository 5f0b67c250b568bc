"""The notation of the grammar's patterns, compiled to expressions over one character a word.

A pattern describes the words around an outlet's name. Its pieces, separated by spaces:

| piece       | stands for                                                                             |
|-------------|----------------------------------------------------------------------------------------|
| `selon`     | this word; case and accents do not matter; `d'après` is two words                        |
| `<say>`     | a word or phrase of the list `say`                                                      |
| `(a | b c)` | one of several                                                                          |
| `x?`        | x, or nothing                                                                           |
| `~4`        | at most four words, no punctuation, no other outlet                                     |
| `~8,`       | at most eight words, commas allowed                                                     |
| `~4!`       | as `~4`, but the word next to the outlet is none of the list `of` ("de", "à")            |
| `, : ; / ©` | the mark itself; `-` is any dash, `"` any quotation mark                               |
| `{said}`    | the quotation mark that ends what is said                                               |
| `{open}`    | an opening parenthesis or bracket; `{close}` its end, `{stop}` a full stop             |
| `{outlet}`  | the outlet, with its article, adjectives, quotation marks and `le quotidien …` before it |
| `{aside}`   | nothing, an adjective, `news agency`, a town, `, proche du pouvoir,` or a parenthesis                  |
| `{via}`     | another outlet, through which this one is known                                         |
| `{other}`   | another outlet                                                                          |
| `{verb}`    | a word in small letters that is in none of the lists `function`, `adjective`, `noun`    |
| `{Name}`    | one to four words with capitals                                                         |
| `{number}`  | a number                                                                                |
| `{start}`   | the start of the sentence, or of what is said after an opening quotation mark           |
| `{edge}`    | the start, a mark, or a word of the list `joint` (and, while, that)                      |
| `{end}`     | the end of the sentence, with or without its full stop                                   |

The part left of the name is compiled backwards, so that both parts are matched from the name
outwards on at most `REACH` words: the cost of a name does not grow with the text.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from monitor.cite.names import folded
from monitor.errors import BadInput

REACH = 60

START, END, OTHER, LOWER, CAPITAL, NUMBER, QUOTE, CLOSING = "SEOwCNQK"
MARKS = {",": ",", ":": ":", ";": ";", "/": "/", "-": "-", "©": "©"}
_PUNCTUATION = r",:;()/\-QK©@.nSE"
_PIECE = re.compile(r"\{\w+\}|<[\w-]+>|~\d+[,!]?|[()|?,:;/\"©]|(?<!\S)-(?!\S)|[^\s(){}<>|?,:;/\"]+")
_FIRST_CODE = 0xE000


class Alphabet:
    """One character for each set of lists that words share; built once for a language.

    `lists` are the grammar's lists of words and phrases, `named` the words that patterns name.
    """

    def __init__(self, lists: Mapping[str, Sequence[str]], named: Iterable[str]) -> None:
        self.phrases = {
            name: [tuple(folded(phrase).split()) for phrase in given] for name, given in lists.items()
        }
        members: dict[str, set[str]] = {}
        for name, phrases in self.phrases.items():
            for words in phrases:
                if len(words) == 1:
                    members.setdefault(words[0], set()).add(f"<{name}>")
                else:
                    for word in words:
                        members.setdefault(word, set()).add(word)
        for word in named:
            members.setdefault(word, set()).add(word)
        # Sets in order, so that the words of a list lie close together and a class has few ranges.
        order = sorted(
            {frozenset(sets) for sets in members.values()}, key=lambda sets: sorted(sets, reverse=True)
        )
        self._classes: dict[str, str] = {}
        self._signs = {sets: chr(_FIRST_CODE + at) for at, sets in enumerate(order)}
        self.characters = {word: self._signs[frozenset(sets)] for word, sets in members.items()}

    def any_of(self, name: str) -> str:
        """Give the characters of the single words of a list, as ranges of a character class."""
        if name not in self._classes:
            self._classes[name] = _ranges(sign for sets, sign in self._signs.items() if f"<{name}>" in sets)
        return self._classes[name]

    def none_of(self, *names: str) -> str:
        """Give the characters of the words that are in none of these lists."""
        key = "-".join(names)
        if key not in self._classes:
            barred = {f"<{name}>" for name in names}
            self._classes[key] = _ranges(sign for sets, sign in self._signs.items() if not sets & barred)
        return self._classes[key]


def _ranges(signs: Iterable[str]) -> str:
    codes = sorted(map(ord, signs))
    starts = [code for at, code in enumerate(codes) if not at or codes[at - 1] != code - 1]
    ends = [code for at, code in enumerate(codes) if at == len(codes) - 1 or codes[at + 1] != code + 1]
    return "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in zip(starts, ends, strict=True))


Node = tuple[str, object]


def pieces(pattern: str) -> list[str]:
    """Cut a pattern into its pieces."""
    return _PIECE.findall(pattern)


def literals(pattern: str) -> Iterable[str]:
    """Yield the words that a pattern names itself."""
    for piece in pieces(pattern):
        if piece[0] not in '{<~()|?,:;/"©-':
            yield from folded(piece).split()


def compile_pattern(pattern: str, alphabet: Alphabet, *, line: bool = False) -> tuple[str, str]:
    """Compile a pattern to two expressions: for the words before the name, backwards, and after it.

    In a rule for lines `{start}` is the start of the line alone.
    """
    pattern = pattern.replace("{start}", "{line}") if line else pattern
    parsed, rest = _sequence(pieces(pattern), pattern)
    if rest:
        raise BadInput(f"The pattern {pattern!r} closes a parenthesis that it never opened.")
    try:
        at = parsed.index(("{outlet}", None))
    except ValueError:
        raise BadInput(f"The pattern {pattern!r} has no {{outlet}}.") from None
    before = "".join(_expression(node, alphabet, backwards=True) for node in reversed(parsed[:at]))
    after = "".join(_expression(node, alphabet, backwards=False) for node in parsed[at + 1 :])
    return _noun_phrase(alphabet) + before, after


def _noun_phrase(alphabet: Alphabet) -> str:
    # Backwards: adjectives, then "quotidien" with what stands between it and the name, then its article.
    adjective = f"[{alphabet.any_of('adjective')}]"
    medium = f"[{alphabet.any_of('medium')}]"
    inner = f"[wCN{alphabet.none_of('say', 'relative', 'joint')}]"
    article = f"[{alphabet.any_of('article')}]"
    return f"(?:{adjective}{{0,3}}(?:{inner}{{0,4}}{medium}[wC{alphabet.any_of('adjective')}]{{0,2}})?{article}?)"


def _sequence(given: list[str], pattern: str) -> tuple[list[Node], list[str]]:
    found: list[Node] = []
    while given:
        piece, given = given[0], given[1:]
        if piece == ")":
            return found, [")", *given]
        if piece == "|":
            return found, ["|", *given]
        if piece == "?":
            if not found:
                raise BadInput(f"The pattern {pattern!r} makes nothing optional.")
            found.append(("?", found.pop()))
            continue
        if piece == "(":
            choices: list[list[Node]] = []
            while True:
                choice, given = _sequence(given, pattern)
                choices.append(choice)
                if not given:
                    raise BadInput(f"The pattern {pattern!r} never closes a parenthesis.")
                closing, given = given[0], given[1:]
                if closing == ")":
                    break
            found.append(("(", choices))
            continue
        found.append((piece, None))
    return found, []


def _expression(node: Node, alphabet: Alphabet, *, backwards: bool) -> str:
    piece, inner = node
    if piece == "?":
        assert isinstance(inner, tuple)  # noqa: S101 - made so above
        return f"(?:{_expression(inner, alphabet, backwards=backwards)})?"
    if piece == "(":
        assert isinstance(inner, list)  # noqa: S101 - made so above
        choices = [
            "".join(
                _expression(n, alphabet, backwards=backwards)
                for n in (reversed(choice) if backwards else choice)
            )
            for choice in inner
        ]
        return f"(?:{'|'.join(choices)})"
    return _simple(piece, alphabet, backwards=backwards)


def _simple(piece: str, alphabet: Alphabet, *, backwards: bool) -> str:
    match piece[0]:
        case "<":
            return _list(piece[1:-1], alphabet, backwards=backwards)
        case "~":
            return _gap(piece, alphabet, backwards=backwards)
        case "{":
            return _special(piece, alphabet, backwards=backwards)
    if piece == '"':
        return f"[{QUOTE}{CLOSING}]"
    if piece in MARKS:
        return re.escape(MARKS[piece])
    words = folded(piece).split()
    return "".join(alphabet.characters[w] for w in (reversed(words) if backwards else words))


def _gap(piece: str, alphabet: Alphabet, *, backwards: bool) -> str:
    most = int(piece[1:].rstrip(",!"))
    barred = _PUNCTUATION.replace(",", "", 1) if piece.endswith(",") else _PUNCTUATION
    if not piece.endswith("!"):
        return f"[^{barred}O]{{0,{most}}}?"
    near = f"[^{barred}O{alphabet.any_of('of')}]"
    return f"(?:{near}[^{barred}O]{{0,{most - 1}}}?)??" if backwards else f"(?:{near}{{1,{most}}}?)??"


def _list(name: str, alphabet: Alphabet, *, backwards: bool) -> str:
    if name not in alphabet.phrases:
        raise BadInput(f"The grammar has no list {name!r}.")
    single = alphabet.any_of(name)
    longer = sorted({p for p in alphabet.phrases[name] if len(p) > 1}, key=len, reverse=True)
    written = ["".join(alphabet.characters[w] for w in (reversed(p) if backwards else p)) for p in longer]
    if single:
        written.append(f"[{single}]")
    return f"(?:{'|'.join(written)})"


def _special(piece: str, alphabet: Alphabet, *, backwards: bool) -> str:
    adjectives = alphabet.any_of("adjective")
    special = {
        "{via}": f"{_backwards_aside(alphabet) if not backwards else ''}(?P<via>O)",
        "{other}": "O",
        "{open}": r"\(",
        "{close}": r"\)",
        "{stop}": r"\.",
        "{verb}": f"[w{alphabet.none_of('function', 'adjective', 'noun', 'medium', 'article', 'joint', 'relative')}]",
        "{Name}": "C{1,4}",
        "{number}": "N",
        "{said}": CLOSING,
        "{start}": "[SQ]",
        "{line}": "S",
        "{edge}": rf"[S,:;(QK\-n{alphabet.any_of('joint')}]",
        "{end}": "[.QK)]{0,2}E",
        "{aside}": rf"[{adjectives}{alphabet.any_of('medium')}]{{0,3}}(?:[{alphabet.any_of('of')}]C)?(?:,[^,:;.()SEn]{{1,12}},|\([^)(En]{{1,10}}\))?",
    }
    if piece not in special:
        raise BadInput(f"The grammar's notation has no {piece}.")
    return special[piece]


def _backwards_aside(alphabet: Alphabet) -> str:
    # "repris par l'agence japonaise Kyodo": what may stand between the cue and the other outlet.
    inner = f"[wC{alphabet.none_of('say', 'relative', 'joint')}]"
    return f"{inner}{{0,4}}?"
