"""The structure of an OpenAPI document: what the official JSON Schemas say of it, each fault at its key or value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.structure.kinds import INVALID_OPENAPI
from preclear.openapi.structure.official_schemas import OBJECT_KINDS, validator
from preclear.source import Fault, Report

if TYPE_CHECKING:
    from preclear.source import Node


def check_structure(root: Node, series: str) -> list[Fault]:
    """Check the document at `root` against the official schema of `series`: `3.0`, `3.1` or `3.2`.

    Gives what is wrong, one fault a cause, in no particular order. The `openapi` field and what a `$ref` says are not
    looked at: others report them. Raises LookupError where the official schemas are not installed.
    """
    return _check(root, "document", series)


def check_object(node: Node, series: str, kind: str) -> list[Fault]:
    """Check a value of another file as the object that a reference takes it for, with the schema of `series`.

    `kind` is one of `KINDS` in `preclear.openapi.structure.official_schemas`; spaces may stand for its hyphens. Raises
    KeyError for any other.
    """
    if kind.replace(" ", "-") not in OBJECT_KINDS:
        raise KeyError(kind)
    return _check(node, kind.replace("-", " "), series)


def _check(node: Node, kind: str, series: str) -> list[Fault]:
    try:
        if validator(series).is_valid({kind.replace(" ", "-"): [node.value]}):
            return []
        from preclear.openapi.structure.failures import find_faults

        return find_faults(node, kind, series)
    except ValueError as error:
        reason = " ".join(str(error).split())[:60]
        return [Fault(INVALID_OPENAPI, Report(f"the structure cannot be checked: {reason}", node.place))]
