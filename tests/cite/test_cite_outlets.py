"""The table of outlets is right, and its checker finds what is not."""

import contextlib
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cite import check
from monitor.cite.gazetteer import COLUMNS, TABLE, load
from monitor.errors import BadInput, Unknown

HEADER = ",".join(COLUMNS)
GOOD = "vorstadt-bote.example,Vorstadt-Bote,Bote? | Der Bote~,DE,de,newspaper,"


def write(folder: Path, *rows: str, header: str = HEADER) -> Path:
    """Write a table of these rows."""
    table = folder / "mine.csv"
    table.write_text("\n".join((header, *rows, "")), "utf-8")
    return table


def test_our_table_has_no_fault() -> None:
    """Format, codes, domains, marks and order are right in every row."""
    assert list(check.faults(TABLE, ordered=True)) == []


def test_our_table_covers_the_world() -> None:
    """Agencies, broadcasters and papers of every part of the world are there."""
    outlets = load().outlets.values()
    assert len(outlets) >= 2500
    assert {outlet.kind for outlet in outlets} == {
        "newspaper",
        "agency",
        "magazine",
        "television",
        "radio",
        "digital",
    }
    assert len({outlet.country for outlet in outlets}) > 180
    assert sum(outlet.kind == "agency" for outlet in outlets) > 150


def test_our_table_loads_fast() -> None:
    """A command that needs the table need not wait for it."""
    best = min(_seconds() for _ in range(3))
    assert best < 0.3


def _seconds() -> float:
    before = time.perf_counter()
    load()
    return time.perf_counter() - before


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("The Guardian", "theguardian.com"),
        ("guardian nigeria", "guardian.ng"),
        ("Chine nouvelle", "xinhuanet.com"),
        ("Le Quotidien du peuple", "people.com.cn"),
        ("Yediot Aharonot", "ynetnews.com"),
        ("Novaia Gazeta", "novayagazeta.ru"),
        ("Nowaja Gaseta", "novayagazeta.ru"),
        ("FAZ", "faz.net"),
        ("Deutsche Presse-Agentur", "dpa.com"),
        ("La Presse de Montréal", "lapresse.ca"),
        ("Daily Star de Dacca", "thedailystar.net"),
        ("El País de Montevideo", "elpais.com.uy"),
        ("Slate.fr", "slate.fr"),
        ("Slate", "slate.com"),
    ],
)
def test_names_as_papers_write_them(name: str, domain: str) -> None:
    """Exonyms, acronyms, transliterations and names with a town lead to the outlet."""
    assert load().find(name).domain == domain


@pytest.mark.parametrize(
    ("domain", "country"),
    [
        ("slate.fr", "FR"),
        ("slate.com", "US"),
        ("reuters.com", "GB"),
        ("euronews.com", "FR"),
        ("theins.ru", "LV"),
        ("meduza.io", "LV"),
        ("aljazeera.com", "QA"),
        ("scmp.com", "HK"),
        ("iranintl.com", "GB"),
    ],
)
def test_country_is_the_publications(domain: str, country: str) -> None:
    """The country is where the publication is made, not where its readers or subjects are."""
    assert load().outlets[domain].country == country


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",Bote,,DE,de,newspaper,", "needs a domain"),
        ("Bote.example,Ortsbote,,DE,de,newspaper,", "lower case"),
        ("https://bote.example,Ortsbote,,DE,de,newspaper,", "is no domain"),
        ("www.bote.example,Ortsbote,,DE,de,newspaper,", "is no domain"),
        ("bote,Ortsbote,,DE,de,newspaper,", "is no domain"),
        ("bote.example bote.example,Ortsbote,,DE,de,newspaper,", "stands in line 3 already"),
        ("vorstadt-bote.example,Ortsbote,,DE,de,newspaper,", "stands in line 2 already"),
        ("bote.example,,,DE,de,newspaper,", "needs a name"),
        ("bote.example,Ortsbote?,,DE,de,newspaper,", "repeating it among the aliases"),
        ("bote.example,Ortsbote,B,DE,de,newspaper,", "too short"),
        ("bote.example,Ortsbote,OB | OB?,DE,de,newspaper,", "twice"),
        ("bote.example,Ortsbote,Ortsbote,DE,de,newspaper,", "its own aliases"),
        ("bote.example,Ortsbote,,Germany,de,newspaper,", "country"),
        ("bote.example,Ortsbote,,UK,en,newspaper,", "country"),
        ("bote.example,Ortsbote,,,de,newspaper,", "country"),
        ("bote.example,Ortsbote,,DE,german,newspaper,", "language"),
        ("bote.example,Ortsbote,,DE,de,tv,", "kind"),
        ("bote.example,Die Welt,,DE,de,newspaper,", "ordinary word"),
        ("bote.example,Ortsbote,Le Monde,DE,de,newspaper,", "ordinary word"),
    ],
)
def test_faults_are_found_with_their_line(row: str, fault: str, tmp_path: Path) -> None:
    """Each fault is one sentence that begins with the line."""
    found = list(check.faults(write(tmp_path, GOOD, row)))
    assert any(line.startswith("line 3: ") and fault in line for line in found), found


