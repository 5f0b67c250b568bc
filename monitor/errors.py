"""Every error that this package raises on purpose.

MonitorError                what failed and what to do, in one sentence; exit code 1
├── BadUse                  the user can put it right; exit code 2
│   ├── BadConfig           an option has a wrong value
│   ├── BadQuery            a query cannot be read; knows the place
│   ├── BadSchedule         a rhythm, cron line or time zone cannot be read
│   ├── BadChannel          a channel cannot be read
│   ├── BadTime             a date, interval or duration cannot be read
│   ├── BadInput            a file or a line of input cannot be read
│   ├── Taken               the name is already in use
│   └── Unknown             no outlet, article, topic, … of that name
├── StoreAway               MongoDB cannot be started or reached
├── ArchiveFailed           an archive cannot be written or read
├── LeaseHeld               another process has the outlet, or took it over
├── DeliveryFailed          a channel did not take an alert
└── Dropped                 an article leaves the flow; technically not a failure
    ├── Unchanged           the same content is stored at the same URL
    ├── OutOfSection        the article is not in the section asked for
    ├── Reserved            its publisher reserves text and data mining
    └── NotArticle          the page is no article
        ├── NoHeadline      it has no headline
        └── NoBody          it has no text
"""

import unicodedata

_SHOWN = 100
"""Characters of a query that an error shows."""


class MonitorError(Exception):
    """What failed and what to do, in one sentence."""

    exit_code = 1


class BadUse(MonitorError):
    """The user can put it right; exit code 2."""

    exit_code = 2


class BadConfig(BadUse):
    """An option has a wrong value."""


class BadQuery(BadUse):
    """A query cannot be read; `position` is the offset of the first character at fault."""

    def __init__(self, message: str, query: str = "", position: int = 0) -> None:
        super().__init__(message)
        self.query = query
        self.position = position

    def __str__(self) -> str:
        """Give the sentence, then the query, or a long one's part, with a caret under the place."""
        sentence = super().__str__()
        if not self.query:
            return sentence
        first = max(0, self.position - _SHOWN // 2) if len(self.query) > _SHOWN else 0
        shown = self.query[first : first + _SHOWN]
        return f"{sentence}\n  {shown}\n  {' ' * _columns(shown[: self.position - first])}^"


class BadSchedule(BadUse):
    """A rhythm, cron line or time zone cannot be read."""


class BadChannel(BadUse):
    """A channel cannot be read."""


class BadTime(BadUse):
    """A date, interval or duration cannot be read."""


class BadInput(BadUse):
    """A file or a line of input cannot be read."""


class Taken(BadUse):
    """The name is already in use."""


class Unknown(BadUse):
    """No outlet, article, topic or the like of that name."""


class StoreAway(MonitorError):
    """MongoDB cannot be started or reached."""


class ArchiveFailed(MonitorError):
    """An archive cannot be written or read."""


class LeaseHeld(MonitorError):
    """Another process has the outlet, or took it over."""


class DeliveryFailed(MonitorError):
    """A channel did not take an alert; `final` when trying again is useless, `wait` seconds it asked for."""

    def __init__(self, message: str, *, final: bool = False, wait: float = 0.0) -> None:
        super().__init__(message)
        self.final = final
        self.wait = wait


class Dropped(MonitorError):
    """An article leaves the flow for the reason in the class's name; not a failure."""


class Unchanged(Dropped):
    """The same content is stored at the same URL."""


class OutOfSection(Dropped):
    """The article is not in the section asked for."""


class Reserved(Dropped):
    """The publisher reserves the page from text and data mining, or from being indexed."""


class NotArticle(Dropped):
    """The page is no article."""


class NoHeadline(NotArticle):
    """The page has no headline."""


class NoBody(NotArticle):
    """The page has no text."""


def _columns(text: str) -> int:
    """Count the columns that a text takes in a terminal."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))
