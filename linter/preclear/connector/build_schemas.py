"""From the schema of a parameter to its types and its default."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.connector.schema import AllowedTypes
from preclear.connector.value import Value
from preclear.source import Node

if TYPE_CHECKING:
    from preclear.openapi import ApiDescription
    from preclear.source import Pointer

_Identity: TypeAlias = "tuple[int, Pointer]"


class _SchemaSummary(NamedTuple):
    """What one schema says: the types that it allows, whether a dead end hides some, its conjuncts.

    `default` is the first of the conjuncts that has one.
    """

    types: tuple[Value[str], ...]
    is_unresolved: bool
    effective_schemas: tuple[Node, ...]
    default: Node | None


class SchemaReader:
    """How schemas are put together: by `$ref`, by what stands beside one, and by `allOf`, `oneOf` and `anyOf`.

    From OpenAPI 3.1 on all keywords of a schema count together, those beside a `$ref` and those behind it (JSON Schema
    2020-12, 8.2.3.1); in 3.0 nothing counts beside a `$ref`. What many refer to is read once.
    """

    def __init__(self, description: ApiDescription) -> None:
        self._description = description
        self._reads_ref_siblings = description.version.series != "3.0"
        self._targets: dict[_Identity, Node] = {}
        self._summaries: dict[_Identity, _SchemaSummary] = {}

    def types(self, schema: Node) -> AllowedTypes:
        """The types that `schema` allows: its `type`, else those that its `$ref`, `allOf`, `oneOf`, `anyOf` lead to."""
        types, is_unresolved, _, _ = self._summarize(schema)
        ref_place = Node(schema.document, (*schema.pointer, "$ref"), None).place if "$ref" in schema.mapping else None
        return AllowedTypes(types, ref_place, is_unresolved, schema.missing_key("type"))

    def effective_schemas(self, schema: Node) -> tuple[Node, ...]:
        """The schemas that a value must fit, each of them, to fit `schema`: itself, those in `allOf` or behind `$ref`.

        What is written out comes before what a `$ref` leads to, so that the first that says something is the nearest.
        """
        return self._summarize(schema).effective_schemas

    def default(self, schema: Node) -> Node | None:
        """The first of the conjuncts of `schema` that has a default."""
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
        """The schemas that may say the type of one that does not; None for a dead end."""
        subschemas: list[Node | None] = [self._ref_target(node)] if _has_ref(node) else []
        if self._has_own_keywords(node):
            for keyword in ("allOf", "anyOf", "oneOf"):
                subschemas.extend(_subschema_list(node, keyword))
        return subschemas

    def _has_own_keywords(self, node: Node) -> bool:
        """Whether `node` itself says anything: not where it is a `$ref` alone, or has what is not read beside one."""
        return not _has_ref(node) or (self._reads_ref_siblings and len(node.mapping) > 1)

    def _ref_target(self, node: Node) -> Node | None:
        """What the `$ref` of `node` leads to: the first that is no `$ref` alone. None for a dead end or a loop."""
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
    """The types that `node` itself names, `null` among them; None where it says nothing of types."""
    declared = node.get("type")
    if declared is None or not isinstance(declared.value, str | list):
        return None
    return [Value(item.value, item.place) for item in (declared, *declared.items()) if isinstance(item.value, str)]
