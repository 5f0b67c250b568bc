"""Die Zeit: articles that come page by page are taken whole."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from monitor.errors import NotArticle
from monitor.fetch.page import Page
from monitor.items import Capture
from monitor.normalise import normalise
from spiders.zeit import Zeit

SPECIMEN = Path(__file__).parent.parent / "specimens/zeit/uradan-wassersteuer-proteste-tamsin-see.html"
URL = "https://www.zeit.de/politik/ausland/2025-04/uradan-wassersteuer-proteste-tamsin-see"
CONTENTS = (
    f'<aside class="article-toc"><a class="article-toc__fullview" href="{URL}/komplettansicht">Eine Seite</a>'
)
FIRST = f"<html><body>{CONTENTS}</aside><div class='article-page'><p>Seite eins.</p></div></body></html>"


def page(url: str, body: bytes) -> Page:
    """Give a page as an archive would."""
    capture = Capture(targetUri=url, date=datetime(2025, 4, 23, tzinfo=UTC))
    return Page(url=url, body=body, contentType="text/html; charset=utf-8", capture=capture)


async def test_first_of_several_pages_leads_to_the_whole() -> None:
    """The whole is asked for in its place, and answers for the same page."""
    request = Request(URL, meta={"page": "key", "entry": None})
    response = HtmlResponse(URL, body=FIRST.encode(), request=request)
    (found,) = [each async for each in Zeit().parse_page(response)]
    assert isinstance(found, Request)
    assert (found.url, found.meta["page"]) == (f"{URL}/komplettansicht", "key")


def test_first_of_several_pages_is_no_article() -> None:
    """A replay meets both in the archive, and keeps the whole."""
    with pytest.raises(NotArticle, match="one page of several"):
        Zeit.read(page(URL, FIRST.encode()), "all")


def test_whole_is_known_by_the_address_of_its_first_page() -> None:
    """Whoever links to either means one article."""
    article = normalise(Zeit.read(page(f"{URL}/komplettansicht", SPECIMEN.read_bytes()), "Ausland"))
    assert article.url == URL
    assert article.canonicalUrl == URL.replace("www.", "")
    assert article.articleBody.endswith("9.000 Dinar zahlen.")


@pytest.mark.parametrize(
    ("data", "rubric"),
    [
        ("""{"ressort": "politik", "sub_ressort": "ausland"}""", "Ausland"),
        ("""{'ressort': 'politik',\n 'subressort': 'ausland'}""", "Ausland"),
        ("""{"sub_ressort": "ausland", "ressort": "politik"}""", "Ausland"),
        ("""{"sub_ressort": "", "ressort": "politik"}""", "Politik"),
        ("""{"ressort": "politik", "sub_ressort": ""}""", "Politik"),
        ("""{"type": "article"}""", None),
    ],
)
def test_rubric_is_the_narrowest_that_the_page_names(data: str, rubric: str | None) -> None:
    """The page's data name a rubric and a part of it, in either order, and the part may be empty."""
    html = (
        f"<h1>Seekarten</h1><script>view = {data}</script><div class='article-page'><p>Seite eins.</p></div>"
    )
    assert Zeit.read(page(f"{URL}/komplettansicht", html.encode()), "all").articleSection == rubric
