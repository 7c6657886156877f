"""Keywords that apply further schemas to a value or to what is in it (JSON Schema 2020-12, core, 10).

Each `_apply_…` function is an `Applicator`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.examples.evaluator.result import (
    ACCEPTED,
    CIRCULAR,
    INCONCLUSIVE,
    EvaluationResult,
    ExampleFailure,
    merge_results,
)
from preclear.openapi.values import as_list, as_mapping, is_number
from preclear.source import Node

if TYPE_CHECKING:
    from preclear.openapi.examples.evaluator.interface import Applicator, Evaluator
    from preclear.source import Json


def subschema(schema: Node, *steps: str | int) -> Node:
    """Return the schema at `steps` below `schema`; its value is None if there is none."""
    value = schema.value
    for step in steps:
        value = as_list(value)[step] if isinstance(step, int) else as_mapping(value).get(step)
    return Node(schema.document, (*schema.pointer, *steps), value)


def branches(schema: Node, keyword: str) -> list[Node]:
    """Return the schemas in the list under `keyword`."""
    return [subschema(schema, keyword, index) for index in range(len(as_list(schema.mapping.get(keyword))))]


def _apply_reference(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    target = evaluation.reference_target(schema)
    return INCONCLUSIVE if target is None else evaluation.evaluate_subschema(target, node)


def _apply_all_of(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    return merge_results([evaluation.evaluate_subschema(branch, node) for branch in branches(schema, "allOf")])


def _apply_any_of(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    rejections: list[tuple[Node, tuple[ExampleFailure, ...]]] = []
    is_conclusive = True
    for branch in branches(schema, "anyOf"):
        result = evaluation.evaluate_subschema(branch, node)
        if not result.failures and result.is_conclusive:
            return ACCEPTED
        if result.is_circular and not result.failures:
            continue  # it accepts only what the other branches accept
        is_conclusive = is_conclusive and bool(result.failures)
        rejections.append((branch, result.failures))
    if not is_conclusive:
        return INCONCLUSIVE
    return (
        EvaluationResult((ExampleFailure("anyOf", schema, node, (), tuple(rejections)),))
        if rejections
        else _empty_choice_result(schema, "anyOf")
    )


def _empty_choice_result(schema: Node, keyword: str) -> EvaluationResult:
    """The result of a choice whose branches are missing or all lead back to it."""
    return CIRCULAR if branches(schema, keyword) else ACCEPTED


def _apply_one_of(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    rejections: list[tuple[Node, tuple[ExampleFailure, ...]]] = []
    matches: list[tuple[Node, tuple[ExampleFailure, ...]]] = []
    is_inconclusive = False
    for branch in branches(schema, "oneOf"):
        result = evaluation.evaluate_subschema(branch, node)
        if result.failures:
            rejections.append((branch, result.failures))
        elif result.is_conclusive:
            matches.append((branch, ()))
        elif not result.is_circular:
            is_inconclusive = True
    if len(matches) > 1:
        return EvaluationResult((ExampleFailure("oneOf", schema, node, (), tuple(matches)),))
    if is_inconclusive:
        return INCONCLUSIVE
    if rejections and not matches:
        return EvaluationResult((ExampleFailure("oneOf", schema, node, (), tuple(rejections)),))
    return ACCEPTED if matches else _empty_choice_result(schema, "oneOf")


def _apply_not(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    result = evaluation.evaluate_subschema(subschema(schema, "not"), node)
    if result.failures:
        return ACCEPTED
    return EvaluationResult((ExampleFailure("not", schema, node),)) if result.is_conclusive else INCONCLUSIVE


def _apply_if(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    result = evaluation.evaluate_subschema(subschema(schema, "if"), node)
    if not result.failures and not result.is_conclusive:
        return INCONCLUSIVE
    branch_keyword = "else" if result.failures else "then"
    return (
        evaluation.evaluate_subschema(subschema(schema, branch_keyword), node)
        if branch_keyword in schema.mapping
        else ACCEPTED
    )


def _apply_dependent_schemas(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    names = [name for name in as_mapping(keyword_value) if name in node.mapping]
    return merge_results(
        [evaluation.evaluate_subschema(subschema(schema, "dependentSchemas", name), node) for name in names]
    )


def _apply_required(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    if not isinstance(node.value, dict):
        return ACCEPTED
    missing = [name for name in as_list(keyword_value) if isinstance(name, str) and name not in node.value]
    names = evaluation.filter_missing(schema, missing, node.pointer)
    return EvaluationResult((ExampleFailure("required", schema, node, names),)) if names else ACCEPTED


def _apply_dependent_required(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    entries = node.mapping
    names = [
        name
        for key, required_names in as_mapping(keyword_value).items()
        if key in entries
        for name in as_list(required_names)
    ]
    missing = tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name not in entries))
    return EvaluationResult((ExampleFailure("dependentRequired", schema, node, missing),)) if missing else ACCEPTED


def _apply_pattern(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    if not isinstance(node.value, str) or not isinstance(keyword_value, str):
        return ACCEPTED
    is_match = evaluation.patterns.match(keyword_value, node.value, subschema(schema, "pattern").place)
    if is_match is None:
        return INCONCLUSIVE
    return ACCEPTED if is_match else EvaluationResult((ExampleFailure("pattern", schema, node),))


def _apply_properties(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    schemas = as_mapping(keyword_value)
    return merge_results(
        [
            evaluation.evaluate(
                subschema(schema, "properties", name), Node(node.document, (*node.pointer, name), value)
            )
            for name, value in node.mapping.items()
            if name in schemas and not evaluation.is_valid_scalar(schemas[name], value, schema.document)
        ]
    )


def _apply_pattern_properties(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    results: list[EvaluationResult] = []
    for pattern in as_mapping(keyword_value):
        value_schema = subschema(schema, "patternProperties", pattern)
        for name, child in node.entries():
            is_match = evaluation.patterns.match(pattern, name, value_schema.key)
            if is_match is None:
                results.append(INCONCLUSIVE)
                break
            if is_match:
                results.append(evaluation.evaluate(value_schema, child))
    return merge_results(results)


def additional_entries(evaluation: Evaluator, schema: Node, node: Node) -> list[Node] | None:
    """Return the entries that `properties` and `patternProperties` don't cover; None if a pattern can't be matched."""
    declared = as_mapping(schema.mapping.get("properties"))
    additional = [child for name, child in node.entries() if name not in declared]
    for pattern in as_mapping(schema.mapping.get("patternProperties")) if not evaluation.is_3_0 and additional else ():
        place = subschema(schema, "patternProperties", pattern).key
        matches = [(child, evaluation.patterns.match(pattern, str(child.pointer[-1]), place)) for child in additional]
        if any(is_match is None for _, is_match in matches):
            return None
        additional = [child for child, is_match in matches if not is_match]
    return additional


def _apply_additional_properties(
    evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node
) -> EvaluationResult:
    if keyword_value is True or not node.mapping:
        return ACCEPTED
    additional = additional_entries(evaluation, schema, node)
    if additional is None:
        return INCONCLUSIVE
    if keyword_value is False:
        names = tuple(str(child.pointer[-1]) for child in additional)
        return EvaluationResult((ExampleFailure("additionalProperties", schema, node, names),)) if names else ACCEPTED
    value_schema = subschema(schema, "additionalProperties")
    return merge_results([evaluation.evaluate(value_schema, child) for child in additional])


def _apply_property_names(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    name_schema = subschema(schema, "propertyNames")
    results: list[EvaluationResult] = []
    for name, child in node.entries():
        result = evaluation.evaluate_subschema(name_schema, Node(child.document, (*child.pointer, "(name)"), name))
        if result.failures:
            results.append(EvaluationResult((ExampleFailure("propertyNames", schema, child, (name,)),)))
        elif not result.is_conclusive:
            results.append(INCONCLUSIVE)
    return merge_results(results)


def _apply_items(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    if isinstance(keyword_value, list):
        return INCONCLUSIVE  # only older drafts have this form
    prefix_length = 0 if evaluation.is_3_0 else len(as_list(schema.mapping.get("prefixItems")))
    item_schema = subschema(schema, "items")
    return merge_results(
        [
            evaluation.evaluate(item_schema, Node(node.document, (*node.pointer, index), value))
            for index, value in enumerate(as_list(node.value))
            if index >= prefix_length and not evaluation.is_valid_scalar(keyword_value, value, schema.document)
        ]
    )


def _apply_prefix_items(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    pairs = zip(branches(schema, "prefixItems"), node.items(), strict=False)
    return merge_results([evaluation.evaluate(item_schema, child) for item_schema, child in pairs])


def _apply_contains(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    if not isinstance(node.value, list):
        return ACCEPTED
    results = [evaluation.evaluate_subschema(subschema(schema, "contains"), child) for child in node.items()]
    certain_count = sum(not result.failures and result.is_conclusive for result in results)
    possible_count = sum(not result.failures for result in results)
    least, most = schema.mapping.get("minContains", 1), schema.mapping.get("maxContains")
    if (is_number(least) and possible_count < least) or (is_number(most) and certain_count > most):
        return EvaluationResult((ExampleFailure("contains", schema, node, (str(certain_count),)),))
    return ACCEPTED if certain_count == possible_count else INCONCLUSIVE


def _apply_dynamic_reference(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    target = evaluation.dynamic_references.target(schema, evaluation.scope)
    return INCONCLUSIVE if target is None else evaluation.evaluate_subschema(target, node)


def _apply_recursive_reference(
    evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node
) -> EvaluationResult:
    evaluation.dynamic_references.note_unsupported(schema)
    return INCONCLUSIVE


APPLICATORS_3_0: dict[str, Applicator] = {
    "required": _apply_required,
    "pattern": _apply_pattern,
    "properties": _apply_properties,
    "additionalProperties": _apply_additional_properties,
    "items": _apply_items,
    "allOf": _apply_all_of,
    "anyOf": _apply_any_of,
    "oneOf": _apply_one_of,
    "not": _apply_not,
}
"""The keywords of OpenAPI 3.0."""

APPLICATORS: dict[str, Applicator] = APPLICATORS_3_0 | {
    "$ref": _apply_reference,
    "$dynamicRef": _apply_dynamic_reference,
    "$recursiveRef": _apply_recursive_reference,
    "if": _apply_if,
    "dependentSchemas": _apply_dependent_schemas,
    "dependentRequired": _apply_dependent_required,
    "patternProperties": _apply_pattern_properties,
    "propertyNames": _apply_property_names,
    "prefixItems": _apply_prefix_items,
    "contains": _apply_contains,
}
"""The keywords of JSON Schema 2020-12."""
