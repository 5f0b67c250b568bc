from monitor.extract.boilerplate import digests, shared, without
from monitor.items import Link, NewsArticle

NOTICE = "Abonnez-vous à la lettre de Valdoria."


def body(number: int) -> str:
    """Write an article of three paragraphs and the notice."""
    return f"Le quai {number} ferme.\n\nLa digue {number} cède.\n\n{NOTICE}\n\nLe maire {number} part."


def test_what_many_pages_say_is_learnt_and_left_out() -> None:
    """A paragraph of three pages or more is known; links in the rest keep their places."""
    known = shared([digests(body(number)) for number in range(5)])
    text = body(7)
    start = text.index("maire")
    link = Link(url="https://example.org/maire", text="maire", start=start, end=start + 5)
    article = without(
        NewsArticle(url="https://example.org/a", outlet="example.org", articleBody=text, links=(link,)), known
    )
    assert article.articleBody == "Le quai 7 ferme.\n\nLa digue 7 cède.\n\nLe maire 7 part."
    assert article.articleBody[article.links[0].start : article.links[0].end] == "maire"


def test_copies_of_one_article_teach_nothing() -> None:
    """The same text at ten addresses is no boilerplate."""
    assert shared([digests(body(1))] * 10) == frozenset()


def test_what_a_running_story_repeats_is_not_learnt() -> None:
    """Three pages of a hundred are too few."""
    pages = [
        digests(body(number).replace(NOTICE, NOTICE if number < 3 else f"Voilà {number}."))
        for number in range(100)
    ]
    assert shared(pages) == frozenset()


def test_an_article_without_any_is_given_back() -> None:
    """Nothing known, nothing changed."""
    article = NewsArticle(url="https://example.org/a", outlet="example.org", articleBody=body(1))
    assert without(article, shared([])) is article
