"""Parts that schemas are built of."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from preclear.source import Json

Schema: TypeAlias = "dict[str, Json]"
Properties: TypeAlias = "Mapping[str, Schema]"


def describe_text(description: str) -> Schema:
    """Return the schema of a string."""
    return {"description": description, "type": "string"}


def describe_number(description: str) -> Schema:
    """Return the schema of a whole number that isn't negative."""
    return {"description": description, "type": "integer", "minimum": 0}


def describe_flag(description: str) -> Schema:
    """Return the schema of a boolean."""
    return {"description": description, "type": "boolean"}


def describe_choice(values: Iterable[str], description: str) -> Schema:
    """Return the schema of one of several strings."""
    return {"description": description, "type": "string", "enum": [*values]}


def describe_value(description: str) -> Schema:
    """Return the schema of any value."""
    return {"description": description}


def describe_list(items: Schema, description: str) -> Schema:
    """Return the schema of a list."""
    return {"description": description, "type": "array", "items": items}


def describe_texts(description: str) -> Schema:
    """Return the schema of a list of strings."""
    return describe_list({"type": "string"}, description)


def describe_object(description: str, required: Properties, optional: Properties | None = None) -> Schema:
    """Return the schema of an object with fields that it always has, and fields that it may have."""
    return {
        "description": description,
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": [*required],
    }


def describe_map(values: Schema, description: str) -> Schema:
    """Return the schema of an object with any keys."""
    return {"description": description, "type": "object", "additionalProperties": values}


def describe_foreign_object(description: str) -> Schema:
    """Return the schema of an object as someone else defines it."""
    return {"description": description, "type": "object", "additionalProperties": True}


def refer_to(name: str, description: str) -> Schema:
    """Return a reference to one of the definitions."""
    return {"description": description, "$ref": f"#/$defs/{name}"}


def or_null(schema: Schema) -> Schema:
    """Return the schema of a value that may be null instead."""
    if "$ref" in schema:
        target = {key: value for key, value in schema.items() if key != "description"}
        return {"description": schema["description"], "anyOf": [target, {"type": "null"}]}
    nullable: Schema = {**schema, "type": [schema["type"], "null"]}
    choices = nullable.get("enum")
    if isinstance(choices, list):
        nullable["enum"] = [*choices, None]
    return nullable
