"""Apply `unevaluatedProperties` and `unevaluatedItems` to what no other keyword evaluated (2020-12, core, 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.examples.evaluator.applicators import additional_entries, branches, subschema
from preclear.openapi.examples.evaluator.result import INCONCLUSIVE, EvaluationResult, ExampleFailure, merge_results
from preclear.openapi.values import as_list, as_mapping

if TYPE_CHECKING:
    from preclear.openapi.examples.evaluator.interface import Evaluator
    from preclear.source import Node


class _Inconclusive(Exception):
    """The set of evaluated keys depends on something that can't be evaluated."""


def apply_unevaluated(evaluation: Evaluator, schema: Node, node: Node) -> EvaluationResult:
    """Check the unevaluated children of `node` against the two keywords of `schema`, if it has them.

    Raises EvaluationLimitError.
    """
    keyword = "unevaluatedProperties" if isinstance(node.value, dict) else "unevaluatedItems"
    if keyword not in schema.mapping or not isinstance(node.value, dict | list):
        return EvaluationResult()
    try:
        evaluated_keys = _evaluated_keys(evaluation, schema, node, keyword, is_top=True)
    except _Inconclusive:
        return INCONCLUSIVE
    children = [child for _, child in node.entries()] or list(node.items())
    remaining = [child for child in children if child.pointer[-1] not in evaluated_keys]
    rest_schema = subschema(schema, keyword)
    if rest_schema.value is False and remaining:
        return EvaluationResult(
            (ExampleFailure(keyword, schema, node, tuple(str(child.pointer[-1]) for child in remaining)),)
        )
    return merge_results([evaluation.evaluate(rest_schema, child) for child in remaining])


def _evaluated_keys(
    evaluation: Evaluator, schema: Node, node: Node, keyword: str, is_top: bool = False
) -> set[str | int]:
    """Return the keys or indices of `node` that `schema` and the schemas that it applies to `node` evaluate."""
    outer_scope = evaluation.scope
    evaluation.scope = evaluation.dynamic_references.enter_scope(outer_scope, schema, evaluation.budget)
    try:
        return _evaluated_keys_in_scope(evaluation, schema, node, keyword, is_top)
    finally:
        evaluation.scope = outer_scope


def _evaluated_keys_in_scope(
    evaluation: Evaluator, schema: Node, node: Node, keyword: str, is_top: bool
) -> set[str | int]:
    evaluation.budget.spend()
    entries = schema.mapping
    if "$recursiveRef" in entries or (
        "$dynamicRef" in entries and evaluation.dynamic_references.target(schema, evaluation.scope) is None
    ):
        raise _Inconclusive
    is_mapping = isinstance(node.value, dict)
    evaluated_keys = (
        _own_property_keys(evaluation, schema, node) if is_mapping else _own_item_indices(evaluation, schema, node)
    )
    if keyword in entries and not is_top:
        evaluated_keys |= {child.pointer[-1] for child in (*(child for _, child in node.entries()), *node.items())}
    for part in _in_place_subschemas(evaluation, schema, node):
        result = evaluation.evaluate_subschema(part, node)
        if not result.failures:
            if not result.is_conclusive:
                raise _Inconclusive
            evaluated_keys |= _evaluated_keys(evaluation, part, node, keyword)
    return evaluated_keys


def _own_property_keys(evaluation: Evaluator, schema: Node, node: Node) -> set[str | int]:
    keys: set[str | int] = set(node.mapping)
    if "additionalProperties" in schema.mapping:
        return keys
    additional = additional_entries(evaluation, schema, node)
    if additional is None:
        raise _Inconclusive
    return keys - {child.pointer[-1] for child in additional}


def _own_item_indices(evaluation: Evaluator, schema: Node, node: Node) -> set[str | int]:
    if "items" in schema.mapping:
        return set(range(len(as_list(node.value))))
    indices: set[str | int] = set(range(len(as_list(schema.mapping.get("prefixItems")))))
    for child in node.items() if "contains" in schema.mapping else ():
        result = evaluation.evaluate_subschema(subschema(schema, "contains"), child)
        if not result.failures:
            if not result.is_conclusive:
                raise _Inconclusive
            indices.add(child.pointer[-1])
    return indices


def _in_place_subschemas(evaluation: Evaluator, schema: Node, node: Node) -> list[Node]:
    """Return the schemas that `schema` applies to `node` itself."""
    subschemas = [branch for keyword in ("allOf", "anyOf", "oneOf") for branch in branches(schema, keyword)]
    subschemas += [
        subschema(schema, "dependentSchemas", name)
        for name in as_mapping(schema.mapping.get("dependentSchemas"))
        if name in node.mapping
    ]
    if "if" in schema.mapping:
        if_schema = subschema(schema, "if")
        result = evaluation.evaluate_subschema(if_schema, node)
        branch_keyword = "else" if result.failures else "then"
        subschemas += [if_schema] if not result.failures else []
        subschemas += [subschema(schema, branch_keyword)] if branch_keyword in schema.mapping else []
    targets = (evaluation.reference_target(schema), evaluation.dynamic_references.target(schema, evaluation.scope))
    return [*subschemas, *(target for target in targets if target is not None)]
