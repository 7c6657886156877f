"""Overlay 1.1 over plain dicts and lists, by the letter of the specification: what a written overlay is tested with."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import jsonpath_rfc9535


def apply_plainly(value: Any, overlay: Any) -> Any:
    """The value after all actions. Raises ValueError if one can't be applied."""
    holder = {"root": deepcopy(value)}
    for action in overlay["actions"]:
        nodes = jsonpath_rfc9535.find(action["target"], holder["root"])
        locations = list(dict.fromkeys(node.location for node in nodes))
        if action.get("remove"):
            if () in locations:
                raise ValueError("the root can't be removed")
            for location in sorted(locations, key=_removal_order, reverse=True):
                parent, key = _parent(holder, location)
                del parent[key]
            continue
        if not locations:
            continue
        if len({_kind(node.value) for node in nodes}) > 1:
            raise ValueError("the target selects values of several kinds")
        update = action.get("update")
        if "copy" in action:
            (source,) = jsonpath_rfc9535.find(action["copy"], holder["root"])
            update = deepcopy(source.value)
        for location in locations:
            parent, key = _parent(holder, location)
            parent[key] = _merged(parent[key], deepcopy(update), is_target=True)
    return holder["root"]


def _removal_order(location: tuple[int | str, ...]) -> tuple[int, int]:
    """Inner nodes last in the order, and of the items of a list the last one: both are removed first."""
    return len(location), location[-1] if isinstance(location[-1], int) else -1


def _parent(holder: Any, location: tuple[int | str, ...]) -> tuple[Any, Any]:
    path = ("root", *location)
    for key in path[:-1]:
        holder = holder[key]
    return holder, path[-1]


def _merged(target: Any, update: Any, *, is_target: bool) -> Any:
    types = (_type_name(target), _type_name(update))
    if types == ("list", "list"):
        return [*target, *update]
    if types[0] == "list" and is_target:
        return [*target, update]
    if types == ("dict", "dict"):
        for key, value in update.items():
            target[key] = _merged(target[key], value, is_target=False) if key in target else value
        return target
    if "dict" in types or "list" in types:
        raise ValueError(f"{target!r} and {update!r} don't fit")
    return update


def _kind(value: Any) -> str:
    name = _type_name(value)
    return name if name in ("dict", "list") else "scalar"


def _type_name(value: Any) -> str:
    return type(value).__name__
