"""A bundle adds to the entry document's text and changes nothing else in it."""

from __future__ import annotations

import json
from difflib import ndiff
from typing import TYPE_CHECKING

import pytest
import yaml

from preclear.bundle import bundle
from preclear.source import load_bytes
from tests.texts import describe_folder

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.bundle import Bundle

HEAD = "# keep\nopenapi: 3.1.0\ninfo: {title: T, version: '1'}   # and this\nx-number: 1.10\n"
PATHS = "paths: {/a: {get: {responses: {'200': {description: o, content: {a/b: {schema: {$ref: 'm.yaml#/S'}}}}}}}}\n"
OTHER = {"m.yaml": "S: {type: object, required: [a, b]}\n"}


def made_of(folder: Path, entry: str, others: dict[str, str] = OTHER) -> Bundle:
    return bundle(describe_folder(folder, {"openapi.yaml": entry, **others}))


def lines(before: str, after: str, sign: str) -> list[str]:
    return [line[2:] for line in ndiff(before.splitlines(), after.splitlines()) if line.startswith(sign)]


BLOCK = ["S:", "  type: object", "  required:", "    - a", "    - b"]
COMPONENTS = {
    "in braces": (
        "components: {schemas: {X: {type: string}}}   # here\n",
        ['components: {schemas: {X: {type: string}, "S": {"type": "object", "required": ["a", "b"]}}}   # here'],
    ),
    "in braces without schemas": (
        "components: {headers: {}}   # here\n",
        ['components: {headers: {}, "schemas": {"S": {"type": "object", "required": ["a", "b"]}}}   # here'],
    ),
    "in braces, over lines, with a comma at the end": (
        "components: {\n  schemas: {\n    X: {type: string},  # x\n  },\n}\n",
        ['    X: {type: string}, "S": {"type": "object", "required": ["a", "b"]},  # x'],
    ),
    "null in braces": (
        "components: {schemas: null}\n",
        ['components: {schemas: {"S": {"type": "object", "required": ["a", "b"]}}}'],
    ),
    "empty": ("components: {}   # none\n", ["components:   # none", "  schemas:", *(f"    {line}" for line in BLOCK)]),
    "nothing": ("components:   # none\n", ["  schemas:", *(f"    {line}" for line in BLOCK)]),
    "null": ("components: null\n", ["components:", "  schemas:", *(f"    {line}" for line in BLOCK)]),
    "with empty schemas": (
        "components:\n    headers: {}\n    schemas: {}\n",
        ["    schemas:", *(f"      {line}" for line in BLOCK)],
    ),
    "with null schemas": (
        "components:\n  schemas: ~ # none\n",
        ["  schemas: # none", *(f"    {line}" for line in BLOCK)],
    ),
    "with schemas alone": ("components:\n  schemas:\n", [f"    {line}" for line in BLOCK]),
    "with an anchor": ("components: &c\n  schemas: &s\n    X: {}\n", [f"    {line}" for line in BLOCK]),
}


@pytest.mark.parametrize(("components", "added"), COMPONENTS.values(), ids=COMPONENTS)
@pytest.mark.parametrize("last", [True, False])
def test_parts_are_added_and_the_rest_stays(tmp_path: Path, components: str, added: list[str], last: bool) -> None:
    entry = HEAD + (PATHS + components if last else components + PATHS) + "# the end\n"

    made = made_of(tmp_path, entry)

    text = made.data.decode()
    reference = PATHS.replace("'m.yaml#/S'", '"#/components/schemas/S"').rstrip()
    assert made.rewrite_reason is None
    assert sorted(lines(entry, text, "+ ")) == sorted([reference, *added])
    assert yaml.safe_load(text)["components"]["schemas"]["S"] == {"type": "object", "required": ["a", "b"]}


