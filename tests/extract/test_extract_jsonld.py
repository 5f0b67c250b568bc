import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract import jsonld

STORY = {"@type": "NewsArticle", "headline": "Le port ferme"}
SCRIPTS = [
    json.dumps(STORY),
    json.dumps([{"@type": "WebPage"}, STORY]),
    json.dumps({"@graph": [{"@type": "WebPage"}, {**STORY, "@type": ["OpinionNewsArticle"]}]}),
    json.dumps({"@type": "WebPage", "mainEntity": STORY}),
    f"<!-- {json.dumps(STORY)} -->",
    f"//<![CDATA[\n{json.dumps(STORY)}\n//]]>",
    '{"@type": "NewsArticle", "headline": "Le port ferme", "description": "deux\nlignes"}',
    '{"@type": "NewsArticle", "headline": "Le port ferme", }',
]


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_article_is_found_however_it_is_written(script: str) -> None:
    """In lists, graphs and comments, with line breaks in strings or commas too many."""
    assert jsonld.first(jsonld.article([script]), "headline") == "Le port ferme"


def test_a_reference_is_followed_to_the_node_it_names() -> None:
    """An author given by `@id` has the name of that node, in whatever script it stands."""
    person = json.dumps({"@type": "Person", "@id": "#anne", "name": "Anne Dufour"})
    story = json.dumps({**STORY, "author": [{"@id": "#anne"}, {"name": "Jean Roe"}]})
    assert jsonld.persons(jsonld.article([story, person]), "author") == ("Anne Dufour", "Jean Roe")


@given(
    st.text()
    | st.recursive(
        st.none() | st.text() | st.integers(),
        lambda x: (
            st.lists(x) | st.dictionaries(st.sampled_from(["@type", "@graph", "author", "@id", "name"]), x)
        ),
    ).map(json.dumps)
)
def test_no_script_is_fatal(script: Any) -> None:
    """Whatever a page writes, a mapping comes back and can be asked."""
    node = jsonld.article([script])
    assert isinstance(jsonld.values(node, "author.name"), tuple)
