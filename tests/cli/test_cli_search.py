import pytest

from tests.cli.conftest import Monitor, lines


def test_a_hit_shows_its_words_and_citations(monitor: Monitor) -> None:
    """Time, outlet, headline, the sentences with the words, and whom it cites with the words that prove it."""
    shown = monitor("search", "passeports kind:credit").stdout.splitlines()
    assert shown[0].startswith("2026-11-20 09:00  atlantico.fr  ")
    assert shown[1:] == [
        "Valdoria : le port fermé",
        "  On a saisi 5 000 passeports.",
        "  C The Washington Post (washingtonpost.com, US): “Lu sur le Washington Post”",
        "  A The Washington Post (washingtonpost.com, US): “Le port est fermé, a déclaré une source au Washington Post.”",
        "",
    ]


FOUND = [
    ('cites:"Washington Post"', ["atlantico.fr"]),
    ("is:unattributed", ["20minutes.fr", "lepoint.fr"]),
    ("is:copy -is:unattributed", ["lefigaro.fr"]),
    ("route published:2026-11-21", ["20minutes.fr"]),
    ("introuvable", []),
]


@pytest.mark.parametrize(("query", "outlets"), FOUND)
def test_json_lines_are_articles_with_what_matched(monitor: Monitor, query: str, outlets: list[str]) -> None:
    """Each line is the article, newest first, with `matched` beside its fields."""
    found = lines(monitor("search", query, "--json"))
    assert [article["outlet"] for article in found] == outlets
    assert all(set(article["matched"]) == {"words", "citations"} for article in found)
    assert monitor("search", query, "--count").stdout == f"{len(outlets)}\n"


def test_matched_words_have_their_place(monitor: Monitor) -> None:
    """A place indexes the field as stored, and comes with its sentence."""
    article = lines(monitor("search", "passeport", "--json"))[0]
    place = article["matched"]["words"][0]
    assert article[place["field"]][place["start"] : place["end"]] == place["quote"] == "passeports"
    assert place["sentence"] == "On a saisi 5 000 passeports."


def test_a_limit_is_told(monitor: Monitor) -> None:
    """Whoever sees the newest only is told that there are more; who sees all is not."""
    ran = monitor("search", "route", "--limit", "2", "--json")
    assert len(lines(ran)) == 2
    assert "The newest 2; there are more" in ran.stderr
    assert monitor("search", "route", "--limit", "4").stderr == ""
    assert monitor("search", "introuvable").stderr == "No article fits.\n"


def test_since_and_the_time_zone_narrow_the_days(monitor: Monitor) -> None:
    """A day is the zone's: one o'clock in the night in Tokyo is still the day before in Paris."""
    assert monitor("search", "route", "--since", "2026-11-21", "--count").stdout == "1\n"
    day = "published:2026-11-21"
    assert monitor("search", f"route {day}", "--count", "--timezone", "Asia/Tokyo").stdout == "0\n"
    assert monitor("search", f"route {day}", "--count", "--timezone", "Pacific/Honolulu").stdout == "1\n"


BAD = [
    ("a OR b c", "AND and OR meet without brackets", "  a OR b c\n         ^\n"),
    ('cites:"washington pst"', "write cites:washingtonpost.com", '  cites:"washington pst"\n        ^\n'),
    ("port event:revised", "monitor topic test", "  port event:revised\n       ^\n"),
    ("(port", "This bracket is not closed.", "  (port\n  ^\n"),
]


@pytest.mark.parametrize(("query", "sentence", "place"), BAD)
def test_a_malformed_query_shows_its_place(monitor: Monitor, query: str, sentence: str, place: str) -> None:
    """One line, a caret under the place, exit code 2, nothing on stdout."""
    ran = monitor("search", query)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert sentence in ran.stderr
    assert ran.stderr.endswith(place)
    assert ran.stderr.count("\n") == 3


def test_an_unknown_time_zone_is_bad_use(monitor: Monitor) -> None:
    """The sentence shows how one is written."""
    ran = monitor("search", "port", "--timezone", "Europe/Lutetia")
    assert ran.exit_code == 2
    assert "Europe/Paris" in ran.stderr
