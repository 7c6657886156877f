"""The structure of an OpenAPI document: what the official JSON Schemas say of it, each fault at its key or value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.choices import mapping
from preclear.openapi.explain import Failure, explain
from preclear.openapi.schemas import DIALECTS, KINDS, validator
from preclear.openapi.unexpected import Trouble
from preclear.openapi.wording import object_at
from preclear.source.fault import Fault, Kind, Report
from preclear.source.node import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema_rs import ValidationError

    from preclear.source.json_value import Json

INVALID_OPENAPI = Kind(
    name="invalid-openapi",
    category="openapi",
    severity="error",
    basis="openapi",
    source="OpenAPI Specification, official JSON Schema",
    doc="""The document breaks the structure that OpenAPI gives it.

A field is missing that the specification requires, a key stands where the specification knows none of that name, or a
value is of another kind than it must be. What an import does with such a part is anyone's guess: it may refuse the
document, or pass over the part without a word. Keys that begin with `x-` are yours and always fine.
""",
)

INVALID_SCHEMA = Kind(
    name="invalid-schema",
    category="openapi",
    severity="error",
    basis="openapi",
    source="OpenAPI Specification, official JSON Schema",
    doc="""A schema is none: no value can be held against it.

Its `type` is unknown, its `pattern` is no regular expression, its `required` is no list of names, its `minimum` lies
above its `maximum`, its `enum` is empty, or an array of OpenAPI 3.0 does not say what its `items` are. Whatever is
built from the schema, such as the fields of an action, is then guessed at best.
""",
)

STRUCTURE_KINDS = (INVALID_OPENAPI, INVALID_SCHEMA)

_SECTIONS = {
    "schemas": "schema",
    "responses": "response",
    "parameters": "parameter",
    "examples": "example",
    "requestBodies": "request-body",
    "headers": "header",
    "securitySchemes": "security-scheme",
    "links": "link",
    "callbacks": "callback",
}


def structure_faults(root: Node, version: str) -> list[Fault]:
    """Check the document at `root` against the official schema of `version`: `3.0`, `3.1` or `3.2`.

    Gives what is wrong, one fault a cause, in no particular order. The `openapi` field and what a `$ref` says are not
    looked at: others tell of them. Raises LookupError where the official schemas are not installed.
    """
    parts: dict[str, list[Node]] = {"document": [root]}
    trunk = _without(root, "paths", "path-item", parts, "/")
    trunk = _without(trunk, "webhooks", "path-item", parts) if version != "3.0" else trunk
    components = trunk.get("components")
    if components is not None:
        for section, kind in _SECTIONS.items():
            components = _without(components, section, kind, parts)
        trunk = trunk._replace(value=trunk.mapping | {"components": components.value})
    return _faults(parts, trunk, version)


def part_faults(node: Node, version: str, kind: str) -> list[Fault]:
    """Check a value of another file as the object that a reference takes it for, with the schema of `version`.

    `kind` is one of `preclear.openapi.schemas.KINDS`; spaces may stand for its hyphens. Raises KeyError for any other.
    """
    kind = kind.replace(" ", "-")
    if kind not in KINDS:
        raise KeyError(kind)
    return _faults({kind: [node]}, None, version)


def _without(holder: Node, key: str, kind: str, parts: dict[str, list[Node]], start: str = "") -> Node:
    """Take the entries of the mapping under `key` out, to be checked as `kind` by themselves.

    A failure copies the value that fails: at the root of a large document, that alone would cost more than the check.
    In the place of each entry stands a reference, which is right for every object.
    """
    section = holder.get(key)
    if section is None or not section.mapping:
        return holder
    rest = section.mapping.copy()
    for name, node in section.entries():
        if name.startswith(start) and not (start and name.startswith("x-")):
            parts.setdefault(kind, []).append(node)
            rest[name] = {"$ref": "#"}
    return holder._replace(value=holder.mapping | {key: rest})


def _faults(parts: dict[str, list[Node]], trunk: Node | None, version: str) -> list[Fault]:
    """Sweep over all parts at once; `trunk` is what is checked for the document itself."""
    instance = {kind: [node.value for node in nodes] for kind, nodes in parts.items()}
    if trunk is not None:
        instance["document"] = [trunk.value]
    found: list[tuple[Kind, Trouble]] = []
    try:
        for error in validator(version).iter_errors(instance):
            failure = _failure(error, parts)
            if failure is not None:
                kind = INVALID_SCHEMA if object_at(failure.steps) == "schema" else INVALID_OPENAPI
                found.extend((kind, trouble) for trouble in explain(failure, version))
    except ValueError as error:
        node = next(iter(parts.values()))[0]
        reason = " ".join(str(error).split())[:60]
        found.append((INVALID_OPENAPI, Trouble(Report(f"the structure cannot be checked: {reason}", node.place))))
    return list(_causes(found))


def _failure(error: ValidationError, parts: dict[str, list[Node]]) -> Failure | None:
    """Find the value that `error` is about; None where it is a schema in another dialect than ours."""
    kind, number, *way = error.instance_path
    node = parts[str(kind)][int(number)]
    steps = tuple(error.schema_path)
    keyword = error.kind.name
    ways: list[tuple[Node, ...]] = [(node,)]
    for step in way:
        ways = [(*before, *below) for before in ways for below in _children(before[-1], step)]
    ways += [(*before, unnamed) for before in ways for unnamed in _unnamed(before[-1])]
    chosen = ways[0] if ways else (node,)
    if len(ways) > 1:
        chosen = next((each for each in ways if each[-1].value == error.instance), chosen)
    node, around = chosen[-1], chosen[-2] if len(chosen) > 1 else node
    dialects = [mapping(node.document.value).get("jsonSchemaDialect"), *(held.text("$schema") for held in chosen)]
    foreign = any(isinstance(dialect, str) and dialect not in DIALECTS for dialect in dialects)
    if foreign and object_at(steps) == "schema" and len(steps) > 3:
        return None
    if keyword == "falseSchema":
        return Failure(keyword, None, node, steps, around.value)
    if keyword == "propertyNames":
        inner: ValidationError = error.kind.value
        return Failure(keyword, str(inner.instance), node, steps[:-1], around.value, inner.kind.name)
    detail: Json = error.kind.value
    return Failure(keyword, detail, node, steps[:-1], around.value)


def _children(node: Node, step: str | int) -> list[tuple[Node, ...]]:
    """Take one step down, or several where the validator leaves out the empty keys on the way.

    It gives a key of digits as a number, and so may mean `7` as well as `007`.
    """
    document, pointer, value = node
    if isinstance(value, list):
        there = isinstance(step, int) and step < len(value)
        return [(Node(document, (*pointer, step), value[int(step)]),)] if there else []
    held = mapping(value)
    names = [name for name in held if name == step or (name.isdecimal() and int(name) == step)]
    direct: list[tuple[Node, ...]] = [(Node(document, (*pointer, name), held[name]),) for name in names]
    return direct + [(unnamed, *below) for unnamed in _unnamed(node) for below in _children(unnamed, step)]


def _unnamed(node: Node) -> list[Node]:
    """What stands under the empty key, if anything does."""
    unnamed = node.get("")
    return [] if unnamed is None else [unnamed]


def _causes(found: list[tuple[Kind, Trouble]]) -> Iterator[Fault]:
    """Leave out what only follows from something else that was found, or says it again."""
    places = [trouble.report.at.place for _, trouble in found]
    meant = {(place.pointer[:-1], trouble.meant) for place, (_, trouble) in zip(places, found, strict=True)}
    grave: dict[tuple[str | int, ...], str] = {}
    for place, (_, trouble) in zip(places, found, strict=True):
        if trouble.grave:
            grave[place.pointer] = min(place.part, grave.get(place.pointer, place.part))  # "key" before "value"
    wrong = {place.pointer for place in places if place.missing is None}
    wrong |= {(*place.pointer, place.missing) for place in places if place.missing is not None}
    said: set[tuple[tuple[str | int, ...], str, str | None]] = set()
    for place, (kind, trouble) in zip(places, found, strict=True):
        where = (place.pointer, place.part, place.missing)
        told = grave.get(place.pointer) if place.missing is None else None
        overruled = told is not None and not (trouble.grave and place.part == told)
        replaced = place.missing is not None and (place.pointer, place.missing) in meant
        resting = trouble.rests_on is not None and (*place.pointer[:-1], trouble.rests_on) in wrong
        if where not in said and not (overruled or replaced or resting):
            said.add(where)
            yield Fault(kind, trouble.report)
