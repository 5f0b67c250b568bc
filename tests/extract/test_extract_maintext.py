import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.extract.blocks import cut
from monitor.extract.maintext import MainText, find
from tests.extract.pages import TEXT, page

CONSENT = (
    "<p>We use cookies to show you what you like. You can say no, and then we show you something else.</p>"
)
CARD = (
    "<li class='card'><h3><a href='/monde/{0}'>La gare de Cormont {0} rouvre</a></h3>"
    "<p>Le train y passe de nouveau, et les habitants de Cormont s'en disent contents, à les entendre.</p></li>"
)


def read(html: str, headline: str = "Le port ferme") -> MainText:
    """Read the text of a page."""
    return find(cut(LexborHTMLParser(html)), headline)


def texts(html: str) -> list[str]:
    """List the paragraphs of a page's text."""
    return [block.text for block in read(html).text]


AROUND = {
    "nothing": ("", ""),
    "consent to cookies, longer than the text": (f"<div id='onetrust-banner'>{CONSENT * 12}</div>", ""),
    "comments": ("", f"<section class='comments'>{CONSENT * 3}</section>"),
    "cards": ("", f"<ul>{''.join(map(CARD.format, range(9)))}</ul>"),
    "biography": (
        "",
        "<div class='author-bio'><p>Anne Dufour écrit sur les ports. Elle vit à Valdoria.</p></div>",
    ),
    "byline and date": ("<p class='byline'>Par Anne Dufour</p><time>4 mai 2026</time>", ""),
}


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
def test_only_the_text_is_read(around: tuple[str, str]) -> None:
    """Whatever stands above or below it is left out, and nothing of it is lost."""
    before, after = around
    assert texts(page(before=before, after=after)) == list(TEXT)


WITHIN = {
    "lines of links": "<p><a href='/x'>Lire aussi : la gare rouvre</a></p>",
    "advertisements": "<p>Advertisement</p>",
    "captions": "<figure><figcaption>Le quai. (Photo: J. Roe)</figcaption></figure>",
    "sharing": "<div class='share-tools'><span>Partager cet article</span></div>",
    "a heading of links": "<h2>Sur le même sujet</h2><ul><li><a href='/a'>La gare</a></li></ul>",
}


@pytest.mark.parametrize("within", WITHIN.values(), ids=WITHIN)
def test_what_stands_between_paragraphs_is_left_out(within: str) -> None:
    """Links, notices, captions and headings without a text are no part of the article."""
    body = f"<p>{TEXT[0]}</p><p>{TEXT[1]}</p>{within}<p>{TEXT[2]}</p><p>{TEXT[3]}</p>"
    assert texts(page(body)) == list(TEXT)


def test_headings_and_lists_of_the_text_stay() -> None:
    """A heading with a paragraph below it, a list and a short last line are said by the article."""
    body = f"<p>{TEXT[0]}</p><p>{TEXT[1]}</p><h2>Deux ans</h2><p>{TEXT[2]}</p><ul><li>mai : fermeture</li></ul><p>À suivre</p>"
    assert texts(page(body)) == [TEXT[0], TEXT[1], "Deux ans", TEXT[2], "mai : fermeture", "À suivre"]


def test_a_site_that_names_its_text_a_widget_is_read() -> None:
    """A label does not hold where it covers most of the page's prose."""
    body = f"<div class='widget promo'>{''.join(f'<p>{paragraph}</p>' for paragraph in TEXT)}</div>"
    assert texts(page(body)) == list(TEXT)


def test_text_cut_by_advertisements_is_read_whole() -> None:
    """Parts of one text in elements of one kind are read together."""
    body = "".join(
        f"<div class='part'><p>{paragraph}</p></div><div class='ad'>Publicité</div>" for paragraph in TEXT
    )
    assert texts(page(body)) == list(TEXT)


def test_of_several_articles_that_of_the_headline_is_read() -> None:
    """What endless scrolling has added below is another article."""
    other = "".join(f"<p>{paragraph.replace('port', 'train')}</p>" for paragraph in TEXT * 2)
    html = (
        f"<article class='story'><h1>Le port ferme</h1>{''.join(f'<p>{text}</p>' for text in TEXT)}</article>"
        f"<article class='story'><h1>Le train part</h1>{other}</article>"
    )
    assert texts(f"<body>{html}</body>") == list(TEXT)


def test_verse_is_read_though_it_is_no_prose() -> None:
    """Short lines count where a page has nothing else."""
    verse = [f"Au port de Valdoria numéro {number}" for number in range(30)]
    assert texts(page("".join(f"<p>{line}</p>" for line in verse))) == verse


def test_a_page_of_cards_says_so() -> None:
    """Where cards are all there is, they are counted, and known to be all."""
    found = read(f"<body><ul>{''.join(map(CARD.format, range(9)))}</ul></body>")
    assert found.only_cards
    assert found.cards >= 9


def test_nothing_gives_nothing() -> None:
    """An empty page has no text."""
    assert read("") == MainText([], [])
