"""Archive to MongoDB: pages a second of `monitor replay`, beside news-please's extraction alone.

    make peers
    python benchmarks/replay.py [--pages 2000]

An archive of generated pages is written, then replayed into an empty database by a process of its own: parsed,
normalised, compared with what is stored, tagged, written. The peer only reads the same pages to text, and keeps
nothing. Both start from nothing; seconds are wall-clock, memory is the process's peak, printed for half of the pages
and for all to show that it does not grow.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pages import pages

from monitor.fetch.archive import Archive, Exchange

_ROOT = Path(__file__).parent.parent
_PEER = _ROOT / ".venv-peers/bin/python"
_START = datetime(2026, 11, 1, tzinfo=UTC)
_INFO = {"software": "media-monitor/benchmark", "outlet": "atlantico.fr", "section": "all"}
_REPLAY = "import resource, sys; from monitor.cli import main\ntry: main()\nfinally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)"


def write(path: Path, count: int) -> None:
    """Write an archive of so many pages."""
    archive = Archive(path, _INFO)
    for number, (url, html) in enumerate(pages(count)):
        archive.add(
            Exchange(
                url=url,
                date=_START + timedelta(seconds=number),
                request=[("Host", "atlantico.fr")],
                status="200 OK",
                response=[("Content-Type", "text/html; charset=utf-8")],
                body=html.encode(),
                note={},
            )
        )
    archive.close()


def replay(path: Path, data: Path) -> tuple[dict[str, Any], float, int]:
    """Replay an archive into an empty database: the run, seconds, and megabytes at most."""
    environment = os.environ | {"MONITOR_DATA": str(data)}
    monitor = [sys.executable, "-m", "monitor"]
    subprocess.run([*monitor, "db", "start"], env=environment, check=True, capture_output=True)
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _REPLAY, "replay", str(path), "--json"],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    seconds = time.perf_counter() - started
    subprocess.run([*monitor, "db", "stop"], env=environment, check=True, capture_output=True)
    return json.loads(done.stdout), seconds, int(done.stderr.splitlines()[-1])


def peer(count: int) -> dict[str, Any]:
    """Let news-please read so many of the pages."""
    lines = "".join(json.dumps(page) + "\n" for page in pages(count))
    script = _ROOT / "benchmarks/peers/newsplease_pages.py"
    done = subprocess.run([_PEER, script], input=lines, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def main() -> None:
    """Print both rates, their ratio, and memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=2000)
    count = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        rates = []
        for part in (count // 2, count):
            archive = place / f"{part}.warc.gz"
            write(archive, part)
            run, seconds, memory = replay(archive, place / f"data{part}")
            rates.append(part / seconds)
            print(
                f"monitor replay   {part:6d} pages {part / seconds:8.1f} pages/s {memory:5d} MB   {run['counts']}"
            )
    if not _PEER.exists():
        print("news-please is not there: make peers")
        return
    told = peer(min(count, 200))
    print(
        f"news-please      {told['pages']:6d} pages {told['perSecond']:8.1f} pages/s           extraction alone"
    )
    print(f"ratio {rates[-1] / told['perSecond']:.1f}")


if __name__ == "__main__":
    main()
