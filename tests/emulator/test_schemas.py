"""The schemas of definitions: JSON Schema 2020-12, with URLs of other definitions as references."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from preclear.emulator.importer.importer import ImportOptions, import_document
from preclear.emulator.store import ContentRenderer, VersionContent
from preclear.emulator.ulids import UlidGenerator
from preclear.source import parse_pointer
from tests.emulator.documents import SOUND, send, small_corpus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

    from preclear.source import Json
    from tests.emulator.server import Emulator

URL = "http://127.0.0.1:1/schemas/x"
HEAD = "openapi: {version}\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n"


def schemas(text: str) -> dict[str, Any]:
    """The schemas of a document by the URL of their definitions."""
    result = import_document(text.encode(), None, ImportOptions(URL, "1"), UlidGenerator())
    content = VersionContent.of_import(result)
    renderer = ContentRenderer(content, f"{URL}/1")
    return {
        str(renderer.render_definition(key)["url"]): renderer.render_schema(definition)
        for key, definition in content.definitions.items()
    }


def schema(version: str, text: str) -> Any:
    """The schema `A` of a document whose schemas are `text`."""
    return schemas(f"{HEAD.format(version=version)}{text}")[f"{URL}/1/A.json"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{type: string, nullable: true}", {"type": ["string", "null"]}),
        ("{type: string, nullable: true, enum: [a]}", {"type": ["string", "null"], "enum": ["a", None]}),
        ("{nullable: true}", {}),
        ("{type: integer, minimum: 1, exclusiveMinimum: true}", {"type": "integer", "exclusiveMinimum": 1}),
        ("{type: integer, maximum: 9, exclusiveMaximum: false}", {"type": "integer", "maximum": 9}),
        ("{type: string, example: a}", {"type": "string", "examples": ["a"]}),
        (
            "{properties: {nullable: {type: string}, example: {nullable: true, type: integer}}}",
            {"properties": {"nullable": {"type": "string"}, "example": {"type": ["integer", "null"]}}},
        ),
        ("{$ref: '#/components/schemas/B', nullable: true}", {"$ref": f"{URL}/1/B.json"}),
        ("{allOf: [{$ref: '#/components/schemas/B/items'}]}", {"allOf": [{"$ref": f"{URL}/1/B.json#/items"}]}),
        ("{items: {$ref: '#/components/schemas/A'}}", {"items": {"$ref": f"{URL}/1/A.json"}}),
        ("{default: {$ref: '#/components/schemas/B'}}", {"default": {"$ref": "#/components/schemas/B"}}),
        (
            "{discriminator: {propertyName: k, mapping: {b: '#/components/schemas/B', c: B, d: Nobody}}}",
            {
                "discriminator": {
                    "propertyName": "k",
                    "mapping": {"b": f"{URL}/1/B.json", "c": f"{URL}/1/B.json", "d": "Nobody"},
                }
            },
        ),
    ],
)
def test_what_openapi_3_0_writes_differently_is_translated(text: str, expected: dict[str, Any]) -> None:
    dialect = "https://json-schema.org/draft/2020-12/schema"

    assert schema("3.0.3", f"    A: {text}\n    B: {{type: array, items: {{}}}}\n") == {"$schema": dialect, **expected}


def test_openapi_3_1_stays_as_it_is() -> None:
    text = "{type: [string, 'null'], exclusiveMinimum: 1, example: a, $id: 'https://x.example.com/a', nullable: true}"

    assert schema("3.1.0", f"    A: {text}\n") == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": ["string", "null"],
        "exclusiveMinimum": 1,
        "example": "a",
        "nullable": True,
    }


def test_a_dialect_of_draft_07_and_a_boolean_stay() -> None:
    draft = "http://json-schema.org/draft-07/schema#"

    assert schema("3.1.0", f"    A: {{$schema: '{draft}', type: string}}\n")["$schema"] == draft
    assert schema("3.1.0", "    A: false\n") is False


def test_what_is_no_definition_is_copied_into_defs() -> None:
    parameters = (
        "  parameters:\n    P: {name: p, in: query, schema: {type: object, properties: {p: {$ref: '#/x-own'}}}}\n"
    )
    own = "x-own: {oneOf: [{type: string}, {$ref: '#/x-own'}, {$ref: '#/components/schemas/B'}]}\n"
    text = f"    A: {{$ref: '#/components/parameters/P/schema'}}\n    B: {{type: string}}\n{parameters}{own}"
    converted = schema("3.1.0", text)

    assert converted["$ref"] == "#/$defs/local-1"
    assert converted["$defs"]["local-1"]["properties"]["p"]["$ref"] == "#/$defs/local-2"
    assert [part.get("$ref") for part in converted["$defs"]["local-2"]["oneOf"]] == [
        None,
        "#/$defs/local-2",
        f"{URL}/1/B.json",
    ]


def test_copies_that_multiply_a_document_beyond_measure_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("preclear.emulator.importer.schemas._MAX_BYTES", 100_000)
    long = "a" * 5_000
    many = "".join(f"    A{number}: {{$ref: '#/x-own'}}\n" for number in range(30))
    with pytest.raises(Exception, match="the schemas are too large"):
        schemas(f"{HEAD.format(version='3.1.0')}{many}x-own: {{description: {long}}}\n")


@pytest.mark.skipif(not small_corpus(), reason="needs the corpus of real documents, ../shared/corpus")
@pytest.mark.parametrize("path", [path for path in small_corpus() if path.stat().st_size < 300_000], ids=str)
def test_every_reference_of_a_real_document_leads_to_a_schema(path: Path) -> None:
    """A reference that leads nowhere in the document is left as it is, which is no URL of a schema."""
    found = schemas(path.read_bytes().decode("utf-8"))
    seen = 0
    for url, value in found.items():
        for reference in references(value):
            if reference.startswith((URL, "#/$defs/")):
                target, _, fragment = reference.partition("#")
                follow(found[target or url], fragment)
                seen += 1
            else:
                assert not reference.startswith("#/components/schemas/"), reference

    assert seen or not any("$ref" in json.dumps(value) for value in found.values())


def references(value: Json) -> Iterator[str]:
    """All references, except in values that are no schemas."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key == "$ref" and isinstance(part, str):
                yield part
            elif key not in ("default", "enum", "const", "example", "examples") and not key.startswith("x-"):
                yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


def follow(value: Json, fragment: str) -> None:
    """Follow a fragment to its end. Raises LookupError if there is nothing."""
    for part in parse_pointer(unquote(fragment)):
        if isinstance(value, list):
            value = value[int(part)]
        else:
            assert isinstance(value, dict)
            value = value[part]


def test_an_instance_is_valid_by_the_schemas_that_are_served(running: Emulator, client: httpx.Client) -> None:
    definitions = send(client, running, SOUND.encode()).json()["definitions"]
    url = next(definition["url"] for definition in definitions if definition["name"] == "Pet")
    answer = client.get(url)
    served = [(item["url"], client.get(item["url"]).json()) for item in definitions]
    empty: Registry[Any] = Registry()
    registry = empty.with_resources((address, DRAFT202012.create_resource(value)) for address, value in served)
    validator: Any = Draft202012Validator(answer.json(), registry=registry)
    pet = {"name": None, "age": 1, "owner": {"name": "Ann", "pets": [{"name": "Rex"}]}, "ownerName": "Ann"}

    assert answer.headers["content-type"] == "application/schema+json"
    assert validator.is_valid(pet)
    for wrong in ({**pet, "age": 0}, {**pet, "ownerName": 1}, {**pet, "owner": {"pets": [{"name": 1}]}}):
        assert not validator.is_valid(wrong)
