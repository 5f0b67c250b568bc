"""A row is written into a user's own table, or the table stays as it was."""

from pathlib import Path

import pytest

from monitor.cite.gazetteer import COLUMNS, Outlet, load
from monitor.cite.table import add
from monitor.errors import BadInput

_HEADER = ",".join(COLUMNS)


def _outlet(domain: str, name: str, country: str = "BR", aliases: tuple[str, ...] = ()) -> Outlet:
    return Outlet(domain, (domain,), name, aliases, country, "pt", "newspaper", None)


def test_a_missing_table_is_made(tmp_path: Path) -> None:
    """It has the header and the row, and the tagger reads it."""
    table = tmp_path / "mine.csv"
    add(table, _outlet("folha.example", "Folha, a Boa", aliases=("FB~",)))
    assert table.read_text().splitlines() == [_HEADER, 'folha.example,"Folha, a Boa",FB~,BR,pt,newspaper,']
    assert load(table).find("Folha, a Boa").domain == "folha.example"


def test_a_row_goes_to_the_end_in_the_order_of_the_header(tmp_path: Path) -> None:
    """What people keep in columns of their own, without a line's end, stays as it is."""
    table = tmp_path / "mine.csv"
    before = (
        "\ufeffname,domains,aliases,country,language,kind,owner,remark\nA Voz,avoz.example,,PT,pt,digital,,ok"
    )
    table.write_text(before, encoding="utf-8")
    add(table, _outlet("folha.example", "Folha Boa"))
    assert table.read_text(encoding="utf-8") == f"{before}\nFolha Boa,folha.example,,BR,pt,newspaper,,\n"


def test_ordinary_words_are_marked(tmp_path: Path) -> None:
    """A name that is a word of every day counts beside a cue only."""
    table = tmp_path / "mine.csv"
    assert add(table, _outlet("lemonde.example", "Le Monde", aliases=("Post",))) == ("Post?", "Le Monde?")


@pytest.mark.parametrize("there", [None, f"{_HEADER}\n"])
def test_a_fault_leaves_the_table_as_it_was(tmp_path: Path, there: str | None) -> None:
    """The checker's sentence is told, and nothing is written."""
    table = tmp_path / "mine.csv"
    if there:
        table.write_text(there)
    with pytest.raises(BadInput, match="country is 'ZZ'"):
        add(table, _outlet("folha.example", "Folha Boa", country="ZZ"))
    assert (table.read_text() if table.exists() else None) == there


def test_a_table_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A directory that is not there, or a file that is no text, ends with a sentence."""
    with pytest.raises(BadInput, match="cannot be written"):
        add(tmp_path / "no" / "mine.csv", _outlet("folha.example", "Folha Boa"))
    table = tmp_path / "mine.csv"
    table.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="no CSV in UTF-8"):
        add(table, _outlet("folha.example", "Folha Boa"))
    assert table.read_bytes() == b"\xff\xfe\x00"
