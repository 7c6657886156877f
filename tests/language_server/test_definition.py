"""Go to definition and find references: over files, through all forms of references."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.language_server.features.definition import definition
from preclear.language_server.features.references import references
from preclear.project import CheckOptions
from tests.language_server.making import Editor, make_editor

if TYPE_CHECKING:
    from pathlib import Path

    from lsprotocol import types

API = """\
openapi: 3.1.0
info: {title: "\U0001f43e", version: "1"}
servers: [{url: https://pets.example.com}]
tags: [{name: pets}, {name: unused}]
security: [{key: []}]
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      parameters: [{$ref: '#/components/parameters/Limit'}, {$ref: parts.yaml#/Offset}]
      responses:
        "200":
          description: all pets
          content: {application/json: {schema: {$ref: models/pet.yaml}}}
          links:
            again: {operationId: listPets}
            other: {operationRef: '#/paths/~1pets/get'}
            none: {operationRef: '#/paths/~1cats/get'}
  /dogs: {$ref: parts.yaml#/Dogs}
components:
  parameters:
    Limit: &limit {name: limit, in: query, schema: {type: integer}}
    Other: *limit
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
  schemas:
    Animal:
      discriminator: {propertyName: kind, mapping: {dog: Dog, cat: models/pet.yaml}}
      oneOf: [{$ref: '#/components/schemas/Dog'}, {$ref: models/pet.yaml}]
    Dog:
      type: object
      properties: {kind: {type: string}}
"""
OTHER = """\
openapi: 3.0.3
info: {title: Other, version: "1"}
servers: [{url: https://pets.example.com}]
paths: {}
components: {schemas: {Pet: {$ref: models/pet.yaml}}}
"""
PARTS = """\
Offset: {name: offset, in: query, schema: {type: integer}}
Dogs:
  get:
    operationId: listDogs
    responses: {"200": {description: "\U0001f436", content: {a/b: {schema: {$ref: 'models/pet.yaml#/properties/id'}}}}}
"""
PET = """\
# a pet
type: object
properties:
  id: {type: string}
  parent: {$ref: '#'}
"""
FILES = {"api.yaml": API, "other.yaml": OTHER, "parts.yaml": PARTS, "models/pet.yaml": PET}


def find_references(
    editor: Editor, file: str, position: types.Position, *, include_declaration: bool
) -> list[types.Location]:
    """Find references in the documents that were checked."""
    return references(
        editor.snapshot,
        file,
        position,
        lambda _: editor.snapshot.checked_files,
        include_declaration=include_declaration,
    )


@pytest.fixture(name="editor")
def make(tmp_path: Path) -> Editor:
    return make_editor(tmp_path, FILES, ["api.yaml", "other.yaml"])


@pytest.mark.parametrize(
    ("file", "text", "target"),
    [
        ("api.yaml", "'#/components/parameters/Limit'", "api.yaml:23: Limit"),
        ("api.yaml", "$ref: parts.yaml#/Offset", "parts.yaml:1: Offset"),
        ("api.yaml", "models/pet.yaml", "models/pet.yaml:1: "),
        ("api.yaml", "parts.yaml#/Dogs", "parts.yaml:2: Dogs"),
        ("api.yaml", "listPets}", "api.yaml:8: get"),
        ("api.yaml", "'#/paths/~1pets/get'", "api.yaml:8: get"),
        ("api.yaml", "Dog, cat", "api.yaml:31: Dog"),
        ("api.yaml", "models/pet.yaml}}\n      oneOf", "models/pet.yaml:1: "),
        ("api.yaml", "key: []", "api.yaml:26: key"),
        ("api.yaml", "pets]", "api.yaml:4: {name: pets}"),
        ("api.yaml", "*limit", "api.yaml:23: &limit"),
        ("parts.yaml", "'models/pet.yaml#/properties/id'", "models/pet.yaml:4: id"),
        ("models/pet.yaml", "'#'", "models/pet.yaml:1: "),
    ],
)
def test_a_reference_leads_to_its_node(editor: Editor, file: str, text: str, target: str) -> None:
    found = definition(editor.snapshot, editor.file(file), editor.at(file, text))

    assert editor.texts(found) == [target]


def test_the_end_of_a_text_belongs_to_it(editor: Editor) -> None:
    end = editor.at("api.yaml", "*limit", shift=len("*limit"))
    quoted = editor.at("api.yaml", "Limit'", shift=len("Limit'"))

    assert editor.texts(definition(editor.snapshot, editor.file("api.yaml"), end)) == ["api.yaml:23: &limit"]
    assert editor.texts(definition(editor.snapshot, editor.file("api.yaml"), quoted)) == ["api.yaml:23: Limit"]


@pytest.mark.parametrize("text", ["openapi", "'#/paths/~1cats/get'", "description: all", "paths", "/dogs", "unused"])
def test_what_refers_to_nothing_leads_nowhere(editor: Editor, text: str) -> None:
    assert definition(editor.snapshot, editor.file("api.yaml"), editor.at("api.yaml", text)) == []


def test_a_file_that_was_not_checked_leads_nowhere(editor: Editor) -> None:
    position = editor.at("api.yaml", "models")

    assert definition(editor.snapshot, editor.file("nowhere.yaml"), position) == []
    assert find_references(editor, editor.file("nowhere.yaml"), position, include_declaration=True) == []


ALL_PETS = [
    "api.yaml:15: models/pet.yaml",
    "api.yaml:29: models/pet.yaml",
    "api.yaml:30: models/pet.yaml",
    "models/pet.yaml:5: '#'",
    "other.yaml:5: models/pet.yaml",
]
PETS = [
    "api.yaml:17: listPets",
    "api.yaml:18: '#/paths/~1pets/get'",
]
DOGS = ["api.yaml:29: Dog", "api.yaml:30: '#/components/schemas/Dog'"]


@pytest.mark.parametrize(
    ("file", "text", "uses"),
    [
        ("models/pet.yaml", "type: object", ALL_PETS),
        ("models/pet.yaml", "'#'", ALL_PETS),
        ("other.yaml", "models/pet.yaml", ALL_PETS),
        ("models/pet.yaml", "id:", ["parts.yaml:5: 'models/pet.yaml#/properties/id'"]),
        ("api.yaml", "get:", PETS),
        ("api.yaml", "listPets\n", PETS),
        ("api.yaml", "Dog:", DOGS),
        ("api.yaml", "Dog, cat", DOGS),
        ("api.yaml", "object\n", DOGS),
        ("api.yaml", "key: {", ["api.yaml:5: key"]),
        ("api.yaml", "name: pets", ["api.yaml:10: pets"]),
        ("api.yaml", "name: unused", []),
        ("api.yaml", "Animal", []),
        ("api.yaml", "kind: {type", []),
        ("parts.yaml", "Offset", ["api.yaml:11: parts.yaml#/Offset"]),
    ],
)
def test_all_references_to_a_node(editor: Editor, file: str, text: str, uses: list[str]) -> None:
    found = find_references(editor, editor.file(file), editor.at(file, text), include_declaration=False)

    assert editor.texts(found) == uses


def test_the_declaration_is_among_them_if_asked_for(editor: Editor) -> None:
    found = find_references(editor, editor.file("api.yaml"), editor.at("api.yaml", "Dog:"), include_declaration=True)

    assert editor.texts(found) == [*DOGS, "api.yaml:31: Dog"]


def test_a_document_with_a_selection_leads_to_the_texts_of_its_files(tmp_path: Path) -> None:
    config = '[adapt]\ninclude = ["operation:listPets"]\n'
    editor = make_editor(tmp_path, FILES, ["api.yaml"], CheckOptions())
    (tmp_path / "preclear.toml").write_text(config, encoding="utf-8")
    editor = make_editor(tmp_path, FILES, ["api.yaml"], CheckOptions())
    assert editor.snapshot.checked_files[0].adaptation is not None

    def find(text: str) -> list[types.Location]:
        return definition(editor.snapshot, editor.file("api.yaml"), editor.at("api.yaml", text))

    assert editor.texts(find("'#/components/parameters/Limit'")) == ["api.yaml:23: Limit"]
    assert editor.texts(find("models/pet.yaml")) == ["models/pet.yaml:1: "]
    found = find_references(editor, editor.file("api.yaml"), editor.at("api.yaml", "Limit:"), include_declaration=True)
    assert editor.texts(found) == ["api.yaml:11: '#/components/parameters/Limit'", "api.yaml:23: Limit"]
