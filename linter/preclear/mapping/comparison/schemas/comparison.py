"""Comparison of the document's schema of a definition with the platform's.

Both are compared in the normal form of `forms`. These are no differences, either:

- a `$ref` to a definition, however the platform writes it, or what it refers to in its place; a reference to anything
  else, such as a property of another schema, isn't compared
- a keyword that only OpenAPI has (`discriminator`, `xml`, `externalDocs`, `example`), if the platform doesn't have it
- a `title` that the platform added, and that is the name of the definition
- another order of keys, of `required` and `enum`, of the members of `allOf`, `anyOf` and `oneOf`

Schemas that are nested deeper than `_MAX_DEPTH` aren't compared below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.mapping.comparison.pairing import Pairing
from preclear.mapping.comparison.schemas.forms import FormMember, FormValue, is_never, make_form, members_of
from preclear.mapping.comparison.schemas.keywords import is_equal_keyword
from preclear.mapping.comparison.schemas.references import find_local, reference_name
from preclear.source import Node, get_child

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.connector import Definition
    from preclear.mapping.comparison.schemas.forms import Form
    from preclear.mapping.comparison.schemas.references import SchemaReferences
    from preclear.source import Json, Pointer

_MAX_DEPTH = 120
_MAX_STEPS = 20_000  # schemas of one definition; after that, members of a combiner are compared in order only
_MAX_UNORDERED_MEMBERS = 50
_SCHEMA_KEYWORDS = frozenset(
    {
        "items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames", "unevaluatedItems",
        "unevaluatedProperties", "contentSchema", "additionalItems",
    }
)  # fmt: skip
_MAP_KEYWORDS = frozenset({"properties", "patternProperties", "dependentSchemas"})
_COMBINERS = frozenset({"allOf", "anyOf", "oneOf"})
_OPENAPI_KEYWORDS = frozenset({"discriminator", "xml", "externalDocs"})


class SchemaMismatch(NamedTuple):
    """The first difference: at `node` in the document, or at its `missing_key`. None for a value that isn't there."""

    node: Node
    missing_key: str | None
    actual: Json
    expected: Json


