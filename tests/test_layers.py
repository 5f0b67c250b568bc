"""Who may import whom: the house's tiers, read from the source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TIERS = [
    {"items", "errors", "text", "urls", "times"},
    {"discover", "extract", "normalise", "dedup", "cite", "query"},
    {"config", "store", "fetch"},
    {
        *(
            "settings",
            "spider",
            "site",
            "roster",
            "listings",
            "frontier",
            "crawl",
            "visits",
            "checkup",
            "health",
            "pipelines",
            "repeats",
            "running",
            "memory",
            "replay",
            "retag",
            "purge",
        ),
        *("alert", "schedule", "service", "ask"),
    },
    {"cli", "demo", "__main__"},
]
TIER = {room: tier for tier, rooms in enumerate(TIERS) for room in rooms}
# Within tiers 1 and 2 no room knows another, but that extract may use normalise.
SIBLINGS = {("extract", "normalise")}
ONLY_IN = {
    "pymongo": {"store"},
    "bson": {"store"},
    "scrapy": {
        "spider",
        "site",
        "roster",
        "listings",
        "crawl",
        "visits",
        "checkup",
        "fetch",
        "pipelines",
        "settings",
        "cli",
        "demo",
        "spiders",
    },
    "apprise": {"alert"},
}
# Tiers 0 and 1 know no network, database, clock, environment or randomness.
IMPURE = {
    "socket",
    "random",
    "secrets",
    "asyncio",
    "subprocess",
    "requests",
    "urllib3",
    "aiohttp",
    "time",
    "threading",
}
IMPURE_CALLS = {"os.environ", "os.getenv", "datetime.now", "date.today", "datetime.utcnow", "uuid.uuid4"}


def room_of(path: Path, root: Path) -> str:
    """Give the room that a file lies in."""
    parts = path.relative_to(root).with_suffix("").parts
    return parts[1] if parts[0] == "monitor" and len(parts) > 1 else parts[0]


def imports(tree: ast.AST) -> Iterator[str]:
    """Yield the full name of each module imported, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "monitor":
                yield from (f"monitor.{alias.name}" for alias in node.names)
            else:
                yield node.module


def violations(root: Path) -> list[str]:
    """List each import or call that the house forbids, as `file: what`."""
    found = []
    for path in sorted([*root.glob("monitor/**/*.py"), *root.glob("spiders/**/*.py")]):
        room, tree = room_of(path, root), ast.parse(path.read_text(encoding="utf-8"))
        if room == "__init__":
            continue
        name = path.relative_to(root).as_posix()
        found += [f"{name}: imports {module}" for module in imports(tree) if not allowed(room, module)]
        if TIER.get(room, 9) <= 1:
            calls = (ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute))
            found += [f"{name}: uses {call}" for call in calls if call in IMPURE_CALLS]
    return found


def allowed(room: str, module: str) -> bool:
    """Tell whether a room may import a module."""
    top, _, rest = module.partition(".")
    if top == "spiders":
        return room == "spiders"
    if top != "monitor":
        pure = TIER.get(room, 9) <= 1
        return room in ONLY_IN.get(top, {room}) and not (pure and top in IMPURE)
    other = rest.partition(".")[0]
    if room == "spiders" or other in {room, ""}:
        return True
    if room not in TIER or other not in TIER:
        return False
    if TIER[room] == TIER[other]:
        return TIER[room] in {0, 3, 4} or (room, other) in SIBLINGS
    return TIER[other] < TIER[room]


def test_the_house_keeps_its_tiers() -> None:
    """No room imports upwards or sideways, and the core is pure."""
    assert violations(ROOT) == []


def test_the_design_names_the_rooms_that_there_are() -> None:
    """The table of its tiers, this one, and the directory agree."""
    table = re.findall(r"^\| (\d)[^|]*\| ([^|]+) \|", (ROOT / "docs/design.md").read_text(), re.MULTILINE)
    told = [set(re.findall(r"`(\w+)`", rooms)) for _, rooms in table]
    assert told == [tier - {"__main__"} for tier in TIERS]
    there = {
        path.stem
        for path in (ROOT / "monitor").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert there - {"__init__"} == set(TIER)


PLANTED = [
    ("monitor/cite/x.py", "from monitor.query import parse"),
    ("monitor/cite/x.py", "from monitor import store"),
    ("monitor/extract/x.py", "def f():\n    import monitor.store.articles"),
    ("monitor/store/x.py", "from monitor.config import Config"),
    ("monitor/text.py", "from monitor.normalise import names"),
    ("monitor/alert/x.py", "import pymongo"),
    ("monitor/dedup/x.py", "import random"),
    ("monitor/query/x.py", "from datetime import datetime\nx = datetime.now()"),
    ("monitor/service.py", "from monitor.cli import main"),
    ("monitor/pipelines.py", "import spiders.atlantico"),
    ("monitor/attic/x.py", "from monitor.items import Link"),
]


@pytest.mark.parametrize(("file", "source"), PLANTED)
def test_a_planted_violation_is_found(tmp_path: Path, file: str, source: str) -> None:
    """The check fails when somebody breaks a rule."""
    planted = tmp_path / file
    planted.parent.mkdir(parents=True)
    planted.write_text(source)
    assert len(violations(tmp_path)) == 1
