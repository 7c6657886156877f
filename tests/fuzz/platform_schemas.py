"""What a platform makes of a document's schemas, in several styles, and schemas with one keyword changed."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, NamedTuple

from preclear.source import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

STYLES = ("verbatim", "json schema", "urls")
_PREFIX = "#/components/schemas/"
_MAPS = ("properties", "patternProperties")
_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLES = ("items", "additionalProperties", "not")
_OPENAPI_ONLY = ("discriminator", "xml", "externalDocs", "example")
_PLAIN = ("title", "description", "format", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems")


def convert(schema: Any, style: str, *, is_3_0: bool) -> Any:
    """Rewrite a schema as a platform does: its references, and what OpenAPI 3.0 writes in another way."""
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema and (is_3_0 or len(schema) == 1):
        return {"$ref": _rewrite(schema["$ref"], style)}
    result: dict[str, Any] = {}
    for key, value in schema.items():
        if style != "verbatim" and (key.startswith("x-") or key in _OPENAPI_ONLY):
            continue
        if key == "$ref":
            result[key] = _rewrite(value, style)
        elif key in _MAPS and isinstance(value, dict):
            result[key] = {name: convert(item, style, is_3_0=is_3_0) for name, item in reversed(value.items())}
        elif key in _LISTS and isinstance(value, list):
            members = [convert(item, style, is_3_0=is_3_0) for item in value]
            result[key] = members[::-1] if style == "urls" else members
        elif key in _SINGLES:
            result[key] = convert(value, style, is_3_0=is_3_0)
        elif key == "required" and isinstance(value, list):
            result[key] = value[::-1]
        else:
            result[key] = copy.deepcopy(value)
    if is_3_0 and style != "verbatim":
        _modernize(result)
    return result


def _rewrite(reference: str, style: str) -> str:
    if not reference.startswith(_PREFIX) or style == "verbatim":
        return reference
    name = reference.removeprefix(_PREFIX)
    return f"#/$defs/{name}" if style == "json schema" else f"https://platform.example.com/schemas/1/{name}.json"


def _modernize(schema: dict[str, Any]) -> None:
    """Rewrite the keywords of OpenAPI 3.0 as those of JSON Schema 2020-12."""
    is_nullable = schema.pop("nullable", False)
    if is_nullable is True and isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
        if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
            schema["enum"].append(None)
    elif is_nullable is True and "$ref" not in schema and "type" not in schema:
        rest = dict(schema)
        schema.clear()
        schema.update({"anyOf": [rest, {"type": "null"}]})
    for exclusive, inclusive in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        flag = schema.get(exclusive)
        if isinstance(flag, bool):
            del schema[exclusive]
            if flag and inclusive in schema:
                schema[exclusive] = schema.pop(inclusive)


class SchemaMutant(NamedTuple):
    """A schema with one keyword changed, still as the document writes it, and the place of the change.

    The difference is at `place`, or below it if `is_below`.
    """

    label: str
    name: str
    schema: Any
    place: str
    is_below: bool = False


def schema_mutants(document: Any, *, is_3_0: bool) -> Iterator[SchemaMutant]:
    """Yield mutants of every schema under `components.schemas`."""
    schemas = document["components"]["schemas"]
    for name, schema in schemas.items():
        for path in _paths(schema, is_3_0=is_3_0):
            for label, change, key, is_below in _changes(_at(schema, path), list(schemas), is_3_0=is_3_0):
                mutated = copy.deepcopy(schema)
                holder = _at(mutated, path)
                is_present = key in _at(schema, path)
                change(holder)
                pointer = format_pointer(("components", "schemas", name, *path))
                place = f"{pointer}/{key}" if is_present or "/" in key else f"{pointer}?{key}"
                yield SchemaMutant(f"{label} in {pointer}", name, mutated, place, is_below)


def _paths(schema: Any, *, is_3_0: bool) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every schema object that counts; beside a `$ref`, nothing does in OpenAPI 3.0."""
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), schema)]
    while stack:
        path, value = stack.pop()
        if not isinstance(value, dict):
            continue
        yield path
        if "$ref" in value and is_3_0:
            continue
        for key in _MAPS:
            stack += [((*path, key, name), item) for name, item in (value.get(key) or {}).items()]
        for key in _LISTS:
            stack += [((*path, key, index), item) for index, item in enumerate(value.get(key) or ())]
        stack += [((*path, key), value[key]) for key in _SINGLES if key in value]


def _at(value: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        value = value[part]
    return value


def _changes(schema: dict[str, Any], names: list[str], *, is_3_0: bool) -> Iterator[tuple[str, Any, str, bool]]:
    """Yield label, function, key and whether the difference may be below the key."""
    if "$ref" in schema:
        reference = schema["$ref"]
        if reference.removeprefix(_PREFIX) in names and len(names) > 1:
            other = next(name for name in names if _PREFIX + name != reference)
            yield "another $ref", lambda holder: holder.update({"$ref": _PREFIX + other}), "$ref", False
        return
    only_member = [key for key in _LISTS if isinstance(schema.get(key), list) and len(schema[key]) == 1]
    if only_member and is_3_0:
        return  # what is beside a `$ref` that stands for it doesn't count
    for key in _PLAIN:
        if isinstance(schema.get(key), str) and schema[key].strip():
            yield f"another {key}", lambda holder, key=key: holder.update({key: "zzz"}), key, False
            yield f"no {key}", lambda holder, key=key: holder.pop(key), key, False
        elif isinstance(schema.get(key), int) and schema[key] and "exclusiveMinimum" not in schema:
            yield f"another {key}", lambda holder, key=key: holder.update({key: 7_777}), key, False
    if isinstance(schema.get("type"), str):
        other = "boolean" if schema["type"] != "boolean" else "string"
        yield "another type", lambda holder: holder.update({"type": other}), "type", False
    if "default" in schema:
        yield "another default", lambda holder: holder.update({"default": "zzz"}), "default", False
    if isinstance(schema.get("enum"), list):
        yield "a longer enum", lambda holder: holder["enum"].append("zzz"), "enum", False
    if "maxProperties" not in schema and not any(key in schema for key in _LISTS):
        yield "maxProperties", lambda holder: holder.update({"maxProperties": 7}), "maxProperties", False
    if isinstance(schema.get("required"), list) and schema["required"]:
        yield "required", lambda holder: holder["required"].append("zzz"), "required", False
    for name in schema.get("properties") or {}:
        if "/" not in name and "~" not in name:
            yield (
                "a property removed",
                lambda holder, name=name: holder["properties"].pop(name),
                f"properties/{name}" if len(schema["properties"]) > 1 else "properties",
                True,
            )
    if isinstance(schema.get("items"), dict):
        yield "no items", lambda holder: holder.pop("items"), "items", False
    for key in _LISTS:
        members = schema.get(key)
        if isinstance(members, list) and len(members) > 2:
            yield f"a member of {key} removed", lambda holder, key=key: holder[key].pop(), key, True
