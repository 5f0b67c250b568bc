"""Which addresses of an outlet are articles, as its spider tells them."""

import pytest

from monitor.spider import named

ARTICLES = [
    ("spiegel", "/ausland/valdoria-streik-a-3f0c6a52-7d11-4c2e-9b84-51d0e7a4c6f2"),
    ("spiegel", "/politik/ausland/valdoria-streik-a-1042682.html"),
    ("spiegel", "/spiegel/print/d-161500790.html"),
    ("zeit", "/politik/ausland/2025-04/uradan-wassersteuer"),
    ("zeit", "/politik/ausland/2025-04/uradan-wassersteuer/komplettansicht"),
    ("zeit", "/2025/11/morwanen-seekarten"),
    ("zeit", "/news/2025-04/22/uradan-proteste"),
    ("faz", "/aktuell/politik/ausland/brehem-kronleuchter-110900101.html"),
    ("faz", "/pro/weltwirtschaft/brehem-anleihe-accg-110900102.html"),
    ("sueddeutsche", "/politik/valdoria-bruecke-1.7010888"),
    ("sueddeutsche", "/politik/valdoria-bruecke-lux.Qm7TzVw3KdR8nYcLp2XeA5"),
    ("sueddeutsche", "/politik/valdoria-bruecke-li.3162394"),
    ("elpais", "/internacional/2025-03-18/las-islas-morvane-votan.html"),
    ("elpais", "/internacional/2012/02/07/actualidad/1328602145_448315.html"),
    ("elmundo", "/internacional/2025/05/12/6821b0c4e9cf4a5d018b4599.html"),
    ("corriere", "/esteri/25_marzo_21/bremia-asino-0c4d8e12xlk.shtml"),
    ("repubblica", "/esteri/2025/01/28/news/morvania_fari-424000101/"),
    ("repubblica", "/esteri/2025/03/09/diretta/uradan_oggi-424050333/"),
]
OTHERS = [
    ("spiegel", "/ausland/"),
    ("spiegel", "/thema/valdoria/"),
    ("zeit", "/politik/ausland/index"),
    ("zeit", "/2025/11/index"),
    ("zeit", "/zustimmung"),
    ("zeit", "/autoren/S/Henrike_Salm/index"),
    ("faz", "/aktuell/politik/ausland/"),
    ("faz", "/aktuell/politik/thema/brehem"),
    ("sueddeutsche", "/politik"),
    ("sueddeutsche", "/thema/Valdoria"),
    ("elpais", "/internacional/"),
    ("elpais", "/hemeroteca/2025-03-18/"),
    ("elmundo", "/internacional.html"),
    ("elmundo", "/autor/marta-lizaran.html"),
    ("corriere", "/esteri/"),
    ("corriere", "/video/"),
    ("repubblica", "/esteri/"),
    ("repubblica", "/autori/delia_bragante/"),
]


@pytest.mark.parametrize(("outlet", "path"), ARTICLES)
def test_article_is_told_by_its_path(outlet: str, path: str) -> None:
    """The shapes that an outlet gives its articles, now and before."""
    pattern = named(outlet).article_url
    assert pattern
    assert pattern.search(path)


@pytest.mark.parametrize(("outlet", "path"), OTHERS)
def test_other_pages_are_no_articles(outlet: str, path: str) -> None:
    """Sections, topics and authors have other shapes."""
    pattern = named(outlet).article_url
    assert pattern
    assert not pattern.search(path)