class SchemaComparison:
    """Compares the schema of one definition. `schemas` are the platform's, by its names."""

    def __init__(
        self,
        references: SchemaReferences,
        schemas: Mapping[str, Json],
        definition: Definition,
        schema: Json,
        *,
        is_3_0: bool,
    ) -> None:
        self._references = references
        self._schemas = schemas
        self._definition = definition
        self._schema = schema
        self._is_3_0 = is_3_0
        self._step_count = 0
        self._equal_targets: dict[tuple[int, int, Pointer], bool] = {}

    def run(self, name: str) -> SchemaMismatch | None:
        """Return the first difference, in the order of the document's keys.

        `name` is the definition's name on the platform.
        """
        node, schema = self._definition.node, self._schema
        if not isinstance(schema, dict | bool):
            return SchemaMismatch(node, None, schema, node.value)
        if isinstance(schema, dict) and schema.get("title") == name and "title" not in node.mapping:
            schema = {key: value for key, value in schema.items() if key != "title"}
        return self._compare(node, schema, 0)

    def _compare(self, node: Node, actual: Json, depth: int) -> SchemaMismatch | None:
        """Compare the schema at `node` with the platform's."""
        self._step_count += 1
        if depth > _MAX_DEPTH or not isinstance(node.value, dict | bool):
            return None
        if not isinstance(actual, dict | bool):
            return SchemaMismatch(node, None, actual, node.value)
        if is_never(node.value) or is_never(actual):
            return None if is_never(node.value) and is_never(actual) else SchemaMismatch(node, None, actual, node.value)
        planned_form, actual_form = make_form(node.value, is_3_0=self._is_3_0), make_form(actual, is_3_0=self._is_3_0)
        planned_reference, actual_reference = planned_form.get("$ref"), actual_form.get("$ref")
        if planned_reference is not None:
            mismatch, is_compared = self._compare_reference(
                _at(node, planned_reference.path[:-1]), actual, actual_reference, depth
            )
            if mismatch is not None or is_compared:
                return mismatch
            planned_form = {key: entry for key, entry in planned_form.items() if key != "$ref"}
            actual_form = {key: entry for key, entry in actual_form.items() if key != "$ref"}
        elif actual_reference is not None and len(actual_form) == 1:
            return self._compare_extracted(node, actual_reference.value, depth)
        return self._compare_forms(node, planned_form, actual_form, depth)

    def _compare_reference(
        self, node: Node, actual: Json, actual_reference: FormValue | None, depth: int
    ) -> tuple[SchemaMismatch | None, bool]:
        """Compare a `$ref` of the document; also return whether there is nothing more to compare beside it."""
        definitions = self._references.find_planned(node)
        target = self._references.follow(node)
        reference_node = node.get("$ref") or node
        expected = definitions[0].name.value if definitions else node.mapping.get("$ref")
        if target is None or not definitions:
            return None, actual_reference is None
        if actual_reference is None:
            is_equal = self._is_equal_target(target, actual, depth)
            return (None if is_equal else SchemaMismatch(reference_node, None, None, expected)), True
        reference = actual_reference.value
        if not isinstance(reference, str):
            return SchemaMismatch(reference_node, None, reference, expected), True
        found = self._references.find_actual(reference, self._definition)
        if found in definitions:
            return None, False
        inner = None if found is not None else self._find_extracted(reference)
        if inner is not None and self._is_equal_target(target, inner, depth):
            return None, False
        return SchemaMismatch(reference_node, None, reference_name(reference), expected), True

    def _compare_extracted(self, node: Node, reference: Json, depth: int) -> SchemaMismatch | None:
        """Compare a schema that the platform made a definition of its own, as far as it's known."""
        if not isinstance(reference, str):
            return SchemaMismatch(node, "$ref", reference, None)
        if self._references.find_actual(reference, self._definition) is not None:
            return SchemaMismatch(node, "$ref", reference, None)
        inner = self._find_extracted(reference)
        if inner is None or self._is_equal_target(node, inner, depth):
            return None
        return SchemaMismatch(node, "$ref", reference, None)

    def _find_extracted(self, reference: str) -> Json:
        inner = find_local(self._schema, reference)
        return inner if inner is not None else self._schemas.get(reference_name(reference))

    def _is_equal_target(self, target: Node, actual: Json, depth: int) -> bool:
        """Return whether the target of a reference is equal to a schema; True while they are being compared."""
        key = (id(actual), *target.identity)
        if key not in self._equal_targets:
            self._equal_targets[key] = True
            self._equal_targets[key] = self._compare(target, actual, depth + 1) is None
        return self._equal_targets[key]

    def _compare_forms(self, node: Node, planned: Form, actual: Form, depth: int) -> SchemaMismatch | None:
        for key, entry in planned.items():
            other = actual.get(key)
            if other is None:
                if key in _OPENAPI_KEYWORDS or entry.path[-1:] == ("example",):
                    continue
                return SchemaMismatch(_at(node, entry.path), None, None, entry.value)
            mismatch = self._compare_keyword(node, key, entry, other, depth)
            if mismatch is not None:
                return mismatch
        for key, other in actual.items():
            if key not in planned:
                return SchemaMismatch(node, key, other.value, None)
        return None

    def _compare_keyword(
        self, node: Node, key: str, planned: FormValue, actual: FormValue, depth: int
    ) -> SchemaMismatch | None:
        child = _at(node, planned.path)
        if key in _COMBINERS and isinstance(planned.value, list) and isinstance(actual.value, list):
            return self._compare_members(node, child, members_of(planned), members_of(actual), depth)
        if key in _SCHEMA_KEYWORDS and isinstance(planned.value, dict | bool):
            return self._compare(child, actual.value, depth + 1)
        if key in _MAP_KEYWORDS and isinstance(planned.value, dict) and isinstance(actual.value, dict):
            return self._compare_map(child, actual.value, depth)
        if key == "prefixItems" and isinstance(planned.value, list) and isinstance(actual.value, list):
            return self._compare_positions(child, actual.value, depth)
        if is_equal_keyword(key, actual.value, planned.value):
            return None
        return SchemaMismatch(child, None, actual.value, planned.value)

    def _compare_map(self, node: Node, actual: dict[str, Json], depth: int) -> SchemaMismatch | None:
        for name, child in node.entries():
            if name not in actual:
                return SchemaMismatch(child, None, None, child.value)
            mismatch = self._compare(child, actual[name], depth + 1)
            if mismatch is not None:
                return mismatch
        extra_name = next((name for name in actual if name not in node.mapping), None)
        return None if extra_name is None else SchemaMismatch(node, extra_name, actual[extra_name], None)

    def _compare_positions(self, node: Node, actual: list[Json], depth: int) -> SchemaMismatch | None:
        children = [*node.items()]
        for child, item in zip(children, actual, strict=False):
            mismatch = self._compare(child, item, depth + 1)
            if mismatch is not None:
                return mismatch
        if len(children) != len(actual):
            return SchemaMismatch(node, None, [*actual], node.value)
        return None

    def _compare_members(
        self, holder: Node, node: Node, planned: list[FormMember], actual: list[FormMember], depth: int
    ) -> SchemaMismatch | None:
        """Compare the members of a combiner: in order first, then those that differ in any order."""
        rest_planned: list[FormMember] = []
        rest_actual: list[FormMember] = []
        mismatches: dict[tuple[int, int], SchemaMismatch] = {}
        for planned_member, actual_member in zip(planned, actual, strict=False):
            mismatch = self._compare(_at(holder, planned_member.path), actual_member.value, depth + 1)
            if mismatch is not None:
                mismatches[id(planned_member), id(actual_member)] = mismatch
                rest_planned.append(planned_member)
                rest_actual.append(actual_member)
        rest_planned += planned[len(actual) :]
        rest_actual += actual[len(planned) :]
        if len(rest_planned) + len(rest_actual) > 2:
            rest_planned, rest_actual = self._without_equal_members(holder, rest_planned, rest_actual, depth)
        if rest_planned and rest_actual:
            first, other = rest_planned[0], rest_actual[0]
            child = _at(holder, first.path)
            mismatch = mismatches.get((id(first), id(other)))
            if mismatch is None and self._step_count <= _MAX_STEPS:
                mismatch = self._compare(child, other.value, depth + 1)
            return mismatch or SchemaMismatch(child, None, other.value, first.value)
        if rest_planned:
            return SchemaMismatch(_at(holder, rest_planned[0].path), None, None, rest_planned[0].value)
        if rest_actual:
            return SchemaMismatch(node, str(len(planned)), rest_actual[0].value, None)
        return None

    def _without_equal_members(
        self, holder: Node, planned: list[FormMember], actual: list[FormMember], depth: int
    ) -> tuple[list[FormMember], list[FormMember]]:
        """Return the members of both lists that have no equal: by definition or title, then any with any."""
        pairing = Pairing(planned, actual)
        pairing.pair_by(
            lambda member: self._references.planned_key(_at(holder, member.path)),
            lambda member: self._references.actual_key(member.value, self._definition),
        )
        pairing.pair_by(lambda member: _title_of(member.value), lambda member: _title_of(member.value), is_unique=True)
        for planned_member, actual_member in pairing.pairs:
            if self._compare(_at(holder, planned_member.path), actual_member.value, depth + 1) is not None:
                pairing.planned.append(planned_member)
                pairing.actual.append(actual_member)
        if len(pairing.planned) + len(pairing.actual) > 2 * _MAX_UNORDERED_MEMBERS:
            return pairing.planned, pairing.actual
        rest_planned: list[FormMember] = []
        rest_actual = pairing.actual
        for planned_member in pairing.planned:
            index = self._find_equal(_at(holder, planned_member.path), rest_actual, depth)
            if index is None:
                rest_planned.append(planned_member)
            else:
                del rest_actual[index]
        return rest_planned, rest_actual

    def _find_equal(self, node: Node, members: list[FormMember], depth: int) -> int | None:
        """Return the index of the first member that is equal to the schema at `node`."""
        for index, member in enumerate(members):
            if self._step_count > _MAX_STEPS:
                break
            if self._compare(node, member.value, depth + 1) is None:
                return index
        return None


def _title_of(schema: Json) -> str | None:
    title = schema.get("title") if isinstance(schema, dict) else None
    return title if isinstance(title, str) else None


def _at(node: Node, path: Pointer) -> Node:
    """Return the node at `path` below `node`."""
    value = node.value
    for part in path:
        value = get_child(value, part)
    return Node(node.document, (*node.pointer, *path), value)
