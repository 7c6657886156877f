"""The JSON Schema dialect of each schema, and the keywords of draft-07 that differ from 2020-12.

JSON Schema draft-07, core, 8.3; validation, 6.4.1, 6.4.2 and 6.5.7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from preclear.openapi.dialects import DRAFT_07_URI as DRAFT_07_URI
from preclear.openapi.dialects import declared_dialect, is_supported
from preclear.openapi.examples.evaluator.applicators import APPLICATORS, branches, subschema
from preclear.openapi.examples.evaluator.result import ACCEPTED, EvaluationResult, ExampleFailure, merge_results
from preclear.openapi.values import as_list, as_mapping
from preclear.source import Node

if TYPE_CHECKING:
    from preclear.openapi.examples.evaluator.interface import Applicator, Evaluator
    from preclear.source import Json, Place

Dialect: TypeAlias = Literal["2020-12", "draft-07"]


class Dialects:
    """The dialects of one description, all of which are 2020-12 unless it has others."""

    def __init__(self, *, has_other_dialects: bool) -> None:
        self.unsupported: dict[str, Place] = {}
        """The unsupported dialects of schemas that were evaluated, and the first place of each name."""
        self._has_other_dialects = has_other_dialects

    def dialect_of(self, schema: Node) -> Dialect | None:
        """Return the dialect of `schema`; if it isn't supported, note it and return None."""
        if not self._has_other_dialects:
            return "2020-12"
        declared = declared_dialect(schema.document, schema.pointer)
        if declared is None or is_supported(declared.uri):
            return "2020-12"
        if DRAFT_07_URI.fullmatch(declared.uri):
            return "draft-07"
        self.unsupported.setdefault(declared.uri, Node(schema.document, declared.pointer, declared.uri).place)
        return None


def _apply_items(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    if not isinstance(keyword_value, list):
        return merge_results([evaluation.evaluate(subschema(schema, "items"), child) for child in node.items()])
    children = list(node.items())
    pairs = zip(branches(schema, "items"), children, strict=False)
    results = [evaluation.evaluate(item_schema, child) for item_schema, child in pairs]
    additional = children[len(keyword_value) :]
    if additional and schema.mapping.get("additionalItems") is False:
        names = tuple(str(child.pointer[-1]) for child in additional)
        results.append(EvaluationResult((ExampleFailure("additionalItems", schema, node, names),)))
    elif additional and "additionalItems" in schema.mapping:
        results += [evaluation.evaluate(subschema(schema, "additionalItems"), child) for child in additional]
    return merge_results(results)


def _apply_dependencies(evaluation: Evaluator, schema: Node, keyword_value: Json, node: Node) -> EvaluationResult:
    entries = node.mapping
    triggered = {key: dependency for key, dependency in as_mapping(keyword_value).items() if key in entries}
    names = [name for dependency in triggered.values() for name in as_list(dependency)]
    missing = tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name not in entries))
    results = [EvaluationResult((ExampleFailure("dependencies", schema, node, missing),)) if missing else ACCEPTED]
    schemas = [key for key, dependency in triggered.items() if not isinstance(dependency, list)]
    return merge_results(
        results + [evaluation.evaluate_subschema(subschema(schema, "dependencies", key), node) for key in schemas]
    )


_NEWER_KEYWORDS = frozenset({"$dynamicRef", "$recursiveRef", "dependentSchemas", "dependentRequired", "prefixItems"})

DRAFT_07_APPLICATORS: dict[str, Applicator] = {
    **{keyword: apply for keyword, apply in APPLICATORS.items() if keyword not in _NEWER_KEYWORDS},
    "items": _apply_items,
    "dependencies": _apply_dependencies,
}
"""The keywords of draft-07."""
