import pytest

from tests.cli.conftest import Monitor, lines
from tests.cli.newsroom import LAKE, PORT

LISTED = [
    (
        (),
        ["20minutes.fr", "lemonde.fr", "atlantico.fr", "lepoint.fr", "lefigaro.fr", "afp.com"],
    ),
    (("--outlet", "Le Monde"), ["lemonde.fr"]),
    (("--cites", "washington post"), ["atlantico.fr"]),
    (("--cites", "wapo.st"), ["atlantico.fr"]),
    (("--cites", "unlisted.example"), []),
    (("--foreign",), ["atlantico.fr"]),
    (("--section", "internationaux"), []),
    (("--section", "international", "--limit", "2"), ["20minutes.fr", "lemonde.fr"]),
    (("--since", "2026-11-21"), ["20minutes.fr"]),
    (("--until", "2026-11-20T08:20"), ["lefigaro.fr", "afp.com"]),
]


@pytest.mark.parametrize(("options", "outlets"), LISTED)
def test_articles_are_listed_newest_first(monitor: Monitor, options: list[str], outlets: list[str]) -> None:
    """Each option leaves out what does not fit; JSON lines are whole articles."""
    found = lines(monitor("article", "list", "--json", *options))
    assert [article["outlet"] for article in found] == outlets
    assert all(article["articleBody"] for article in found)


def test_the_table_says_whom_an_article_cites(monitor: Monitor) -> None:
    """One line an article in a pipe: outlets cited with the letters of their kinds, copies marked."""
    ran = monitor("article", "list")
    rows = {line.split()[3]: line for line in ran.stdout.splitlines() if line.strip().startswith("2026")}
    assert "2026-11-20 09:00" in rows["atlantico.fr"]
    assert "AC washingtonpost.com" in rows["atlantico.fr"]
    assert "C afp.com" in rows["lefigaro.fr"]
    assert rows["lefigaro.fr"].rstrip().endswith("copy, wire")
    assert rows["lepoint.fr"].rstrip().endswith("copy, wire, unattributed")
    assert "[bold]Ouradan[/bold] : le lac" in rows["lemonde.fr"]
    assert "there are more" not in ran.stderr
    assert "there are more" in monitor("article", "list", "--limit", "5").stderr


def test_an_article_is_shown_with_its_evidence(monitor: Monitor) -> None:
    """The text with numbered evidence, and beside each number the outlet, kind, confidence, rule and words."""
    shown = monitor("article", "show", PORT).stdout
    assert "a déclaré une source au Washington Post[1].\n" in shown
    assert "credit line: Lu sur le Washington Post[2]\n" in shown
    row = next(line for line in shown.splitlines() if line.startswith("[2]"))
    assert "The Washington Post (washingtonpost.com, US)" in row
    assert "credit" in row
    assert "fr.credit.lu-sur" in row
    assert "“Lu sur le Washington Post”" in row
    assert "1  2026-11-20 09:00  new\n" in shown
    assert "2  2026-11-20 11:00  revised, credit added: body +1 −1, credit line +5\n" in shown


def test_markup_in_an_article_is_text(monitor: Monitor) -> None:
    """Square brackets of a page do not style or break what is printed."""
    shown = monitor("article", "show", LAKE).stdout
    assert shown.startswith("[bold]Ouradan[/bold] : le lac\n")
    assert "Le lac [/x] est vide." in shown


def test_a_copy_is_shown_with_its_original(monitor: Monitor) -> None:
    """The record says what the article copies, and how many carry the text."""
    shown = monitor("article", "show", "https://lepoint.fr/route").stdout
    assert "copy of   afp.com, " in shown
    assert ": 4 articles, text from afp.com (wire copy)\n" in shown
    assert "captured  2026-11-20 08:31, atlantico.fr-1.warc.gz at 42\n" in shown


def test_json_gives_each_state(monitor: Monitor) -> None:
    """One line for the article, or one for each state, oldest first."""
    assert [each["revision"] for each in lines(monitor("article", "show", PORT, "--json"))] == [2]
    states = lines(monitor("article", "show", PORT, "--json", "--revisions"))
    assert [(each["revision"], each["credit"]) for each in states] == [
        (1, None),
        (2, "Lu sur le Washington Post"),
    ]


def test_revisions_show_the_words(monitor: Monitor) -> None:
    """With --revisions the words that changed stand below each revision."""
    shown = monitor("article", "show", PORT, "--revisions").stdout
    assert "On a saisi [-4 000-]{+5 000+} passeports." in shown


def test_a_difference_is_shown_by_words(monitor: Monitor) -> None:
    """What did not change is counted, what did is marked; one name compares the last two states."""
    ran = monitor("article", "diff", PORT)
    assert ran.stdout.splitlines()[3:] == [
        "body  +1 −1",
        "  ⋯ 1 paragraph unchanged",
        "  On a saisi [-4 000-]{+5 000+} passeports.",
        "  ⋯ 1 paragraph unchanged",
        "",
        "credit line  +5",
        "  {+Lu sur le Washington Post+}",
    ]
    name = lines(monitor("article", "show", PORT, "--json"))[0]["id"]
    assert monitor("article", "diff", f"{name[:8]}:1", f"{name}:2").stdout == ran.stdout
    turned = lines(monitor("article", "diff", f"{name}:2", f"{name}:1", "--json"))
    assert [change["field"] for change in turned] == ["articleBody", "credit"]
    assert monitor("article", "diff", PORT, PORT).stderr == "No words differ.\n"


BAD = [
    (("show", "https://atlantico.fr/nothing"), 'There is no article "https://atlantico.fr/nothing"'),
    (("diff", LAKE), "one state only"),
    (("list", "--outlet", "Le Mond"), "Le Monde (lemonde.fr)"),
    (("list", "--since", "gestern"), "cannot be read"),
]


@pytest.mark.parametrize(("words", "sentence"), BAD)
def test_bad_use_is_one_sentence(monitor: Monitor, words: list[str], sentence: str) -> None:
    """What cannot be found or read ends with exit code 2 and says what to write."""
    ran = monitor("article", *words)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert sentence in ran.stderr


def test_a_revision_that_is_not_there_is_bad_use(monitor: Monitor) -> None:
    """The sentence says which there are."""
    name = lines(monitor("article", "show", PORT, "--json"))[0]["id"]
    ran = monitor("article", "diff", f"{name}:1", f"{name}:7")
    assert ran.exit_code == 2
    assert "the revisions 1 to 2, and no 7" in ran.stderr
