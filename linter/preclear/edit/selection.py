"""Selection: the operations that the user's patterns include and don't exclude.

A pattern has a kind and a value, such as `tag:Orders`, or is one word: `deprecated`, or the name of an extension.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.connector import Action, Trigger
from preclear.source import Suggester

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from preclear.connector import Connector, Operation

_WILDCARDS = re.compile(r"(\*+)")

_EXPECTED_KINDS = "`operation:`, `tag:`, `path:`, `method:`, `deprecated` or an extension such as `x-internal`"

NOT_INCLUDED = "no `--include` selects it"
"""Why an operation is left out if patterns include others."""


class SelectionError(Exception):
    """A pattern isn't one, or it selects no operation. `message` says so, and `pattern` is the pattern."""

    def __init__(self, message: str, pattern: str) -> None:
        super().__init__(message)
        self.message = message
        self.pattern = pattern


class Selection(NamedTuple):
    """The operations to keep, and those to leave out, each with the pattern that excludes it or another reason."""

    kept: list[Operation]
    left_out: list[tuple[Operation, str]]


def select_operations(
    connector: Connector, include: Sequence[str], exclude: Sequence[str], *, allow_unmatched: bool = False
) -> Selection:
    """Return the operations that a pattern of `include` selects and none of `exclude` does; without `include`, all.

    `operation:NAME` selects by name, or by a label such as `get /pets` if there is no name, `tag:NAME` by tag,
    `path:/v2/**` by path or by a webhook's key, `method:get` by method. In a value, `*` stands for any characters; in a
    path it stands for those of one segment, and `**` for any. `deprecated` selects operations that are deprecated.
    `x-internal` selects those with this extension, on themselves or on their path item, unless it's false or null.

    Raises SelectionError for a pattern of an unknown kind and, unless `allow_unmatched`, for one that selects nothing.
    """
    operations = connector.operations
    included = {id(operation) for pattern in include for operation in _select(pattern, operations, allow_unmatched)}
    excluded_by: dict[int, str] = {}
    for pattern in exclude:
        for operation in _select(pattern, operations, allow_unmatched):
            excluded_by.setdefault(id(operation), pattern)
    selection = Selection([], [])
    for operation in operations:
        reason = excluded_by.get(id(operation))
        if include and id(operation) not in included:
            reason = NOT_INCLUDED
        if reason is None:
            selection.kept.append(operation)
        else:
            selection.left_out.append((operation, reason))
    return selection


def _select(pattern: str, operations: Sequence[Operation], allow_unmatched: bool) -> list[Operation]:
    kind, _, value = pattern.partition(":")
    read_values = _VALUES_BY_KIND.get(kind) if value else None
    if read_values is not None:
        is_match = _compile_value(kind, value).fullmatch
        selected = [operation for operation in operations if any(map(is_match, read_values(operation)))]
    elif pattern == "deprecated":
        selected = [operation for operation in operations if operation.node.mapping.get("deprecated") is True]
    elif pattern.startswith("x-"):
        selected = [operation for operation in operations if _has_extension(operation, pattern)]
    else:
        raise SelectionError(_describe_unknown_kind(pattern, kind, value), pattern)
    if not selected and not allow_unmatched:
        raise SelectionError(_describe_empty_selection(pattern, operations), pattern)
    return selected


def _compile_value(kind: str, value: str) -> re.Pattern[str]:
    any_characters = "[^/]*" if kind == "path" else ".*"
    parts = [
        (".*" if len(part) > 1 else any_characters) if part.startswith("*") else re.escape(part)
        for part in _WILDCARDS.split(value)
    ]
    return re.compile("".join(parts), re.DOTALL | (re.IGNORECASE if kind == "method" else 0))


def _names(operation: Operation) -> Iterable[str]:
    return (operation.name.value or operation.label,)


def _tags(operation: Operation) -> Iterable[str]:
    tags = operation.node.mapping.get("tags")
    return [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else ()


def _paths(operation: Operation) -> Iterable[str]:
    if isinstance(operation, Action):
        return (operation.path.value,)
    return (operation.webhook.value,) if isinstance(operation, Trigger) else ()


def _methods(operation: Operation) -> Iterable[str]:
    return (operation.method.value.lower(),)


_VALUES_BY_KIND: dict[str, Callable[[Operation], Iterable[str]]] = {
    "operation": _names,
    "tag": _tags,
    "path": _paths,
    "method": _methods,
}


def _has_extension(operation: Operation, name: str) -> bool:
    field = operation.node.get(name) or operation.path_item_field(name)
    return field is not None and field.value is not None and field.value is not False


def _describe_unknown_kind(pattern: str, kind: str, value: str) -> str:
    suggestion = f"path:{pattern}" if pattern.startswith("/") else None
    known = Suggester().suggest(kind, [*_VALUES_BY_KIND, "deprecated"])
    if known is not None:
        suggestion = f"{known}:{value}" if value and known in _VALUES_BY_KIND else known if not value else None
    if kind in _VALUES_BY_KIND:
        return f"`{pattern}` has no value; expected one such as `{kind}:{_EXAMPLE_VALUES[kind]}`"
    ending = f"; did you mean `{suggestion}`?" if suggestion is not None else ""
    return f"`{pattern}` is no kind of pattern; expected {_EXPECTED_KINDS}{ending}"


_EXAMPLE_VALUES = {"operation": "listPets", "tag": "Orders", "path": "/v2/**", "method": "get"}


def _describe_empty_selection(pattern: str, operations: Sequence[Operation]) -> str:
    kind, _, value = pattern.partition(":")
    read_values = _VALUES_BY_KIND.get(kind)
    if read_values is not None:
        known = dict.fromkeys(known for operation in operations for known in read_values(operation))
        word = value
    else:
        known = dict.fromkeys(key for operation in operations for key in _extensions(operation))
        word = pattern
    suggestion = Suggester().suggest(word, known)
    message = f"`{pattern}` selects no operation"
    if suggestion is None:
        return message
    return f"{message}; did you mean `{suggestion if read_values is None else f'{kind}:{suggestion}'}`?"


def _extensions(operation: Operation) -> Iterable[str]:
    for holder in (operation.node, *operation.path_items):
        yield from (key for key in holder.mapping if key.startswith("x-") and _has_extension(operation, key))
