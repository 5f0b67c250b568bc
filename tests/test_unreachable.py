"""A site that gives nothing: one sentence says why, to who crawls it, in its run, and in its outlet's health."""

import gzip
import socket
from pathlib import Path
from uuid import uuid4

import pytest

from monitor.demo.server import Resource, Site, connect_to, serve
from monitor.store.connection import Store
from tests.crawling import Shell


class Closed(Site):
    """A site that answers everything with one status, but for robots.txt."""

    status = 403

    def find(self, name: str, path: str) -> Resource:  # noqa: ARG002 - the signature is the site's
        """Give the answer."""
        return Resource(b"", status=404 if path == "/robots.txt" else self.status)


class Broken(Closed):
    """A site that has a fault."""

    status = 500


class Circling(Closed):
    """A site whose pages lead to each other."""

    def find(self, name: str, path: str) -> Resource:  # noqa: ARG002 - the signature is the site's
        """Give the answer."""
        return Resource(b"", status=404 if path == "/robots.txt" else 302, location=f"{path}x")


class Endless(Closed):
    """A site whose pages are larger than any page."""

    def find(self, name: str, path: str) -> Resource:  # noqa: ARG002 - the signature is the site's
        """Give the answer."""
        return Resource(b"x" * (11 << 20), status=404 if path == "/robots.txt" else 200)


class Bomb(Closed):
    """A site whose pages are larger than any page when they are unpacked."""

    def find(self, name: str, path: str) -> Resource:  # noqa: ARG002 - the signature is the site's
        """Give the answer."""
        packed = gzip.compress(b"x" * (11 << 20))
        gone = path == "/robots.txt"
        return Resource(packed, status=404 if gone else 200, headers=(("Content-Encoding", "gzip"),))


class Boasting(Closed):
    """A site that says that its pages are compressed."""

    def find(self, name: str, path: str) -> Resource:  # noqa: ARG002 - the signature is the site's
        """Give the answer."""
        return Resource(
            b"<p>", status=404 if path == "/robots.txt" else 200, headers=(("Content-Encoding", "gzip"),)
        )


class Mute(Closed):
    """A site whose robots.txt, too, has a fault."""

    def find(self, name: str, path: str) -> Resource:  # noqa: ARG002 - the signature is the site's
        """Give the answer."""
        return Resource(b"", status=503, headers=(("Retry-After", "0"),))


SITES = [
    ("http", Closed, "{} answers 403 (Forbidden) and keeps this crawler out"),
    ("http", Broken, "{} answers 500 (Internal Server Error)"),
    ("http", Mute, "its robots.txt answers 503 (Service Unavailable), without which nothing is fetched"),
    ("http", Circling, "{} leads from one address to the next, more than ten times"),
    ("http", Endless, "{} answers with more than 10 MiB, of which nothing is taken"),
    ("http", Bomb, "{} answers with more than 10 MiB, of which nothing is taken"),
    ("http", Boasting, "{} answers with what it says is compressed and is not"),
    ("https", Closed, "no secure connection to {} (TLS: wrong version number)"),
    ("http", None, "{} refuses connections"),
]


@pytest.mark.parametrize(("scheme", "kind", "why"), SITES)
async def test_why_a_site_gives_nothing_is_one_sentence(
    mongo_uri: str, tmp_path: Path, scheme: str, kind: type[Site] | None, why: str
) -> None:
    """Exit code 1; nobody has to read a log."""
    shell = Shell(
        mongo_uri, f"test_{uuid4().hex[:12]}", tmp_path, extra={"MONITOR_ALLOW_NETS": "127.0.0.0/8"}
    )
    if kind:
        with serve({}, kind) as site:
            place = site.address
            done = shell.run("crawl", f"{scheme}://{place}/world/")
    else:
        with socket.create_server(("127.0.0.1", 0)) as closed:
            place = f"127.0.0.1:{closed.getsockname()[1]}"
        done = shell.run("crawl", f"{scheme}://{place}/world/")
    sentence = f"None of the listings of 127.0.0.1 could be read: {why.format(place)}."
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, f"monitor: {sentence}")
    assert "Traceback" not in done.stderr
    assert "Gave up" not in done.stderr
    async with shell.stored() as stored:
        await told_everywhere(stored, sentence, shell)


def test_a_name_that_leads_inside_is_refused_in_one_sentence(mongo_uri: str, tmp_path: Path) -> None:
    """As its address is; Twisted, which looks names up for us, has nothing to add."""
    shell = Shell(mongo_uri, f"test_{uuid4().hex[:12]}", tmp_path)
    done = shell.run("crawl", "http://localhost:1/world/")
    assert done.returncode == 1
    assert "localhost: 127.0.0.1 is not a public address; MONITOR_ALLOW_NETS" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


async def told_everywhere(stored: Store, sentence: str, shell: Shell) -> None:
    """See that the run and the outlet's health say it, too."""
    (run,) = await stored.runs.list()
    assert (run.state, run.error) == ("failed", sentence)
    health = shell.run("outlet", "health").stdout
    assert "last crawl failed" in health
    assert f"127.0.0.1: {sentence}" in health
    assert shell.json("outlet", "health")["error"] == sentence


def test_a_page_that_names_no_article_is_remarked(mongo_uri: str, tmp_path: Path) -> None:
    """A page that only a browser fills is no failure, but whoever crawls it is told where to look."""
    page = "https://gazette.example/world/"
    empty = {page: Resource(b"<!doctype html><p>Please enable JavaScript.")}
    with serve(empty) as site:
        shell = Shell(mongo_uri, f"test_{uuid4().hex[:12]}", tmp_path, connect_to(site, empty))
        done = shell.run("crawl", page)
        assert "no article yet" in shell.run("outlet", "health").stdout
    assert done.returncode == 0
    assert f'No page was named; "monitor outlet try {page}" shows what a crawl sees.' in done.stderr
