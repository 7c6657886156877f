"""The structure of an OpenAPI document: what the official JSON Schemas say of it, each fault at its key or value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.schemas import KINDS, validator
from preclear.openapi.structure_kinds import INVALID_OPENAPI
from preclear.source.fault import Fault, Report

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.source.json_value import Json
    from preclear.source.node import Node

_SECTIONS = {
    "schemas": "schema",
    "responses": "response",
    "parameters": "parameter",
    "examples": "example",
    "requestBodies": "request-body",
    "headers": "header",
    "securitySchemes": "security-scheme",
    "links": "link",
    "callbacks": "callback",
}

_TOP = frozenset({"components", "externalDocs", "info", "openapi", "security", "servers", "tags", "webhooks"})
"""Fields of a document: what stands under one of these in `paths` is no path but in the wrong place."""

LARGE = 500_000
"""From so many characters on, the parts of a document that has faults are checked one by one."""


def structure_faults(root: Node, version: str) -> list[Fault]:
    """Check the document at `root` against the official schema of `version`: `3.0`, `3.1` or `3.2`.

    Gives what is wrong, one fault a cause, in no particular order. The `openapi` field and what a `$ref` says are not
    looked at: others tell of them. Raises LookupError where the official schemas are not installed.
    """
    parts: dict[str, list[Node]] = {"document": [root]}
    trunk = _without(root, "paths", "path-item", parts, _is_path)
    trunk = _without(trunk, "webhooks", "path-item", parts) if version != "3.0" else trunk
    components = trunk.get("components")
    if components is not None:
        for section, kind in _SECTIONS.items():
            components = _without(components, section, kind, parts)
        trunk = trunk._replace(value=trunk.mapping | {"components": components.value})
    return _faults(parts, trunk, version)


def part_faults(node: Node, version: str, kind: str) -> list[Fault]:
    """Check a value of another file as the object that a reference takes it for, with the schema of `version`.

    `kind` is one of `preclear.openapi.schemas.KINDS`; spaces may stand for its hyphens. Raises KeyError for any other.
    """
    kind = kind.replace(" ", "-")
    if kind not in KINDS:
        raise KeyError(kind)
    return _faults({kind: [node]}, None, version)


def _is_path(name: str, value: Json) -> bool:
    """Whether an entry of `paths` was meant as a path: one that lacks its slash is checked all the same."""
    return name.startswith("/") or (isinstance(value, dict | None) and name not in _TOP and not name.startswith("x-"))


def _any(_name: str, _value: Json) -> bool:
    return True


def _without(
    holder: Node, key: str, kind: str, parts: dict[str, list[Node]], meant: Callable[[str, Json], bool] = _any
) -> Node:
    """Take the entries of the mapping under `key` out that are `meant` as `kind`, to be checked by themselves.

    A failure copies the value that fails: at the root of a large document, that alone would cost more than the check.
    In the place of each entry stands a reference, which is right for every object.
    """
    section = holder.get(key)
    if section is None or not section.mapping:
        return holder
    rest = section.mapping.copy()
    for name, node in section.entries():
        if meant(name, node.value):
            parts.setdefault(kind, []).append(node)
            rest[name] = {"$ref": "#"}
    return holder._replace(value=holder.mapping | {key: rest})


def _faults(parts: dict[str, list[Node]], trunk: Node | None, version: str) -> list[Fault]:
    """Sweep over all parts at once; `trunk` is what is checked for the document itself."""
    instance = {kind: [node.value for node in nodes] for kind, nodes in parts.items()}
    if trunk is not None:
        instance["document"] = [trunk.value]
    first = next(iter(parts.values()))[0]
    try:
        schema = validator(version)
        if len(first.document.text) > LARGE and not schema.is_valid(instance):
            from preclear.openapi.large import faults_of_large

            return faults_of_large(schema, instance, parts, version)
        errors = list(schema.iter_errors(instance))
    except ValueError as error:
        reason = " ".join(str(error).split())[:60]
        return [Fault(INVALID_OPENAPI, Report(f"the structure cannot be checked: {reason}", first.place))]
    if not errors:
        return []
    from preclear.openapi.failures import faults_of

    return faults_of(errors, parts, version)
