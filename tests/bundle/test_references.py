"""A bundle has no reference that leads out of it, whatever its position in the document."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from preclear.bundle import BundleError, bundle
from preclear.connector import build_connector
from tests.texts import describe, describe_folder, words_at

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.bundle import Bundle
    from preclear.openapi import ApiDescription

HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"


def made(folder: Path, files: dict[str, str]) -> tuple[ApiDescription, Bundle, Any]:
    """The description of `files`, their bundle, and its value."""
    description = describe_folder(folder, files)
    result = bundle(description)
    return description, result, yaml.safe_load(result.data)


def names(description: ApiDescription) -> list[list[str]]:
    """What the import makes, by name."""
    connector = build_connector(description)
    return [
        [action.name.value for action in connector.actions],
        [operation.label for operation in connector.operations],
        [definition.name.value for definition in connector.definitions],
        [scheme.key.value for scheme in connector.auth_schemes],
    ]


OPERATION = "{operationId: getA, responses: {'200': {description: f, content: {a/b: {schema: {$ref: 's.yaml#/S'}}}}}}"
MISPLACED = {
    "an operation": ("paths: {/a: {get: {$ref: x.yaml}}}", OPERATION),
    "an operation of the same file": (f"paths: {{/a: {{get: {{$ref: '#/x-a'}}}}}}\nx-a: {OPERATION}", ""),
    "paths": ("paths: {$ref: x.yaml, /b: {get: {operationId: b}}}", f"{{/a: {{get: {OPERATION}}}}}"),
    "content": (
        "paths: {/a: {get: {operationId: a, responses: {'200': {description: f, content: {$ref: x.yaml}}}}}}",
        "{a/b: {schema: {$ref: 's.yaml#/S'}}}",
    ),
    "a media type": (
        "paths: {/a: {get: {operationId: a, responses: {'200': {description: f, content: {a/b: {$ref: x.yaml}}}}}}}",
        "{schema: {$ref: 's.yaml#/S'}}",
    ),
    "responses": ("paths: {/a: {get: {operationId: a, responses: {$ref: x.yaml}}}}", "{'200': {description: f}}"),
    "parameters": (
        "paths: {/a: {get: {operationId: a, parameters: {$ref: x.yaml}}}}",
        "[{name: q, in: query, schema: {$ref: 's.yaml#/S'}}]",
    ),
    "schemas": (
        "components: {schemas: {$ref: x.yaml, Own: {items: {$ref: '#/components/schemas/Pet'}}}}",
        "{Pet: {$ref: s.yaml#/S}, Cat: {type: object}}",
    ),
    "components": ("components: {$ref: x.yaml}", "{schemas: {Pet: {$ref: s.yaml#/S}}}"),
    "security schemes": ("components: {securitySchemes: {$ref: x.yaml}}", "{k: {type: apiKey, in: header, name: X}}"),
    "properties": ("components: {schemas: {A: {properties: {$ref: x.yaml}}}}", "{a: {$ref: 's.yaml#/S'}}"),
    "a plain object": ("externalDocs: {$ref: x.yaml}", "{url: 'https://x.example', description: {$ref: s.yaml#/T}}"),
    "servers": ("servers: {$ref: x.yaml}", "[{url: 'https://{a}.example', variables: {a: {$ref: s.yaml#/V}}}]"),
    "a schema behind an operation": (
        "paths: {/a: {get: {$ref: x.yaml}}}",
        "{operationId: a, requestBody: {content: {$ref: '#/x-c'}}, x-c: {a/b: {schema: {type: string}}}}",
    ),
}
BESIDE = {"s.yaml": "S: {type: object, properties: {s: {$ref: '#/S'}}}\nT: hello\nV: {default: b}\n"}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
@pytest.mark.parametrize(("entry", "other"), MISPLACED.values(), ids=MISPLACED)
def test_what_a_misplaced_reference_leads_to_is_put_in_its_place(
    tmp_path: Path, version: str, entry: str, other: str
) -> None:
    head = HEAD.replace("3.1.0", version)
    description, result, value = made(tmp_path, {"openapi.yaml": f"{head}{entry}\n", "x.yaml": other + "\n", **BESIDE})

    assert not result.external_references
    takes_it = version == "3.2.0" and "a/b: {$ref" in entry
    assert bool(result.replaced_references) != takes_it
    again = describe(result.data.decode())
    assert [fault.report.message for fault in again.faults] == []
    assert names(description) == names(again)
    inside = {key: content for key, content in value.items() if not key.startswith("x-")}
    assert ".yaml" not in json.dumps(inside)
    if version != "3.2.0":
        assert "mediaTypes" not in value.get("components", {})


def test_what_stands_beside_a_misplaced_reference_in_a_mapping_is_kept_and_wins(tmp_path: Path) -> None:
    files = {
        "openapi.yaml": f"{HEAD}components: {{schemas: {{$ref: x.yaml, A: {{type: string}}, C: {{type: string}}}}}}\n",
        "x.yaml": "A: {type: object}\nB: {type: object}\n",
    }

    description, _, value = made(tmp_path, files)

    kinds = {name: content["type"] for name, content in value["components"]["schemas"].items()}
    assert kinds == {"A": "string", "B": "object", "C": "string"}
    assert [definition.name.value for definition in build_connector(description).definitions] == list(kinds)


def test_a_dead_misplaced_reference_is_left_and_what_is_beside_it_is_bundled(tmp_path: Path) -> None:
    files = {
        "openapi.yaml": f"{HEAD}components: {{schemas: {{$ref: gone.yaml, A: {{$ref: s.yaml#/S}}}}}}\n",
        **BESIDE,
    }

    _, result, value = made(tmp_path, files)

    assert [words_at(place) for place in result.external_references] == ["gone.yaml"]
    assert value["components"]["schemas"]["A"]["type"] == "object"


def test_every_copy_knows_where_it_came_from(tmp_path: Path) -> None:
    files = {"openapi.yaml": f"{HEAD}paths: {{/a: {{get: {{$ref: x.yaml}}}}}}\n", "x.yaml": OPERATION, **BESIDE}

    _, result, _ = made(tmp_path, files)

    place = result.source_map.origin(("paths", "/a", "get", "operationId"))
    assert (place.document.path, place.pointer) == ("x.yaml", ("operationId",))


def test_an_expansion_without_end_is_refused(tmp_path: Path) -> None:
    inner = "{properties: {b: {properties: {$ref: '#/components/schemas/A/properties'}}}}"
    description = describe_folder(tmp_path, {"openapi.yaml": f"{HEAD}components: {{schemas: {{A: {inner}}}}}\n"})

    with pytest.raises(BundleError, match=r"leads to a mapping of schemas that contains itself \(openapi\.yaml:3:"):
        bundle(description)


LINKS = {
    "openapi.yaml": f"""{HEAD}paths:
  /a: {{$ref: p.yaml#/a}}
  /b: {{$ref: p.yaml#/b}}
  /own:
    get:
      operationId: own
      responses:
        '200':
          description: f
          links:
            a: {{operationRef: 'p.yaml#/a/get'}}
            own: {{operationRef: '#/paths/~1own/get'}}
            away: {{operationRef: 'https://x.example/o.json#/paths/~1c/get'}}
            out: {{operationRef: 'other.yaml#/c/get'}}
""",
    "p.yaml": "a: {get: {operationId: a, responses: {'200': {description: f, links: {b: {operationRef: '#/b/get'},"
    " own: {operationRef: 'openapi.yaml#/paths/~1own/get'}}}}}}\nb: {get: {operationId: b}}\n",
    "other.yaml": "c: {get: {operationId: c}}\n",
}


def test_links_lead_to_where_their_operations_are_in_the_bundle(tmp_path: Path) -> None:
    description, result, value = made(tmp_path, LINKS)

    links = value["paths"]["/own"]["get"]["responses"]["200"]["links"]
    assert {name: item["operationRef"] for name, item in links.items()} == {
        "a": "#/paths/~1a/get",
        "own": "#/paths/~1own/get",
        "away": "https://x.example/o.json#/paths/~1c/get",
        "out": "other.yaml#/c/get",
    }
    inner = value["paths"]["/a"]["get"]["responses"]["200"]["links"]
    assert {name: item["operationRef"] for name, item in inner.items()} == {
        "b": "#/paths/~1b/get",
        "own": "#/paths/~1own/get",
    }
    assert [words_at(place) for place in result.external_references] == ["'other.yaml#/c/get'"]
    assert not {fault.kind.name for fault in description.faults} - {"external-reference"}
    assert result.rewrite_reason is None


def test_a_mapping_leads_to_where_its_schemas_are_in_the_bundle(tmp_path: Path) -> None:
    files = {
        "openapi.yaml": f"{HEAD}components: {{schemas: {{Dog: {{type: string}}, Pet: {{$ref: m/pet.yaml#/Pet}}}}}}\n",
        "m/pet.yaml": "Pet: {oneOf: [{$ref: dog.yaml#/Dog}, {$ref: '#/Cat'}], discriminator: {propertyName: k, mapping:"
        " {d: Dog, c: Cat, e: ../eel.yaml, f: gone.yaml, g: '#/Cat'}}}\nCat: {type: object}\n",
        "m/dog.yaml": "Dog: {type: object}\n",
        "eel.yaml": "type: object\n",
    }

    _, result, value = made(tmp_path, files)

    assert value["components"]["schemas"]["Pet"]["discriminator"]["mapping"] == {
        "d": "#/components/schemas/m-Dog",
        "c": "Cat",
        "e": "#/components/schemas/eel",
        "f": "gone.yaml",
        "g": "#/components/schemas/Cat",
    }
    assert value["components"]["schemas"]["m-Dog"] == {"type": "object"}
    assert [words_at(place) for place in result.external_references] == ["gone.yaml"]


def test_a_path_item_and_what_stands_beside_its_reference_become_one(tmp_path: Path) -> None:
    files = {
        "openapi.yaml": f"{HEAD}paths:\n  /a:\n    summary: own\n    $ref: p.yaml\n    put: {{operationId: own}}\n",
        "p.yaml": "summary: theirs\nget: {operationId: get}\nput: {operationId: theirs}\n",
    }

    _, _, value = made(tmp_path, files)

    assert value["paths"]["/a"] == {
        "summary": "own",
        "get": {"operationId": "get"},
        "put": {"operationId": "own"},
    }


PLACES = """
import os, sys
from pathlib import Path
from preclear.engine import check
from preclear.bundle import bundle
checked = check(Path(sys.argv[1]), rules={}, display_path=sys.argv[1])
sys.stdout.buffer.write(bundle(checked.connector.api).data)
"""


def test_the_bytes_are_the_same_from_wherever_the_document_is_reached(tmp_path: Path) -> None:
    folder = tmp_path / "work" / "api"
    files = {
        "openapi.yaml": f"{HEAD}components: {{schemas: {{Pet: {{type: string}}, A: {{anyOf: [{{$ref: a.yaml#/Pet}}, "
        "{$ref: b.yaml#/Pet}, {$ref: m/a.yaml#/Pet}, {$ref: ./m/../m/b.yaml#/Pet}]}}}\n",
        "a.yaml": "Pet: {type: object}\n",
        "b.yaml": "Pet: {type: array}\n",
        "m/a.yaml": "Pet: {properties: {a: {$ref: ../a.yaml#/Pet}}}\n",
        "m/b.yaml": "Pet: {properties: {a: {$ref: a.yaml#/Pet}}}\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    (folder / "alias.yaml").symlink_to("openapi.yaml")

    def bundled(cwd: Path, path: str, seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        completed = subprocess.run(
            [sys.executable, "-c", PLACES, path], cwd=cwd, env=environment, capture_output=True, timeout=60
        )
        assert completed.returncode == 0, completed.stderr.decode()
        return completed.stdout

    first = bundled(folder, "openapi.yaml", "1")
    others = [
        bundled(folder, str(folder / "openapi.yaml"), "2"),
        bundled(tmp_path, "work/api/openapi.yaml", "3"),
        bundled(tmp_path, "link/openapi.yaml", "4"),
        bundled(tmp_path / "link", "./openapi.yaml", "5"),
        bundled(folder / "m", "../openapi.yaml", "6"),
        bundled(tmp_path, str(tmp_path / "link" / "openapi.yaml"), "7"),
        bundled(folder, "alias.yaml", "8"),
    ]

    assert set(others) == {first}
    schemas = yaml.safe_load(first)["components"]["schemas"]
    assert list(schemas) == ["Pet", "A", "a-Pet", "b-Pet", "m-a-Pet", "m-b-Pet"]


def test_a_bundle_of_a_bundle_is_itself(tmp_path: Path) -> None:
    entry, other = MISPLACED["schemas"]
    _, result, _ = made(tmp_path, {"openapi.yaml": f"{HEAD}{entry}\n", "x.yaml": other, **BESIDE})

    again = bundle(describe(result.data.decode()))

    assert again.is_single_file
    assert again.data == result.data


def test_references_in_extensions_that_something_leads_to_are_rewritten(tmp_path: Path) -> None:
    parameter = "{name: q, in: query, schema: {$ref: 's.yaml#/S'}}"
    files = {
        "openapi.yaml": f"{HEAD}paths: {{/a: {{parameters: [{{$ref: '#/x-at/Q'}}], get: {{operationId: a}}}}}}\n"
        f"x-at:\n  Q: {parameter}   # kept\n  unused: {{$ref: 's.yaml#/S'}}\n",
        **BESIDE,
    }

    description, result, value = made(tmp_path, files)

    assert value["x-at"]["Q"]["schema"] == {"$ref": "#/components/schemas/S"}
    assert value["x-at"]["unused"] == {"$ref": "s.yaml#/S"}
    assert "# kept" in result.data.decode()
    assert names(description) == names(describe(result.data.decode()))
