"""Every option once, typed, read from the environment (`MONITOR_*`).

>>> Config(data=Path("/srv/monitor")).archive
PosixPath('/srv/monitor/archive')
"""

import re
from importlib.metadata import version
from ipaddress import ip_network
from pathlib import Path
from socket import gethostname
from typing import Annotated, Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from monitor.errors import BadConfig

# What MongoDB takes on any system.
_DATABASE = re.compile(r'[^\s/\\."$*<>:|?\0]{1,63}')


def at_home(path: Path) -> Path:
    """Read ~ in a path, as no shell has read what stands in an environment file; raises `ValueError`."""
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError("~ stands for nobody's directory; write the path whole") from None


class Config(BaseSettings):
    """The options. Each is set by the variable `MONITOR_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="MONITOR_", frozen=True)

    data: Path = Field(
        default_factory=lambda: user_data_path("monitor"),
        description="Directory of the embedded database and the archives.",
    )
    mongo_uri: str | None = Field(default=None, description="MongoDB to use in place of the embedded one.")
    mongo_database: str = Field(default="monitor", description="Name of the database.")
    outlets: Path | None = Field(default=None, description="CSV file whose outlets add to or replace ours.")
    connect_to: Annotated[dict[str, str], NoDecode] = Field(
        default_factory=dict,
        description="HOST=ADDRESS:PORT,… connects there for HOST, as curl --connect-to; try outlets off line.",
    )
    contact: str = Field(
        default_factory=lambda: f"postmaster@{gethostname()}",
        min_length=3,
        description="Mail address or page at which an outlet reaches you; part of the user agent.",
    )
    user_agent: str = Field(
        default_factory=lambda given: (
            f"media-monitor/{version('media-monitor')} (contact: {given['contact']})"
        ),
        min_length=1,
        description="User agent in every request; robots.txt rules for its first word hold.",
    )
    delay: float = Field(default=1.0, ge=0, description="Seconds between two requests to one host, at least.")
    allow_nets: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="Networks (CIDR, comma-separated) that may be fetched though not public."
    )
    obey_reservations: bool = Field(
        default=True,
        description="Whether pages that their publishers reserve from text and data mining are left alone.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="DEBUG, INFO, WARNING or ERROR."
    )

    @property
    def archive(self) -> Path:
        """Directory of the WARC files."""
        return self.data / "archive"

    @field_validator("data", "outlets")
    @classmethod
    def _at_home(cls, value: Path | None) -> Path | None:
        return at_home(value) if value else None

    @field_validator("connect_to", mode="before")
    @classmethod
    def _read_connect_to(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        pairs = dict(pair.split("=", 1) for pair in value.split(",") if "=" in pair)
        if len(pairs) != len([p for p in value.split(",") if p.strip()]):
            raise ValueError("write HOST=ADDRESS:PORT, separated by commas")
        return {name.strip().lower(): address.strip() for name, address in pairs.items()}

    @field_validator("connect_to")
    @classmethod
    def _check_connect_to(cls, value: dict[str, str]) -> dict[str, str]:
        for name, address in value.items():
            place = urlsplit(f"//{address}")
            if not (name and place.hostname and place.port):
                raise ValueError("write HOST=ADDRESS:PORT, separated by commas")
        return value

    @field_validator("mongo_database")
    @classmethod
    def _check_database(cls, value: str) -> str:
        if not _DATABASE.fullmatch(value):
            raise ValueError("write a name of up to 63 letters, figures, hyphens and low lines")
        return value

    @field_validator("allow_nets", mode="before")
    @classmethod
    def _read_allow_nets(cls, value: object) -> object:
        return (
            tuple(net.strip() for net in value.split(",") if net.strip()) if isinstance(value, str) else value
        )

    @field_validator("allow_nets")
    @classmethod
    def _check_allow_nets(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for net in value:
            ip_network(net)
        return value


def load() -> Config:
    """Read the options from the environment.

    Raises `BadConfig` with the variable at fault and what to write.
    """
    try:
        return Config()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"MONITOR_{first['loc'][0]}".upper()
        raise BadConfig(f"{name}: {first['msg'].removeprefix('Value error, ')}.") from None
