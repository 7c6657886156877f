"""The published schema in tests: closed, so that a field without a description is invalid; and walks along it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[3]
SCHEMA: dict[str, Any] = json.loads((ROOT / "preclear.output.schema.json").read_text(encoding="utf-8"))


def close(schema: Any) -> Any:
    """Return a copy of a schema in which an object has no fields but those that are described."""
    if isinstance(schema, list):
        return [close(item) for item in cast("Iterable[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    members = cast("dict[str, Any]", schema)
    closed = {key: close(value) for key, value in members.items()}
    if isinstance(members.get("properties"), dict) and "type" in members:
        closed.setdefault("additionalProperties", False)
    return closed


CLOSED = close(SCHEMA)


@cache
def make_validator(definition: str, *, is_closed: bool) -> Any:
    """Return the validator of one definition of the schema, as it's published or closed."""
    definitions = (CLOSED if is_closed else SCHEMA)["$defs"]
    return Draft202012Validator({"$ref": f"#/$defs/{definition}", "$defs": definitions})


def list_errors(value: Any, definition: str) -> list[str]:
    """List what is wrong with a value by one definition of the closed schema."""
    errors = make_validator(definition, is_closed=True).iter_errors(value)
    return [f"{error.json_path}: {error.message[:200]}" for error in errors]


class Field(NamedTuple):
    """A described field in an output: where it is described, its object, its name, and its schema."""

    location: str
    holder: dict[str, Any]
    name: str
    schema: dict[str, Any]
    is_required: bool


def resolve(schema: dict[str, Any], location: str) -> tuple[dict[str, Any], str]:
    """Follow references, and skip an alternative that is null."""
    while True:
        if "anyOf" in schema:
            alternatives: list[dict[str, Any]] = [item for item in schema["anyOf"] if item != {"type": "null"}]
            (schema,) = alternatives
        elif "$ref" in schema:
            location = schema["$ref"].rpartition("/")[2]
            schema = SCHEMA["$defs"][location]
        else:
            return schema, location


def iter_fields(value: Any, schema: dict[str, Any], location: str) -> Iterator[Field]:
    """Yield all described fields in a value."""
    schema, location = resolve(schema, location)
    if isinstance(value, list) and "items" in schema:
        for item in cast("Iterable[Any]", value):
            yield from iter_fields(item, schema["items"], f"{location}[]")
    elif isinstance(value, dict) and "properties" in schema:
        for name, described in schema["properties"].items():
            if name in value:
                inner = f"{location}.{name}"
                yield Field(inner, value, name, described, name in schema["required"])
                yield from iter_fields(value[name], described, inner)


def iter_locations(schema: dict[str, Any], location: str, seen: set[str]) -> Iterator[str]:
    """Yield the locations of all fields that a schema describes."""
    schema, location = resolve(schema, location)
    if location in seen:
        return
    seen.add(location)
    if "items" in schema:
        yield from iter_locations(schema["items"], f"{location}[]", seen)
    for name, described in schema.get("properties", {}).items():
        yield f"{location}.{name}"
        yield from iter_locations(described, f"{location}.{name}", seen)


def is_constrained(schema: dict[str, Any]) -> bool:
    """Whether a schema refuses anything."""
    return bool(schema.keys() & {"type", "enum", "const", "$ref", "anyOf"})


def mutate(schema: dict[str, Any]) -> Any:
    """Return a value of another type than the schema has."""
    resolved, _ = resolve(schema, "")
    types = resolved.get("type", [])
    return -1.5 if "string" in (types if isinstance(types, list) else [types]) else "mutated"
