"""Where the demo keeps its things: apart from everything else, beside it."""

import shlex
from dataclasses import dataclass
from pathlib import Path

from monitor.config import Config


@dataclass(frozen=True, slots=True)
class Place:
    """A data directory and a database; `mongo_uri` is null for the embedded MongoDB in the directory."""

    data: Path
    database: str
    mongo_uri: str | None = None

    @classmethod
    def of(cls, config: Config) -> "Place":
        """Give the demo's place for a configuration.

        >>> Place.of(Config(data=Path("/srv/monitor"), mongo_uri=None)).environment
        {'MONITOR_DATA': '/srv/monitor/demo'}
        """
        # A server of their own is shared with real articles; the embedded one is the demo's alone.
        database = f"{config.mongo_database}_demo" if config.mongo_uri else config.mongo_database
        return cls(config.data.absolute() / "demo", database, config.mongo_uri)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead a command there."""
        data = {"MONITOR_DATA": str(self.data)}
        return data | ({"MONITOR_MONGO_DATABASE": self.database} if self.mongo_uri else {})

    @property
    def exports(self) -> str:
        """The same, as typed in a shell."""
        written = {**self.environment, "MONITOR_DATA": at_home(self.data)}
        return f"export {' '.join(f'{name}={value}' for name, value in written.items())}"

    @property
    def alerts(self) -> Path:
        """The file to which the demo's topic sends."""
        return self.data / "alerts.jsonl"

    @property
    def archive(self) -> Path:
        """The directory of the demo's WARC files."""
        return self.data / "archive"

    @property
    def log(self) -> Path:
        """What the last crawl said."""
        return self.data / "crawl.log"


def at_home(path: Path) -> str:
    """Write a path as it is typed in a shell, short where it is below the user's own directory.

    >>> at_home(Path.home() / "my data"), at_home(Path("/srv/monitor"))
    ("~/'my data'", '/srv/monitor')
    """
    if path.is_relative_to(Path.home()):
        return f"~/{shlex.quote(str(path.relative_to(Path.home())))}"
    return shlex.quote(str(path))
