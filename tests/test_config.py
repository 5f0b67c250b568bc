from pathlib import Path

import pytest

from monitor.config import Config, load
from monitor.errors import BadConfig

DOCUMENT = (Path(__file__).parent.parent / "docs/configuration.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "field"), Config.model_fields.items())
def test_every_option_is_documented(name: str, field: object) -> None:
    """The table in docs/configuration.md names each variable and says what the option is."""
    assert f"| `MONITOR_{name.upper()}` |" in DOCUMENT
    assert str(field.description) in DOCUMENT.replace("`", "") or name in {"connect_to", "outlets"}  # type: ignore[attr-defined]


BAD = [
    ("MONITOR_DATA", "~nobody-of-that-name/data"),
    ("MONITOR_DELAY", "soon"),
    ("MONITOR_DELAY", "-1"),
    ("MONITOR_CONNECT_TO", "atlantico.fr"),
    ("MONITOR_CONNECT_TO", "atlantico.fr=127.0.0.1"),
    ("MONITOR_CONNECT_TO", "atlantico.fr=127.0.0.1:99999"),
    ("MONITOR_CONNECT_TO", "=127.0.0.1:8081"),
    ("MONITOR_MONGO_DATABASE", ""),
    ("MONITOR_MONGO_DATABASE", "my news"),
    ("MONITOR_ALLOW_NETS", "10.0.0.0/99"),
    ("MONITOR_LOG_LEVEL", "LOUD"),
]


@pytest.mark.parametrize(("variable", "value"), BAD)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    """The sentence begins with the variable at fault."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadConfig, match=f"^{variable}: "):
        load()


def test_lists_are_read_from_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hosts and networks are separated by commas."""
    monkeypatch.setenv("MONITOR_CONNECT_TO", "Atlantico.fr=127.0.0.1:8081, lemonde.fr=127.0.0.1:8082")
    monkeypatch.setenv("MONITOR_ALLOW_NETS", "127.0.0.0/8, ::1/128")
    options = load()
    assert options.connect_to == {"atlantico.fr": "127.0.0.1:8081", "lemonde.fr": "127.0.0.1:8082"}
    assert options.allow_nets == ("127.0.0.0/8", "::1/128")


def test_a_path_may_begin_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """As an environment file writes it, which no shell reads."""
    monkeypatch.setenv("HOME", "/home/anna")
    monkeypatch.setenv("MONITOR_DATA", "~/monitor")
    monkeypatch.setenv("MONITOR_OUTLETS", "~/mine.csv")
    options = load()
    assert (options.data, options.outlets) == (Path("/home/anna/monitor"), Path("/home/anna/mine.csv"))


def test_the_user_agent_names_the_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    """An outlet can write to whoever crawls it."""
    monkeypatch.setenv("MONITOR_CONTACT", "desk@example.org")
    assert load().user_agent.endswith("(contact: desk@example.org)")
