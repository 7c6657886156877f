"""Evaluate one example against its schema: which values are rejected, by which keyword of which schema.

JSON Schema 2020-12 (core, 10 and 11; validation, 6), OpenAPI 3.0 where it differs (`nullable`, boolean
`exclusiveMinimum`, nothing beside a `$ref`), and draft-07 if a schema says so. A part that can't be evaluated, such as
a reference that leads nowhere, makes the result inconclusive. Every pair of schema and value is evaluated once, so
nested choices take linear time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.openapi.examples.evaluator.applicators import APPLICATORS, APPLICATORS_3_0
from preclear.openapi.examples.evaluator.assertions import ASSERTIONS, ASSERTIONS_3_0
from preclear.openapi.examples.evaluator.budget import CHARACTERS_PER_STEP, EvaluationLimitError
from preclear.openapi.examples.evaluator.dialects import DRAFT_07_APPLICATORS
from preclear.openapi.examples.evaluator.result import (
    ACCEPTED,
    CIRCULAR,
    INCONCLUSIVE,
    EvaluationResult,
    ExampleFailure,
    merge_results,
)

if TYPE_CHECKING:
    from preclear.openapi.description import ApiDescription
    from preclear.openapi.examples.evaluator.budget import StepBudget
    from preclear.openapi.examples.evaluator.dialects import Dialects
    from preclear.openapi.examples.evaluator.dynamic import DynamicReferences, DynamicScope
    from preclear.openapi.examples.evaluator.interface import Direction
    from preclear.openapi.examples.evaluator.one_way import OneWayProperties
    from preclear.openapi.examples.evaluator.patterns import PatternMatcher
    from preclear.openapi.examples.evaluator.simple_validator import SimpleValidator
    from preclear.source import Document, Json, Node, Pointer

_MAX_DEPTH = 150
"""The most levels of nested schemas; a `$ref` is one level."""
_MAX_SIMPLE_DEPTH = 75
"""The deepest level at which the simple validator is used, whose own levels come on top of it."""


class EvaluationContext(NamedTuple):
    """What all evaluations of one description share."""

    description: ApiDescription
    patterns: PatternMatcher
    one_way_properties: OneWayProperties
    dialects: Dialects
    dynamic_references: DynamicReferences
    simple_validator: SimpleValidator | None = None
    """Accepts most values quickly; None if schemas are in other dialects than that of OpenAPI."""


class Evaluation:
    """The evaluation of one example against schemas. It is an `Evaluator`."""

    def __init__(self, context: EvaluationContext, direction: Direction, budget: StepBudget) -> None:
        self.description: ApiDescription = context.description
        self.patterns: PatternMatcher = context.patterns
        self.one_way_properties: OneWayProperties = context.one_way_properties
        self.dialects: Dialects = context.dialects
        self.dynamic_references: DynamicReferences = context.dynamic_references
        self._simple_validator = context.simple_validator
        self.direction: Direction = direction
        self.budget = budget
        self.scope: DynamicScope = context.dynamic_references.outermost_scope
        """The schema resources that were entered, which decide where a `$dynamicRef` leads."""
        self.is_3_0: bool = context.description.version.series == "3.0"
        self.applied_schemas: dict[Pointer, list[Node]] = {}
        """The schemas that were applied to each value in the example by its parent, without those in `allOf`."""
        self._assertions = ASSERTIONS_3_0 if self.is_3_0 else ASSERTIONS
        self._applicators = APPLICATORS_3_0 if self.is_3_0 else APPLICATORS
        self._results: dict[tuple[int, Pointer, DynamicScope], EvaluationResult] = {}
        self._active_depths: dict[tuple[int, Pointer, DynamicScope], int] = {}
        self._depth = 0
        self._shallowest_cycle = _MAX_DEPTH + 1
        """The depth of the outermost running evaluation that another one led back to."""

    def evaluate(self, schema: Node, node: Node) -> EvaluationResult:
        """Check `node` against `schema`. Raises EvaluationLimitError."""
        self.applied_schemas.setdefault(node.pointer, []).append(schema)
        return self.evaluate_subschema(schema, node)

    def evaluate_subschema(self, schema: Node, node: Node) -> EvaluationResult:
        """Check `node` against `schema`, a part of a schema that is applied to it. Raises EvaluationLimitError."""
        value = schema.value
        if not isinstance(value, dict):
            return EvaluationResult((ExampleFailure("false", schema, node),)) if value is False else ACCEPTED
        scope = self.dynamic_references.enter_scope(self.scope, schema, self.budget)
        key = (id(value), node.pointer, scope)
        cached = self._results.get(key)
        if cached is not None:
            return cached
        active_depth = self._active_depths.get(key)
        if active_depth is not None:  # a schema that applies itself to the same value adds nothing
            self._shallowest_cycle = min(self._shallowest_cycle, active_depth)
            return CIRCULAR
        text_length = len(node.value) if isinstance(node.value, str) else 0
        self.budget.spend(1 + text_length // CHARACTERS_PER_STEP)
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise EvaluationLimitError
        if self._depth < _MAX_SIMPLE_DEPTH and self._is_valid_container(schema, node.value):
            self._depth -= 1
            self._results[key] = ACCEPTED
            return ACCEPTED
        self._active_depths[key] = self._depth
        outer_scope, self.scope = self.scope, scope
        result = self._evaluate_keywords(schema, value, node)
        self.scope = outer_scope
        del self._active_depths[key]
        if self._shallowest_cycle >= self._depth:  # else it depends on an evaluation that is still running
            self._shallowest_cycle = _MAX_DEPTH + 1
            result = result._replace(is_circular=False) if result.is_circular else result
            self._results[key] = result
        self._depth -= 1
        return result

    def is_valid_scalar(self, schema: Json, value: Json, document: Document) -> bool:
        """Whether `value` has no values in it, and is known to be valid against `schema`, which is in `document`."""
        if self._simple_validator is None or isinstance(value, dict | list):
            return False
        return self._simple_validator.accepts_value(schema, value, document)

    def _is_valid_container(self, schema: Node, value: Json) -> bool:
        """Whether `value` only has scalars in it, and is known to be valid against `schema`.

        Schemas that are applied to further containers would be missing from `applied_schemas`.
        """
        if self._simple_validator is None or not isinstance(value, dict | list):
            return False
        if any(isinstance(child, dict | list) for child in (value.values() if isinstance(value, dict) else value)):
            return False
        return self._simple_validator.accepts(schema, value)

    def filter_missing(self, schema: Node, names: list[str], pointer: Pointer) -> tuple[str, ...]:
        """Return those of `names`, required by `schema`, that the value at `pointer` may not omit."""
        for applied_schema in (schema, *self.applied_schemas.get(pointer, ())) if names else ():
            omittable = self.one_way_properties.omittable_names(applied_schema, self.direction, self.budget)
            names = [name for name in names if name not in omittable]
        return tuple(names)

    def reference_target(self, schema: Node) -> Node | None:
        """Return the schema that the `$ref` of `schema` leads to, in one step; None if it leads to no schema."""
        if self.description.resolve(schema) is None:
            return None
        return self.description.references.target(schema)

    def _evaluate_keywords(self, schema: Node, value: dict[str, Json], node: Node) -> EvaluationResult:
        if isinstance(node.value, str) and "{{" in node.value:
            return INCONCLUSIVE  # a template that is filled in later
        dialect = self.dialects.dialect_of(schema)
        if dialect is None:
            return INCONCLUSIVE
        if "$ref" in value and (self.is_3_0 or dialect == "draft-07"):  # the keywords beside it are ignored
            target = self.reference_target(schema)
            return INCONCLUSIVE if target is None else self.evaluate_subschema(target, node)
        if self.is_3_0 and node.value is None and value.get("nullable") is True:
            return ACCEPTED
        applicators = DRAFT_07_APPLICATORS if dialect == "draft-07" else self._applicators
        results: list[EvaluationResult] = []
        for keyword, keyword_value in value.items():
            assertion = self._assertions.get(keyword)
            if assertion is not None:
                if not assertion(node.value, keyword_value, value):
                    results.append(EvaluationResult((ExampleFailure(keyword, schema, node),)))
                continue
            applicator = applicators.get(keyword)
            if applicator is not None:
                results.append(applicator(self, schema, keyword_value, node))
        result = merge_results(results)
        return result if dialect == "draft-07" else self._apply_unevaluated(schema, value, node, result)

    def _apply_unevaluated(
        self, schema: Node, value: dict[str, Json], node: Node, result: EvaluationResult
    ) -> EvaluationResult:
        """Apply `unevaluatedProperties` and `unevaluatedItems`, unless another keyword failed already."""
        if self.is_3_0 or result.failures or ("unevaluatedProperties" not in value and "unevaluatedItems" not in value):
            return result
        from preclear.openapi.examples.evaluator.unevaluated import apply_unevaluated

        unevaluated_result = apply_unevaluated(self, schema, node)
        return EvaluationResult(unevaluated_result.failures, unevaluated_result.is_conclusive and result.is_conclusive)
