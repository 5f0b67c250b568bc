import pytest

from monitor.normalise.bylines import names

CASES = [
    ("Par Jean Dupont", ("Jean Dupont",)),
    ("Jean Dupont et Marie-Ève Durand avec AFP", ("Jean Dupont", "Marie-Ève Durand")),
    ("Propos recueillis par Léa d'Orval", ("Léa d'Orval",)),
    ("Jean Dupont, envoyé spécial à Valdoria", ("Jean Dupont",)),
    ("Jean Dupont, professeur d'économie", ("Jean Dupont",)),
    ("By Jane Doe, Chief Political Editor", ("Jane Doe",)),
    ("Von Karl-Heinz Müller und Eva Maier, Berlin", ("Karl-Heinz Müller", "Eva Maier")),
    ("Por María José Ruiz", ("María José Ruiz",)),
    ("di Anna Bianchi", ("Anna Bianchi",)),
    ("AFP", ("AFP",)),
    ("Atlantico", ("Atlantico",)),
    ("la rédaction", ()),
    ("contact@example.org", ()),
    ("", ()),
    (None, ()),
]


@pytest.mark.parametrize(("byline", "expected"), CASES)
def test_a_byline_yields_its_names(byline: str | None, expected: tuple[str, ...]) -> None:
    """Persons are listed without function, place or agency."""
    assert names(byline) == expected
