"""Which articles belong to an outlet's International section, where a name alone does not tell."""

import pytest

from monitor.items import NewsArticle
from monitor.roster import named

CASES = [
    # outlet, address, the article's section as the page names it, whether it is in the spider's own section
    (
        "lemonde",
        "https://www.lemonde.fr/international/article/2026/10/12/x_6900101_3210.html",
        "International",
        True,
    ),
    (
        "lemonde",
        "https://www.lemonde.fr/afrique/article/2018/03/01/x_5263000_3212.html",
        "Le Monde Afrique",
        True,
    ),
    ("lemonde", "https://www.lemonde.fr/en/international/article/2026/10/12/x_6900102_4.html", "World", True),
    ("lemonde", "https://www.lemonde.fr/economie/article/2026/10/12/x_6900104_3234.html", "Économie", False),
    ("lefigaro", "https://www.lefigaro.fr/international/x-20260918", None, True),
    ("lefigaro", "https://www.lefigaro.fr/politique/x-20260918", "Politique", False),
    ("lesechos", "https://www.lesechos.fr/monde/europe/x-2290114", "Europe", True),
    ("lesechos", "https://www.lesechos.fr/politique-societe/x-2290115", "Politique Société", False),
    ("euronews", "https://fr.euronews.com/2026/07/08/x", "Actualités", True),
    ("euronews", "https://fr.euronews.com/green/2026/07/08/x", "Green", False),
    ("theguardian", "https://www.theguardian.com/world/2026/aug/19/x", "World news", True),
    ("theguardian", "https://www.theguardian.com/film/2026/aug/19/x", "Film", False),
    ("bbc", "https://www.bbc.com/news/articles/c0kar5av1a0o", "Europe", True),
    ("bbc", "https://www.bbc.com/news/articles/c1kar5av1a0o", "US & Canada", True),
    ("bbc", "https://www.bbc.com/news/world-africa-59999002", None, True),
    ("bbc", "https://www.bbc.com/news/articles/c2kar5av1a0o", "Business", False),
    ("nytimes", "https://www.nytimes.com/2026/04/11/world/x.html", "World", True),
    ("nytimes", "https://www.nytimes.com/2017/01/13/world/africa/x.html", "Africa", True),
    ("nytimes", "https://www.nytimes.com/2026/04/11/us/x.html", "U.S.", False),
    ("spiegel", "https://www.spiegel.de/ausland/x-a-0a1b2c3d-0000-0002-0000-000182000001", "Ausland", True),
    ("spiegel", "https://www.spiegel.de/politik/ausland/x-a-1281324.html", "Politik", True),
    ("spiegel", "https://www.spiegel.de/politik/deutschland/x-a-1281325.html", "Politik", False),
    ("washingtonpost", "https://www.washingtonpost.com/world/2026/02/17/x/", "World", True),
    ("washingtonpost", "https://www.washingtonpost.com/world/2026/02/17/y/", "Middle East", True),
    ("washingtonpost", "https://www.washingtonpost.com/weather/2026/02/17/x/", "Weather", False),
]


@pytest.mark.parametrize(("outlet", "url", "section", "belongs"), CASES)
def test_article_is_in_the_international_section(
    outlet: str, url: str, section: str | None, belongs: bool
) -> None:
    """By its name, else by its address, else by the regions that the section is made of."""
    spider = named(outlet)
    article = NewsArticle(url=url, outlet=spider.outlet, articleSection=section)
    assert spider.in_section(article, spider.section) is belongs


@pytest.mark.parametrize("outlet", ["lemonde", "lefigaro", "lesechos", "euronews", "bbc", "nytimes"])
def test_address_says_nothing_of_other_sections(outlet: str) -> None:
    """Somebody who asks for sport does not get what stands under the International section's address."""
    spider = named(outlet)
    url = next(url for name, url, _, belongs in CASES if name == outlet and belongs)
    article = NewsArticle(url=url, outlet=spider.outlet, articleSection="Monde")
    assert not spider.in_section(article, "Sport")
