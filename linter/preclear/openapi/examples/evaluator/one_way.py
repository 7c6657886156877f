"""Required properties that an example may omit because they are only sent the other way.

OpenAPI Specification 3.0.4, Schema Object: a required `readOnly` property is only required in a response, a required
`writeOnly` property only in a request. 3.1 leaves this to the reader, and the same is assumed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.values import as_list, as_mapping
from preclear.source import Node

if TYPE_CHECKING:
    from preclear.openapi.description import ApiDescription
    from preclear.openapi.examples.evaluator.budget import StepBudget
    from preclear.openapi.examples.evaluator.interface import Direction

_BRANCH_KEYWORDS = ("allOf", "anyOf", "oneOf")
_DIRECTION_KEYWORDS: dict[Direction, tuple[str, ...]] = {
    "request": ("readOnly",),
    "response": ("writeOnly",),
    "either": ("readOnly", "writeOnly"),
}


class OneWayProperties:
    """The properties of each schema of a description that are only sent one way."""

    def __init__(self, description: ApiDescription) -> None:
        self._description = description
        self._cache: dict[tuple[int, Direction], frozenset[str]] = {}
        self._used_keywords: frozenset[str] | None = None

    def omittable_names(self, schema: Node, direction: Direction, budget: StepBudget) -> frozenset[str]:
        """Return the names of properties that `schema`, with its branches and references, allows to be omitted.

        The schema that describes a property may be another one than the schema that requires it. Raises
        EvaluationLimitError.
        """
        keywords = _DIRECTION_KEYWORDS[direction]
        if self._used_keywords is None:
            schema_values = (schema.value for schema in self._description.schemas if isinstance(schema.value, dict))
            self._used_keywords = frozenset(
                keyword
                for value in schema_values
                for keyword in _DIRECTION_KEYWORDS["either"]
                if value.get(keyword) is True
            )
        if self._used_keywords.isdisjoint(keywords):
            return frozenset()
        key = (id(schema.value), direction)
        cached = self._cache.get(key)
        if cached is None:
            names = {
                name
                for part in self._collect_schemas(schema, budget)
                for name, property_schema in as_mapping(part.mapping.get("properties")).items()
                if self._is_one_way(
                    Node(part.document, (*part.pointer, "properties", name), property_schema), keywords, budget
                )
            }
            cached = self._cache[key] = frozenset(names)
        return cached

    def _is_one_way(self, schema: Node, keywords: tuple[str, ...], budget: StepBudget) -> bool:
        entries = schema.mapping
        if any(entries.get(keyword) is True for keyword in keywords):
            return True
        if "$ref" not in entries and not any(keyword in entries for keyword in _BRANCH_KEYWORDS):
            return False
        return any(
            part.mapping.get(keyword) is True for part in self._collect_schemas(schema, budget) for keyword in keywords
        )

    def _collect_schemas(self, schema: Node, budget: StepBudget) -> list[Node]:
        """Return the schemas that `schema` applies to the same value, itself included."""
        schemas: dict[int, Node] = {}
        stack = [schema]
        while stack:
            node = stack.pop()
            if id(node.value) in schemas:
                continue
            budget.spend()
            schemas[id(node.value)] = node
            for keyword in _BRANCH_KEYWORDS:
                for index, branch in enumerate(as_list(node.mapping.get(keyword))):
                    stack.append(Node(node.document, (*node.pointer, keyword, index), branch))
            target = self._description.resolve(node) if "$ref" in node.mapping else None
            if target is not None:
                stack.append(target)
        return list(schemas.values())
