"""The official JSON Schemas of OpenAPI, rewritten so that a failure stands at the very value that is wrong.

They ship with openapi-spec-validator, openapi-schema-validator and jsonschema-specifications, and are read as files:
importing those packages costs more than checking a large document. As they are, an `oneOf` fails at the parent and says
"none of these"; here every choice is made by an `if`, so that only the branch that was meant is applied. What a schema
accepts stays the same, with the exceptions that `_amended` names.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jsonschema_rs import Validator

    from preclear.source.json_value import Json

URL = r"^[^\s<>\"\\^`|]*$"
EMAIL = r"^[^@\s]+@[^@\s]+$"
NAME = r"^[a-zA-Z0-9._-]+$"
"""Patterns that stand for the formats of the official schemas, and for the keys of `components`."""

DIALECTS = frozenset(
    {
        "https://json-schema.org/draft/2020-12/schema",
        "https://spec.openapis.org/oas/3.1/dialect/base",
        "https://spec.openapis.org/oas/3.1/dialect/2024-10-25",
        "https://spec.openapis.org/oas/3.1/dialect/2024-11-10",
        "https://spec.openapis.org/oas/3.2/dialect/base",
        "https://spec.openapis.org/oas/3.2/dialect/2025-09-17",
    }
)
"""The JSON Schema dialects that Schema Objects of 3.1 and 3.2 are checked by; another one's keywords are let be."""

KINDS = {
    "document": "Document",
    "schema": "Schema",
    "parameter": "Parameter",
    "response": "Response",
    "request-body": "RequestBody",
    "path-item": "PathItem",
    "header": "Header",
    "example": "Example",
    "link": "Link",
    "callback": "Callback",
    "security-scheme": "SecurityScheme",
    "media-type": "MediaType",
    "encoding": "Encoding",
    "operation": "Operation",
}
"""The kinds of object that can be checked by themselves, and what the schema of 3.0 calls each."""

_FORMATS = {"uri": URL, "uri-reference": URL, "iri": URL, "email": EMAIL}
_NAMED = ("properties", "patternProperties", "$defs", "dependentSchemas")
_VERBATIM = ("enum", "const", "required", "type")
_NOTES = ("description", "$comment", "default", "title", "format", "deprecated", "$dynamicAnchor", "$vocabulary")


class Structure(NamedTuple):
    """What one version of OpenAPI allows: the schema, to explain by, and the same compiled, to check by."""

    version: str
    schema: dict[str, Json]
    validator: Validator


def mapping(value: Json) -> dict[str, Json]:
    """Give `value` where it is a mapping, and an empty one where it is not."""
    return value if isinstance(value, dict) else {}


def listing(value: Json) -> list[Json]:
    """Give `value` where it is a list, and an empty one where it is not."""
    return value if isinstance(value, list) else []


@lru_cache(maxsize=None)
def structure(version: str) -> Structure:
    """Read, rewrite and compile the schema of `version` (`3.0`, `3.1`, `3.2`), once in a process.

    An instance is a mapping from a kind of `KINDS` to a list of values that are to be of it. Raises LookupError where
    the official schemas are not installed. Nothing is ever fetched.
    """
    from jsonschema_rs import RegexOptions, validator_for

    schema = official(version)
    validator = validator_for(schema, retriever=_refuse, pattern_options=RegexOptions(), validate_formats=False)
    return Structure(version, schema, validator)


@lru_cache(maxsize=None)
def official(version: str) -> dict[str, Json]:
    """Give the rewritten schema of `version` without compiling it."""
    root = dict(mapping(_resource("openapi_spec_validator", f"resources/schemas/v{version}/schema.json")))
    definitions = mapping(root.pop("definitions", None)) | mapping(root.pop("$defs", None))
    if version != "3.0":
        definitions |= _schema_object(version)
    rewritten: dict[str, Json] = {}
    rewriting = _Rewriting(definitions | {"document": root})
    for name, definition in rewriting.definitions.items():
        rewritten[name] = rewriting.of(definition)
    _amended(rewritten)
    kinds: dict[str, Json] = {}
    for kind, old_name in KINDS.items():
        name = {"callback": "callbacks"}.get(kind, kind)
        if version != "3.0" or kind == "document":
            kinds[kind] = {"items": _ref(f"{name}-or-reference" if f"{name}-or-reference" in rewritten else name)}
        elif kind in ("path-item", "media-type", "encoding", "operation"):
            kinds[kind] = {"items": _ref(old_name)}
        else:
            kinds[kind] = {"items": _or_reference(_ref(old_name))}
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, "properties": kinds, "$defs": rewritten}


