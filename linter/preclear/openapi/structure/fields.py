"""Which fields an object may have, and on what that depends: read from the rewritten official schema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from preclear.openapi.structure.choices import listing, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source.json_value import Json

Steps = tuple["str | int", ...]
"""A way into a schema: keys, and indices into its lists."""

_NAMES = re.compile(r"\^\((?:\?:)?([a-zA-Z|]+)\)\$")


class Condition(NamedTuple):
    """What must hold of an object: that it `has` a field, that a field `is` a value or is `like` a pattern; or not."""

    test: Literal["has", "is", "like"]
    key: str
    value: Json = None
    wanted: bool = True
    needed: bool = True
    """Whether the field must be there: without it, JSON Schema takes the condition to hold."""

    def holds(self, value: dict[str, Json]) -> bool:
        """Whether it does, of this object."""
        return self._holds(value) == self.wanted

    def _holds(self, value: dict[str, Json]) -> bool:
        if self.key not in value:
            return not self.needed
        found = value[self.key]
        if self.test == "like":
            return not isinstance(found, str) or re.search(str(self.value), found) is not None
        return self.test == "has" or found == self.value


class Field(NamedTuple):
    """A field that an object may have, where all conditions hold."""

    name: str
    conditions: tuple[Condition, ...]


def at(schema: Json, steps: Steps) -> Json:
    """Give the part of `schema` that `steps` lead to; None where they lead nowhere."""
    for step in steps:
        if isinstance(schema, list) and isinstance(step, int) and step < len(schema):
            schema = schema[step]
        elif isinstance(schema, dict) and str(step) in schema:
            schema = schema[str(step)]
        else:
            return None
    return schema


def fields(root: dict[str, Json], schema: Json, given: tuple[Condition, ...] = ()) -> Iterator[Field]:
    """Give every field that `schema`, a part of `root`, knows, each as often as there are ways to be allowed it."""
    if not isinstance(schema, dict):
        return
    for name, held in mapping(schema.get("properties")).items():
        if held is not False:
            yield Field(name, given)
    for pattern in mapping(schema.get("patternProperties")):
        names = _NAMES.fullmatch(pattern)
        for name in names[1].split("|") if names else ():
            yield Field(name, given)
    if "$ref" in schema:
        yield from fields(root, at(root, tuple(str(schema["$ref"]).split("/")[1:])), given)
    for part in listing(schema.get("allOf")):
        yield from fields(root, part, given)
    for name, part in mapping(schema.get("dependentSchemas")).items():
        yield from fields(root, part, (*given, Condition("has", name)))
    if "if" in schema:
        yield from fields(root, schema.get("then"), (*given, *conditions(schema["if"])))
        yield from fields(root, schema.get("else"), (*given, *opposite(conditions(schema["if"]))))


def conditions(test: Json) -> tuple[Condition, ...]:
    """Put the schema of an `if` as conditions. Only what the official schemas write there is understood."""
    required = listing(mapping(test).get("required"))
    found: list[Condition] = []
    for key, held in mapping(mapping(test).get("properties")).items():
        if "const" in mapping(held):
            found.append(Condition("is", key, mapping(held)["const"], needed=key in required))
        elif "pattern" in mapping(held):
            found.append(Condition("like", key, mapping(held)["pattern"], needed=key in required))
    tested = {condition.key for condition in found}
    found.extend(Condition("has", str(key)) for key in required if key not in tested)
    return tuple(found)


def opposite(all_of: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Put "not all of these" as conditions: of a single one that is a condition itself; of more, nothing is said."""
    return (all_of[0]._replace(wanted=not all_of[0].wanted),) if len(all_of) == 1 else ()


def conditions_on(root: dict[str, Json], steps: Steps, above: int = 0) -> tuple[Condition, ...]:
    """Give what led to the part of `root` at `steps`.

    The conditions are those on the value that is checked there, or, with `above` 1, those on the object that holds it.
    """
    levels: list[tuple[Condition, ...]] = [()]
    schema: Json = root
    named = ""
    for step in steps:
        if named:
            if named in ("properties", "patternProperties"):
                levels.append(())
            elif named == "dependentSchemas":
                levels[-1] += (Condition("has", str(step)),)
            named = ""
        elif step in ("properties", "patternProperties", "dependentSchemas", "$defs", "allOf", "oneOf", "anyOf"):
            named = str(step)
        elif step in ("then", "else") and "if" in mapping(schema):
            test = conditions(mapping(schema)["if"])
            levels[-1] += test if step == "then" else opposite(test)
        elif step in ("items", "additionalProperties", "propertyNames"):
            levels.append(())
        schema = at(schema, (step,))
    return levels[-1 - above] if above < len(levels) else ()
