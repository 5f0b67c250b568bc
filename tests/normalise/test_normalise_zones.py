import pytest

from monitor.normalise.paragraphs import Paragraph
from monitor.normalise.zones import zones

BODY = "Le port de Valdoria a fermé ses portes lundi."

RELATED = [
    "A LIRE AUSSI : Le port de Valdoria rouvre",
    "À lire aussi Pourquoi le port ferme",
    "Lire aussi : la grève",
    "→ À LIRE | la grève",
    "Read more: the harbour opens",
    "Lesen Sie auch: Der Hafen",
    "Lea también: el puerto",
    "Leggi anche: il porto",
]
TEXT = [
    "Lire aussi bien que son frère, voilà son rêve.",
    "À lire ces lignes, on comprend la colère du port.",
    "Read the report and weep, said the mayor.",
    "Selon le Washington Post, le port rouvrira.",
    "Source de revenus, le port compte.",
    "All rights reserved to the port are void, said the mayor.",
    "© 2026 The Associated Press. All rights reserved.",
]
CREDITS = [
    "Lu sur le Washington Post",
    "Lu dans le Times",
    "Source : Reuters",
    "Avec AFP",
    "Initialement publié sur Slate.com, traduit par Léa Orval",
    "Quelle: dpa",
    "AFP",
]


@pytest.mark.parametrize("line", RELATED)
def test_a_line_that_points_elsewhere_is_related(line: str) -> None:
    """Navigation never stays in the text."""
    found = zones([Paragraph(BODY), Paragraph(line), Paragraph(BODY)])
    assert [p.text for p in found.related] == [line]
    assert [p.text for p in found.body] == [BODY, BODY]


@pytest.mark.parametrize("line", TEXT)
def test_an_ordinary_sentence_stays(line: str) -> None:
    """Words that open like a notice do not make one."""
    found = zones([Paragraph(BODY), Paragraph(line)])
    assert [p.text for p in found.body] == [BODY, line]
    assert found.credit is None


@pytest.mark.parametrize("line", CREDITS)
def test_a_credit_line_at_the_foot_is_taken_out(line: str) -> None:
    """The line that names the source leaves the body and becomes the credit."""
    found = zones([Paragraph(BODY), Paragraph(line)])
    assert found.credit == line
    assert [p.text for p in found.body] == [BODY]


@pytest.mark.parametrize(
    "notice",
    [
        "En raison de débordements, nous avons fait le choix de suspendre les commentaires.",
        "© RIPRODUZIONE RISERVATA",
        "© Copyright 2026. All rights reserved.",
        "* * *",
        "________",
    ],
)
def test_a_notice_is_left_out(notice: str) -> None:
    """What the site says to its readers is no text."""
    assert [p.text for p in zones([Paragraph(BODY), Paragraph(notice)]).body] == [BODY]


def test_a_body_that_is_one_line_stays_whole() -> None:
    """An article never loses its only line."""
    assert zones([Paragraph("AFP")]).body == [Paragraph("AFP")]
