"""Find examples and defaults, each with its schema.

OpenAPI Specification, Media Type, Parameter, Header, Example and Schema Object. An `externalValue` and a
`serializedValue` (3.2) are skipped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.openapi.values import as_list
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from preclear.openapi.description import ApiDescription
    from preclear.openapi.examples.evaluator.interface import Direction
    from preclear.source import Json, Pointer

_JSON_MEDIA_TYPE = r"(?i)(?:[^/]+/)?(?:[^/;]*\+)?json(?:;.*)?|\*/\*|application/\*"
_FORM_MEDIA_TYPE = r"(?i)application/x-www-form-urlencoded|multipart/[^/]+"
_SEQUENCE_MEDIA_TYPE = r"(?i)[^/]+/(?:[^/;]*\+)?(?:x-)?(?:json-?seq|jsonl|ndjson|event-stream|jsonlines|mixed).*"
_DIRECTIONS: dict[str, Direction] = {
    "parameters": "request",
    "requestBody": "request",
    "requestBodies": "request",
    "responses": "response",
}


class ExampleSite(NamedTuple):
    """A value that must be valid against `schema`. Its `name` is `example`, `default` or, say, `example cat`.

    `may_be_serialized` is set if the value may be a string in the form that is sent. `is_parameter` is set for
    parameters and headers, whose strings can be parsed as a number or a boolean.
    """

    schema: Node
    value: Node
    name: str
    direction: Direction = "either"
    may_be_serialized: bool = False
    is_parameter: bool = False


_SCHEMA_KEYWORDS = frozenset({"example", "default", "examples"})


def may_have_sites(description: ApiDescription) -> bool:
    """Whether `description`, which must be analyzed, may have an example or a default."""
    return bool(description.example_parents) or any(_has_examples(schema.value) for schema in description.schemas)


def find_sites(description: ApiDescription, is_settled: Callable[[Node], bool]) -> Iterator[ExampleSite]:
    """Yield every example and default of `description`, which must be analyzed; a shared one once for each schema.

    Those of a schema in another file are left out if `is_settled` says that they are known to be valid.
    """
    seen: set[tuple[tuple[int, Pointer], tuple[int, Pointer], str]] = set()
    for site in _find_in_objects(description):
        identity = (site.value.identity, site.schema.identity, site.direction)
        if identity not in seen:
            seen.add(identity)
            yield site
    yield from _find_in_schemas(description, is_settled)


def _has_examples(value: Json) -> bool:
    return isinstance(value, dict) and not _SCHEMA_KEYWORDS.isdisjoint(value)


def _find_in_schemas(description: ApiDescription, is_settled: Callable[[Node], bool]) -> Iterator[ExampleSite]:
    is_3_0, entry = description.version.series == "3.0", description.entry
    for schema in description.schemas:
        value = schema.value
        if not isinstance(value, dict) or _SCHEMA_KEYWORDS.isdisjoint(value):
            continue
        if is_3_0 and "$ref" in value:
            continue  # 3.0 ignores everything beside `$ref`
        if schema.document is not entry and is_settled(schema):
            continue
        for keyword in ("example", "default"):
            if keyword in value:
                yield ExampleSite(schema, Node(schema.document, (*schema.pointer, keyword), value[keyword]), keyword)
        for index, example in enumerate(() if is_3_0 else as_list(value.get("examples"))):
            yield ExampleSite(
                schema, Node(schema.document, (*schema.pointer, "examples", index), example), f"example {index + 1}"
            )


def _find_in_objects(description: ApiDescription) -> Iterator[ExampleSite]:
    for start_kind, (kind, parent) in description.example_parents:
        yield from _find_in_parent(description, kind, parent, start_kind)


def _find_in_parent(description: ApiDescription, kind: str, parent: Node, start_kind: str) -> Iterator[ExampleSite]:
    schema = parent.get("schema")
    if schema is None or "$ref" in parent.mapping:
        return
    direction = _direction_of(kind, parent.pointer, start_kind)
    may_be_serialized = kind != "media type" or not {"parameters", "headers"}.isdisjoint(parent.pointer)
    media_type = str(parent.pointer[-1]) if kind == "media type" and parent.pointer else ""
    if media_type:
        if re.fullmatch(_SEQUENCE_MEDIA_TYPE, media_type):
            return  # its schema may describe one item of the sequence
        may_be_serialized = may_be_serialized or not re.fullmatch(_JSON_MEDIA_TYPE, media_type)
    for name, value in _find_values(description, parent):
        if re.fullmatch(_FORM_MEDIA_TYPE, media_type) and not isinstance(value.value, dict):
            continue  # in the form that is sent
        yield ExampleSite(schema, value, name, direction, may_be_serialized, kind != "media type")


def _find_values(description: ApiDescription, parent: Node) -> Iterator[tuple[str, Node]]:
    example = parent.get("example")
    if example is not None:
        yield "example", example
    examples = parent.get("examples")
    for name, entry in examples.entries() if examples is not None else ():
        example_object = description.resolve(entry)
        if example_object is None:
            continue
        keywords = ("value", "dataValue") if description.version.series == "3.2" else ("value",)
        for keyword in keywords:
            value = example_object.get(keyword)
            if value is not None and "serializedValue" not in example_object.mapping:
                yield f"example {example_object.pointer[-1] if example_object.pointer else name}", value


def _direction_of(kind: str, pointer: Pointer, start_kind: str) -> Direction:
    """Return the direction of the value at `pointer`; `start_kind` is the kind of the object where the walk began."""
    if start_kind in ("parameter", "request body"):
        return "request"
    if start_kind == "response":
        return "response"
    for part in pointer[1:]:
        if part in _DIRECTIONS:
            return _DIRECTIONS[str(part)]
    return "request" if kind == "parameter" else "either"
