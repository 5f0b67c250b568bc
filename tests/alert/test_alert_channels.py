from pathlib import Path

import pytest

from monitor.alert.channels import path_of, read, redacted
from monitor.errors import BadChannel

SECRET = "t0psecret"  # noqa: S105 - stands for one


@pytest.mark.parametrize(
    ("written", "to"),
    [
        ("stdout:", "stdout:"),
        (" https://hooks.example/x ", "https://hooks.example/x"),
        ("HTTP://127.0.0.1:8080", "HTTP://127.0.0.1:8080"),
        ("json://hooks.example/x", "json://hooks.example/x"),
        (
            "mailto://anna:word@mail.example?to=bo@mail.example",
            "mailto://anna:word@mail.example?to=bo@mail.example",
        ),
    ],
)
def test_a_channel_is_read(written: str, to: str) -> None:
    """A good channel keeps its URL and gets an id that is the same each time."""
    channel = read(written)
    assert channel.to == to
    assert channel == read(written)
    assert len(channel.id) == 12


@pytest.mark.parametrize("form", ["file:{}", "file://{}"])
def test_a_file_is_named_with_or_without_slashes(tmp_path: Path, form: str) -> None:
    """Both forms of a file's URL mean the same path, kept absolute."""
    channel = read(form.format(tmp_path / "a.jsonl"))
    assert channel.to == f"file:{tmp_path}/a.jsonl"
    assert path_of(channel.to) == tmp_path / "a.jsonl"


def test_a_relative_file_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that delivers may run in another directory."""
    monkeypatch.chdir(tmp_path)
    assert read("file:a b.jsonl").to == f"file:{tmp_path}/a b.jsonl"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "nonsense",
        "anna@mail.example",
        "mailto:anna@mail.example",
        f"bogus://{SECRET}",
        "slack://",
        "https://",
        "https:hooks.example",
        f"https://hooks.example:port/{SECRET}",
        f"https://hooks.example/{SECRET} x",
        "stdout:x",
        "file:",
        "file:~nobody-of-that-name/a.jsonl",
        "file:alerts.txt",
        "file:/nowhere/at/all/a.jsonl",
    ],
)
def test_a_bad_channel_is_refused_in_one_sentence(written: str, caplog: pytest.LogCaptureFixture) -> None:
    """The sentence says what to write, and neither it nor a log repeats what may be secret."""
    with pytest.raises(BadChannel) as refused:
        read(written)
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert SECRET not in sentence + caplog.text
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    ("to", "shown"),
    [
        ("stdout:", "stdout:"),
        ("https://hooks.example", "https://hooks.example"),
        (f"https://hooks.example/services/T0/{SECRET}", "https://hooks.example/…"),
        (f"https://hooks.example/?token={SECRET}", "https://hooks.example/…"),
        (f"https://anna:{SECRET}@hooks.example:8443", "https://hooks.example:8443"),
        (f"tgram://{SECRET}/12345/", "tgram://…"),
        (f"mailto://anna:{SECRET}@mail.example", "mailto://…"),
        (f"json://{SECRET}@hooks.example/{SECRET}", "json://…"),
    ],
)
def test_secrets_are_not_shown(to: str, shown: str) -> None:
    """What is printed of a channel holds no name, password, path or token."""
    assert redacted(to) == shown
