"""The normal form of one schema object, equal for a schema and for what a faithful import makes of it.

OpenAPI 3.0 and JSON Schema 2020-12 write the same thing in different ways. The normal form of both has

- `type` as a sorted list, with `null` for `nullable: true`, and for an alternative of `anyOf` or `oneOf` that is only
  `null`; whether null is allowed isn't compared without a `type`
- a number for `exclusiveMinimum: true`, `enum` for `const`, `examples` for `example`
- the one member of an `allOf`, `anyOf` or `oneOf` in place of the keyword, if it has only annotations beside it
- no keyword that says nothing: `required: []`, `additionalProperties: true`, `nullable: false`, `minLength: 0`
- no extension (`x-…`), and no keyword that only identifies a schema or stores others: `$schema`, `$id`, `$defs`
- nothing beside a `$ref` in OpenAPI 3.0, which ignores it
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source import Json, Pointer

_STORAGE_KEYS = frozenset({"$schema", "$id", "$defs", "definitions", "$comment", "$anchor", "$dynamicAnchor"})
_ANNOTATIONS = frozenset(
    {
        "title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "nullable",
        "externalDocs", "xml", "discriminator",
    }
)  # fmt: skip
_NEUTRAL_VALUES: dict[str, tuple[Json, ...]] = {
    "additionalProperties": (True, {}),
    "unevaluatedProperties": (True, {}),
    "items": (True, {}),
    "unevaluatedItems": (True, {}),
    "properties": ({},),
    "patternProperties": ({},),
    "required": ([],),
    "allOf": ([],),
    "uniqueItems": (False,),
    "deprecated": (False,),
    "readOnly": (False,),
    "writeOnly": (False,),
    "minLength": (0,),
    "minItems": (0,),
    "minProperties": (0,),
    "title": ("",),
    "description": ("",),
}
_COMBINERS = ("allOf", "anyOf", "oneOf")
_MAX_MERGES = 20  # combiners of one member, one in another


class FormValue(NamedTuple):
    """The value of a keyword. `path` leads from the schema object to the value as it was written."""

    value: Json
    path: Pointer


class FormMember(NamedTuple):
    """One member of `allOf`, `anyOf` or `oneOf`, and the path from the schema object to it."""

    value: Json
    path: Pointer


Form: TypeAlias = "dict[str, FormValue]"


def make_form(schema: Json, *, is_3_0: bool) -> Form:
    """Return the normal form of a schema object, which is empty for `true`. `false` has none: see `is_never`."""
    if not isinstance(schema, dict):
        return {}
    form = {key: FormValue(value, (key,)) for key, value in schema.items() if not _is_ignored(key)}
    is_nullable = False
    for _ in range(_MAX_MERGES):
        is_nullable = _pop_nullable(form) or is_nullable
        merged = None if "$ref" in form else _merge_single_member(form)
        if merged is None:
            break
        form = merged
    if is_3_0 and "$ref" in form:
        return {"$ref": form["$ref"]}
    _normalize_types(form, is_nullable=is_nullable)
    _normalize_bounds(form)
    if "example" in form:
        example = form.pop("example")
        form.setdefault("examples", FormValue([example.value], example.path))
    return {key: entry for key, entry in form.items() if not _is_neutral(key, entry.value)}


def is_never(schema: Json) -> bool:
    """Return whether no value matches a schema: it's `false`, or `not` with a schema that every value matches."""
    return schema is False or (isinstance(schema, dict) and len(schema) == 1 and schema.get("not") in ({}, True))


def members_of(entry: FormValue) -> list[FormMember]:
    """Return the members of a combiner, without the ones that are only `null`."""
    items = entry.value if isinstance(entry.value, list) else []
    members = [FormMember(item, (*entry.path, index)) for index, item in enumerate(items)]
    if entry.path[-1:] == ("allOf",):
        return members
    return [member for member in members if not _is_null(member.value)]


def _is_ignored(key: str) -> bool:
    return key.startswith("x-") or key in _STORAGE_KEYS


def _is_neutral(key: str, value: Json) -> bool:
    return any(value == neutral and type(value) is type(neutral) for neutral in _NEUTRAL_VALUES.get(key, ()))


def _is_null(schema: Json) -> bool:
    return isinstance(schema, dict) and (
        schema.get("type") in ("null", ["null"]) or schema.get("enum") == [None] or ("const", None) in schema.items()
    )


def _pop_nullable(form: Form) -> bool:
    """Remove `nullable`, and return whether the form allows null by it or by an alternative."""
    entry = form.pop("nullable", None)
    is_nullable = entry is not None and entry.value is True
    for keyword in ("anyOf", "oneOf"):
        combiner = form.get(keyword)
        if combiner is not None and isinstance(combiner.value, list):
            is_nullable = is_nullable or len(members_of(combiner)) < len(combiner.value)
    return is_nullable


def _merge_single_member(form: Form) -> Form | None:
    """Return the form with the one member of its combiner in place of it; None if there is none."""
    combiners = [keyword for keyword in _COMBINERS if keyword in form]
    if len(combiners) != 1 or any(key not in _ANNOTATIONS for key in form if key not in combiners):
        return None
    members = members_of(form[combiners[0]])
    if len(members) != 1 or not isinstance(members[0].value, dict):
        return None
    member = members[0]
    inner = {
        key: FormValue(value, (*member.path, key)) for key, value in _entries(member.value) if not _is_ignored(key)
    }
    return {**inner, **{key: entry for key, entry in form.items() if key not in combiners}}


def _entries(value: Json) -> Iterator[tuple[str, Json]]:
    if isinstance(value, dict):
        yield from value.items()


def _normalize_types(form: Form, *, is_nullable: bool) -> None:
    entry = form.get("type")
    declared = entry.value if entry is not None else None
    types = (
        {declared}
        if isinstance(declared, str)
        else {item for item in declared if isinstance(item, str)}
        if (isinstance(declared, list))
        else set[str]()
    )
    is_nullable = is_nullable or "null" in types
    if entry is not None and types:
        form["type"] = FormValue([*sorted(types | ({"null"} if is_nullable else set()))], entry.path)
    if "const" in form:
        constant = form.pop("const")
        form.setdefault("enum", FormValue([constant.value], constant.path))
    values = form.get("enum")
    if values is not None and isinstance(values.value, list) and is_nullable:
        form["enum"] = FormValue([item for item in values.value if item is not None], values.path)
    required = form.get("required")
    if required is not None and isinstance(required.value, list):
        names = {item for item in required.value if isinstance(item, str)}
        form["required"] = FormValue([*sorted(names)], required.path)


def _normalize_bounds(form: Form) -> None:
    for exclusive, inclusive in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        entry = form.get(exclusive)
        if entry is None or not isinstance(entry.value, bool):
            continue
        del form[exclusive]
        if entry.value and inclusive in form:
            form[exclusive] = form.pop(inclusive)
