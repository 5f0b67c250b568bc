"""fundus over pages of the outlets it knows: JSON lines of `[url, html]` in, pages a second of CPU time out."""

import json
import sys
import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

from fundus import PublisherCollection


def main() -> None:
    """Print how many pages it knew, and how many it read a second."""
    parsers = {urlsplit(publisher.domain).netloc: publisher.parser for publisher in PublisherCollection}
    now = datetime.now(UTC).date()
    pages = [
        (html, parsers[host])
        for url, html in map(json.loads, sys.stdin)
        if (host := urlsplit(url).netloc) in parsers
    ]
    started = time.process_time()
    told = sum(bool(parser(now).parse(html, "suppress").get("body")) for html, parser in pages)
    spent = time.process_time() - started
    print(f"{len(pages) / spent:8.0f} pages/s, {len(pages)} pages known, {told} with text")


main()
