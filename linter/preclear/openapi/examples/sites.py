"""Where examples and defaults stand, and which schema each has to fit.

OpenAPI Specification, Media Type, Parameter, Header, Example and Schema Object. An `externalValue` and what is given as
it is sent (`serializedValue` of 3.2) are not looked at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.grammar import grammar
from preclear.openapi.structure.choices import listing
from preclear.openapi.walk import walk
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.openapi.description import Description
    from preclear.openapi.examples.evaluator.hidden import Direction
    from preclear.source import Pointer

_JSON = re.compile(r"(?:[^/]+/)?(?:[^/;]*\+)?json(?:;.*)?|\*/\*|application/\*", re.IGNORECASE)
_FIELDS = re.compile(r"application/x-www-form-urlencoded|multipart/[^/]+", re.IGNORECASE)
_SEQUENCE = re.compile(
    r"[^/]+/(?:[^/;]*\+)?(?:x-)?(?:json-?seq|jsonl|ndjson|event-stream|jsonlines|mixed).*", re.IGNORECASE
)
_WAYS: dict[str, Direction] = {
    "parameters": "request",
    "requestBody": "request",
    "requestBodies": "request",
    "responses": "response",
}


class Site(NamedTuple):
    """A value that is to fit `schema`, and what it is called: `example`, `default`, example `cat`.

    `as_text` is set where a text may stand for the value as it is sent, and says nothing of the value itself;
    `as_parameter` where that is how a parameter or a header is sent: a number, a boolean, as itself.
    """

    schema: Node
    value: Node
    name: str
    direction: Direction = "either"
    as_text: bool = False
    as_parameter: bool = False


def sites(description: Description) -> Iterator[Site]:
    """Every example and default of a surveyed description; of one that stands in a component, once for each schema."""
    seen: set[tuple[int, Pointer, int, Pointer, str]] = set()
    for site in _in_objects(description):
        (document, where, _), (home, at, _) = site.value, site.schema
        identity = (id(document), where, id(home), at, site.direction)
        if identity not in seen:
            seen.add(identity)
            yield site
    yield from _in_schemas(description)


def _in_schemas(description: Description) -> Iterator[Site]:
    old = description.version.series == "3.0"
    for schema in description.schemas:
        value = schema.value
        if not isinstance(value, dict) or not ("example" in value or "default" in value or "examples" in value):
            continue
        if old and "$ref" in value:
            continue  # nothing beside it is read
        for keyword in ("example", "default"):
            if keyword in value:
                yield Site(schema, Node(schema.document, (*schema.pointer, keyword), value[keyword]), keyword)
        for index, held in enumerate(() if old else listing(value.get("examples"))):
            yield Site(
                schema, Node(schema.document, (*schema.pointer, "examples", index), held), f"example {index + 1}"
            )


def _in_objects(description: Description) -> Iterator[Site]:
    objects = grammar(description.version.series) | {"schema": {}}
    for kind, start in (("document", description.root), *description.parts):
        if kind == "schema":
            continue
        for visit in walk(start, kind, objects):
            if visit.kind in ("media type", "parameter", "header"):
                holder = visit.node.value
                if isinstance(holder, dict) and "schema" in holder and ("example" in holder or "examples" in holder):
                    yield from _of_holder(description, visit.kind, visit.node, kind)


def _of_holder(description: Description, kind: str, holder: Node, start: str) -> Iterator[Site]:
    schema = holder.get("schema")
    if schema is None or "$ref" in holder.mapping:
        return
    direction = _direction(kind, holder.pointer, start)
    as_text = kind != "media type" or not {"parameters", "headers"}.isdisjoint(holder.pointer)
    media_type = str(holder.pointer[-1]) if kind == "media type" and holder.pointer else ""
    if media_type:
        if _SEQUENCE.fullmatch(media_type):
            return  # its schema may be that of one item
        as_text = as_text or not _JSON.fullmatch(media_type)
    for name, value in _values(description, holder):
        if _FIELDS.fullmatch(media_type) and not isinstance(value.value, dict):
            continue  # as it is sent
        yield Site(schema, value, name, direction, as_text, kind != "media type")


def _values(description: Description, holder: Node) -> Iterator[tuple[str, Node]]:
    example = holder.get("example")
    if example is not None:
        yield "example", example
    examples = holder.get("examples")
    for name, entry in examples.entries() if examples is not None else ():
        held = description.resolve(entry)
        if held is None:
            continue
        words = ("value", "dataValue") if description.version.series == "3.2" else ("value",)
        for word in words:
            value = held.get(word)
            if value is not None and "serializedValue" not in held.mapping:
                yield f"example {held.pointer[-1] if held.pointer else name}", value


def _direction(kind: str, pointer: Pointer, start: str) -> Direction:
    """Read off the way to a value; `start` is the kind of the object that the way begins at, in another file."""
    if start in ("parameter", "request body"):
        return "request"
    if start == "response":
        return "response"
    for part in pointer[1:]:
        if part in _WAYS:
            return _WAYS[str(part)]
    return "request" if kind == "parameter" else "either"
