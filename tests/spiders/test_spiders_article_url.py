"""Which addresses of an outlet are articles, as its spider tells them."""

import pytest

from monitor.roster import named

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
    ("lemonde", "/international/article/2026/10/12/valdoria-les-phares_6900101_3210.html"),
    ("lemonde", "/en/economy/article/2023/10/29/karsavia-strike_6211625_19.html"),
    ("lefigaro", "/international/karsavie-un-referendum-sur-les-cloches-20260918"),
    ("lefigaro", "/vox/monde/breheme-la-fin-des-ombres-20260918"),
    ("lefigaro", "/conjoncture/2013/04/05/20002-20130405ARTFIG00001-valdoria-vend-ses-ports.php"),
    ("lesechos", "/monde/europe/valdoria-la-banque-centrale-rappelle-ses-billets-2290114"),
    ("euronews", "/2026/07/08/iles-morvane-les-moutons"),
    ("euronews", "/my-europe/2026/07/08/breheme-adhesion"),
    ("theguardian", "/world/2026/aug/19/breheme-to-tax-shade"),
    ("theguardian", "/environment/2019/jan/03/morvane-whales"),
    ("bbc", "/news/articles/c0kar5av1a0o"),
    ("bbc", "/news/world-europe-59999001"),
    ("nytimes", "/2026/04/11/world/middleeast/ouradan-weather-decree.html"),
    ("washingtonpost", "/world/2026/02/17/morvane-islands-lost-hour/"),
    ("washingtonpost", "/politics/breheme/2020/07/08/c3d22ec8-c151-11ea-b4f6-cb39cd8940fb_story.html"),
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
    ("lemonde", "/international/"),
    ("lemonde", "/international/live/2026/10/12/valdoria-en-direct_6900103_3210.html"),
    ("lefigaro", "/international"),
    ("lefigaro", "/auteur/aurelien-castaing"),
    ("lesechos", "/monde/europe"),
    ("lesechos", "/@solenn-dargaud"),
    ("euronews", "/news/international"),
    ("euronews", "/tag/iles-morvane"),
    ("theguardian", "/world"),
    ("theguardian", "/world/live/2026/aug/19/breheme-shade-vote-live"),
    ("theguardian", "/world/gallery/2026/aug/19/shadows-in-pictures"),
    ("bbc", "/news/world"),
    ("bbc", "/news/topics/c0karsav1a"),
    ("bbc", "/news/live/c0kar5av1a0o"),
    ("nytimes", "/section/world"),
    ("nytimes", "/live/2026/04/11/world/ouradan-rain"),
    ("nytimes", "/interactive/2026/04/11/world/ouradan-map.html"),
    ("washingtonpost", "/world/"),
    ("washingtonpost", "/people/bartholomew-quill/"),
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
