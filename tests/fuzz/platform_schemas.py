"""What a platform makes of a document's schemas, in several styles, and schemas with one keyword changed."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, NamedTuple

from preclear.source import format_pointer
from tests.fuzz.plain_document import get_part, is_list, is_mapping

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
    if not is_mapping(schema):
        return schema
    if "$ref" in schema and (is_3_0 or len(schema) == 1):
        return {"$ref": _rewrite(schema["$ref"], style)}
    result: dict[str, Any] = {}
    for key, value in schema.items():
        if style != "verbatim" and (key.startswith("x-") or key in _OPENAPI_ONLY):
            continue
        if key == "$ref":
            result[key] = _rewrite(value, style)
        elif key in _MAPS and is_mapping(value):
            result[key] = {name: convert(item, style, is_3_0=is_3_0) for name, item in reversed(value.items())}
        elif key in _LISTS and is_list(value):
            members = [convert(item, style, is_3_0=is_3_0) for item in value]
            result[key] = members[::-1] if style == "urls" else members
        elif key in _SINGLES:
            result[key] = convert(value, style, is_3_0=is_3_0)
        elif key == "required" and is_list(value):
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
        if is_list(schema.get("enum")) and None not in schema["enum"]:
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
            for change in _changes(_at(schema, path), list(schemas), is_3_0=is_3_0):
                mutated = copy.deepcopy(schema)
                change.apply(_at(mutated, path))
                pointer = format_pointer(("components", "schemas", name, *path))
                is_present = change.keys[0] in _at(schema, path)
                place = f"{pointer}{'/' if is_present else '?'}{'/'.join(change.place_keys)}"
                yield SchemaMutant(f"{change.label} in {pointer}", name, mutated, place, change.is_below)


def _paths(schema: Any, *, is_3_0: bool) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every schema object that counts; beside a `$ref`, nothing does in OpenAPI 3.0."""
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), schema)]
    while stack:
        path, value = stack.pop()
        if not is_mapping(value):
            continue
        yield path
        if "$ref" in value and is_3_0:
            continue
        for key in _MAPS:
            stack += [((*path, key, name), item) for name, item in get_part(value, key).items()]
        for key in _LISTS:
            stack += [((*path, key, index), item) for index, item in enumerate(get_part(value, key))]
        stack += [((*path, key), value[key]) for key in _SINGLES if key in value]


def _at(value: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        value = value[part]
    return value


_REMOVED, _LAST = object(), object()


class _Change(NamedTuple):
    """A change of a schema: the value at `keys` is set, removed, or appended to if `is_appended`.

    The difference is at `place_keys`, or below if `is_below`.
    """

    label: str
    keys: tuple[str, ...]
    value: Any
    place_keys: tuple[str, ...]
    is_appended: bool = False
    is_below: bool = False

    def apply(self, schema: Any) -> None:
        holder = _at(schema, self.keys[:-1])
        key = self.keys[-1]
        if self.is_appended:
            holder[key].append(self.value)
        elif self.value is _REMOVED:
            del holder[key]
        elif self.value is _LAST:
            holder[key].pop()
        else:
            holder[key] = self.value


def _changes(schema: Any, names: list[str], *, is_3_0: bool) -> Iterator[_Change]:
    if "$ref" in schema:
        reference = schema["$ref"]
        if reference.removeprefix(_PREFIX) in names and len(names) > 1:
            other = next(name for name in names if _PREFIX + name != reference)
            yield _set("$ref", _PREFIX + other)
        return
    if is_3_0 and any(is_list(schema.get(key)) and len(schema[key]) == 1 for key in _LISTS):
        return  # what is beside a `$ref` that stands for it doesn't count
    for key in _PLAIN:
        value = schema.get(key)
        if isinstance(value, str) and value.strip():
            yield _set(key, "zzz")
            yield _set(key, _REMOVED)
        elif isinstance(value, int) and value and "exclusiveMinimum" not in schema:
            yield _set(key, 7_777)
    if isinstance(schema.get("type"), str):
        yield _set("type", "boolean" if schema["type"] != "boolean" else "string")
    if "default" in schema:
        yield _set("default", "zzz")
    if "maxProperties" not in schema and not any(key in schema for key in _LISTS):
        yield _set("maxProperties", 7)
    for key in ("enum", "required"):
        if is_list(schema.get(key)) and schema[key]:
            yield _Change(f"a longer {key}", (key,), "zzz", (key,), is_appended=True)
    for name in get_part(schema, "properties"):
        if "/" not in name and "~" not in name:
            place = ("properties", name) if len(schema["properties"]) > 1 else ("properties",)
            yield _Change("a property removed", ("properties", name), _REMOVED, place, is_below=True)
    if is_mapping(schema.get("items")):
        yield _set("items", _REMOVED)
    for key in _LISTS:
        if is_list(schema.get(key)) and len(schema[key]) > 2:
            yield _Change(f"a member of {key} removed", (key,), _LAST, (key,), is_below=True)


def _set(key: str, value: Any) -> _Change:
    label = f"no {key}" if value is _REMOVED else f"another {key}"
    return _Change(label, (key,), value, (key,))
