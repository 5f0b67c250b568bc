"""Runs the probe: pages of a site on loopback, fetched as a crawl fetches them."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PROBE = Path(__file__).with_name("probe.py")


def probe(
    directory: Path,
    address: str,
    paths: Sequence[str],
    *settings: str,
    nets: str = "127.0.0.0/8",
    **more: str,
) -> dict[str, dict[str, Any]]:
    """Fetch paths of an address, or whole URLs; give what is told of each."""
    urls = [path if "://" in path else f"http://{address}{path}" for path in paths]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MONITOR_")}
    given = {"MONITOR_DELAY": "0", "MONITOR_DATA": str(directory), "MONITOR_ALLOW_NETS": nets, **more}
    done = subprocess.run(
        [sys.executable, str(PROBE), str(directory), *settings, *urls],
        env=kept | given,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    told = {line["asked"]: line for line in map(json.loads, done.stdout.splitlines())}
    return {path: told[url] for path, url in zip(paths, urls, strict=True)}
