"""Edit paths and the parameters in them so that they match."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from preclear import Edit, Insert, Rename, Set
from preclear_rules._edits import EditOperation, parent, remove_serialization, set_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from preclear import Action, Json, Node, Parameter

URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://[^/]*")
"""A URL up to its path."""

_NAMES = re.compile(r"\{[^{}]*\}")


def add_slash(path: str) -> str:
    """Return `path` with a slash at its start, without the scheme and host of a URL and without spaces around it."""
    return path if path.startswith("/") else f"/{URL.sub('', path.strip(), count=1).lstrip('/')}"


class PathRenames:
    """Renames of paths that don't begin with a slash, none of which makes two paths the same."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._counts = Counter(_NAMES.sub("{}", add_slash(path)) for path in paths)

    def rename(self, path: str, item: Node) -> Edit | None:
        """Rename `path` so that it begins with a slash; None if another path would be the same."""
        new_path, url = add_slash(path), URL.match(path)
        if self._counts[_NAMES.sub("{}", new_path)] > 1:
            return None
        title, operations = f"write `{new_path[:100]}`", (Rename(item, new_path),)
        if url is None:
            return Edit("rename", title, operations)
        return Edit("adapt", title, operations, f"that the path is on `{url[0][:100]}`")


def declare_parameter(
    name: str, lacking_actions: Sequence[Action], actions: Sequence[Action], candidates: Sequence[Parameter]
) -> Edit:
    """Make `name` a path parameter of `lacking_actions`, those of `actions`, all of one path, that have none.

    If all of them have one of `candidates`, and nothing else uses these, they become that parameter. Otherwise it's a
    new one, of type string.
    """
    lacking = set(map(id, lacking_actions))
    are_exclusive = all(id(user) in lacking for candidate in candidates for user in candidate.used_by)
    if candidates and are_exclusive and name == name.strip() and _have_one(lacking_actions, candidates):
        if all(candidate.name.value == name for candidate in candidates):
            operations = tuple(operation for candidate in candidates for operation in _move_to_path(candidate.node))
            loss = f"that `{name[:60]}` is in the {candidates[0].location.value}"
            return Edit("adapt", "give it `in: path` and `required: true`", operations, loss)
        if all(candidate.name.value != name for candidate in candidates):
            renames = tuple(set_field(candidate.node, "name", name) for candidate in candidates)
            return Edit("rename", f"rename the parameter to `{name[:60]}`", renames)
    path = actions[0].path
    trimmed_path = path.value.replace(f"{{{name}}}", f"{{{name.strip()}}}")
    if name != name.strip() and candidates and trimmed_path not in parent(path).mapping:
        operations = (Rename(path, trimmed_path),)
        return Edit("rename", f"write `{{{name.strip()[:60]}}}` in the path", operations)
    parameter: Json = {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    path_items = actions[0].path_items
    is_shared = len(lacking_actions) > 1 and len(lacking_actions) == len(actions) and len(path_items) == 1
    holders = path_items if is_shared else [action.node for action in lacking_actions]
    by_identity = {holder.identity: holder for holder in holders}
    operations = tuple(_add_parameter(holder, parameter) for holder in by_identity.values())
    return Edit("adapt", f"declare `{name[:60]}` as a string", operations, f"that `{name[:60]}` can have any type")


def _have_one(actions: Iterable[Action], candidates: Sequence[Parameter]) -> bool:
    """Whether each of `actions` has one of `candidates`."""
    users = {id(user) for candidate in candidates for user in candidate.used_by}
    return all(id(action) in users for action in actions)


def _move_to_path(parameter: Node) -> Iterator[EditOperation]:
    yield set_field(parameter, "in", "path")
    yield set_field(parameter, "required", True)
    yield from remove_serialization(parameter)


def _add_parameter(holder: Node, parameter: Json) -> EditOperation:
    """Add `parameter` to the list of `holder`, an operation or path item."""
    parameters = holder.get("parameters")
    if parameters is None:
        return Insert(holder, "parameters", [parameter])
    if isinstance(parameters.value, list):
        return Insert(parameters, len(parameters.value), parameter)
    return Set(parameters, [parameter])
