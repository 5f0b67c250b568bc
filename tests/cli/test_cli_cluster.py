from tests.cli.conftest import Monitor, lines


def test_clusters_are_listed_with_their_source(monitor: Monitor) -> None:
    """A text that one article alone carries is none; `--since` asks for a member since then."""
    found = lines(monitor("cluster", "list", "--sort", "size", "--json"))
    assert [(each["size"], each["source"], each["wire"]) for each in found] == [(4, "afp.com", True)]
    table = monitor("cluster", "list", "--since", "2026-11-21").stdout
    assert "afp.com (wire copy)" in table
    assert "Valdoria : la route coupée" in table
    assert (
        monitor("cluster", "list", "--since", "2026-11-25").stderr
        == "No text is carried by several articles.\n"
    )


def test_members_stand_in_their_order_with_the_reason(monitor: Monitor) -> None:
    """Minutes after the first, who is credited, by which rule and figure, and the share as a bar."""
    name = lines(monitor("cluster", "list", "--json"))[0]["id"]
    shown = monitor("cluster", "show", name).stdout.splitlines()
    assert shown[0] == "Valdoria : la route coupée"
    assert shown[1] == f"{name} · 4 articles · afp.com (wire copy) · first 2026-11-20 08:00"
    rows = [line.split() for line in shown[5:] if line.strip()]
    assert [[row[0], row[1], *row[3:]] for row in rows] == [
        ["0", "afp.com", "the", "source", "first"],
        ["+14", "lefigaro.fr", "afp.com", "same.words", "100%", "━━━━━━━━━━"],
        ["+31", "lepoint.fr", "nobody", "same.words", "100%", "━━━━━━━━━━"],
        ["+2,000", "20minutes.fr", "nobody", "contained.shingles", "100%", "━━━━━━━━━━"],
    ]


def test_json_is_the_cluster_with_its_members(monitor: Monitor) -> None:
    """One line; each member with its rule, its figure and the article that it is related to."""
    name = lines(monitor("cluster", "list", "--json"))[0]["id"]
    cluster = lines(monitor("cluster", "show", name, "--json"))[0]
    first, *others = cluster["members"]
    assert first["id"] == cluster["first"]
    assert [(each["minutes"], each["credits"], each["of"]) for each in others] == [
        (14, ["afp.com"], first["id"]),
        (31, [], first["id"]),
        (2000, [], first["id"]),
    ]


def test_an_unknown_cluster_is_bad_use(monitor: Monitor) -> None:
    """The sentence says where ids are found."""
    ran = monitor("cluster", "show", "nothing")
    assert ran.exit_code == 2
    assert "monitor cluster list" in ran.stderr