@pytest.mark.parametrize("indent", [None, 2, "\t"])
def test_json_keeps_its_text_too(tmp_path: Path, indent: int | str | None) -> None:
    value = {**yaml.safe_load(HEAD + PATHS), "x-small": "SMALL", "components": {"schemas": {"X": {"type": "string"}}}}
    entry = json.dumps(value, indent=indent).replace('"SMALL"', "1.10e-7")

    made = made_of(tmp_path, entry)

    text = made.data.decode()
    assert made.rewrite_reason is None
    assert "1.10e-7" in text
    assert json.loads(text)["components"]["schemas"] == {
        "X": {"type": "string"},
        "S": {"type": "object", "required": ["a", "b"]},
    }
    expected = json.loads(entry.replace("m.yaml#/S", "#/components/schemas/S"))
    expected["components"]["schemas"]["S"] = {"type": "object", "required": ["a", "b"]}
    if indent is not None:
        assert text == json.dumps(expected, indent=indent).replace("1.1e-07", "1.10e-7")


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("x-all: &c {schemas: {X: {type: string}}}\n", "components: *c\n", "several places"),
        ("", "components: {schemas: {X: {type: string}}, headers: }\n", None),
        ("", "components: {schemas: { # none\n  }}\n", "`components.schemas` contains a comment"),
        ("", "components: {schemas: &s {X: {type: string}}}\nx-same: *s\n", "several places"),
    ],
)
def test_a_text_that_cannot_be_edited_is_rewritten_with_a_reason(
    tmp_path: Path, before: str, after: str, reason: str | None
) -> None:
    made = made_of(tmp_path, HEAD + before + PATHS + after)

    assert made.rewrite_reason == reason or (reason and made.rewrite_reason and reason in made.rewrite_reason)
    assert ("# keep" in made.data.decode()) is (reason is None)
    value = load_bytes(made.data, "bundle.yaml").value
    assert isinstance(value, dict)
    assert "S" in str(value["components"])


def test_references_to_the_entry_document_by_its_name_become_its_own(tmp_path: Path) -> None:
    entry = HEAD + "components:\n  schemas:\n    A: {$ref: 'openapi.yaml#/components/schemas/X'}   # a\n    X: {}\n"

    made = made_of(tmp_path, entry, {})

    assert not made.is_single_file
    assert made.data.decode() == entry.replace("'openapi.yaml#/components/schemas/X'", '"#/components/schemas/X"')


def test_a_discriminator_keeps_its_meaning_where_a_schema_is_renamed(tmp_path: Path) -> None:
    entry = HEAD + "components: {schemas: {Cat: {type: string}, Pet: {$ref: 'm.yaml#/components/schemas/Pet'}}}\n"
    other = (
        "components:\n  schemas:\n    Cat: {type: object}\n    Dog: {type: object}\n    Pet:\n"
        "      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]\n"
        "      discriminator: {propertyName: kind, mapping: {c: Cat, d: Dog, e: Elk}, defaultMapping: Cat}\n"
    )

    made = made_of(tmp_path, entry, {"m.yaml": other})

    schemas = yaml.safe_load(made.data)["components"]["schemas"]
    (renamed,) = schemas.keys() - {"Cat", "Dog", "Pet"}
    assert schemas["Pet"]["discriminator"]["mapping"] == {
        "c": f"#/components/schemas/{renamed}",
        "d": "Dog",
        "e": "Elk",
    }
    assert schemas["Pet"]["discriminator"]["defaultMapping"] == f"#/components/schemas/{renamed}"
    assert schemas["Cat"] == {"type": "string"}


def test_what_stands_beside_a_reference_is_joined_too(tmp_path: Path) -> None:
    entry = HEAD + "components: {schemas: {A: {$ref: 'm.yaml#/S', properties: {p: {$ref: 'm.yaml#/T'}}}}}\n"

    made = made_of(tmp_path, entry, {"m.yaml": "S: {type: object}\nT: {type: string}\n"})

    assert ".yaml" not in made.data.decode()
