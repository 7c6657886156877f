"""Check a description, with all its files, against the official JSON Schemas of OpenAPI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.structure.kinds import INVALID_OPENAPI, MAX_FAULTS
from preclear.openapi.structure.official_schemas import OBJECT_KINDS, interpreter, validator
from preclear.source import Edit, Fault, Node, Report, Set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.openapi.description import ApiDescription

_PART_KINDS = frozenset(kind.replace("-", " ") for kind in OBJECT_KINDS) - {"document", "components"}
"""The kinds of objects of other files that can be checked on their own."""


def check_conformance(description: ApiDescription) -> Iterator[Fault]:
    """Yield what is wrong with the entry document and with the objects of other files that it refers to.

    Raises LookupError if the official schemas aren't installed.
    """
    text, series = description.version
    if text == series:
        message = f"`openapi` is `{text}`, which isn't a full version of OpenAPI; expected one such as `{series}.0`"
        place = Node(description.root.document, ("openapi",), text).place
        edit = Edit("safe", f"write `{series}.0`", (Set(place, f"{series}.0"),))
        yield Fault(INVALID_OPENAPI, Report(message, place, edit=edit))
    yield from check_structure(description.root, series)
    count = 0
    for kind, node in description.referenced_parts:
        if kind not in _PART_KINDS or "$ref" in node.mapping:
            continue
        faults = check_object(node, series, kind)
        if faults and count >= MAX_FAULTS:
            message = f"more than {MAX_FAULTS:,} faults were found in other files before this one; nothing from here on"
            yield Fault(INVALID_OPENAPI, Report(f"{message} was checked against the official schema", node.key))
            return
        count += len(faults)
        yield from faults


def check_structure(root: Node, series: str) -> list[Fault]:
    """Return what is wrong with the document at `root` by the official schema of `series`: `3.0`, `3.1` or `3.2`.

    There is one fault for each cause, in no particular order. The `openapi` field and the text of a `$ref` aren't
    checked here. Raises LookupError if the official schemas aren't installed.
    """
    return _check(root, "document", series)


def check_object(node: Node, series: str, kind: str) -> list[Fault]:
    """Return what is wrong with an object of another file by the official schema of `series`.

    `kind` is a key of `official_schemas.OBJECT_KINDS`; it may have spaces instead of hyphens. Raises KeyError for any
    other kind, and LookupError if the official schemas aren't installed.
    """
    if kind.replace(" ", "-") not in OBJECT_KINDS:
        raise KeyError(kind)
    return _check(node, kind.replace("-", " "), series)


def _check(node: Node, kind: str, series: str) -> list[Fault]:
    try:
        name = kind.replace(" ", "-")
        if interpreter(series).accepts(name, node.value) or validator(series).is_valid({name: [node.value]}):
            return []
        from preclear.openapi.structure.failures import find_faults

        return find_faults(node, kind, series)
    except ValueError as error:
        reason = " ".join(str(error).split())[:60]
        return [Fault(INVALID_OPENAPI, Report(f"the structure can't be checked: {reason}", node.place))]
