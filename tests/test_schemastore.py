"""What SchemaStore is offered: the schema of the repository, an entry in the catalog, a table of pyproject.toml."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft7Validator
from tools.schemastore import main

from preclear.cli import main as preclear

ROOT = Path(__file__).parents[1]
CATALOG = Path("src/api/json/catalog.json")
PYPROJECT = Path("src/schemas/json/pyproject.json")
SCHEMA = Path("src/schemas/json/preclear.json")
EXAMPLE = Path("src/test/preclear/preclear.toml")
OTHER_ENTRY = {"name": "Ameba", "url": "https://a.example"}
OTHER_TABLE = {"title": "Zebra"}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of SchemaStore with one other schema."""
    files = {
        CATALOG: {"version": 1, "schemas": [OTHER_ENTRY]},
        PYPROJECT: {"properties": {"project": {}, "tool": {"type": "object", "properties": {"zebra": OTHER_TABLE}}}},
    }
    for path, value in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(json.dumps(value))
    (tmp_path / "src" / "test").mkdir()
    return tmp_path


def read(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(path.read_text())
    return value


def test_the_schema_is_that_of_the_repository_with_its_address(checkout: Path) -> None:
    assert main([str(checkout)]) == 0

    schema = read(checkout / SCHEMA)
    address = schema.pop("$id")
    assert schema == read(ROOT / "preclear.schema.json")
    entries = read(checkout / CATALOG)["schemas"]
    assert entries[0] == OTHER_ENTRY
    assert [(entry["fileMatch"], entry["url"]) for entry in entries[1:]] == [(["preclear.toml"], address)]
    tools = read(checkout / PYPROJECT)["properties"]["tool"]["properties"]
    assert (tools["zebra"], tools["preclear"]["$ref"]) == (OTHER_TABLE, address)


def test_a_second_run_changes_nothing(checkout: Path) -> None:
    paths = (CATALOG, PYPROJECT, SCHEMA, EXAMPLE)
    main([str(checkout)])
    first = [(checkout / path).read_bytes() for path in paths]

    main([str(checkout)])

    assert [(checkout / path).read_bytes() for path in paths] == first


def test_the_example_is_valid_by_the_schema_and_for_preclear(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(checkout)])

    example = tomllib.loads((checkout / EXAMPLE).read_text())
    assert example
    assert Draft7Validator(read(checkout / SCHEMA)).is_valid(example)
    monkeypatch.chdir((checkout / EXAMPLE).parent)
    assert preclear(("config",)) == 0, capsys.readouterr().err


def test_the_files_are_listed(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(checkout)])

    assert capsys.readouterr().out.split() == [path.as_posix() for path in (SCHEMA, EXAMPLE, CATALOG, PYPROJECT)]
