"""Add to a generated document what real ones have: text, parameters, nested schemas, examples, and a few faults.

Real documents of 200 KB to 4 MB have a median of 7 KB for each operation, with 140 values, 12 properties and 1,900
characters of text. With details, a generated one has 4 KB, 100 values, 10 properties and 1,600 characters; without, it
has 1 KB, 38 values, 3 properties and 63 characters.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source.json_value import Json

SENTENCES = (
    "Changes take effect as soon as the request is answered, and are visible to everyone in the account.",
    "If the value is left out, the service uses the one that was set for the account as a whole.",
    "Old clients may still send it in another form; the service accepts both, and answers in this one.",
    "See the guide on pages and cursors for how long an answer stays valid.",
    "It's `null` until the first change, and never becomes `null` again.",
    "People with the role *auditor* can read it, but only administrators can change it.",
)
NESTED: dict[str, dict[str, dict[str, Json]]] = {
    "settings": {
        "language": {"type": "string", "maxLength": 5, "example": "en-GB"},
        "currency": {"type": "string", "enum": ["EUR", "GBP", "USD", "CHF"], "default": "EUR"},
        "retentionDays": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 3650},
        "isPublic": {"type": "boolean", "default": False},
        "callbackUrl": {"type": "string", "format": "uri", "nullable": True},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "origin": {
        "system": {"type": "string", "enum": ["web", "mobile", "import", "partner"]},
        "importedAt": {"type": "string", "format": "date-time"},
        "externalId": {"type": "string", "pattern": "^[A-Z]{2}[0-9]{6}$"},
        "version": {"type": "integer", "minimum": 0},
        "notes": {"type": "array", "items": {"type": "string", "maxLength": 500}},
        "isTrusted": {"type": "boolean"},
    },
}
EXAMPLE: dict[str, Json] = {
    "name": "North gate",
    "description": "The gate that opens first",
    "status": "open",
    "amount": 1299.95,
    "quantity": 12,
    "settings": {"language": "en-GB", "currency": "EUR", "retentionDays": 90, "isPublic": False},
}
SHARED = ("Error", "Address")
FILTERS = ("createdAfter", "createdBefore", "sort", "language")
WITHOUT_CLIENT_ERRORS = 4  # one operation in so many describes no 4xx response
WRONG_EXAMPLES = 7  # one example in so many doesn't match its schema


def add_details(document: dict[str, Json]) -> None:
    """Add details to a document of `benchmarks.documents`, in place, the same every time."""
    numbers = count()
    components = _mapping(document["components"])
    schemas = {name: _mapping(schema) for name, schema in _mapping(components["schemas"]).items()}
    for name, schema in schemas.items():
        _add_to_schema(name, schema, numbers)
    index = 0
    for path_item in _mapping(document["paths"]).values():
        for operation in _mapping(path_item).values():
            _add_to_operation(_mapping(operation), schemas, index, numbers)
            index += 1


def _mapping(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError(f"expected an object, but this is none: {value!r}")
    return value


def _describe(numbers: Iterator[int], sentences: int) -> str:
    """Join the next sentences; each has a number, as no two descriptions of a real document are the same."""
    chosen = [next(numbers) for _ in range(sentences)]
    return " ".join(f"{SENTENCES[number % len(SENTENCES)]} [{number}]" for number in chosen)


def _add_to_schema(name: str, schema: dict[str, Json], numbers: Iterator[int]) -> None:
    """Describe the properties of an object, and nest more objects in it."""
    schema["description"] = f"Part of the resource: `{name}`. {_describe(numbers, 1)}"
    if "properties" not in schema or name in SHARED:
        return
    properties = dict(_mapping(schema["properties"]))
    for nested, fields in NESTED.items():
        required: list[Json] = [next(iter(fields))]
        properties[nested] = {"type": "object", "required": required, "properties": _described(fields, numbers)}
    changes: dict[str, Json] = {
        "by": {"type": "string", "format": "uuid"},
        "at": {"type": "string", "format": "date-time", "example": "2024-02-29T12:00:00Z"},
        "from": {"type": "string", "nullable": True, "description": _describe(numbers, 1)},
        "to": {"type": "string", "nullable": True},
    }
    properties["history"] = {"type": "array", "items": {"type": "object", "properties": changes}}
    schema["properties"] = _described({key: _mapping(value) for key, value in properties.items()}, numbers)


def _described(properties: dict[str, dict[str, Json]], numbers: Iterator[int]) -> dict[str, Json]:
    """Return the properties, each with a description except for references. The fields of all documents are shared."""
    described: dict[str, Json] = {}
    for name, schema in properties.items():
        text: dict[str, Json] = {} if "$ref" in schema else {"description": _describe(numbers, 1)}
        described[name] = {**text, **schema}
    return described


def _add_to_operation(
    operation: dict[str, Json], schemas: dict[str, dict[str, Json]], index: int, numbers: Iterator[int]
) -> None:
    """Describe an operation, add parameters, an example of the request body, or leave out responses."""
    operation["description"] = _describe(numbers, 5)
    if "requestBody" in operation:
        body = _mapping(operation["requestBody"])
        content = {
            key: _add_example(_mapping(value), schemas, index) for key, value in _mapping(body["content"]).items()
        }
        operation["requestBody"] = {**body, "description": _describe(numbers, 1), "content": content}
    else:
        parameters = operation.get("parameters")
        filters: list[Json] = [_filter(name, numbers) for name in FILTERS]
        operation["parameters"] = [*(parameters if isinstance(parameters, list) else []), *filters]
    if index % WITHOUT_CLIENT_ERRORS == 0:
        responses = _mapping(operation["responses"]).items()
        operation["responses"] = {code: response for code, response in responses if not code.startswith("4")}


def _filter(name: str, numbers: Iterator[int]) -> dict[str, Json]:
    """Return a query parameter."""
    schema: dict[str, Json] = {"type": "string", "maxLength": 64}
    return {"name": name, "in": "query", "description": _describe(numbers, 1), "schema": schema}


def _add_example(media_type: dict[str, Json], schemas: dict[str, dict[str, Json]], index: int) -> Json:
    """Return a media type with an example that has only properties of its schema, which is a reference."""
    name = str(_mapping(media_type["schema"])["$ref"]).rpartition("/")[2]
    properties = _mapping(schemas[name]["properties"])
    example = {key: value for key, value in EXAMPLE.items() if key in properties}
    if index % WRONG_EXAMPLES == 0:
        example["settings"] = {"language": "en-GB", "retentionDays": "three months"}
    return {**media_type, "example": example}
