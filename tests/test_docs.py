"""The documents say what is there: every command is described, every command of the README runs."""

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from monitor.cli.app import app
from monitor.demo.server import connect_to, serve
from monitor.demo.site import resources

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CLI = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent


def commands(command: Any = None, path: str = "monitor") -> Iterator[tuple[str, Any]]:
    """Yield each command with the words that call it."""
    command = command or get_command(app)
    names = command.list_commands(None) if hasattr(command, "list_commands") else []
    for name in names:
        yield from commands(command.get_command(None, name), f"{path} {name}")
    if not names:
        yield path, command


COMMANDS = dict(commands())


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_and_option_is_documented(path: str) -> None:
    """docs/cli.md has a heading for the command, an example that calls it, and all its options."""
    assert f"\n### {path}\n" in CLI, f"docs/cli.md lacks a section for {path}"
    section = CLI.split(f"\n### {path}\n")[1].split("\n### ")[0].split("\n## ")[0]
    assert re.search(rf"^{path}\b", section, re.MULTILINE), "the section has no example"
    options = {name for option in COMMANDS[path].params for name in option.opts if name.startswith("--")}
    missing = {name for name in options - {"--help"} if f"`{name}" not in section}
    assert not missing


def test_no_document_describes_a_command_that_is_gone() -> None:
    """Each heading of docs/cli.md is a command."""
    assert set(re.findall(r"^### (monitor .+)$", CLI, re.MULTILINE)) == set(COMMANDS)


def readme_lines() -> list[str]:
    """List the commands of the README in their order."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    joined = "".join(blocks).replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if line.strip() and not line.startswith("#")]


def test_every_command_of_the_readme_runs(tmp_path: Path) -> None:
    """A newcomer can type the README from top to bottom; the outlet is played by its specimens."""
    site = resources(1)
    with serve(site) as running:
        environment = os.environ | {
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "MONITOR_DATA": str(tmp_path / "data"),
            "MONITOR_CONNECT_TO": connect_to(running, site),
            "MONITOR_DELAY": "0",
        }
        environment.pop("MONITOR_MONGO_URI", None)
        try:
            for line in readme_lines():
                if line.startswith("make "):
                    assert f"\n{line.split()[1]}:" in (ROOT / "Makefile").read_text(encoding="utf-8")
                elif line == "monitor up":
                    runs_until_interrupted(line, environment)
                else:
                    done = subprocess.run(
                        ["bash", "-ec", line],
                        cwd=ROOT,
                        env=environment,
                        capture_output=True,
                        text=True,
                        check=False,
                    )
                    assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        finally:
            subprocess.run([BIN / "monitor", "db", "stop"], env=environment, check=True)


BOTE = """
from monitor import extract
page = '<h1>Ein Titel</h1><p class=byline><a>Jo Hahn</a><div class=article-text><p>Ein Satz.</div>'
article = extract.parse(page, "https://bote.example/a")
print(article.headline, article.author, article.articleBody, Bote.feeds, sep="|")
"""


def test_the_outlet_of_the_readme_reads_a_page() -> None:
    """The example is whole: a spider and a page object that give an article."""
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    done = subprocess.run([sys.executable, "-c", example + BOTE], capture_output=True, text=True, check=True)
    assert done.stdout == "Ein Titel|('Jo Hahn',)|Ein Satz.|('https://bote.example/feed.xml',)\n"


def runs_until_interrupted(line: str, environment: dict[str, str]) -> None:
    """Start a command that has no end, and end it as Ctrl-C does."""
    with subprocess.Popen(shlex.split(line), env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        assert process.returncode == 0
