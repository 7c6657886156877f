"""One example held against its schema, step by step: which values are rejected, by which keyword of which schema.

JSON Schema 2020-12 (core, 10 and 11; validation, 6), with what OpenAPI 3.0 reads otherwise: `nullable`, boolean
`exclusiveMinimum`, nothing beside a `$ref`; and draft-07, where a schema says so. A part that cannot be evaluated, such
as a reference that leads nowhere, makes the outcome unsure instead of wrong. Every pair of schema and value is
evaluated once, so that nested choices cost no more than they are long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.examples.evaluator.applied import NEW, OLD
from preclear.openapi.examples.evaluator.checks import CHECKS, OLD_CHECKS
from preclear.openapi.examples.evaluator.dialects import DRAFT_07
from preclear.openapi.examples.evaluator.outcome import CIRCLE, FINE, UNSURE, Failure, Outcome, together

if TYPE_CHECKING:
    from preclear.openapi.description import Description
    from preclear.openapi.examples.evaluator.dialects import Dialects
    from preclear.openapi.examples.evaluator.dynamic import DynamicReferences, Scope
    from preclear.openapi.examples.evaluator.hidden import Direction, OneWay
    from preclear.openapi.examples.evaluator.patterns import Patterns
    from preclear.source import Json, Node, Pointer

_DEEPEST = 150
"""Levels of schemas within schemas that one value is held against, a `$ref` counted as one."""


class TooMuch(Exception):
    """The evaluation takes more steps, or goes deeper, than is allowed."""


class Ground(NamedTuple):
    """What all evaluations of one description share."""

    description: Description
    patterns: Patterns
    one_way: OneWay
    dialects: Dialects
    dynamic: DynamicReferences


class Steps:
    """How many steps evaluations may still take."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self, count: int = 1) -> None:
        """Raises TooMuch where none is left."""
        self.left -= count
        if self.left < 0:
            raise TooMuch


class Evaluation:
    """One example, or a part of one, against schemas."""

    def __init__(self, ground: Ground, direction: Direction, steps: Steps) -> None:
        self.description = ground.description
        self.patterns = ground.patterns
        self.one_way = ground.one_way
        self.dialects = ground.dialects
        self.dynamic = ground.dynamic
        self.direction: Direction = direction
        self.steps = steps
        self.scope = ground.dynamic.outermost
        """What a `$dynamicRef` of the schema that is evaluated depends on."""
        self.old = ground.description.version.series == "3.0"
        self.held_against: dict[Pointer, list[Node]] = {}
        """The schemas that each value within the example was held against from above, those in `allOf` left out."""
        self._checks = OLD_CHECKS if self.old else CHECKS
        self._applied = OLD if self.old else NEW
        self._known: dict[tuple[int, Pointer, Scope], Outcome] = {}
        self._open: dict[tuple[int, Pointer, Scope], int] = {}
        self._depth = 0
        self._outermost = _DEEPEST + 1
        """The least deep of the evaluations under way that was led back to."""

    def whole(self, schema: Node, node: Node) -> Outcome:
        """Hold `node` against `schema`. Raises TooMuch."""
        self.held_against.setdefault(node.pointer, []).append(schema)
        return self.part(schema, node)

    def part(self, schema: Node, node: Node) -> Outcome:
        """The same for a schema that is a part of another one that `node` is held against."""
        value = schema.value
        if not isinstance(value, dict):
            return Outcome((Failure("false", schema, node),)) if value is False else FINE
        scope = self.dynamic.scope_in(self.scope, schema, self.steps)
        identity = (id(value), node.pointer, scope)
        known = self._known.get(identity)
        if known is not None:
            return known
        opened = self._open.get(identity)
        if opened is not None:  # what leads back here, and to no other value, says nothing
            self._outermost = min(self._outermost, opened)
            return CIRCLE
        self.steps.take()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise TooMuch
        self._open[identity] = self._depth
        outer, self.scope = self.scope, scope
        outcome = self._evaluated(schema, value, node)
        self.scope = outer
        del self._open[identity]
        if self._outermost >= self._depth:  # else it holds only as long as nothing is known of a schema around it
            self._outermost = _DEEPEST + 1
            outcome = outcome._replace(circles=False) if outcome.circles else outcome
            self._known[identity] = outcome
        self._depth -= 1
        return outcome

    def missing(self, schema: Node, names: list[str], pointer: Pointer) -> tuple[str, ...]:
        """Those of `names`, required by `schema` of the value at `pointer`, that may not be missing from it."""
        for each in (schema, *self.held_against.get(pointer, ())) if names else ():
            hidden = self.one_way.may_miss(each, self.direction, self.steps)
            names = [name for name in names if name not in hidden]
        return tuple(names)

    def target(self, schema: Node) -> Node | None:
        """What the `$ref` of `schema` leads to, in one step; None where that is no schema."""
        if self.description.resolve(schema) is None:
            return None
        return self.description.references.target(schema)

    def _evaluated(self, schema: Node, value: dict[str, Json], node: Node) -> Outcome:
        if isinstance(node.value, str) and "{{" in node.value:
            return UNSURE  # a template, filled in before it is sent
        dialect = self.dialects.of(schema)
        if dialect is None:
            return UNSURE
        if "$ref" in value and (self.old or dialect == "draft-07"):  # nothing beside it is read
            target = self.target(schema)
            return UNSURE if target is None else self.part(target, node)
        if self.old and node.value is None and value.get("nullable") is True:
            return FINE
        applied = DRAFT_07 if dialect == "draft-07" else self._applied
        outcomes: list[Outcome] = []
        for keyword, wanted in value.items():
            check = self._checks.get(keyword)
            if check is not None:
                if not check(node.value, wanted, value):
                    outcomes.append(Outcome((Failure(keyword, schema, node),)))
                continue
            apply = applied.get(keyword)
            if apply is not None:
                outcomes.append(apply(self, schema, wanted, node))
        outcome = together(outcomes)
        return outcome if dialect == "draft-07" else self._rest(schema, value, node, outcome)

    def _rest(self, schema: Node, value: dict[str, Json], node: Node, outcome: Outcome) -> Outcome:
        """What `unevaluatedProperties` and `unevaluatedItems` say; nothing where something else is wrong already."""
        if self.old or outcome.failures or ("unevaluatedProperties" not in value and "unevaluatedItems" not in value):
            return outcome
        from preclear.openapi.examples.evaluator.unevaluated import unevaluated

        rest = unevaluated(self, schema, node)
        return Outcome(rest.failures, rest.sure and outcome.sure)
