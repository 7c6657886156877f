"""What applicators and the evaluation that calls them know of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.openapi.examples.evaluator.budget import StepBudget
    from preclear.openapi.examples.evaluator.dynamic import DynamicReferences, DynamicScope
    from preclear.openapi.examples.evaluator.patterns import PatternMatcher
    from preclear.openapi.examples.evaluator.result import EvaluationResult
    from preclear.source import Document, Json, Node, Pointer

Direction: TypeAlias = Literal["request", "response", "either"]
"""Which way a value is sent: a request may omit what is `readOnly`, a response what is `writeOnly`."""


class Evaluator(Protocol):
    """The evaluation of one example, as applicators see it."""

    is_3_0: bool
    patterns: PatternMatcher
    dynamic_references: DynamicReferences
    budget: StepBudget
    scope: DynamicScope
    """The schema resources that were entered, which decide where a `$dynamicRef` leads."""

    def evaluate(self, schema: Node, node: Node) -> EvaluationResult:
        """Check `node`, a child of the current value, against `schema`. Raises EvaluationLimitError."""
        ...

    def evaluate_subschema(self, schema: Node, node: Node) -> EvaluationResult:
        """Check `node` against `schema`, a part of a schema that is applied to it. Raises EvaluationLimitError."""
        ...

    def is_valid_scalar(self, schema: Json, value: Json, document: Document) -> bool:
        """Whether `value` has no values in it, and is known to be valid against `schema`, which is in `document`."""
        ...

    def filter_missing(self, schema: Node, names: list[str], pointer: Pointer) -> tuple[str, ...]:
        """Return those of `names`, required by `schema`, that the value at `pointer` may not omit."""
        ...

    def reference_target(self, schema: Node) -> Node | None:
        """Return the schema that the `$ref` of `schema` leads to, in one step; None if it leads to no schema."""
        ...


Applicator: TypeAlias = "Callable[[Evaluator, Node, Json, Node], EvaluationResult]"
"""Takes the evaluation, the schema that has the keyword, the keyword's value, and the value to check."""