class _Rewriting:
    """One schema being rewritten; its definitions are looked into to tell the branches of a choice apart."""

    def __init__(self, definitions: dict[str, Json]) -> None:
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
            return _or_reference(other)
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
        made: Json = {"required": [names[0]]}
        for branch, name in reversed(list(zip(branches, names, strict=True))):
            rest = mapping(self.of({key: value for key, value in mapping(branch).items() if key != "required"}))
            if only_one:
                others: dict[str, Json] = {other: False for other in names if other != name}
                rest = rest | {"properties": others}
            made = {"if": _having(name), "then": rest, "else": made}
        return made

    def _by_type(self, branches: list[Json], types: list[frozenset[str]]) -> Json:
        every: list[Json] = []
        every.extend(sorted(frozenset[str]().union(*types)))
        parts: list[Json] = []
        for branch, kinds in zip(branches, types, strict=True):
            names: list[Json] = []
            names.extend(sorted(kinds))
            parts.append(_when({"type": names}, self.of(branch)))
        return {"type": every, "allOf": parts}

    def _by_tag(self, branches: list[Json], key: str, values: list[Json]) -> Json:
        parts: list[Json] = []
        for branch, value in zip(branches, values, strict=True):
            known: dict[str, Json] = {key: {"const": value}}
            parts.append(_when({"properties": known, "required": [key]}, self.of(branch)))
        allowed: dict[str, Json] = {key: {"enum": values}}
        made: dict[str, Json] = {"properties": allowed, "allOf": parts}
        if all(key in listing(self._resolved(branch).get("required")) for branch in branches):
            made["required"] = [key]
        return made

    def _resolved(self, branch: Json) -> dict[str, Json]:
        reference = mapping(branch).get("$ref")
        return mapping(self.definitions.get(str(reference).rpartition("/")[2])) if reference else mapping(branch)

    def _types(self, branch: Json) -> frozenset[str]:
        if "$dynamicRef" in mapping(branch):
            return frozenset({"object", "boolean"})
        resolved = self._resolved(branch)
        types = resolved.get("type")
        if types is None and listing(resolved.get("enum")):
            return frozenset({"string"})
        return frozenset(str(name) for name in (types if isinstance(types, list) else [types] if types else []))

    def _tags(self, branch: Json) -> dict[str, Json]:
        found: dict[str, Json] = {}
        for key, held in mapping(self._resolved(branch).get("properties")).items():
            values = listing(mapping(held).get("enum"))
            if len(values) == 1:
                found[key] = values[0]
        return found


def _amended(definitions: dict[str, Json]) -> None:
    """Change what the official schemas say where they cannot be meant so, or where another part of ours speaks.

    The `openapi` field is read before any schema is chosen, and a `$ref` is told about where it is followed. The keys of `components` in 3.0 are held to the pattern
    that the specification gives them, and what stands under a key outside it is checked all the same.
    """
    for definition in definitions.values():
        for held in (mapping(mapping(definition).get(key)) for key in ("properties", "patternProperties")):
            held.update({name: {} for name in ("$ref", r"^\$ref$") if name in held})
    document = mapping(definitions["document"])
    document["required"] = [name for name in listing(document["required"]) if name != "openapi"]
    mapping(document["properties"])["openapi"] = {}
    sections = mapping(mapping(definitions.get("Components")).get("properties"))
    for section in sections.values():
        patterns = mapping(mapping(section).pop("patternProperties", None))
        for held in patterns.values():
            mapping(section).update({"additionalProperties": held, "propertyNames": {"pattern": NAME}})
    scheme = mapping(definitions.get("HTTPSecurityScheme"))
    if scheme:
        bearer: Json = {"properties": {"scheme": {"pattern": "^[Bb][Ee][Aa][Rr][Ee][Rr]$"}}, "required": ["scheme"]}
        scheme["allOf"] = [{"if": bearer, "else": {"properties": {"bearerFormat": False}}}]


def _schema_object(version: str) -> dict[str, Json]:
    """Give the definitions of a Schema Object of 3.1 or 3.2: all vocabularies of its dialect as one flat schema."""
    folder = "schemas/draft202012"
    names = ("core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "content")
    parts = [mapping(_resource("jsonschema_specifications", f"{folder}/vocabularies/{name}")) for name in names]
    parts.append(mapping(_resource("jsonschema_specifications", f"{folder}/metaschema.json")))
    base = "oas3.1/vocabularies/base" if version == "3.1" else "oas3.2/meta/2025-09-17.json"
    parts.append(mapping(_resource("openapi_schema_validator", f"schemas/{base}")))
    properties: dict[str, Json] = {}
    definitions: dict[str, Json] = {}
    for part in parts:
        properties |= mapping(part.get("properties"))
        definitions |= mapping(part.get("$defs"))
    return definitions | {"schema": {"type": ["object", "boolean"], "properties": properties}}


def _resource(package: str, path: str) -> Json:
    """Read a JSON file that `package` ships, without importing the package."""
    from importlib.util import find_spec
    from pathlib import Path

    from jiter import from_json

    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec is not None else None
    if not folders:
        raise LookupError(f"the package {package} is not installed; it ships the official schemas of OpenAPI")
    value: Json = from_json(Path(folders[0], path).read_bytes())
    return value


def _refuse(uri: str) -> Json:
    raise LookupError(f"{uri} is not fetched: nothing is")


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _or_reference(schema: Json) -> Json:
    return {"if": {"type": "object", "required": ["$ref"]}, "then": _ref("Reference"), "else": schema}


def _having(*names: Json) -> Json:
    return {"required": list(names)} if names else True


def _when(condition: Json, then: Json) -> Json:
    return {"if": condition, "then": then} if condition is not True else then
