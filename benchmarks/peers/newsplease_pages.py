"""news-please's `NewsPlease.from_html` alone over pages: JSON lines of `[url, html]` in, pages a second out."""

import json
import sys
import time

from newsplease import NewsPlease


def main() -> None:
    """Print how many pages were read and how many a second."""
    pages = [json.loads(line) for line in sys.stdin]
    started = time.perf_counter()
    told = sum(bool(NewsPlease.from_html(html, url=url).maintext) for url, html in pages)
    seconds = time.perf_counter() - started
    print(json.dumps({"pages": len(pages), "withText": told, "perSecond": len(pages) / seconds}))


main()
