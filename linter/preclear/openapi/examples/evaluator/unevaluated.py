"""`unevaluatedProperties` and `unevaluatedItems`: what no other keyword beside them spoke of. 2020-12, core, 11."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.examples.evaluator.applied import branches, others, under
from preclear.openapi.examples.evaluator.outcome import UNSURE, Failure, Outcome, together
from preclear.openapi.structure.choices import listing, mapping

if TYPE_CHECKING:
    from preclear.openapi.examples.evaluator.evaluation import Evaluation
    from preclear.source import Node


class _Unknown(Exception):
    """What was evaluated depends on something that could not be."""


def unevaluated(evaluation: Evaluation, schema: Node, node: Node) -> Outcome:
    """Hold what is left over of `node` against the two keywords of `schema`, where it has them. Raises TooMuch."""
    keyword = "unevaluatedProperties" if isinstance(node.value, dict) else "unevaluatedItems"
    if keyword not in schema.mapping or not isinstance(node.value, dict | list):
        return Outcome()
    try:
        spoken_of = _spoken_of(evaluation, schema, node, keyword, is_top=True)
    except _Unknown:
        return UNSURE
    children = [child for _, child in node.entries()] or list(node.items())
    rest = [child for child in children if child.pointer[-1] not in spoken_of]
    held = under(schema, keyword)
    if held.value is False and rest:
        return Outcome((Failure(keyword, schema, node, tuple(str(child.pointer[-1]) for child in rest)),))
    return together([evaluation.whole(held, child) for child in rest])


def _spoken_of(evaluation: Evaluation, schema: Node, node: Node, keyword: str, is_top: bool = False) -> set[str | int]:
    """The keys, or the indices, of `node` that `schema` and all that is applied beside it speak of."""
    outer = evaluation.scope
    evaluation.scope = evaluation.dynamic.scope_in(outer, schema, evaluation.steps)
    try:
        return _spoken_of_within(evaluation, schema, node, keyword, is_top)
    finally:
        evaluation.scope = outer


def _spoken_of_within(evaluation: Evaluation, schema: Node, node: Node, keyword: str, is_top: bool) -> set[str | int]:
    evaluation.steps.take()
    held = schema.mapping
    if "$recursiveRef" in held or (
        "$dynamicRef" in held and evaluation.dynamic.target(schema, evaluation.scope) is None
    ):
        raise _Unknown
    of_mapping = isinstance(node.value, dict)
    own = _own_properties(evaluation, schema, node) if of_mapping else _own_items(evaluation, schema, node)
    if keyword in held and not is_top:
        own |= {child.pointer[-1] for child in (*(child for _, child in node.entries()), *node.items())}
    for part in _beside(evaluation, schema, node):
        outcome = evaluation.part(part, node)
        if not outcome.failures:
            if not outcome.sure:
                raise _Unknown
            own |= _spoken_of(evaluation, part, node, keyword)
    return own


def _own_properties(evaluation: Evaluation, schema: Node, node: Node) -> set[str | int]:
    found: set[str | int] = set(node.mapping)
    if "additionalProperties" in schema.mapping:
        return found
    rest = others(evaluation, schema, node)
    if rest is None:
        raise _Unknown
    return found - {child.pointer[-1] for child in rest}


def _own_items(evaluation: Evaluation, schema: Node, node: Node) -> set[str | int]:
    if "items" in schema.mapping:
        return set(range(len(listing(node.value))))
    found: set[str | int] = set(range(len(listing(schema.mapping.get("prefixItems")))))
    for child in node.items() if "contains" in schema.mapping else ():
        outcome = evaluation.part(under(schema, "contains"), child)
        if not outcome.failures:
            if not outcome.sure:
                raise _Unknown
            found.add(child.pointer[-1])
    return found


def _beside(evaluation: Evaluation, schema: Node, node: Node) -> list[Node]:
    """The schemas that `schema` applies to the same value."""
    found = [branch for keyword in ("allOf", "anyOf", "oneOf") for branch in branches(schema, keyword)]
    found += [
        under(schema, "dependentSchemas", name)
        for name in mapping(schema.mapping.get("dependentSchemas"))
        if name in node.mapping
    ]
    if "if" in schema.mapping:
        test = under(schema, "if")
        outcome = evaluation.part(test, node)
        taken = "else" if outcome.failures else "then"
        found += [test] if not outcome.failures else []
        found += [under(schema, taken)] if taken in schema.mapping else []
    targets = (evaluation.target(schema), evaluation.dynamic.target(schema, evaluation.scope))
    return [*found, *(target for target in targets if target is not None)]
