from dataclasses import replace
from typing import Any

from monitor.alert.digest import compose
from monitor.alert.match import Standing, alerts_of
from monitor.items import Citation, Evidence, NewsArticle
from tests.alert.newsroom import CREDIT, POST, article, credited, event, reading, topic

BODY = "Selon le Wall Street Journal, cité par Reuters, le port de Varneuil serait vendu. La ville dément."


def attribution(quote: str, **outlet: Any) -> Citation:
    """Cite an outlet by words of the body."""
    start = BODY.index(quote)
    proof = Evidence(field="articleBody", start=start, end=start + len(quote), quote=quote, rule="fr.x.y")
    return Citation(kind="attribution", evidence=(proof,), **outlet)


ARTICLE = replace(
    credited(
        "port", BODY, headline="Le port vendu ?", articleSection="International", author=("Anna Dorval",)
    ),
    url="https://atlantico.fr/port",
)
ARTICLE = replace(
    ARTICLE,
    citations=(
        attribution(
            "Selon le Wall Street Journal", outlet="wsj.com", name="WSJ", country="US", via="reuters.com"
        ),
        attribution("cité par Reuters", outlet="reuters.com", name="Reuters", country="GB", agency=True),
        *ARTICLE.citations,
    ),
)


def said(query: str, shown: NewsArticle, *, kind: str = "new", before: NewsArticle | None = None) -> Any:
    """Describe an alert."""
    (alert,) = alerts_of(event(kind), [Standing(topic(query), reading(query))], shown, before)
    return alert.said


def test_a_message_says_what_matched_and_why() -> None:
    """Headline in the title; outlet, link, what was asked for first, each sentence once, the words found."""
    message = compose("k", [said("(port OR ville) cites:washingtonpost.com", ARTICLE)])
    assert message.title == "[t] Le port vendu ?"
    assert message.text == (
        "atlantico.fr · International · 2026-11-24 09:12 UTC · Anna Dorval\n"
        "https://atlantico.fr/port\n"
        "\n"
        "The Washington Post (US), credited:\n"
        "> Lu sur le Washington Post\n"
        "\n"
        "WSJ (US), cited through Reuters\n"
        "Reuters (GB), cited:\n"
        "> Selon le Wall Street Journal, cité par Reuters, le port de Varneuil serait vendu.\n"
        "\n"
        "Words found: port, ville\n"
        "> La ville dément.\n"
        "\n"
        "-- \n"
        "Topic t: (port OR ville) cites:washingtonpost.com\n"
        "Message k\n"
    )


def test_a_body_has_the_same_for_programs() -> None:
    """The key comes first; each alert has its event, article, citations with evidence, and words found."""
    alert = said("port", ARTICLE)
    body = compose("k", [alert]).body
    assert list(body) == ["key", "topic", "query", "title", "text", "alerts"]
    (only,) = body["alerts"]
    assert list(only) == ["event", "article", "citations", "matched"]
    assert only["event"]["id"] == "a1:1:new"
    assert [each["quote"] for each in only["matched"]] == ["port", "port"]
    assert only["citations"] == alert["citations"]


def test_a_digest_numbers_its_articles() -> None:
    """Several alerts go in one message, each under its headline."""
    message = compose("k", [said("varneuil", article("a")), said("varneuil", article("b"))])
    assert message.title == "[t] 2 articles"
    heads = [line for line in message.text.splitlines() if line[:2] in {"1.", "2."}]
    assert heads == ["1. Nouvelles de Varneuil, a", "2. Nouvelles de Varneuil, b"]
    assert message.text.count("Topic t:") == 1


def test_a_removed_credit_is_told_first() -> None:
    """The title names the event; the credit that went comes before all other citations."""
    after = replace(ARTICLE, credit=None, citations=ARTICLE.citations[:2])
    message = compose("k", [said("event:credit-removed", after, kind="creditRemoved", before=ARTICLE)])
    assert message.title == "[t] Credit removed: Le port vendu ?"
    assert message.text.splitlines()[3:5] == [
        "The Washington Post (US), no longer credited:",
        "> Lu sur le Washington Post",
    ]


def test_a_credit_line_of_an_unknown_outlet_is_shown() -> None:
    """A line that names nobody we know is still what the alert is about."""
    shown = article("a", credit="Lu dans la Gazette de Varneuil")
    message = compose("k", [said("event:credit-added", shown, kind="creditAdded", before=article("a"))])
    assert "\nCredit line: Lu dans la Gazette de Varneuil\n" in message.text


def test_a_copy_is_called_one() -> None:
    """Who asked for every copy sees which articles are copies."""
    message = compose("k", [said("varneuil", article("a", copyOf="b2"))])
    assert "· copy of another article\n" in message.text
    assert POST["name"] not in message.text
    assert CREDIT not in message.text
