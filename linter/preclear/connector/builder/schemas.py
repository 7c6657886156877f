"""Reads the types and the default from the schema of a parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear._records import NamedTuple
from preclear.connector.schema import AllowedTypes
from preclear.connector.value import Value
from preclear.source import Node

if TYPE_CHECKING:
    from preclear.openapi import ApiDescription
    from preclear.source import Pointer

_Identity: TypeAlias = "tuple[int, Pointer]"


class _SchemaSummary(NamedTuple):
    """What one schema says: the types that it allows and the schemas that apply together with it.

    `is_unresolved` is True if a reference can't be resolved, so that types may be missing. `default` is the first
    effective schema that has a default.
    """

    types: tuple[Value[str], ...]
    is_unresolved: bool
    effective_schemas: tuple[Node, ...]
    default: Node | None


class SchemaReader:
    """Combines schemas through `$ref`, the keywords beside it, `allOf`, `oneOf` and `anyOf`.

    From OpenAPI 3.1 on, the keywords beside a `$ref` apply together with its target (JSON Schema 2020-12, 8.2.3.1). In
    3.0, keywords beside a `$ref` are ignored. A schema that many parameters refer to is read once.
    """

    def __init__(self, description: ApiDescription) -> None:
        self._description = description
        self._reads_ref_siblings = description.version.series != "3.0"
        self._targets: dict[_Identity, Node] = {}
        self._summaries: dict[_Identity, _SchemaSummary] = {}

    def types(self, schema: Node) -> AllowedTypes:
        """Return the types that `schema` allows: its `type`, else those of its `$ref`, `allOf`, `oneOf` and `anyOf`."""
        types, is_unresolved, _, _ = self._summarize(schema)
        ref_place = Node(schema.document, (*schema.pointer, "$ref"), None).place if "$ref" in schema.mapping else None
        return AllowedTypes(types, ref_place, is_unresolved, schema.missing_key("type"))

    def effective_schemas(self, schema: Node) -> tuple[Node, ...]:
        """Return every schema that a value must match to match `schema`: itself, its `allOf`, its `$ref`.

        Inline schemas come before the targets of references, so that the nearest one with a keyword comes first.
        """
        return self._summarize(schema).effective_schemas

    def default(self, schema: Node) -> Node | None:
        """Return the first effective schema of `schema` that has a default; None if none has."""
        return self._summarize(schema).default

    def _summarize(self, schema: Node) -> _SchemaSummary:
        start = schema if self._has_own_keywords(schema) else self._ref_target(schema)
        if start is None:
            return _SchemaSummary((), True, (), None)
        summary = self._summaries.get(start.identity)
        if summary is None:
            types, is_unresolved = self._collect_types(start)
            effective_schemas = self._collect_effective_schemas(start)
            default = next((candidate for candidate in effective_schemas if "default" in candidate.mapping), None)
            summary = self._summaries[start.identity] = _SchemaSummary(types, is_unresolved, effective_schemas, default)
        return summary

    def _collect_types(self, schema: Node) -> tuple[tuple[Value[str], ...], bool]:
        types: dict[str, Value[str]] = {}
        is_unresolved = False
        visited: set[_Identity] = set()
        stack = [schema]
        while stack:
            node = stack.pop()
            identity = node.identity
            if identity in visited:
                continue
            visited.add(identity)
            own_types = _declared_types(node) if self._has_own_keywords(node) else None
            for value in own_types or ():
                if value.value != "null":
                    types.setdefault(value.value, value)
            if own_types is None:
                subschemas = self._subschemas(node)
                is_unresolved = is_unresolved or None in subschemas
                stack.extend(subschema for subschema in reversed(subschemas) if subschema is not None)
        return tuple(types.values()), is_unresolved

    def _collect_effective_schemas(self, schema: Node) -> tuple[Node, ...]:
        effective_schemas: dict[_Identity, Node] = {}
        visited: set[_Identity] = set()
        level = [schema]
        while level:
            next_level: list[Node] = []
            stack = level[::-1]
            while stack:
                node = stack.pop()
                identity = node.identity
                if identity in visited:
                    continue
                visited.add(identity)
                target = self._ref_target(node) if _has_ref(node) else None
                next_level.extend([] if target is None else [target])
                if self._has_own_keywords(node):
                    effective_schemas[identity] = node
                    stack.extend(reversed(_subschema_list(node, "allOf")))
            level = next_level
        return tuple(effective_schemas.values())

    def _subschemas(self, node: Node) -> list[Node | None]:
        """Return the schemas that the types of `node` can come from; None for a reference that can't be resolved."""
        subschemas: list[Node | None] = [self._ref_target(node)] if _has_ref(node) else []
        if self._has_own_keywords(node):
            for keyword in ("allOf", "anyOf", "oneOf"):
                subschemas.extend(_subschema_list(node, keyword))
        return subschemas

    def _has_own_keywords(self, node: Node) -> bool:
        """Whether keywords of `node` itself apply. They don't if it is only a `$ref`, or if siblings are ignored."""
        return not _has_ref(node) or (self._reads_ref_siblings and len(node.mapping) > 1)

    def _ref_target(self, node: Node) -> Node | None:
        """Follow the `$ref` of `node` to the first target that isn't just another `$ref`.

        None if it can't be resolved, or leads back to itself.
        """
        target = self._description.resolve(node)
        if target is None or not self._reads_ref_siblings:
            return target
        chain: list[_Identity] = []
        current = node
        while current is node or not self._has_own_keywords(current):
            identity = current.identity
            known = self._targets.get(identity)
            hop = None if known is not None else self._description.references.follow(current)
            if hop is None or hop.node is None:
                current = known or target
                break
            chain.append(identity)
            current = hop.node
        for link in chain:
            self._targets[link] = current
        return current


def _has_ref(node: Node) -> bool:
    return node.text("$ref") is not None


def _subschema_list(node: Node, keyword: str) -> list[Node]:
    subschemas = node.get(keyword)
    return [] if subschemas is None else list(subschemas.items())


def _declared_types(node: Node) -> list[Value[str]] | None:
    """Return the types that `node` itself names, including `null`; None without a usable `type`."""
    declared = node.get("type")
    if declared is None or not isinstance(declared.value, str | list):
        return None
    return [Value(item.value, item.place) for item in (declared, *declared.items()) if isinstance(item.value, str)]
