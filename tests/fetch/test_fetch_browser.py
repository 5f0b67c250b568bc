"""Pages that need a browser: by the same rules, archived as they are shown. Skipped where there is no Chromium."""

from pathlib import Path

import pytest

from monitor.demo.server import Resource, serve
from monitor.fetch.browser import executable
from monitor.fetch.replay import Reader
from tests.fetch.probing import probe

pytestmark = pytest.mark.skipif(executable() is None, reason="There is no Chromium on PATH.")

HOME = "http://example.org"
SCRIPTED = """<!doctype html><meta charset="utf-8"><title>Empty</title><body><script>
fetch("/text.json").then(answer => answer.json()).then(told => {
  document.body.innerHTML = "<p>" + told.text + "</p><img src='/picture.png'>";
});
for (const inside of ["http://127.0.0.1:PORT/secret", "http://localhost:PORT/secret", "/away", "http://169.254.169.254/"])
  fetch(inside, {mode: "no-cors"}).catch(() => 0);
</script>"""
JSON = "application/json"


def test_a_page_that_a_script_fills_is_read_and_archived(tmp_path: Path) -> None:
    """robots.txt holds, nothing inside is reached by script or redirect, pictures are not loaded."""
    with serve({"http://127.0.0.1/secret": Resource(b"secret")}) as secret:
        port = secret.address.partition(":")[2]
        found = {
            f"{HOME}/robots.txt": Resource(b"User-agent: *\nDisallow: /closed", "text/plain"),
            f"{HOME}/open": Resource(SCRIPTED.replace("PORT", port).encode()),
            f"{HOME}/closed": Resource(b"closed"),
            f"{HOME}/text.json": Resource('{"text": "Shown by a script: é."}'.encode(), JSON),
            f"{HOME}/away": Resource(b"", status=302, location=f"http://127.0.0.1:{port}/secret"),
        }
        with serve(found) as site:
            mapped = f"example.org={site.address}"
            told = probe(
                tmp_path,
                site.address,
                [f"{HOME}/open", f"{HOME}/closed"],
                "BROWSER=1",
                nets="",
                MONITOR_CONNECT_TO=mapped,
            )
            asked = [path.partition("/")[2] for path in site.asked]
        assert secret.asked == []
    assert told[f"{HOME}/closed"]["error"] == "Disallowed"
    assert "text.json" in asked
    assert "away" in asked
    assert not {"closed", "picture.png"} & set(asked)
    (archive,) = tmp_path.glob("*.warc.gz")
    (page,) = Reader().pages([archive])
    assert "Shown by a script: é." in page.body.decode()
