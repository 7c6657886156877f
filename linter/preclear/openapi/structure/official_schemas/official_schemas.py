"""The official JSON Schemas of OpenAPI, rewritten so that each failure is at the value that is wrong.

They ship with openapi-spec-validator, openapi-schema-validator and jsonschema-specifications, and are read as files,
because importing those packages takes longer than checking a large document. In the originals, a `oneOf` fails at the
parent and says "none of these"; here an `if` makes every choice, so that only the branch that was meant is applied.
The schemas accept the same documents as before, with the exceptions that `_amend` lists.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from preclear.openapi.structure.official_schemas.schema_interpreter import SchemaInterpreter
from preclear.openapi.structure.official_schemas.schema_rewriter import SchemaRewriter, allow_reference, make_reference
from preclear.openapi.values import as_list, as_mapping

if TYPE_CHECKING:
    from jsonschema_rs import Validator

    from preclear.source import Json

COMPONENT_NAME_PATTERN = r"^[a-zA-Z0-9._-]+$"
"""The specification's pattern for the keys in the sections of `components`."""

RESPONSE_KEY_PATTERN = r"^(?:default$|x-|[1-5](?:[0-9]{2}|XX)$)"
"""The keys that `responses` may have."""

OBJECT_KINDS = {
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
"""The kinds of object that can be checked on their own, with their names in the schema of 3.0."""

_INLINED_DEFINITIONS = ("ExampleXORExamples", "SchemaXORContent", "ParameterLocation")


@cache
def validator(series: str, *, check_names: bool = True) -> Validator:
    """Return the compiled schema of `series` (`3.0`, `3.1`, `3.2`), cached for the process.

    An instance is a mapping from a key of `OBJECT_KINDS` to a list of values of that kind. Without `check_names`, the
    schema ignores `propertyNames`. Raises LookupError if the official schemas aren't installed. Nothing is fetched.
    """
    from jsonschema_rs import RegexOptions, validator_for

    schema = official_schema(series) if check_names else as_mapping(_remove_property_names(official_schema(series)))
    return validator_for(schema, retriever=_refuse, pattern_options=RegexOptions(), validate_formats=False)


@cache
def interpreter(series: str) -> SchemaInterpreter:
    """Return the interpreter of the schema of `series`, cached for the process, for what is small.

    Raises LookupError if the official schemas aren't installed.
    """
    return SchemaInterpreter(official_schema(series))


@cache
def official_schema(series: str) -> dict[str, Json]:
    """Return the rewritten schema of `series`, cached. Raises LookupError if the official schemas aren't installed."""
    root = dict(as_mapping(_read_resource("openapi_spec_validator", f"resources/schemas/v{series}/schema.json")))
    definitions = as_mapping(root.pop("definitions", None)) | as_mapping(root.pop("$defs", None))
    if series != "3.0":
        definitions |= _schema_object_definitions(series)
    rewritten: dict[str, Json] = {}
    definitions["document"] = root
    rewriter = SchemaRewriter(definitions)
    for name, definition in rewriter.definitions.items():
        rewritten[name] = rewriter.rewrite(definition)
    _amend(rewritten)
    kinds: dict[str, Json] = {}
    for kind, name_3_0 in OBJECT_KINDS.items():
        name = {"callback": "callbacks"}.get(kind, kind)
        if series != "3.0" or kind == "document":
            kinds[kind] = {
                "items": make_reference(f"{name}-or-reference" if f"{name}-or-reference" in rewritten else name)
            }
        elif kind in ("components", "path-item", "media-type", "encoding", "operation"):
            kinds[kind] = {"items": make_reference(name_3_0)}
        else:
            kinds[kind] = {"items": allow_reference(make_reference(name_3_0))}
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, "properties": kinds, "$defs": rewritten}


