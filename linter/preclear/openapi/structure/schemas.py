"""The official JSON Schemas of OpenAPI, rewritten so that a failure stands at the very value that is wrong.

They ship with openapi-spec-validator, openapi-schema-validator and jsonschema-specifications, and are read as files:
importing those packages costs more than checking a large document. As they are, an `oneOf` fails at the parent and says
"none of these"; here every choice is made by an `if`, so that only the branch that was meant is applied. What a schema
accepts stays the same, with the exceptions that `_amended` names.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from preclear.openapi.structure.choices import Rewriting, listing, mapping, or_reference, reference

if TYPE_CHECKING:
    from jsonschema_rs import Validator

    from preclear.source.json_value import Json

NAME = r"^[a-zA-Z0-9._-]+$"
"""The pattern that the specification gives for the keys of `components`."""

STATUS = r"^(?:default$|x-|[1-5](?:[0-9]{2}|XX)$)"
"""The keys that `responses` may have."""

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
    "components": "Components",
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

_SHARED = ("ExampleXORExamples", "SchemaXORContent", "ParameterLocation")


@cache
def validator(version: str, *, names: bool = True) -> Validator:
    """Read, rewrite and compile the schema of `version` (`3.0`, `3.1`, `3.2`), once in a process.

    An instance is a mapping from a kind of `KINDS` to a list of values that are to be of it. Without `names`, all keys
    of mappings are allowed where `propertyNames` says which are. Raises LookupError where the official schemas are not
    installed. Nothing is ever fetched.
    """
    from jsonschema_rs import RegexOptions, validator_for

    schema = official(version) if names else mapping(_without_names(official(version)))
    return validator_for(schema, retriever=_refuse, pattern_options=RegexOptions(), validate_formats=False)


@cache
def official(version: str) -> dict[str, Json]:
    """Give the rewritten schema of `version` without compiling it."""
    root = dict(mapping(_resource("openapi_spec_validator", f"resources/schemas/v{version}/schema.json")))
    definitions = mapping(root.pop("definitions", None)) | mapping(root.pop("$defs", None))
    if version != "3.0":
        definitions |= _schema_object(version)
    rewritten: dict[str, Json] = {}
    definitions["document"] = root
    rewriting = Rewriting(definitions)
    for name, definition in rewriting.definitions.items():
        rewritten[name] = rewriting.of(definition)
    _amended(rewritten)
    kinds: dict[str, Json] = {}
    for kind, old_name in KINDS.items():
        name = {"callback": "callbacks"}.get(kind, kind)
        if version != "3.0" or kind == "document":
            kinds[kind] = {"items": reference(f"{name}-or-reference" if f"{name}-or-reference" in rewritten else name)}
        elif kind in ("components", "path-item", "media-type", "encoding", "operation"):
            kinds[kind] = {"items": reference(old_name)}
        else:
            kinds[kind] = {"items": or_reference(reference(old_name))}
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, "properties": kinds, "$defs": rewritten}


def _without_names(schema: Json) -> Json:
    """Give `schema` without its keywords `propertyNames`."""
    if isinstance(schema, list):
        return [_without_names(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    properties: Json = {name: _without_names(held) for name, held in mapping(schema.get("properties")).items()}
    made = {key: _without_names(held) for key, held in schema.items() if key != "propertyNames"}
    return made | {"properties": properties} if "properties" in schema else made


def _amended(definitions: dict[str, Json]) -> None:
    """Change what the official schemas say where they cannot be meant so, or where another part of ours speaks.

    The `openapi` field is read before any schema is chosen, and what a `$ref` says is reported where it is followed.
    What stands beside a `$ref` is reported by a rule.
    """
    for name in ("Reference", "reference"):
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            mapping(definitions.get(name)).pop(keyword, None)
    for definition in definitions.values():
        for held in (mapping(mapping(definition).get(key)) for key in ("properties", "patternProperties")):
            held.update({name: {} for name in ("$ref", r"^\$ref$") if name in held})
    _statuses(mapping(definitions.get("Responses", definitions.get("responses"))))
    document = mapping(definitions["document"])
    document["required"] = [name for name in listing(document["required"]) if name != "openapi"]
    mapping(document["properties"])["openapi"] = {}
    if "Components" in definitions:
        _amended_3_0(definitions)
    else:
        _amended_3_1(definitions)


def _statuses(responses: dict[str, Json]) -> None:
    """Have all keys told by their form alone, so that what stands under one that is misspelt is checked, too."""
    response = mapping(responses["properties"])["default"]
    responses.pop("additionalProperties", None)
    responses.pop("unevaluatedProperties", None)
    responses |= {"patternProperties": {"^[0-9]": response}, "propertyNames": {"pattern": STATUS}}


def _amended_3_0(definitions: dict[str, Json]) -> None:
    """The same for 3.0.

    The keys of `components` are held to the pattern that the specification gives them, and what stands under a key
    outside it is checked all the same. An empty `enum` of a schema is told of for all versions alike, in `conformance`.
    What parameters and headers share is written into both, so that a failure says of which it is.
    """
    mapping(mapping(mapping(definitions["Schema"])["properties"])["enum"]).pop("minItems")
    for section in mapping(mapping(definitions["Components"])["properties"]).values():
        for held in mapping(mapping(section).pop("patternProperties")).values():
            mapping(section).update({"additionalProperties": held, "propertyNames": {"pattern": NAME}})
    for definition in definitions.values():
        if "allOf" in mapping(definition):
            inlined: list[Json] = []
            for part in listing(mapping(definition)["allOf"]):
                name = str(mapping(part).get("$ref")).rpartition("/")[2]
                inlined.append(definitions[name] if name in _SHARED else part)
            mapping(definition)["allOf"] = inlined
    bearer: Json = {"properties": {"scheme": {"pattern": "^[Bb][Ee][Aa][Rr][Ee][Rr]$"}}, "required": ["scheme"]}
    only_then: Json = {"if": bearer, "else": {"properties": {"bearerFormat": False}}}
    mapping(definitions["HTTPSecurityScheme"])["allOf"] = [only_then]


def _amended_3_1(definitions: dict[str, Json]) -> None:
    """The same for 3.1 and 3.2.

    The schema of 3.1 that is shipped is of 2022 and was mended since: a link has a `server` (not a `body`), a path item
    may have a `$ref` beside its other fields, `example` excludes `examples`. A link's `parameters` may hold any value,
    as the text of the specification has it. That the `items` of a schema are no list is said at `items`, not of the
    schema that the list would be: so it is known to belong to a dialect, and draft-07 lets it be a list.
    """
    properties = mapping(mapping(definitions["schema"])["properties"])
    no_list: Json = {"type": ["object", "boolean"]}
    properties["items"] = {"if": {"type": "array"}, "then": no_list, "else": properties["items"]}
    link = mapping(mapping(definitions["link"])["properties"])
    link["parameters"] = {"type": "object"}
    if "body" in link:
        link["server"] = link.pop("body")
    if "path-item-or-reference" in definitions:
        definitions["path-item-or-reference"] = reference("path-item")
        mapping(mapping(definitions["path-item"])["properties"])["$ref"] = {}
    examples = mapping(definitions["examples"])
    if "allOf" not in examples:
        examples["allOf"] = [{"if": {"required": ["example"]}, "then": {"properties": {"examples": False}}}]


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
    definitions["schema"] = {"type": ["object", "boolean"], "properties": properties}
    return definitions


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
