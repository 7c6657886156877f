"""The official JSON Schemas of OpenAPI, rewritten so that a failure stands at the very value that is wrong.

They ship with openapi-spec-validator, openapi-schema-validator and jsonschema-specifications, and are read as files:
importing those packages costs more than checking a large document. As they are, an `oneOf` fails at the parent and says
"none of these"; here every choice is made by an `if`, so that only the branch that was meant is applied. What a schema
accepts stays the same, with the exceptions that `_amend` names.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from preclear.openapi.structure.schema_rewriter import SchemaRewriter, allow_reference, make_reference
from preclear.openapi.values import as_list, as_mapping

if TYPE_CHECKING:
    from jsonschema_rs import Validator

    from preclear.source import Json

COMPONENT_NAME_PATTERN = r"^[a-zA-Z0-9._-]+$"
"""The pattern that the specification gives for the keys of `components`."""

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
"""The kinds of object that can be checked by themselves, and what the schema of 3.0 calls each."""

_INLINED_DEFINITIONS = ("ExampleXORExamples", "SchemaXORContent", "ParameterLocation")


@cache
def validator(series: str, *, check_names: bool = True) -> Validator:
    """Read, rewrite and compile the schema of `series` (`3.0`, `3.1`, `3.2`), once in a process.

    An instance is a mapping from a kind of `KINDS` to a list of values that are to be of it. Without `check_names`, all
    keys of mappings are allowed where `propertyNames` says which are. Raises LookupError where the official schemas are
    not installed. Nothing is ever fetched.
    """
    from jsonschema_rs import RegexOptions, validator_for

    schema = official_schema(series) if check_names else as_mapping(_remove_property_names(official_schema(series)))
    return validator_for(schema, retriever=_refuse, pattern_options=RegexOptions(), validate_formats=False)


@cache
def official_schema(series: str) -> dict[str, Json]:
    """Give the rewritten schema of `series` without compiling it."""
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
    """Give `schema` without its keywords `propertyNames`."""
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
    """Change what the official schemas say where they cannot be meant so, or where another part of ours speaks.

    The `openapi` field is read before any schema is chosen, and what a `$ref` says is reported where it is followed.
    What stands beside a `$ref` is reported by a rule.
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
    """Have all keys told by their form alone, so that what stands under one that is misspelt is checked, too."""
    response = as_mapping(responses["properties"])["default"]
    responses.pop("additionalProperties", None)
    responses.pop("unevaluatedProperties", None)
    responses |= {"patternProperties": {"^[0-9]": response}, "propertyNames": {"pattern": RESPONSE_KEY_PATTERN}}


def _amend_3_0(definitions: dict[str, Json]) -> None:
    """The same for 3.0.

    The keys of `components` are held to the pattern that the specification gives them, and what stands under a key
    outside it is checked all the same. An empty `enum` of a schema is told of for all versions alike, in `conformance`.
    What parameters and headers share is written into both, so that a failure says of which it is.
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
    """The same for 3.1 and 3.2.

    The schema of 3.1 that is shipped is of 2022 and was mended since: a link has a `server` (not a `body`), a path item
    may have a `$ref` beside its other fields, `example` excludes `examples`. A link's `parameters` may hold any value,
    as the text of the specification has it. That the `items` of a schema are no list is said at `items`, not of the
    schema that the list would be: so it is known to belong to a dialect, and draft-07 lets it be a list.
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
    """Give the definitions of a Schema Object of 3.1 or 3.2: all vocabularies of its dialect as one flat schema."""
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
