"""Keys that an object does not have in OpenAPI: what was meant, where they belong, or what is allowed."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.structure.fields import at, fields
from preclear.openapi.structure.schemas import official
from preclear.openapi.structure.wording import OBJECTS, bare, either, listed, object_at, short, shown, where
from preclear.source.fault import Related, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.openapi.structure.fields import Field, Steps
    from preclear.source.json_value import Json
    from preclear.source.node import Node
    from preclear.source.suggest import Suggester

MOST = 3
"""So many unknown keys of one object are told one by one; of more, the first is, and it names the others."""

_FEW = 4
"""Fields of an object that are all named where another stands among them; of more, only those that are near."""
_NEAREST = 3
"""Fields that are named where several are as near."""
_RELATED = 20
"""Places of the others that are given with it."""

_MEDIA_TYPES = "name the media types as keys of `content`, in the request body and in each response"
_UNDER_SCHEMA = "put it under `schema`"
_ELSEWHERE = {
    ("operation", "consumes"): _MEDIA_TYPES,
    ("operation", "produces"): _MEDIA_TYPES,
    ("document", "consumes"): _MEDIA_TYPES,
    ("document", "produces"): _MEDIA_TYPES,
    ("document", "definitions"): "put it under `components`, as `schemas`",
    ("document", "securityDefinitions"): "put it under `components`, as `securitySchemes`",
    ("document", "host"): "write a URL under `servers`, such as `https://api.example.com/v1`",
    ("document", "basePath"): "write a URL under `servers`, such as `https://api.example.com/v1`",
    ("document", "schemes"): "write a URL under `servers`, such as `https://api.example.com/v1`",
    ("response", "schema"): "put it under `content` and a media type, such as `application/json`",
    ("requestbody", "schema"): "put it under `content` and a media type, such as `application/json`",
    ("parameter", "collectionFormat"): "say it with `style` and `explode`",
}
"""Fields of OpenAPI 2.0, and fields one level off: where they are written in OpenAPI 3."""


class Trouble(NamedTuple):
    """A report, and what it has to do with others."""

    report: Report
    grave: bool = False
    """Whether whatever else is said of the same value only follows from this."""
    meant: str | None = None
    """The field that an unknown key was probably meant to be: that it is missing need not be said then."""
    rests_on: str | None = None
    """The field beside it that decides: where that is wrong or missing, this need not be said."""
    named: bool = False
    """Whether it is about the form of a key alone, and so says nothing of the value under it."""


@cache
def _known(version: str, steps: Steps) -> tuple[Field, ...]:
    """All fields that the part of the schema at `steps` knows."""
    schema = official(version)
    return tuple(fields(schema, at(schema, steps)))


def unexpected(node: Node, names: list[str], steps: Steps, version: str, suggester: Suggester) -> Iterator[Trouble]:
    """Tell of the keys `names` of `node`, which the part of the schema at `steps` does not allow.

    A key that is allowed once another failure is mended is passed over.
    """
    kind = object_at(steps)
    known = _known(version, steps)
    held = node.mapping
    allowed = dict.fromkeys(field.name for field in known if all(c.holds(held) for c in field.conditions))
    words = tuple(allowed)
    strange: list[Node] = []
    for name in names:
        child = node.get(name)
        if child is None or name in allowed or name.startswith("x-"):
            continue
        if kind == "paths":
            yield _path(child, name)
        elif any(field.name == name for field in known):
            yield _conditional(child, name, kind, known, held)
        elif 1 <= len(near := suggester.near(name, words)) <= _NEAREST:
            single = near[0] if len(near) == 1 else None
            ending = f"did you mean {either([short(word) for word in near])}?"
            ending = f"{short(single)} is there already" if single in held else ending
            report = Report(f"{_unknown(name, kind)}; {ending}", child.key, help=_advice(kind, name, version))
            yield Trouble(report, meant=single)
        else:
            strange.append(child)
    wanted = "; expected none" if not words else ""
    if 0 < len(words) <= _FEW:
        wanted = f"; expected {'one of ' if len(words) > 1 else ''}{listed(words)}"
    if len(strange) > MOST:
        yield Trouble(_many(strange, kind, wanted))
        return
    for child in strange:
        name = str(child.pointer[-1])
        advice = _advice(kind, name, version)
        meant = "schema" if advice == _UNDER_SCHEMA else None
        yield Trouble(Report(f"{_unknown(name, kind)}{wanted}", child.key, help=advice), meant=meant)


def _unknown(name: str, kind: str) -> str:
    return f"{short(name)} is no field of {OBJECTS.get(kind, 'this object')}"


def _many(strange: list[Node], kind: str, wanted: str) -> Report:
    first, *others = strange
    names = listed([str(child.pointer[-1]) for child in others])
    message = f"{short(str(first.pointer[-1]))} and {len(others)} other keys ({names}) are no fields of "
    message += OBJECTS.get(kind, "this object") + wanted
    return Report(
        message, first.key, related=tuple(Related("no field either", child.key) for child in others[:_RELATED])
    )


def _path(child: Node, name: str) -> Trouble:
    message = f"path {short(name)} does not begin with a slash; expected {short(f'/{name}')}"
    return Trouble(Report(message, child.key), named=True)


def unknown_status(responses: Node, name: str, suggester: Suggester) -> Trouble:
    """Tell of the key `name` of a Responses Object, which is none that it may have."""
    wanted = "`default`, a status code such as `200`, or a range such as `2XX`"
    near = f"{name[0]}XX" if re.fullmatch("[1-5][xX*?]{2}", name) else suggester.nearest(name, ("default",))
    message = f"{short(name)} is no key of `responses`; expected {wanted}"
    child = responses.get(name)
    place = responses.place if child is None else child.key
    message = f"{message}; did you mean {short(near)}?" if near else message
    return Trouble(Report(message, place), meant=near, named=True)


def _conditional(child: Node, name: str, kind: str, known: tuple[Field, ...], held: dict[str, Json]) -> Trouble:
    """Say on what a field depends that the object may have in another case, by the ways that lack least."""
    ways = [[c for c in field.conditions if not c.holds(held)] for field in known if field.name == name]
    unmet = min(ways, key=len)
    choices = [way[0] for way in ways if len(way) == 1 and way[0].test == "is"]
    if len(unmet) == 1 and unmet[0] in choices and unmet[0].wanted:
        values = [shown(choice.value) for choice in choices if choice.key == unmet[0].key]
        only = f"where {short(unmet[0].key)} is {either(list(dict.fromkeys(values)))}"
    else:
        only = where(unmet)
    message = f"{short(name)} is a field of {OBJECTS.get(kind, 'this object')} only {only}"
    return Trouble(Report(message, child.key), rests_on=next((c.key for c in unmet if c.test == "is"), None))


def _advice(kind: str, name: str, version: str) -> str | None:
    """Where the field belongs instead: elsewhere in OpenAPI 3, under `schema`, or in a newer version."""
    known = _ELSEWHERE.get((kind, name))
    if known is not None:
        return known
    if kind in ("parameter", "header", "mediatype") and name in _names("schema", version):
        return _UNDER_SCHEMA
    for newer in ("3.1", "3.2"):
        if newer > version and name in _names(kind, newer):
            return f"OpenAPI {newer} has it: raise the version of the document, or leave it out"
    return None


@cache
def _names(kind: str, version: str) -> set[str]:
    """All fields that the object `kind` may have in `version`."""
    schema = official(version)
    definitions = schema["$defs"]
    if not isinstance(definitions, dict):
        return set()
    return {field.name for name in definitions if bare(name) == kind for field in fields(schema, definitions[name])}
