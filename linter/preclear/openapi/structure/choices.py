"""JSON Schemas rewritten with every choice made by an `if`, so that only the branch that was meant is applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.source.json_value import Json

URL = r"^[^\s<>\"\\^`|]*$"
EMAIL = r"^[^@\s]+@[^@\s]+$"
"""Patterns that stand for the formats of the official schemas."""

_FORMATS = {"uri": URL, "uri-reference": URL, "iri": URL, "email": EMAIL}
_NAMED = ("properties", "patternProperties", "$defs", "dependentSchemas")
_VERBATIM = ("enum", "const", "required", "type")
_NOTES = ("description", "$comment", "default", "title", "format", "deprecated", "$dynamicAnchor", "$vocabulary")


def mapping(value: Json) -> dict[str, Json]:
    """Give `value` where it is a mapping, and an empty one where it is not."""
    return value if isinstance(value, dict) else {}


def listing(value: Json) -> list[Json]:
    """Give `value` where it is a list, and an empty one where it is not."""
    return value if isinstance(value, list) else []


class Rewriting:
    """One schema being rewritten; its definitions are looked into to tell the branches of a choice apart."""

    def __init__(self, definitions: Mapping[str, Json]) -> None:
        self.definitions = definitions

    def of(self, schema: Json) -> Json:
        """Give `schema` with every choice made by an `if`."""
        if isinstance(schema, list):
            return [self.of(item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        made: dict[str, Json] = {}
        extra: list[Json] = []
        for key, value in schema.items():
            if key in _NAMED:
                made[key] = {name: self.of(held) for name, held in mapping(value).items()}
            elif key in _VERBATIM:
                made[key] = value
            elif key == "format" and value in _FORMATS:
                made["pattern"] = _FORMATS[str(value)]
            elif key == "$ref":
                made[key] = "#" + str(value).partition("#")[2].replace("/definitions/", "/$defs/")
            elif key == "$dynamicRef":
                made["$ref"] = "#/$defs/schema"
            elif key in ("oneOf", "anyOf"):
                extra.append(self.choice(listing(value), only_one=key == "oneOf"))
            elif key == "not" and (names := listing(mapping(value).get("required"))):
                extra.append(_when(_having(*names[:-1]), {"properties": {str(names[-1]): False}}))
            elif key == "exclusiveMinimum" and value is True:
                made[key] = made.pop("minimum")
            elif key not in _NOTES and key not in ("$id", "id", "$schema"):
                made[key] = self.of(value)
        if not made and len(extra) == 1:
            return extra[0]
        if extra:
            made["allOf"] = [*listing(made.get("allOf")), *extra]
        return made

    def choice(self, branches: list[Json], only_one: bool) -> Json:
        """Give a schema that applies the branch which the value was meant for, and tells what leads to each."""
        rest = [branch for branch in branches if mapping(branch).get("$ref") != "#/definitions/Reference"]
        if len(rest) < len(branches):
            other = self.of(rest[0]) if len(rest) == 1 else self.choice(rest, only_one)
            return or_reference(other)
        required = [listing(mapping(branch).get("required")) for branch in branches]
        if all(len(names) == 1 for names in required) and not any("properties" in mapping(b) for b in branches):
            return self._by_presence(branches, [str(names[0]) for names in required], only_one)
        types = [self._types(branch) for branch in branches]
        if all(types) and sum(map(len, types)) == len(frozenset[str]().union(*types)):
            return self._by_type(branches, types)
        tags = [self._tags(branch) for branch in branches]
        for key in tags[0]:
            if all(key in tag for tag in tags):
                return self._by_tag(branches, key, [tag[key] for tag in tags])
        return {"oneOf" if only_one else "anyOf": self.of(branches)}

    def _by_presence(self, branches: list[Json], names: list[str], only_one: bool) -> Json:
        """Choose by the one field that each branch requires; where none is there, the first one is missing."""
        made: Json = {"required": [names[0]]}
        for branch, name in reversed(list(zip(branches, names, strict=True))):
            rest = mapping(self.of({key: value for key, value in mapping(branch).items() if key != "required"}))
            if only_one:
                others: dict[str, Json] = {other: False for other in names if other != name}
                rest["properties"] = others
            made = {"if": _having(name), "then": rest, "else": made}
        return made

    def _by_type(self, branches: list[Json], types: list[frozenset[str]]) -> Json:
        """Choose by the type of the value."""
        every: list[Json] = []
        every.extend(sorted(frozenset[str]().union(*types)))
        parts: list[Json] = []
        for branch, kinds in zip(branches, types, strict=True):
            names: list[Json] = []
            names.extend(sorted(kinds))
            parts.append(_when({"type": names}, self.of(branch)))
        return {"type": every, "allOf": parts}

    def _by_tag(self, branches: list[Json], key: str, values: list[Json]) -> Json:
        """Choose by the value of the field `key`, which is another one in each branch."""
        parts: list[Json] = []
        for branch, value in zip(branches, values, strict=True):
            known: dict[str, Json] = {key: {"const": value}}
            parts.append(_when({"type": "object", "properties": known, "required": [key]}, self.of(branch)))
        allowed: dict[str, Json] = {key: {"enum": values}}
        made: dict[str, Json] = {"properties": allowed, "allOf": parts}
        if all(self._resolved(branch).get("type") == "object" for branch in branches):
            made["type"] = "object"
        if all(key in listing(self._resolved(branch).get("required")) for branch in branches):
            made["required"] = [key]
        return made

    def _resolved(self, branch: Json) -> dict[str, Json]:
        target = mapping(branch).get("$ref")
        return mapping(self.definitions.get(str(target).rpartition("/")[2])) if target else mapping(branch)

    def _types(self, branch: Json) -> frozenset[str]:
        """Give the JSON types that this branch takes; none where it does not say."""
        if "$dynamicRef" in mapping(branch):
            return frozenset({"object", "boolean"})
        resolved = self._resolved(branch)
        types = resolved.get("type")
        if types is None and listing(resolved.get("enum")):
            return frozenset({"string"})
        return frozenset(str(name) for name in (types if isinstance(types, list) else [types] if types else []))

    def _tags(self, branch: Json) -> dict[str, Json]:
        """Give the fields that have a single value in this branch."""
        found: dict[str, Json] = {}
        for key, held in mapping(self._resolved(branch).get("properties")).items():
            values = listing(mapping(held).get("enum"))
            if len(values) == 1:
                found[key] = values[0]
        return found


def reference(name: str) -> Json:
    """Give the schema that refers to the definition `name`."""
    return {"$ref": f"#/$defs/{name}"}


def or_reference(schema: Json) -> Json:
    """Give the schema of what `schema` describes, or a `$ref` in its place."""
    return {"if": {"type": "object", "required": ["$ref"]}, "then": reference("Reference"), "else": schema}


def _having(*names: Json) -> Json:
    return {"required": list(names)} if names else True


def _when(condition: Json, then: Json) -> Json:
    return {"if": condition, "then": then} if condition is not True else then
