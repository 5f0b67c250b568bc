import pytest

from monitor.extract.labels import Label, label

CASES = [
    ("div", "article-body", Label.TEXT),
    ("div", "relatedPosts", Label.BESIDE),
    ("section", "c-comments", Label.APART),
    ("div", "onetrust-consent-sdk", Label.APART),
    ("div", "promo-box", Label.DOUBTFUL),
    ("div", "article__body widget", Label.TEXT),
    ("div", "hero-image", Label.PICTURE),
    ("p", "caption", Label.DOUBTFUL),
    ("p", "chapter-paragraph", Label.TEXT),
    ("h2", "related", Label.TEXT),
    ("aside", "", Label.BESIDE),
    ("figure", "", Label.DOUBTFUL),
    ("div", "md:hidden [&_a]:text-link", Label.TEXT),
    ("div", "is-hidden", Label.BESIDE),
    ("div", "header grade", Label.TEXT),
    ("article", "post-12 category-comments tag-share", Label.TEXT),
    ("article", "related-card", Label.BESIDE),
    ("body", "single comments-open", Label.TEXT),
]


@pytest.mark.parametrize(("tag", "names", "expected"), CASES)
def test_names_say_what_an_element_is(tag: str, names: str, expected: Label) -> None:
    """Whole words count, in any case; the body and headings are never suspected; subjects are no names."""
    assert label(tag, names) is expected
