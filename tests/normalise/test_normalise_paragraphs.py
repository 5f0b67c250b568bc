from hypothesis import example, given
from hypothesis import strategies as st

from monitor.items import Link
from monitor.normalise.paragraphs import cut, join

PIECES = st.text(alphabet="ab é\u00a0\u200b\n.«", max_size=12)


@given(st.lists(st.tuples(PIECES, PIECES), max_size=8))
@example([("", "\n"), ("\na", "a\n"), ("", "\na")])
def test_links_keep_their_words_through_cleaning(pieces: list[tuple[str, str]]) -> None:
    """Wherever a link ends up, its offsets name its text."""
    body, links = "", []
    for before, inside in pieces:
        body += before
        links.append(Link(url="https://example.org/", text=inside, start=len(body), end=len(body + inside)))
        body += inside
    text, kept = join(cut(body, links))
    assert all(text[link.start : link.end] == link.text != "" for link in kept)
    assert "  " not in text
    assert text == text.strip()


@given(st.text(alphabet="ab \n\u00a0\ue000\ue001", max_size=60))
def test_cutting_again_changes_nothing(body: str) -> None:
    """A clean body is a fixed point."""
    once, _ = join(cut(body))
    assert join(cut(once))[0] == once