def _remove_property_names(schema: Json) -> Json:
    """Return `schema` without `propertyNames` at any depth."""
    if isinstance(schema, list):
        return [_remove_property_names(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    properties: Json = {
        name: _remove_property_names(subschema) for name, subschema in as_mapping(schema.get("properties")).items()
    }
    result = {key: _remove_property_names(subschema) for key, subschema in schema.items() if key != "propertyNames"}
    return result | {"properties": properties} if "properties" in schema else result


def _amend(definitions: dict[str, Json]) -> None:
    """Change the official schemas where they are wrong, or where another part of preclear reports the fault.

    The `openapi` field is read before a schema is chosen, a `$ref` is checked when it is followed, and a rule reports
    the keys beside a `$ref`.
    """
    for name in ("Reference", "reference"):
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            as_mapping(definitions.get(name)).pop(keyword, None)
    for definition in definitions.values():
        for properties in (as_mapping(as_mapping(definition).get(key)) for key in ("properties", "patternProperties")):
            properties.update({name: {} for name in ("$ref", r"^\$ref$") if name in properties})
    _amend_responses(as_mapping(definitions.get("Responses", definitions.get("responses"))))
    document = as_mapping(definitions["document"])
    document["required"] = [name for name in as_list(document["required"]) if name != "openapi"]
    as_mapping(document["properties"])["openapi"] = {}
    if "Components" in definitions:
        _amend_3_0(definitions)
    else:
        _amend_3_1(definitions)


def _amend_responses(responses: dict[str, Json]) -> None:
    """Let `propertyNames` alone check the keys, so that the response under a misspelled key is checked too."""
    response = as_mapping(responses["properties"])["default"]
    responses.pop("additionalProperties", None)
    responses.pop("unevaluatedProperties", None)
    responses |= {"patternProperties": {"^[0-9]": response}, "propertyNames": {"pattern": RESPONSE_KEY_PATTERN}}


def _amend_3_0(definitions: dict[str, Json]) -> None:
    """Change the schema of 3.0.

    The keys of `components` are checked against the specification's pattern, and the values under invalid keys are
    checked too. `structure.schemas` reports an empty `enum` for all versions. Definitions that parameters and headers
    share are inlined in both, so that a failure says which of them it is about.
    """
    as_mapping(as_mapping(as_mapping(definitions["Schema"])["properties"])["enum"]).pop("minItems")
    for section in as_mapping(as_mapping(definitions["Components"])["properties"]).values():
        for subschema in as_mapping(as_mapping(section).pop("patternProperties")).values():
            as_mapping(section).update(
                {"additionalProperties": subschema, "propertyNames": {"pattern": COMPONENT_NAME_PATTERN}}
            )
    for definition in definitions.values():
        if "allOf" in as_mapping(definition):
            inlined: list[Json] = []
            for part in as_list(as_mapping(definition)["allOf"]):
                name = str(as_mapping(part).get("$ref")).rpartition("/")[2]
                inlined.append(definitions[name] if name in _INLINED_DEFINITIONS else part)
            as_mapping(definition)["allOf"] = inlined
    bearer_condition: Json = {
        "properties": {"scheme": {"pattern": "^[Bb][Ee][Aa][Rr][Ee][Rr]$"}},
        "required": ["scheme"],
    }
    bearer_format_rule: Json = {"if": bearer_condition, "else": {"properties": {"bearerFormat": False}}}
    as_mapping(definitions["HTTPSecurityScheme"])["allOf"] = [bearer_format_rule]


def _amend_3_1(definitions: dict[str, Json]) -> None:
    """Change the schemas of 3.1 and 3.2.

    The installed schema of 3.1 is of 2022 and was corrected later: a link has a `server` (not a `body`), a path item
    may have a `$ref` beside its other fields, `example` excludes `examples`. A link's `parameters` may have any value,
    as the text of the specification says. A list under `items` is rejected at `items`, not as the schema that it would
    be: the failure then belongs to the schema around it, whose dialect may be draft-07, which allows a list.
    """
    properties = as_mapping(as_mapping(definitions["schema"])["properties"])
    non_list_types: Json = {"type": ["object", "boolean"]}
    properties["items"] = {"if": {"type": "array"}, "then": non_list_types, "else": properties["items"]}
    link = as_mapping(as_mapping(definitions["link"])["properties"])
    link["parameters"] = {"type": "object"}
    if "body" in link:
        link["server"] = link.pop("body")
    if "path-item-or-reference" in definitions:
        definitions["path-item-or-reference"] = make_reference("path-item")
        as_mapping(as_mapping(definitions["path-item"])["properties"])["$ref"] = {}
    examples = as_mapping(definitions["examples"])
    if "allOf" not in examples:
        examples["allOf"] = [{"if": {"required": ["example"]}, "then": {"properties": {"examples": False}}}]


def _schema_object_definitions(series: str) -> dict[str, Json]:
    """Return the definitions of a Schema Object of 3.1 or 3.2: all vocabularies of its dialect as one flat schema."""
    folder = "schemas/draft202012"
    names = ("core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "content")
    parts = [as_mapping(_read_resource("jsonschema_specifications", f"{folder}/vocabularies/{name}")) for name in names]
    parts.append(as_mapping(_read_resource("jsonschema_specifications", f"{folder}/metaschema.json")))
    base = "oas3.1/vocabularies/base" if series == "3.1" else "oas3.2/meta/2025-09-17.json"
    parts.append(as_mapping(_read_resource("openapi_schema_validator", f"schemas/{base}")))
    properties: dict[str, Json] = {}
    definitions: dict[str, Json] = {}
    for part in parts:
        properties |= as_mapping(part.get("properties"))
        definitions |= as_mapping(part.get("$defs"))
    definitions["schema"] = {"type": ["object", "boolean"], "properties": properties}
    return definitions


def _read_resource(package: str, path: str) -> Json:
    """Read a JSON file of `package` without importing the package. Raises LookupError if it isn't installed."""
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
    raise LookupError(f"{uri} isn't fetched")
