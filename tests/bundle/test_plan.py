"""The plan of a document in several files is the plan of its bundle."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from preclear.bundle import bundle
from preclear.connector import build_connector
from preclear.engine import check, check_document
from preclear.source import format_pointer, load_bytes
from tests.emulator.server import emulator
from tests.texts import connect, describe_folder

if TYPE_CHECKING:
    from preclear.connector import Connector

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
_TO_A_FILE = re.compile(r"""\$ref["']?\s*:\s*["']?[^#"'\s]""")
HEAD = 'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\n'
PET = "{$ref: '#/components/schemas/Pet'}"


def operation(name: str, schema: str) -> str:
    content = f"{{a/b: {{schema: {schema}}}}}"
    return f"{{get: {{operationId: {name}, responses: {{'200': {{description: o, content: {content}}}}}}}}}"


def names(connector: Connector) -> list[str]:
    return [definition.name.value for definition in connector.definitions]


def both(folder: Path, files: dict[str, str]) -> tuple[Connector, Connector]:
    """The connector of the files, and that of their bundle."""
    description = describe_folder(folder, files)
    return build_connector(description), connect(bundle(description).data.decode())


CASES = {
    "a schema that only another file refers to": (
        {
            "openapi.yaml": HEAD + f"paths: {{/a: {operation('a', '{$ref: pet.yaml#/Pet}')}}}\n",
            "pet.yaml": "Pet: {type: object, properties: {kind: {$ref: '#/Kind'}}}\nKind: {type: string}\n",
        },
        ["Pet", "Kind"],
    ),
    "a name that is taken": (
        {
            "openapi.yaml": HEAD
            + f"paths: {{/a: {operation('a', '{$ref: models/pet.yaml#/Pet}')}}}\n"
            + "components: {schemas: {Pet: {type: string}}}\n",
            "models/pet.yaml": "Pet: {type: object}\n",
        },
        ["Pet", "models-Pet"],
    ),
    "a component that is in another file, and is referred to there": (
        {
            "openapi.yaml": HEAD
            + f"paths: {{/a: {operation('a', '{$ref: home.yaml}')}}}\n"
            + "components: {schemas: {House: {$ref: home.yaml}}}\n",
            "home.yaml": "type: object\n",
        },
        ["House"],
    ),
    "a schema that is written out in a response of another file": (
        {
            "openapi.yaml": HEAD
            + "paths: {/a: {get: {operationId: a, responses: {'404': {$ref: 'r.yaml#/Lost'}}}}, /b: {$ref: p.yaml}}\n",
            "r.yaml": "Lost: {description: o, content: {a/b: {schema: {type: object}}}}\n",
            "p.yaml": operation("b", "{type: array}"),
        },
        ["Lost", "b_200"],
    ),
    "a schema that only a discriminator names": (
        {
            "openapi.yaml": HEAD
            + f"paths: {{/a: {operation('a', PET)}}}\n"
            + "components: {schemas: {Pet: {discriminator: {propertyName: kind, mapping: {d: dog.yaml}}}}}\n",
            "dog.yaml": "type: object\n",
        },
        ["Pet", "dog"],
    ),
    "names in other letters, and places in a list": (
        {
            "openapi.yaml": HEAD
            + "components: {schemas: {A: {oneOf: [{$ref: 'm.yaml#/été'}, {$ref: 'm.yaml#/日本'},"
            + " {$ref: 'm.yaml#/Deep/allOf/0'}]}}}\n",
            "m.yaml": "été: {type: string}\n日本: {type: string}\nDeep: {allOf: [{type: object}]}\n",
        },
        ["A", "ete", "m", "Deep-allOf-0"],
    ),
}


@pytest.mark.parametrize(("files", "expected"), CASES.values(), ids=CASES)
def test_the_definitions_of_the_files_are_those_of_the_bundle(
    tmp_path: Path, files: dict[str, str], expected: list[str]
) -> None:
    of_files, of_bundle = both(tmp_path, files)

    assert names(of_files) == names(of_bundle) == expected


def test_a_moved_schema_keeps_the_place_that_it_has_in_its_own_file(tmp_path: Path) -> None:
    files, _ = CASES["a name that is taken"]

    moved = both(tmp_path, files)[0].definitions[1]

    assert (moved.place.document.path, format_pointer(moved.place.pointer)) == ("models/pet.yaml", "/Pet")
    assert moved.name.is_present
    assert [operation.label for operation in moved.used_by] == ["get /a"]


@pytest.mark.parametrize("case", ["a schema that only another file refers to", "a name that is taken"])
def test_an_upload_of_several_files_makes_what_was_planned(tmp_path: Path, case: str) -> None:
    files, expected = CASES[case]
    describe_folder(tmp_path, files)
    with emulator(tmp_path, seconds=60) as running:
        environment = {
            **os.environ,
            "PRECLEAR_TOKEN": running.token,
            "PRECLEAR_URL": running.url,
            "PRECLEAR_ORGANISATION": running.organisation,
            "PRECLEAR_INSECURE_LOOPBACK": "1",
        }
        command = [sys.executable, "-m", "preclear", "upload", str(tmp_path / "openapi.yaml"), "--new", "--force"]
        completed = subprocess.run(
            [*command, "--output-format", "json"], env=environment, capture_output=True, text=True, timeout=60
        )

    report = json.loads(completed.stdout)
    unforeseen = [finding["rule"] for finding in report["findings"] if "resource" in finding["rule"]]
    assert (report["outcome"], unforeseen) == ("accepted", [])
    created, planned = report["created"]["counts"], report["created"]["planned"]
    assert created["definitions"] == planned["definitions"] == len(expected)


def in_several_files() -> list[Path]:
    """The documents of the fixtures and the corpus that refer to a file, by their text."""
    index = CORPUS / "INDEX.tsv"
    found = sorted((ROOT / "fixtures" / "projects").glob("*/openapi.yaml"))
    if index.exists():
        with index.open(encoding="utf-8") as lines:
            rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["oas_version"].startswith("3")]
        found += [CORPUS / row["path"] for row in rows]
    small = (path for path in found if path.stat().st_size < 3_000_000)
    return [path for path in small if _TO_A_FILE.search(path.read_text(encoding="utf-8", errors="replace"))]


@pytest.mark.parametrize("path", in_several_files(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_the_definitions_are_the_same_in_real_projects(path: Path) -> None:
    checked = check(path, rules={}, display_path=path.name)
    assert checked.connector is not None
    made = bundle(checked.connector.api)

    again = check_document(load_bytes(made.data, f"bundle.{made.format}"), rules={})

    assert again.connector is not None
    assert names(checked.connector) == names(again.connector)
