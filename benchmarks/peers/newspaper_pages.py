"""newspaper4k over pages: JSON lines of `[url, html]` in; a line each of what it reads out, CPU seconds last."""

import json
import sys
import time

from newspaper import Article


def main() -> None:
    """Write text, headline, authors and day of each page."""
    pages = [json.loads(line) for line in sys.stdin]
    started = time.process_time()
    for url, html in pages:
        article = Article(url, fetch_images=False)
        article.download(input_html=html)
        try:
            article.parse()
        except Exception:  # noqa: BLE001 - a page that it fails on is a page without a text
            print(json.dumps({"body": ""}))
            continue
        day = article.publish_date.date().isoformat() if article.publish_date else None
        told = {"body": article.text, "headline": article.title, "author": article.authors, "day": day}
        print(json.dumps(told))
    print(json.dumps(time.process_time() - started))


main()
