"""A fast check of examples: all their schemas compiled into one validator.

An example that it accepts is valid. One that it rejects is evaluated again step by step, because the validator reads a
few things too strictly: a `null` that `nullable` allows beside `$ref`, a required property that is sent the other way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.examples.costs import compute_costs
from preclear.openapi.examples.evaluator.assertions import CUSTOM_FORMATS
from preclear.openapi.examples.evaluator.budget import CHARACTERS_PER_STEP
from preclear.openapi.examples.schema_bundle import (
    SCHEMA_KEYWORDS,
    SCHEMA_LIST_KEYWORDS,
    SCHEMA_MAP_KEYWORDS,
    SchemaBundle,
)
from preclear.openapi.graph import find_ancestors

if TYPE_CHECKING:
    from jsonschema_rs import Validator

    from preclear.openapi.description import ApiDescription
    from preclear.openapi.examples.evaluator.dynamic import DynamicReferences
    from preclear.openapi.examples.evaluator.patterns import PatternMatcher
    from preclear.source import Json, Node

_MAX_SAFE_COST = 64
"""The most evaluations of one value that the validator may make whatever the value's size: it can't be interrupted."""
_MAX_EVALUATIONS = 1_000_000
"""The most evaluations that the validator may make of a value and everything in it."""


class FastValidator:
    """The schemas of one description, compiled at the first call of `accepts`: add all of them before."""

    def __init__(
        self, description: ApiDescription, patterns: PatternMatcher, dynamic_references: DynamicReferences
    ) -> None:
        self._is_3_0 = description.version.series == "3.0"
        self._patterns = patterns
        self._dynamic_references = dynamic_references
        self._bundle = SchemaBundle(description, patterns, dynamic_references)
        self._validator: Validator | None = None
        self._is_compiled = False
        self._costs: dict[str, int] = {}
        self._ambiguous_names: set[str] = set()
        self._accepting_names: dict[str, None] = {}
        """The schemas that accepted a value, if a definition is incomplete."""

    def add(self, schema: Node) -> None:
        """Add `schema` and all schemas that it refers to."""
        self._bundle.add(schema)

    def accepts(self, schema: Node, value: Json) -> bool:
        """Whether `value` is valid against `schema`. False also means that the validator can't check it."""
        if not self._is_compiled:
            self._compile()
        name = self._bundle.name_of(schema)
        if self._validator is None or name in self._ambiguous_names:
            return False
        cost = self._costs[name]
        if cost > _MAX_SAFE_COST and cost * _count_values(value) > _MAX_EVALUATIONS:
            return False
        try:
            is_valid = self._validator.is_valid({name: [value]})
        except ValueError:  # a value that the validator rejects: infinity, deep nesting
            return False
        if is_valid and self._bundle.incomplete_names:
            self._accepting_names[name] = None
        return is_valid

    def note_omissions(self) -> None:
        """Report what is missing from the schemas that accepted a value to the patterns and the dynamic references."""
        visited: dict[str, None] = {}
        stack = list(self._accepting_names)
        while stack:
            name = stack.pop()
            if name not in visited:
                visited[name] = None
                stack += self._bundle.targets[name]
        for name in sorted(self._bundle.incomplete_names.intersection(visited), key=lambda name: int(name[1:])):
            self._note_omissions_in(self._bundle.nodes[name])

    def _note_omissions_in(self, definition: Node) -> None:
        stack = [definition]
        while stack:
            schema = stack.pop()
            for key, child in schema.entries():
                if key in SCHEMA_KEYWORDS:
                    stack.append(child)
                elif key in SCHEMA_LIST_KEYWORDS:
                    stack += child.items()
                elif key in SCHEMA_MAP_KEYWORDS:
                    for name, part in child.entries():
                        if key == "patternProperties":
                            self._patterns.note_unsupported(name, part.key)
                        stack.append(part)
                elif key == "pattern" and isinstance(child.value, str):
                    self._patterns.note_unsupported(child.value, child.place)
                elif key == "$recursiveRef" and not self._is_3_0:
                    self._dynamic_references.note_unsupported(schema)

    def _compile(self) -> None:
        from jsonschema_rs import RegexOptions, validator_for

        self._is_compiled = True
        if not self._bundle.is_complete:
            return
        self._costs = compute_costs(self._bundle.definitions, self._bundle.targets)
        self._ambiguous_names = find_ancestors(self._bundle.ambiguous_names, self._bundle.targets)
        roots: dict[str, Json] = {
            name: {"items": {"$ref": f"#/$defs/{name}"}} for name in sorted(self._bundle.root_names)
        }
        schema: dict[str, Json] = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "properties": roots,
            "$defs": self._bundle.definitions,
        }
        try:
            self._validator = validator_for(
                schema,
                retriever=_refuse,
                pattern_options=RegexOptions(),
                validate_formats=True,
                formats=CUSTOM_FORMATS,
            )
        except ValueError:  # too deep, or a text that can't be encoded: every example is evaluated step by step
            self._validator = None


def _count_values(value: Json) -> int:
    """The number of values in `value`, itself included; long texts count as several.

    Counting stops beyond `_MAX_EVALUATIONS`.
    """
    count = 0
    stack = [value]
    while stack and count <= _MAX_EVALUATIONS:
        item = stack.pop()
        count += 1
        if isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, str):
            count += len(item) // CHARACTERS_PER_STEP
    return count


def _refuse(uri: str) -> Json:
    raise ValueError(uri)
