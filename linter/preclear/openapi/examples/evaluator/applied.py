"""The keywords of a schema that hold a value, or what is in it, against further schemas. JSON Schema 2020-12, core, 10.

Each function takes the evaluation, the schema that has the keyword, what the keyword says, and the value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear.openapi.examples.evaluator.checks import is_number
from preclear.openapi.examples.evaluator.outcome import CIRCLE, FINE, UNSURE, Failure, Outcome, together
from preclear.openapi.structure.choices import listing, mapping
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.openapi.examples.evaluator.evaluation import Evaluation
    from preclear.source import Json

Applied: TypeAlias = "Callable[[Evaluation, Node, Json, Node], Outcome]"


def under(schema: Node, *steps: str | int) -> Node:
    """The schema that `steps` lead to; a node without a value where there is none."""
    value = schema.value
    for step in steps:
        value = listing(value)[step] if isinstance(step, int) else mapping(value).get(step)
    return Node(schema.document, (*schema.pointer, *steps), value)


def branches(schema: Node, keyword: str) -> list[Node]:
    """The schemas in the list under `keyword`."""
    return [under(schema, keyword, index) for index in range(len(listing(schema.mapping.get(keyword))))]


def _reference(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    target = evaluation.target(schema)
    return UNSURE if target is None else evaluation.part(target, node)


def _all_of(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    return together([evaluation.part(branch, node) for branch in branches(schema, "allOf")])


def _any_of(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    against: list[tuple[Node, tuple[Failure, ...]]] = []
    sure = True
    for branch in branches(schema, "anyOf"):
        outcome = evaluation.part(branch, node)
        if not outcome.failures and outcome.sure:
            return FINE
        if outcome.circles and not outcome.failures:
            continue  # it adds nothing to what the others accept
        sure = sure and bool(outcome.failures)
        against.append((branch, outcome.failures))
    if not sure:
        return UNSURE
    return Outcome((Failure("anyOf", schema, node, (), tuple(against)),)) if against else _nothing(schema, "anyOf")


def _nothing(schema: Node, keyword: str) -> Outcome:
    """What comes of a choice without a branch that says anything of its own."""
    return CIRCLE if branches(schema, keyword) else FINE


def _one_of(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    against: list[tuple[Node, tuple[Failure, ...]]] = []
    fitting: list[tuple[Node, tuple[Failure, ...]]] = []
    unsure = False
    for branch in branches(schema, "oneOf"):
        outcome = evaluation.part(branch, node)
        if outcome.failures:
            against.append((branch, outcome.failures))
        elif outcome.sure:
            fitting.append((branch, ()))
        elif not outcome.circles:
            unsure = True
    if len(fitting) > 1:
        return Outcome((Failure("oneOf", schema, node, (), tuple(fitting)),))
    if unsure:
        return UNSURE
    if against and not fitting:
        return Outcome((Failure("oneOf", schema, node, (), tuple(against)),))
    return FINE if fitting else _nothing(schema, "oneOf")


def _not(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    outcome = evaluation.part(under(schema, "not"), node)
    if outcome.failures:
        return FINE
    return Outcome((Failure("not", schema, node),)) if outcome.sure else UNSURE


def _if(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    outcome = evaluation.part(under(schema, "if"), node)
    if not outcome.failures and not outcome.sure:
        return UNSURE
    taken = "else" if outcome.failures else "then"
    return evaluation.part(under(schema, taken), node) if taken in schema.mapping else FINE


def _dependent_schemas(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    names = [name for name in mapping(wanted) if name in node.mapping]
    return together([evaluation.part(under(schema, "dependentSchemas", name), node) for name in names])


def _required(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    if not isinstance(node.value, dict):
        return FINE
    missing = [name for name in listing(wanted) if isinstance(name, str) and name not in node.value]
    names = evaluation.missing(schema, missing, node.pointer)
    return Outcome((Failure("required", schema, node, names),)) if names else FINE


def _dependent_required(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    held = node.mapping
    names = [name for key, needed in mapping(wanted).items() if key in held for name in listing(needed)]
    missing = tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name not in held))
    return Outcome((Failure("dependentRequired", schema, node, missing),)) if missing else FINE


def _pattern(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    if not isinstance(node.value, str) or not isinstance(wanted, str):
        return FINE
    found = evaluation.patterns.match(wanted, node.value, under(schema, "pattern").place)
    if found is None:
        return UNSURE
    return FINE if found else Outcome((Failure("pattern", schema, node),))


def _properties(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    schemas = mapping(wanted)
    return together(
        [
            evaluation.whole(under(schema, "properties", name), child)
            for name, child in node.entries()
            if name in schemas
        ]
    )


def _pattern_properties(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    outcomes: list[Outcome] = []
    for pattern in mapping(wanted):
        held = under(schema, "patternProperties", pattern)
        for name, child in node.entries():
            found = evaluation.patterns.match(pattern, name, held.key)
            if found is None:
                outcomes.append(UNSURE)
                break
            if found:
                outcomes.append(evaluation.whole(held, child))
    return together(outcomes)


def others(evaluation: Evaluation, schema: Node, node: Node) -> list[Node] | None:
    """The entries that neither `properties` nor `patternProperties` speak of; None where that cannot be told."""
    named = mapping(schema.mapping.get("properties"))
    rest = [child for name, child in node.entries() if name not in named]
    for pattern in mapping(schema.mapping.get("patternProperties")) if not evaluation.old and rest else ():
        at = under(schema, "patternProperties", pattern).key
        found = [(child, evaluation.patterns.match(pattern, str(child.pointer[-1]), at)) for child in rest]
        if any(matched is None for _, matched in found):
            return None
        rest = [child for child, matched in found if not matched]
    return rest


def _additional_properties(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    if wanted is True or not node.mapping:
        return FINE
    rest = others(evaluation, schema, node)
    if rest is None:
        return UNSURE
    if wanted is False:
        names = tuple(str(child.pointer[-1]) for child in rest)
        return Outcome((Failure("additionalProperties", schema, node, names),)) if names else FINE
    held = under(schema, "additionalProperties")
    return together([evaluation.whole(held, child) for child in rest])


def _property_names(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    held = under(schema, "propertyNames")
    outcomes: list[Outcome] = []
    for name, child in node.entries():
        outcome = evaluation.part(held, child._replace(pointer=(*child.pointer, "(name)"), value=name))
        if outcome.failures:
            outcomes.append(Outcome((Failure("propertyNames", schema, child, (name,)),)))
        elif not outcome.sure:
            outcomes.append(UNSURE)
    return together(outcomes)


def _items(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    if isinstance(wanted, list):
        return UNSURE  # a form of older drafts
    before = 0 if evaluation.old else len(listing(schema.mapping.get("prefixItems")))
    held = under(schema, "items")
    return together([evaluation.whole(held, child) for child in list(node.items())[before:]])


def _prefix_items(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    pairs = zip(branches(schema, "prefixItems"), node.items(), strict=False)
    return together([evaluation.whole(held, child) for held, child in pairs])


def _contains(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    if not isinstance(node.value, list):
        return FINE
    outcomes = [evaluation.part(under(schema, "contains"), child) for child in node.items()]
    fitting = sum(not outcome.failures and outcome.sure for outcome in outcomes)
    maybe = sum(not outcome.failures for outcome in outcomes)
    least, most = schema.mapping.get("minContains", 1), schema.mapping.get("maxContains")
    if (is_number(least) and maybe < least) or (is_number(most) and fitting > most):
        return Outcome((Failure("contains", schema, node, (str(fitting),)),))
    return FINE if fitting == maybe else UNSURE


def _dynamic_reference(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    target = evaluation.dynamic.target(schema, evaluation.scope)
    return UNSURE if target is None else evaluation.part(target, node)


def _recursive_reference(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    evaluation.dynamic.pass_over(schema)
    return UNSURE


OLD: dict[str, Applied] = {
    "required": _required,
    "pattern": _pattern,
    "properties": _properties,
    "additionalProperties": _additional_properties,
    "items": _items,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
}
"""The keywords of OpenAPI 3.0."""

NEW: dict[str, Applied] = OLD | {
    "$ref": _reference,
    "$dynamicRef": _dynamic_reference,
    "$recursiveRef": _recursive_reference,
    "if": _if,
    "dependentSchemas": _dependent_schemas,
    "dependentRequired": _dependent_required,
    "patternProperties": _pattern_properties,
    "propertyNames": _property_names,
    "prefixItems": _prefix_items,
    "contains": _contains,
}
"""The keywords of JSON Schema 2020-12."""
