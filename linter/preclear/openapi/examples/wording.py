"""Explain why an example is rejected, at the value that is rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.examples.evaluator.assertions import parse_types
from preclear.openapi.examples.expectations import (
    LENGTH_PHRASES,
    TYPE_NAMES,
    describe_contains,
    describe_duplicate,
    describe_expectation,
    describe_length,
)
from preclear.openapi.values import as_list, as_mapping, is_number
from preclear.openapi.wording import (
    compact_json,
    describe_json,
    join_alternatives,
    quote_names,
    quote_text,
    relative_label,
)
from preclear.source import Node

if TYPE_CHECKING:
    from preclear.openapi.examples.evaluator.result import ExampleFailure
    from preclear.openapi.examples.sites import ExampleSite
    from preclear.source import Place, Suggester


class ExplainedFailure(NamedTuple):
    """The message of a failure, the place of the value, and the place of the keyword that rejects it."""

    message: str
    place: Place
    schema_place: Place
    help: str | None = None


def explain_failure(failure: ExampleFailure, site: ExampleSite, suggester: Suggester) -> ExplainedFailure:
    """Explain `failure` of the example `site`."""
    keyword, schema, node = failure.keyword, failure.schema, failure.node
    name = _node_label(node, site)
    keyword_node = Node(schema.document, (*schema.pointer, keyword), schema.mapping.get(keyword))
    if keyword == "false":
        return ExplainedFailure(
            f"{name} exists, but its schema is `false`, which allows no value", node.key, schema.place
        )
    if keyword in ("required", "dependentRequired", "dependencies"):
        return _explain_missing(failure, name, keyword_node, suggester)
    if keyword in ("additionalProperties", "unevaluatedProperties", "unevaluatedItems", "additionalItems"):
        return _explain_unexpected(failure, name, keyword_node, suggester)
    if keyword in ("anyOf", "oneOf"):
        return _explain_choice(failure, name, keyword_node)
    if keyword == "propertyNames":
        return ExplainedFailure(f"{name} is a key that the schema doesn't allow", node.key, keyword_node.key)
    value_text = describe_json(node.value)
    if keyword in ("enum", "const") and isinstance(node.value, dict | list):
        value_text = quote_text(compact_json(node.value))
    message = f"{name} is {value_text}; the schema expects {describe_expectation(failure, keyword_node)}"
    if keyword in LENGTH_PHRASES:
        message = describe_length(failure, name, keyword_node)
    elif keyword == "uniqueItems":
        message = f"{name} {describe_duplicate(node)}; the schema allows each item only once"
    elif keyword == "contains":
        message = describe_contains(failure, name)
    schema_place = keyword_node.key if keyword in schema.mapping else schema.place
    return ExplainedFailure(message, node.place, schema_place, _advice(failure, keyword_node, suggester))


def _node_label(node: Node, site: ExampleSite) -> str:
    noun, _, example_name = site.name.partition(" ")
    name = f"{noun} {quote_text(example_name)}" if example_name else quote_text(noun)
    return relative_label(node, len(site.value.pointer), name)


def _explain_missing(failure: ExampleFailure, name: str, keyword_node: Node, suggester: Suggester) -> ExplainedFailure:
    names, node = failure.names, failure.node
    first, *more = names
    message = f"{name} has no {quote_names(names)}, which the schema requires"
    suggestion = suggester.suggest(first, node.mapping)
    declared = as_mapping(failure.schema.mapping.get("properties"))
    if suggestion is not None and suggestion not in declared and not more:
        message += f"; is {quote_text(suggestion)} a misspelling?"
    place = node.key if isinstance(node.pointer[-1], str) else node.place
    return ExplainedFailure(message, place._replace(missing=first), keyword_node.key)


def _explain_unexpected(
    failure: ExampleFailure, name: str, keyword_node: Node, suggester: Suggester
) -> ExplainedFailure:
    names, node = failure.names, failure.node
    first, *more = names
    if isinstance(node.value, list):
        item = Node(node.document, (*node.pointer, int(first)), None)
        item_label = relative_label(item, len(node.pointer), name)
        return ExplainedFailure(
            f"{item_label} is beyond the items that the schema allows", item.place, keyword_node.key
        )
    declared = as_mapping(failure.schema.mapping.get("properties"))
    child = node.get(first)
    place = child.key if child is not None else node.key
    suggestion = None if more else suggester.suggest(first, declared)
    suggestion = None if suggestion in node.mapping else suggestion
    message = f"{quote_names(names)} of {name} {'are' if more else 'is'} not in the schema, which allows no other keys"
    return ExplainedFailure(
        f"{message}; did you mean {quote_text(suggestion)}?" if suggestion else message, place, keyword_node.key
    )


def _explain_choice(failure: ExampleFailure, name: str, keyword_node: Node) -> ExplainedFailure:
    node, count = failure.node, len(failure.branches)
    titles = [schema_title(schema) for schema, _ in failure.branches]
    known_titles = [quote_text(title) for title in titles if title]
    titles_text = (
        f" ({', '.join(known_titles[:4])}{'' if len(known_titles) <= 4 else ' …'})"
        if len(known_titles) == len(titles)
        else ""
    )
    value_text = describe_json(node.value)
    types = merge_branch_types(failure)
    if not failure.branches[0][1]:
        message = f"{name} matches {count} schemas under `oneOf`{titles_text}; expected exactly one match"
    elif types:
        expected_types = join_alternatives([TYPE_NAMES[json_type] for json_type in types])
        message = f"{name} is {value_text}; the schema expects {expected_types}"
    else:
        message = (
            f"{name} is {value_text}, and matches none of the {count} schemas under `{failure.keyword}`{titles_text}"
        )
    return ExplainedFailure(message, node.place, keyword_node.key)


def merge_branch_types(failure: ExampleFailure) -> list[str]:
    """Return the types that the branches of a choice require if all of them fail because of the type; else nothing."""
    merged: list[str] = []
    for _, failures in failure.branches:
        types = [
            name
            for nested in failures
            if nested.keyword == "type" and nested.node.pointer == failure.node.pointer
            for name in parse_types(nested.schema.mapping.get("type"))
        ]
        if not types:
            return []
        merged.extend(types)
    return list(dict.fromkeys(merged))


def schema_title(schema: Node) -> str:
    """Return the last part of the schema's `$ref`, or else its `title`; it may be empty."""
    reference = schema.text("$ref")
    return reference.rpartition("/")[2] if reference else schema.text("title") or ""


def _advice(failure: ExampleFailure, keyword_node: Node, suggester: Suggester) -> str | None:
    value, schema = failure.node.value, failure.schema.mapping
    if failure.keyword == "enum" and isinstance(value, str):
        suggestion = suggester.suggest(value, as_list(keyword_node.value))
        return f"write {quote_text(suggestion)}, if that's what you mean" if suggestion else None
    if failure.keyword != "type":
        return None
    types = parse_types(keyword_node.value)
    if value is None and schema.get("nullable") is True:
        return "write `type: [..., 'null']`: `nullable` has no meaning since OpenAPI 3.1"
    if "string" in types and is_number(value):
        return "put it in quotes"
    if failure.node.pointer[-2:-1] == ("examples",) and types == ["array"]:
        return "make each item of `examples` a list: every item is a complete example"
    if isinstance(value, str) and value[:1] in ("{", "[") and not {"object", "array"}.isdisjoint(types):
        return "write the value itself, not JSON in a string"
    return None
