"""A name in a text with the outlet it stands for, and how far the name alone may be trusted."""

from dataclasses import dataclass

from monitor.cite.gazetteer import Outlet
from monitor.cite.names import ARTICLES, Name, folded

_AIR = frozenset({"television", "radio", "agency"})
_ACRONYM = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of a text and its outlet; `anaphor` when it is "le quotidien" or a short form."""

    name: Name
    outlet: Outlet
    text: str
    anaphor: bool = False

    @property
    def start(self) -> int:
        """Where the name starts."""
        return self.name.start

    @property
    def end(self) -> int:
        """Where the name ends."""
        return self.name.end

    @property
    def written(self) -> str:
        """The name as the text writes it."""
        return self.text[self.name.start : self.name.end]

    @property
    def cautious(self) -> bool:
        """Whether the name may be no outlet at all."""
        return all(form.safety != "safe" for form in self.name.forms)

    @property
    def nameable(self) -> bool:
        """Whether naming it without any cue is still a mention."""
        if not self.cautious:
            return True
        if any(form.safety == "context" for form in self.name.forms):
            return False
        name = self.name.forms[0].text
        first, _, rest = name.partition(" ")
        several = " " in (rest if first.lower() in ARTICLES else name)
        return several or (name.isupper() and len(name) >= _ACRONYM and self.outlet.kind in _AIR)

    @property
    def core(self) -> str:
        """The name folded, without its article."""
        simple = folded(self.written)
        first, _, rest = simple.partition(" ")
        return rest if rest and first in ARTICLES else simple

    @property
    def is_word(self) -> bool:
        """Whether the name is one word and no acronym, its article aside."""
        written = self.written
        return " " not in self.core and not (written.isupper() and len(written) > 1)

    @property
    def is_bare(self) -> bool:
        """Whether the name is written as a single word, without an article of its own."""
        return self.written.isalnum()
