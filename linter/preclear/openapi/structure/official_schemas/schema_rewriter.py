"""Rewrite JSON Schemas so that an `if` makes every choice, and only the branch that was meant is applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.values import as_list, as_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.source import Json

URL_PATTERN = r"^[^\s<>\"\\^`|]*$"
EMAIL_PATTERN = r"^[^@\s]+@[^@\s]+$"
"""Patterns in place of the formats of the official schemas."""

_FORMAT_PATTERNS = {"uri": URL_PATTERN, "uri-reference": URL_PATTERN, "iri": URL_PATTERN, "email": EMAIL_PATTERN}
_SCHEMA_MAP_KEYWORDS = ("properties", "patternProperties", "$defs", "dependentSchemas")
_VERBATIM_KEYWORDS = ("enum", "const", "required", "type")
_ANNOTATION_KEYWORDS = (
    "description",
    "$comment",
    "default",
    "title",
    "format",
    "deprecated",
    "$dynamicAnchor",
    "$vocabulary",
)


class SchemaRewriter:
    """Rewrites a schema. It looks into the definitions to tell the branches of a choice apart."""

    def __init__(self, definitions: Mapping[str, Json]) -> None:
        self.definitions = definitions

    def rewrite(self, schema: Json) -> Json:
        """Return `schema` with an `if` in place of every choice."""
        if isinstance(schema, list):
            return [self.rewrite(item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        result: dict[str, Json] = {}
        choices: list[Json] = []
        for key, value in schema.items():
            if key in _SCHEMA_MAP_KEYWORDS:
                result[key] = {name: self.rewrite(subschema) for name, subschema in as_mapping(value).items()}
            elif key in _VERBATIM_KEYWORDS:
                result[key] = value
            elif key == "format" and value in _FORMAT_PATTERNS:
                result["pattern"] = _FORMAT_PATTERNS[str(value)]
            elif key == "$ref":
                result[key] = "#" + str(value).partition("#")[2].replace("/definitions/", "/$defs/")
            elif key == "$dynamicRef":
                result["$ref"] = "#/$defs/schema"
            elif key in ("oneOf", "anyOf"):
                choices.append(self.rewrite_choice(as_list(value), is_one_of=key == "oneOf"))
            elif key == "not" and (names := as_list(as_mapping(value).get("required"))):
                choices.append(_if_then(_require_fields(*names[:-1]), {"properties": {str(names[-1]): False}}))
            elif key == "exclusiveMinimum" and value is True:
                result[key] = result.pop("minimum")
            elif key not in _ANNOTATION_KEYWORDS and key not in ("$id", "id", "$schema"):
                result[key] = self.rewrite(value)
        if not result and len(choices) == 1:
            return choices[0]
        if choices:
            result["allOf"] = [*as_list(result.get("allOf")), *choices]
        return result

    def rewrite_choice(self, branches: list[Json], is_one_of: bool) -> Json:
        """Return a schema that only applies the branch that the value was meant for."""
        non_references = [branch for branch in branches if as_mapping(branch).get("$ref") != "#/definitions/Reference"]
        if len(non_references) < len(branches):
            alternative = (
                self.rewrite(non_references[0])
                if len(non_references) == 1
                else self.rewrite_choice(non_references, is_one_of)
            )
            return allow_reference(alternative)
        required = [as_list(as_mapping(branch).get("required")) for branch in branches]
        if all(len(names) == 1 for names in required) and not any("properties" in as_mapping(b) for b in branches):
            return self._choose_by_presence(branches, [str(names[0]) for names in required], is_one_of)
        types = [self._branch_types(branch) for branch in branches]
        if all(types) and sum(map(len, types)) == len(frozenset[str]().union(*types)):
            return self._choose_by_type(branches, types)
        tags = [self._branch_tags(branch) for branch in branches]
        for key in tags[0]:
            if all(key in tag for tag in tags):
                return self._choose_by_tag(branches, key, [tag[key] for tag in tags])
        return {"oneOf" if is_one_of else "anyOf": self.rewrite(branches)}

    def _choose_by_presence(self, branches: list[Json], names: list[str], is_one_of: bool) -> Json:
        """Choose by the one field that each branch requires. If a value has none of them, the first one is missing."""
        result: Json = {"required": [names[0]]}
        for branch, name in reversed(list(zip(branches, names, strict=True))):
            branch_schema = as_mapping(
                self.rewrite({key: value for key, value in as_mapping(branch).items() if key != "required"})
            )
            if is_one_of:
                excluded_fields: dict[str, Json] = {other: False for other in names if other != name}
                branch_schema["properties"] = excluded_fields
            result = {"if": _require_fields(name), "then": branch_schema, "else": result}
        return result

    def _choose_by_type(self, branches: list[Json], types: list[frozenset[str]]) -> Json:
        """Choose by the type of the value."""
        all_types: list[Json] = []
        all_types.extend(sorted(frozenset[str]().union(*types)))
        parts: list[Json] = []
        for branch, branch_types in zip(branches, types, strict=True):
            names: list[Json] = []
            names.extend(sorted(branch_types))
            parts.append(_if_then({"type": names}, self.rewrite(branch)))
        return {"type": all_types, "allOf": parts}

    def _choose_by_tag(self, branches: list[Json], key: str, values: list[Json]) -> Json:
        """Choose by the value of the field `key`, which differs between the branches."""
        parts: list[Json] = []
        for branch, value in zip(branches, values, strict=True):
            tag_properties: dict[str, Json] = {key: {"const": value}}
            parts.append(
                _if_then({"type": "object", "properties": tag_properties, "required": [key]}, self.rewrite(branch))
            )
        allowed_values: dict[str, Json] = {key: {"enum": values}}
        result: dict[str, Json] = {"properties": allowed_values, "allOf": parts}
        if all(self._resolve(branch).get("type") == "object" for branch in branches):
            result["type"] = "object"
        if all(key in as_list(self._resolve(branch).get("required")) for branch in branches):
            result["required"] = [key]
        return result

    def _resolve(self, branch: Json) -> dict[str, Json]:
        target = as_mapping(branch).get("$ref")
        return as_mapping(self.definitions.get(str(target).rpartition("/")[2])) if target else as_mapping(branch)

    def _branch_types(self, branch: Json) -> frozenset[str]:
        """Return the JSON types that this branch accepts; empty if it doesn't say."""
        if "$dynamicRef" in as_mapping(branch):
            return frozenset({"object", "boolean"})
        resolved = self._resolve(branch)
        types = resolved.get("type")
        if types is None and as_list(resolved.get("enum")):
            return frozenset({"string"})
        return frozenset(str(name) for name in (types if isinstance(types, list) else [types] if types else []))

    def _branch_tags(self, branch: Json) -> dict[str, Json]:
        """Return the fields that have a single allowed value in this branch, with that value."""
        tags: dict[str, Json] = {}
        for key, subschema in as_mapping(self._resolve(branch).get("properties")).items():
            values = as_list(as_mapping(subschema).get("enum"))
            if len(values) == 1:
                tags[key] = values[0]
        return tags


def make_reference(name: str) -> Json:
    """Return a schema that refers to the definition `name`."""
    return {"$ref": f"#/$defs/{name}"}


def allow_reference(schema: Json) -> Json:
    """Return a schema that accepts a `$ref`, or else what `schema` accepts."""
    return {"if": {"type": "object", "required": ["$ref"]}, "then": make_reference("Reference"), "else": schema}


def _require_fields(*names: Json) -> Json:
    return {"required": list(names)} if names else True


def _if_then(condition: Json, then: Json) -> Json:
    return {"if": condition, "then": then} if condition is not True else then
