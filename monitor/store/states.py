"""The states of an article: the present one, in `articles`, and the earlier ones, in `revisions`.

States are numbered in the order of their captures. One that was captured late, from an archive, or that
was stored as an article of its own until it proved to be the same, takes its place among the others.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from monitor.items import EventKind

State = dict[str, Any]
# What belongs to the article whatever its state.
LASTING = ("_id", "urls", "firstSeen")


def captured(state: Mapping[str, Any]) -> datetime:
    """When a state was captured; when it was stored, for one without capture."""
    at: datetime = state["capture"]["date"] if state["capture"] else state["storedAt"]
    return at


def in_order(states: Sequence[State]) -> list[State]:
    """Put states in the order of their captures; what is seen twice in a row counts once.

    They are numbered from one; the numbers of those that are in their order already do not change.
    """
    kept: list[State] = []
    for state in sorted(states, key=captured):
        if not kept or kept[-1]["contentDigest"] != state["contentDigest"]:
            kept.append(state)
    return [{**state, "revision": number} for number, state in enumerate(kept, 1)]


def happened(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[EventKind]:
    """Tell what happened to an article between two states of it."""
    if before is None:
        return ["new"]
    kinds: list[EventKind] = ["revised"]
    lost, won = _credit(before, after), _credit(after, before)
    return [*kinds, *(["creditAdded"] if won else []), *(["creditRemoved"] if lost else [])]  # type: ignore[list-item]


def _credit(state: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether a state credits somebody whom the other does not."""
    if state["taggerVersion"] and state["taggerVersion"] == other["taggerVersion"]:
        return bool(_outlets(state) - _outlets(other)) or bool(state["credit"] and not other["credit"])
    return bool(state["credit"] and not other["credit"])


def _outlets(state: Mapping[str, Any]) -> set[str]:
    return {each["outlet"] for each in state["citations"] if each["kind"] == "credit"}
