"""Generate large OpenAPI documents, the same every time: the API of a back office with a given number of operations."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from benchmarks.details import add_details

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from preclear.source.json_value import Json

NOUNS = (
    "customer",
    "invoice",
    "shipment",
    "product",
    "warehouse",
    "contract",
    "ticket",
    "payment",
    "campaign",
    "supplier",
)
FIELDS: tuple[tuple[str, dict[str, Json]], ...] = (
    ("name", {"type": "string", "minLength": 1, "maxLength": 120, "example": "North gate"}),
    ("description", {"type": "string", "description": "Free text, shown to people: never parsed, and may be empty."}),
    ("status", {"type": "string", "enum": ["draft", "open", "closed", "on hold"], "default": "draft"}),
    ("amount", {"type": "number", "format": "double", "minimum": 0, "example": 1299.95}),
    ("quantity", {"type": "integer", "format": "int32", "minimum": 0, "maximum": 100000}),
    ("email", {"type": "string", "format": "email", "nullable": True}),
    ("dueOn", {"type": "string", "format": "date", "example": "2024-02-29"}),
    ("tags", {"type": "array", "maxItems": 20, "items": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"}}),
    ("attributes", {"type": "object", "additionalProperties": {"type": "string"}}),
    ("archived", {"type": "boolean", "default": False}),
)
PLAIN = re.compile(r"[A-Za-z/$][A-Za-z0-9_/${}. -]*(?<! )")
NOT_TEXT = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def document(operations: int) -> dict[str, Json]:
    """Generate an OpenAPI 3.0 document with exactly this many operations, five per resource, and schemas."""
    paths: dict[str, Json] = {}
    schemas: dict[str, Json] = {
        "Error": _object({"code": {"type": "string"}, "message": {"type": "string"}}, required=["code", "message"]),
        "Address": _object({key: {"type": "string"} for key in ("street", "postcode", "city", "country")}),
    }
    tags: list[Json] = []
    for index in range((operations + 4) // 5):
        title = f"{NOUNS[index % len(NOUNS)].capitalize()}{index:05}"
        tags.append({"name": title, "description": f"Everything about the resource {title}"})
        schemas |= _schemas(index, title)
        paths |= _path_items(title, operations - index * 5)
    return {
        "openapi": "3.0.3",
        "info": {"title": "Back office", "version": "1.4.0", "description": "A document made to be measured."},
        "servers": [{"url": "https://api.example.com/v1"}],
        "security": [{"oauth": ["read", "write"]}, {"key": []}],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": _PARAMETERS,
            "responses": {name: _answer(name, "Error") for name in ("BadRequest", "NotFound", "TooManyRequests")},
            "securitySchemes": _SECURITY_SCHEMES,
        },
    }


_PARAMETERS: dict[str, Json] = {
    "Limit": {
        "name": "limit",
        "in": "query",
        "description": "How many items a page holds",
        "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
    },
    "Cursor": {"name": "cursor", "in": "query", "schema": {"type": "string"}},
    "Id": {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}},
}
_SECURITY_SCHEMES: dict[str, Json] = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
    "oauth": {
        "type": "oauth2",
        "flows": {
            "clientCredentials": {
                "tokenUrl": "https://api.example.com/token",
                "scopes": {"read": "See everything", "write": "Change everything"},
            }
        },
    },
}


def _object(properties: dict[str, Json], *, required: list[Json] | None = None) -> dict[str, Json]:
    made: dict[str, Json] = {"type": "object", "properties": properties}
    if required:
        made["required"] = required
    return made


def _ref(section: str, name: str) -> dict[str, Json]:
    return {"$ref": f"#/components/{section}/{name}"}


def _content(schema: str) -> dict[str, Json]:
    return {"application/json": {"schema": _ref("schemas", schema)}}


def _answer(description: str, schema: str) -> dict[str, Json]:
    return {"description": description, "content": _content(schema)}


def _schemas(index: int, title: str) -> dict[str, Json]:
    """Generate the schemas of a resource: request, response and list. Each refers to the resource before it."""
    chosen: dict[str, Json] = {name: field for turn, (name, field) in enumerate(FIELDS) if (index + turn) % 4}
    chosen["address"] = _ref("schemas", "Address")
    if index % 10:  # ten in a row: no real document leads through thousands of schemas
        chosen["parent"] = _ref("schemas", f"{NOUNS[(index - 1) % len(NOUNS)].capitalize()}{index - 1:05}Input")
    own = _object(
        {
            "id": {"type": "string", "format": "uuid", "readOnly": True},
            "createdAt": {"type": "string", "format": "date-time", "readOnly": True},
        },
        required=["id"],
    )
    page: dict[str, Json] = {
        "items": {"type": "array", "items": _ref("schemas", title)},
        "next": {"type": "string", "nullable": True, "description": "The cursor of the page after this one"},
    }
    return {
        f"{title}Input": _object(chosen, required=[next(iter(chosen))]),
        title: {"allOf": [_ref("schemas", f"{title}Input"), own]},
        f"{title}Page": _object(page, required=["items"]),
    }


def _path_items(title: str, most: int) -> dict[str, Json]:
    """Generate the two path items of a resource with its first `most` operations, at most five."""
    one, many = f"/{title.lower()}s/{{id}}", f"/{title.lower()}s"
    paged: list[Json] = [_ref("parameters", "Limit"), _ref("parameters", "Cursor")]
    status: dict[str, Json] = {"name": "status", "in": "query", "schema": {"type": "string", "enum": ["draft", "open"]}}
    body: dict[str, Json] = {"requestBody": {"required": True, "content": _content(f"{title}Input")}}
    one_id: dict[str, Json] = {"parameters": [_ref("parameters", "Id")]}
    listing: dict[str, Json] = {
        "description": f"Gives a page of `{title}`, newest first: see `next` for more.",
        "parameters": [*paged, status],
    }
    made: tuple[tuple[str, str, str, dict[str, Json], dict[str, Json]], ...] = (
        (many, "get", "list", listing, {"200": _answer("A page", f"{title}Page")}),
        (many, "post", "create", body, {"201": _answer("Created", title)}),
        (one, "get", "get", one_id, {"200": _answer("Found", title)}),
        (
            one,
            "patch",
            "update",
            one_id | body,
            {"200": _answer("Changed", title)},
        ),
        (one, "delete", "delete", one_id, {"204": {"description": "Gone"}}),
    )
    paths: dict[str, Json] = {}
    for path, method, verb, more, answers in made[:most]:
        faults: dict[str, Json] = {"400": _ref("responses", "BadRequest"), "404": _ref("responses", "NotFound")}
        operation: dict[str, Json] = {"operationId": f"{verb}{title}", "summary": f"{verb} {title}", "tags": [title]}
        operation |= more
        operation["responses"] = answers | faults
        item = paths.setdefault(path, {})
        if isinstance(item, dict):
            item[method] = operation
    return paths


def write(file: Path, operations: int, *, detailed: bool = False) -> None:
    """Write the document as indented JSON if the file's name ends with `.json`, or else as YAML."""
    made = document(operations)
    if detailed:
        add_details(made)
    text = json.dumps(made, indent=2) if file.suffix == ".json" else "\n".join(_yaml(made, ""))
    file.write_text(text + "\n", encoding="utf-8")


def _yaml(value: Json, indent: str) -> Iterator[str]:
    """Yield the lines of a block mapping or list, without anchors, with quotes only if they are needed."""
    pairs = (
        value.items()
        if isinstance(value, dict)
        else ((None, item) for item in value)
        if isinstance(value, list)
        else ()
    )
    for key, child in pairs:
        head = f"{indent}-" if key is None else f"{indent}{_scalar(key)}:"
        if not isinstance(child, dict | list) or not child:
            yield f"{head} {_scalar(child)}"
        elif key is None:
            first, *others = _yaml(child, indent + "  ")
            yield f"{head} {first.lstrip()}"
            yield from others
        else:
            yield head
            yield from _yaml(child, indent + "  ")


def _scalar(value: Json) -> str:
    if isinstance(value, str) and PLAIN.fullmatch(value) and value.lower() not in NOT_TEXT:
        return value
    return json.dumps(value)
