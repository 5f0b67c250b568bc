"""The states of an article: the present one, in `articles`, and the earlier ones, in `revisions`.

The state captured last is the present one. States are numbered as they were stored, and keep their numbers:
one that was captured earlier but came later, from an archive, takes the next number and its place in time.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from monitor.items import EventKind
from monitor.store.documents import State


def captured(state: Mapping[str, Any]) -> datetime:
    """When a state was captured; when it was stored, for one without capture."""
    at: datetime = state["capture"]["date"] if state["capture"] else state["storedAt"]
    return at


def in_order(known: Iterable[State], more: Iterable[State]) -> list[State]:
    """Put states in the order of their captures, and number those that are new.

    What is the same as the state before or after it is no state of its own.
    """
    ordered: list[State] = []
    for state in sorted([*known, *({**each, "revision": None} for each in more)], key=captured):
        if not ordered or ordered[-1]["contentDigest"] != state["contentDigest"]:
            ordered.append(state)
        elif ordered[-1]["revision"] is None:
            ordered[-1] = state
    last = max((state["revision"] or 0 for state in ordered), default=0)
    for state in ordered:
        if state["revision"] is None:
            last += 1
            state["revision"] = last
    return ordered


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
