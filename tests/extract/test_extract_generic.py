import time

import pytest

from monitor import extract
from monitor.errors import NotArticle
from monitor.normalise import normalise
from tests.extract.pages import TEXT, URL, page

CARDS = "".join(
    f"<div class='card'><h3><a href='/monde/{number}'>La gare de Cormont {number} rouvre</a></h3>"
    "<p>Le train y passe de nouveau, et les habitants de Cormont s'en disent contents.</p></div>"
    for number in range(20)
)
CONSENT = (
    "<h1>Before you read</h1><p>We count what you open, and tell 212 partners. You may change that later.</p>"
)


def test_any_page_becomes_an_article() -> None:
    """Text, links with true places, headline, date and the lines beside come without a page object."""
    linked = f"<p>{TEXT[0].replace('Valdoria', '<a href=/v>Valdoria</a>')}</p>" + "".join(
        f"<p>{t}</p>" for t in TEXT[1:]
    )
    body = (
        linked + "<p><a href='/gare'>Lire aussi : la gare rouvre</a></p>" + f"<p>{TEXT[0][:-1]}, encore.</p>"
    )
    article = extract.parse(page(body), URL)
    assert article.articleBody.startswith("\n\n".join(TEXT))
    assert [(link.text, link.url) for link in article.links] == [
        ("Valdoria", "https://gazette.example.org/v")
    ]
    assert all(article.articleBody[link.start : link.end] == link.text for link in article.links)
    assert [link.text for link in article.relatedLinks] == ["Lire aussi : la gare rouvre"]
    assert (article.headline, article.outlet) == ("Le port ferme", "example.org")
    assert str(normalise(article).datePublished) == "2026-05-04 10:00:00+00:00"


def test_a_description_that_repeats_the_opening_leaves_it_in_the_text() -> None:
    """The first paragraph is not cut out of the text as an echo of the description."""
    head = f'<meta property="article:published_time" content="2026-05-04"><meta name="description" content="{TEXT[0]}">'
    assert normalise(extract.parse(page(head=head), URL)).articleBody == "\n\n".join(TEXT)


def test_a_page_that_scripts_fill_is_read_from_its_json_ld() -> None:
    """Where the page itself says nothing, the text that it states counts."""
    stated = " ".join(TEXT).replace('"', "")
    head = (
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{stated}"}}</script>'
    )
    assert extract.parse(page("<div id='app'></div>", head=head), URL).articleBody == stated


REFUSED = {
    "home": ("https://gazette.example.org/", page()),
    "section of cards": ("https://gazette.example.org/monde/", page(CARDS, head="")),
    "list of links": (
        "https://gazette.example.org/monde/",
        page("".join(f"<p><a href='/{n}'>Le train numéro {n} part</a></p>" for n in range(30)), head=""),
    ),
    "consent": ("https://gazette.example.org/zustimmung?url=x", page(CONSENT, head="")),
    "nothing": (URL, page("<p></p>")),
    "empty": (URL, ""),
}


@pytest.mark.parametrize(("url", "html"), REFUSED.values(), ids=REFUSED)
def test_a_page_that_is_no_article_is_refused(url: str, html: str) -> None:
    """Home pages, listings, questions about cookies and empty pages are named as what they are not."""
    with pytest.raises(NotArticle):
        extract.parse(html, url)


KEPT = {
    "declared by its date": (URL, page()),
    "by its address": (URL, page(head="")),
    "undeclared, but dated": (
        "https://gazette.example.org/monde/port",
        page(head='<meta name="date" content="2026-05-04">'),
    ),
    "with cards below": (URL, page(after=CARDS)),
    "by a month in its address": (
        "https://gazette.example.org/2026/05/port.html",
        page(head="", after=CARDS),
    ),
}


@pytest.mark.parametrize(("url", "html"), KEPT.values(), ids=KEPT)
def test_an_article_is_kept(url: str, html: str) -> None:
    """What a page declares, its address, its date or its words speak for it."""
    assert extract.parse(html, url).articleBody == "\n\n".join(TEXT)


def test_a_page_that_tells_at_length_is_kept_among_cards() -> None:
    """Long paragraphs speak for a page, whatever its address and its menus; without them it is a listing."""
    url = "https://gazette.example.org/monde/port"
    told = [f"{number}. {' '.join(TEXT)}" for number in range(6)]
    long = page("".join(f"<p>{text}</p>" for text in told), head="", after=CARDS * 3)
    assert extract.parse(long, url).articleBody == "\n\n".join(told)
    with pytest.raises(NotArticle):
        extract.parse(page(head="", after=CARDS * 3), url)


HOSTILE = {
    "deep": "<div>" * 150_000,
    "endless": "<i></i>" * 700_000,
    "one class": f"<div class='{'a-b ' * 300_000}'>",
    "one title": f"<title>{' | a' * 300_000}</title>",
    "deep JSON-LD": f"<script type='application/ld+json'>{'[' * 100_000}</script>",
    "table": "<table>" + "<tr><td>1<td>2." * 100_000,
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_is_cut_short(html: str) -> None:
    """No page takes longer than a second or two, whatever it nests or repeats."""
    started = time.process_time()
    try:
        normalise(extract.parse(page() + html, URL))
        normalise(extract.parse(html + page(), URL))
    except NotArticle:
        pass
    assert time.process_time() - started < 6
