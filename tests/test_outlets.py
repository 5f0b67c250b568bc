"""Every spider against the specimens of its outlet, served on loopback at the addresses its listings name."""

import asyncio
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from monitor.demo.server import Resource, connect_to, serve
from monitor.demo.site import Listings, resources
from monitor.roster import spiders
from monitor.spider import OutletSpider
from monitor.store.runs import Run
from tests.crawling import MONITOR, Shell

SPECIMENS = Path(__file__).parent / "specimens"
SPIDERS = spiders()
SHOWN = {name: spider for name, spider in SPIDERS.items() if any((SPECIMENS / name).glob("*.html"))}
CRAWL_ALL = """
import sys
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings
from monitor.roster import spiders

process = AsyncCrawlerProcess(get_project_settings())
for name in sys.argv[1:]:
    process.crawl(spiders()[name])
process.start()
"""


def site(name: str, spider: type[OutletSpider]) -> dict[str, Resource]:
    """Give an outlet's site."""
    return resources(1, SPECIMENS / name, None if name == "atlantico" else Listings.of(spider))


@pytest.fixture(scope="module")
def runs(mongo_uri: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """Crawl every outlet, all in one process; give the runs by spider."""
    pages = {url: page for name, spider in SHOWN.items() for url, page in site(name, spider).items()}
    with serve(pages) as running:
        data = tmp_path_factory.mktemp("outlets")
        # Specimens keep what their outlets say in a page's head, reservations too; their text is ours.
        extra = {"MONITOR_OBEY_RESERVATIONS": "false", "MONITOR_LOG_LEVEL": "WARNING"}
        connected = connect_to(running, pages)
        shell = Shell(mongo_uri, f"test_{uuid4().hex[:12]}", data, connected, extra)
        done = subprocess.run(
            [sys.executable, "-c", CRAWL_ALL, *SHOWN],
            env=shell.environment,
            capture_output=True,
            text=True,
            check=False,
        )
    # Shown by pytest when a test fails: why a page did.
    sys.stderr.write(done.stderr)
    assert done.returncode == 0
    return asyncio.run(made(shell))


async def made(shell: Shell) -> dict[str, Run]:
    """Give the runs of a database, and drop it."""
    async with shell.stored() as store:
        return {run.spider: run for run in await store.runs.list()}


def test_every_spider_has_specimens() -> None:
    """An outlet without pages that prove it is not ready."""
    assert set(SPIDERS) == set(SHOWN)


def test_spiders_are_found_from_any_directory(tmp_path: Path) -> None:
    """`monitor` needs no checkout around it: a unit of systemd starts in `/`."""
    done = subprocess.run(
        [MONITOR, "crawl", "atlantco"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (
        2,
        'monitor: There is no outlet "atlantco"; do you mean atlantico?\n',
    )


@pytest.mark.parametrize("name", SHOWN)
def test_spider_stores_the_articles_of_its_section(name: str, runs: dict[str, Run]) -> None:
    """A crawl reads the outlet's listings and stores articles; no page fails, none is read twice."""
    assert runs[name].state == "done", runs[name].error
    assert runs[name].counts["new"] > 0
    assert not {"failed", "listingsFailed", "unchanged"} & set(runs[name].counts)