def test_order_is_asked_for_only_of_ours(tmp_path: Path) -> None:
    """A user's rows may stand in any order."""
    table = write(tmp_path, GOOD, "abend-bote.example,Abendbote,,DE,de,newspaper,")
    assert list(check.faults(table)) == []
    assert "sort the rows" in next(check.faults(table, ordered=True))


def test_check_counts_or_lists(tmp_path: Path) -> None:
    """A right table gives its number of rows, a wrong one every fault at once."""
    assert check.check(write(tmp_path, GOOD)) == 1
    with pytest.raises(BadInput, match=r"2 faults:\n  line 3: .*\n  line 4: "):
        check.check(
            write(tmp_path, GOOD, "a.example,Amtsbote,,XX,de,newspaper,", "b.example,Bergbote,,DE,de,tv,")
        )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"domains,name\n", "header lacks aliases"),
        (b"domains;name;aliases\n", "header lacks domains"),
        (b"", "header lacks domains"),
        (HEADER.encode() + b"\n\xff\xfe,Caf\xe9,,FR,fr,newspaper,\n", "no CSV in UTF-8"),
    ],
)
def test_what_is_no_table(content: bytes, fault: str, tmp_path: Path) -> None:
    """A wrong separator, header or encoding is told in one sentence."""
    table = tmp_path / "mine.csv"
    table.write_bytes(content)
    with pytest.raises(BadInput, match=fault):
        list(check.faults(table))


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is told too."""
    with pytest.raises(BadInput, match="cannot be read"):
        list(check.faults(tmp_path / "none.csv"))


def test_a_users_row_replaces_ours(tmp_path: Path) -> None:
    """Rows of MONITOR_OUTLETS add outlets, and take the place of ours of the same first domain."""
    table = write(tmp_path, GOOD, "lemonde.fr,Le Monde,Le Monde? | Le Globe?,FR,fr,newspaper,")
    ours = load(table)
    assert ours.find("Vorstadt-Bote").domain == "vorstadt-bote.example"
    assert "Le Globe" in ours.outlets["lemonde.fr"].aliases


def test_unknown_names_suggest_near_ones() -> None:
    """A slip of the pen leads to the outlet that was meant."""
    with pytest.raises(Unknown, match=r"handelsblatt\.com"):
        load().find("Handelsblat")


@given(st.text(max_size=60))
def test_any_line_is_judged_or_refused(line: str) -> None:
    """No content makes the checker fail in another way than by its own error."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "mine.csv"
        table.write_text(f"{HEADER}\n{line}", "utf-8")
        with contextlib.suppress(BadInput):
            assert all(fault.startswith("line ") for fault in check.faults(table))
