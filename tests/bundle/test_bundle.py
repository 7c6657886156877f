"""Several files become one equivalent document, and the source map has the origin of every node."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from prance.util.resolver import RefResolver  # pyright: ignore[reportMissingTypeStubs]
from prance.util.url import absurl  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

from preclear.bundle import BundleError, bundle
from preclear.engine import check, check_document
from preclear.rule import discover_rules
from preclear.source import format_pointer, load_bytes, render_block
from tests.texts import describe, describe_folder

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.bundle import Bundle
    from preclear.openapi import ApiDescription
    from preclear.source import Json, Place

RULES = discover_rules()
HEAD = 'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\nservers: [{url: "https://pets.example"}]\n'
PROJECT = {
    "openapi.yaml": HEAD
    + """\
# what there is to see
paths:
  /pets:
    $ref: paths/pets.yaml   # all of them
  /pets/{id}:
    get:
      operationId: getPet   # just one
      parameters:
        - $ref: 'parameters.yaml#/Id'
      responses:
        "200":
          description: A pet
          content: {application/json: {schema: {$ref: models/pet.yaml#/Pet}}}
components:
  schemas:
    Home: {$ref: models/home.yaml}
    Pet: {type: string}   # not the one that is meant elsewhere
# the end
""",
    "paths/pets.yaml": """\
get:
  operationId: listPets
  parameters: [{$ref: ../parameters.yaml#/Limit}]
  responses:
    "200":
      description: Pets
      headers: {X-Next: {$ref: ../parameters.yaml#/Next}}
      content: {application/json: {schema: {type: array, items: {$ref: ../models/pet.yaml#/Pet}}}}
""",
    "parameters.yaml": """\
Id: {name: id, in: path, required: true, schema: {type: string}}
Limit: {name: limit, in: query, schema: {type: integer, enum: [1, 20]}}
Next: {schema: {type: string}}
""",
    "models/pet.yaml": """\
Pet:
  type: object
  properties:
    name: {type: string, enum: ["no", "on", "1e3", "007", "null", "yes: no", "# x", " a", "2020-01-01", "~", "="]}
    home: {$ref: home.yaml}
    shop: {$ref: "../openapi.yaml#/components/schemas/Pet"}
    odd/key: {$ref: "#/Odd~1Name.v1"}
Odd/Name.v1: {type: number, example: 1.5e-7}
""",
    "models/home.yaml": "type: object\ndescription: |\n  Where it\n  lives\nproperties: {rooms: {type: integer}}\n",
}


def bundled(folder: Path, files: dict[str, str]) -> tuple[ApiDescription, Bundle, Json]:
    """The description of `files`, its bundle, and the value that the bundle's text has."""
    description = describe_folder(folder, files)
    made = bundle(description)
    document = load_bytes(made.data, "bundle.yaml")
    assert not document.faults
    return description, made, document.value


def test_every_part_goes_to_the_section_of_its_kind(tmp_path: Path) -> None:
    _, _, value = bundled(tmp_path, PROJECT)

    assert isinstance(value, dict)
    components: Any = value["components"]
    assert {section: list(content) for section, content in components.items()} == {
        "schemas": ["Home", "Pet", "models-Pet", "Odd_Name_v1"],
        "parameters": ["Limit", "Id"],
        "headers": ["Next"],
    }
    paths: Any = value["paths"]
    assert list(paths["/pets"]) == ["get"]
    assert components["schemas"]["Home"]["description"] == "Where it\nlives\n"
    assert components["schemas"]["models-Pet"]["properties"]["shop"] == {"$ref": "#/components/schemas/Pet"}
    assert components["schemas"]["models-Pet"]["properties"]["home"] == {"$ref": "#/components/schemas/Home"}


def test_the_entry_documents_comments_and_order_are_kept(tmp_path: Path) -> None:
    text = bundled(tmp_path, PROJECT)[1].data.decode()

    for comment in ("# what there is to see", "# just one", "# not the one that is meant elsewhere", "# the end"):
        assert comment in text
    assert text.startswith(HEAD)


def test_prance_resolves_the_bundle_to_what_it_resolves_the_files_to(tmp_path: Path) -> None:
    _, made, value = bundled(tmp_path, PROJECT)
    (tmp_path / "bundle.yaml").write_bytes(made.data)

    assert resolved(tmp_path / "bundle.yaml", value) == resolved(
        tmp_path / "openapi.yaml", yaml.safe_load(PROJECT["openapi.yaml"])
    )


def resolved(path: Path, value: Json) -> Any:
    """The paths of a document with all references resolved by prance."""
    resolver: Any = RefResolver(value, absurl(path.resolve().as_uri()))
    resolver.resolve_references()
    return resolver.specs["paths"]


def test_a_document_in_one_file_is_sent_byte_for_byte() -> None:
    description = describe(f"\ufeff{HEAD}paths: {{}}   # nothing\n")

    made = bundle(description)

    assert made.is_single_file
    assert made.data is description.entry.data
    assert made.source_map.origin(("info", "title")).pointer == ("info", "title")


def test_every_node_knows_where_it_came_from(tmp_path: Path) -> None:
    made = bundled(tmp_path, PROJECT)[1]

    def origin(*pointer: str | int) -> tuple[str, str]:
        place = made.source_map.origin(pointer)
        return place.document.path, format_pointer(place.pointer)

    assert origin("paths", "/pets", "get", "operationId") == ("paths/pets.yaml", "/get/operationId")
    assert origin("paths", "/pets/{id}", "get") == ("openapi.yaml", "/paths/~1pets~1{id}/get")
    assert origin("components", "schemas", "models-Pet", "properties") == ("models/pet.yaml", "/Pet/properties")
    assert origin("components", "schemas", "Home", "type") == ("models/home.yaml", "/type")
    assert origin("components", "schemas", "Odd_Name_v1") == ("models/pet.yaml", "/Odd~1Name.v1")


def test_the_files_that_went_in_are_listed_with_size_and_digest(tmp_path: Path) -> None:
    made = bundled(tmp_path, PROJECT)[1]

    assert [file.path for file in made.files] == sorted(PROJECT, key=[file.path for file in made.files].index)
    assert {file.path: file.size for file in made.files} == {name: len(text) for name, text in PROJECT.items()}
    assert all(len(file.sha256) == 64 for file in made.files)


def test_the_rules_say_the_same_of_the_bundle_as_of_the_files(tmp_path: Path) -> None:
    project = {
        **PROJECT,
        "parameters.yaml": PROJECT["parameters.yaml"].replace("type: integer", "type: array, items: {}"),
    }
    project["models/pet.yaml"] = project["models/pet.yaml"].replace("type: number", "type: nummer")
    description, made, _ = bundled(tmp_path, project)
    assert description.entry.file is not None
    files = check(description.entry.file, rules=RULES, display_path="openapi.yaml")
    joined = check_document(load_bytes(made.data, "openapi.yaml", file=description.entry.file), rules=RULES)

    def finding_key(place: Place, rule: str) -> tuple[str, str, str]:
        return rule, place.document.path, format_pointer(place.pointer)

    # of two ways to one file, the bundle has made one: what was unused by its name is used
    apart = ("external-reference", "unused-definition")
    of_files = Counter(
        finding_key(finding.place, finding.rule.name) for finding in files.findings if finding.rule.name not in apart
    )
    of_bundle = Counter(
        finding_key(made.source_map.origin(finding.pointer), finding.rule.name) for finding in joined.findings
    )
    assert of_files == of_bundle
    assert {"non-scalar-parameter", "invalid-schema"} <= {rule for rule, _, _ in of_files}


@pytest.mark.parametrize(
    ("entry", "also"),
    [
        ("components: {schemas: {A: {items: {$ref: 'b.yaml#/B'}}}}\n", {}),
        ("components:\n  schemas: {}\npaths: {/a: {$ref: p.yaml}}\n", {}),
        ("paths: {/a: {$ref: p.yaml}}\n", {}),
        ("paths:\n  /a: {$ref: p.yaml}\n...\n", {}),
        ("x-a: &a {$ref: 'b.yaml#/B'}\ncomponents:\n  schemas:\n    A: *a\n    C:\n      items: *a\n", {}),
        ("components:\n  schemas:\n    A:\n      items: {$ref: 'b.yaml#/B'}\n    Z: {type: string}", {}),
        ("components:\n  schemas:\n    A:\n      items: {$ref: 'b.yaml#/B'}   # last\n\n\n", {}),
        ("components:\n  parameters:\n    A: {name: a, in: query, schema: {$ref: 'b.yaml#/B'}}\n", {}),
        ("components:\r\n  schemas:\r\n    A:\r\n      items: {$ref: 'b.yaml#/B'}\r\n", {}),
        ("components:\n  schemas:\n    B: {type: string}\n    A: {items: {$ref: 'b.yaml#/B'}}\n", {}),
        ("paths:\n  /a:\n    summary: kept\n    $ref: p.yaml\n", {}),
        ("paths:\n  /a:\n    $ref: p.yaml\n  /b:\n    $ref: p.yaml\n", {}),
        ("components:\n  schemas:\n    A:\n      $ref: b.yaml#/Loop\n", {}),
    ],
)
def test_the_text_always_holds_what_was_meant(tmp_path: Path, entry: str, also: dict[str, str]) -> None:
    files = {
        "openapi.yaml": HEAD + entry,
        "b.yaml": "B: {type: number, properties: {self: {$ref: '#/B'}}}\nLoop: {properties: {a: {$ref: '#/B'}}}\n",
        "p.yaml": "get: {responses: {'200': {description: ok, content: {a/b: {schema: {$ref: 'b.yaml#/B'}}}}}}\n",
        **also,
    }

    description, made, value = bundled(tmp_path, files)

    assert isinstance(value, dict)
    assert ".yaml" not in json.dumps({key: content for key, content in value.items() if key != "x-a"})
    again = describe(made.data.decode())
    assert not again.faults
    assert len(again.schemas) >= len(description.schemas) - len(description.referenced_parts)


def test_json_stays_json(tmp_path: Path) -> None:
    entry = json.dumps(
        {"openapi": "3.1.0", "info": {"title": "é", "version": "1"}, "paths": {"/a": {"$ref": "p.json"}}}
    )
    description = describe_folder(tmp_path, {"openapi.yaml": entry, "p.json": '{"get": {"operationId": "a"}}'})

    value = json.loads(bundle(description).data)

    assert value["paths"] == {"/a": {"get": {"operationId": "a"}}}


def test_a_discriminators_files_are_followed(tmp_path: Path) -> None:
    _, _, value = bundled(
        tmp_path,
        {
            "openapi.yaml": HEAD + "components:\n  schemas:\n    Pet:\n      type: object\n      discriminator:\n"
            "        propertyName: kind\n        mapping: {dog: 'dog.yaml', cat: Cat}\n    A: {$ref: b.yaml}\n",
            "dog.yaml": "type: object\n",
            "b.yaml": "type: string\n",
        },
    )

    components: Any = value["components"] if isinstance(value, dict) else {}
    assert components["schemas"]["Pet"]["discriminator"]["mapping"] == {"dog": "#/components/schemas/dog", "cat": "Cat"}
    assert components["schemas"]["dog"] == {"type": "object"}


def test_a_path_item_that_contains_itself_is_refused(tmp_path: Path) -> None:
    files = {
        "openapi.yaml": HEAD + "paths: {/a: {$ref: p.yaml}}\n",
        "p.yaml": "get: {callbacks: {again: {'{$url}': {$ref: p.yaml}}}, responses: {'200': {description: ok}}}\n",
    }

    with pytest.raises(BundleError, match=r"contains itself \(p\.yaml:1:44\)"):
        bundle(describe_folder(tmp_path, files))


@pytest.mark.parametrize(
    ("width", "depth", "why"), [(1, 60, "nested more than 40 deep"), (2, 30, "more than 20,000 inlined objects")]
)
def test_path_items_that_multiply_are_refused(tmp_path: Path, width: int, depth: int, why: str) -> None:
    files = {"openapi.yaml": HEAD + "paths: {/a: {$ref: p0.yaml}}\n", f"p{depth}.yaml": "get: {}\n"}
    for number in range(depth):
        again = ", ".join(f"'{{${index}}}': {{$ref: p{number + 1}.yaml}}" for index in range(width))
        files[f"p{number}.yaml"] = f"get: {{callbacks: {{again: {{{again}}}}}}}\n"

    with pytest.raises(BundleError, match=why):
        bundle(describe_folder(tmp_path, files))


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "on",
        "1e3",
        "007",
        "0o7",
        "1_000",
        "1:30",
        "null",
        "~",
        "",
        " ",
        "a: b",
        "# x",
        "- a",
        "*a",
        "é",
        "=",
        "%a",
    ],
)
def test_a_string_is_a_string_for_every_parser(text: str) -> None:
    written = render_block({"a": text, text: [text, 1.0, 1e300, 1e-7, True, None, {}, []]})

    assert load_bytes(written.encode(), "x.yaml").value == {
        "a": text,
        text: [text, 1.0, 1e300, 1e-7, True, None, {}, []],
    }
    assert yaml.safe_load(written)["a"] == text
