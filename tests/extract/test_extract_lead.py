import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.extract.blocks import cut
from monitor.extract.maintext import find
from tests.extract.pages import TEXT

LEAD = "Deux ans de travaux, aucun quai provisoire : à Valdoria, la pêche se demande où aller."

ABOVE = {
    "a paragraph": (f"<p>{LEAD}</p>", True),
    "a box, behind the date": (f"<div>Publié hier</div><div class='chapo'>{LEAD}</div>", True),
    "a line without a sentence": ("<div>Sept minutes de lecture sur les quais de Valdoria</div>", False),
    "a paragraph without a stop": (f"<p>{LEAD[:-1]}</p>", True),
    "a link": (f"<p><a href='/x'>{LEAD}</a></p>", False),
    "a box that is named as related": (f"<div class='related'><p>{LEAD}</p></div>", False),
    "a caption": ("<div>Le quai de Valdoria, jeudi soir, vu de la digue. (Photo: J. Roe)</div>", False),
}


def texts(html: str) -> list[str]:
    """List the paragraphs of a page's text."""
    return [block.text for block in find(cut(LexborHTMLParser(html)), "Le port ferme").text]


@pytest.mark.parametrize(("above", "there"), ABOVE.values(), ids=ABOVE)
def test_sentences_between_title_and_text_are_its_lead(above: str, there: bool) -> None:
    """What is said in a box of its own below the title opens the text; notes and links do not."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT * 2)
    found = texts(
        f"<body><header><h1>Le port ferme</h1>{above}</header><div class='text'>{text}</div></body>"
    )
    assert found[-len(TEXT) * 2 :] == [*TEXT * 2]
    assert [text.strip(".") for text in found[: -len(TEXT) * 2]] == [LEAD.strip(".")] * there


def test_what_stands_above_the_title_is_no_lead() -> None:
    """A box above the title belongs to the site."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT * 2)
    html = f"<body><div><p>{LEAD}</p></div><header><h1>Le port ferme</h1></header><div>{text}</div></body>"
    assert texts(html) == [*TEXT * 2]
