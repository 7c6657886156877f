"""`preclear bundle`: what goes where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click import ClickException, UsageError
from click.testing import CliRunner

from preclear.cli import commands

if TYPE_CHECKING:
    from click.testing import Result

HEAD = 'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\n'
FILES = {
    "openapi.yaml": f"{HEAD}components:\n  schemas:\n    Pet: {{$ref: models/pet.yaml}}\n",
    "models/pet.yaml": "type: object\n",
}


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], *arguments: str) -> Result:
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    monkeypatch.chdir(folder)
    return CliRunner().invoke(commands, ["bundle", *arguments], standalone_mode=False)


def test_the_bundle_goes_to_standard_output_and_its_files_to_standard_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = run(tmp_path, monkeypatch, FILES, "openapi.yaml")

    assert ran.return_value == 0
    assert ran.stdout == f'{HEAD}components:\n  schemas:\n    Pet: {{"type": "object"}}\n'
    assert [line.split()[-1] for line in ran.stderr.splitlines()] == ["openapi.yaml", "models/pet.yaml", "files"]


def test_bundle_and_source_map_go_to_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = run(tmp_path, monkeypatch, FILES, "openapi.yaml", "-o", "out.yaml", "--source-map", "map.json")

    assert ran.stdout == ""
    assert "$ref" not in Path("out.yaml").read_text()
    assert json.loads(Path("map.json").read_text())["moved"] == [
        {"pointer": "/components/schemas/Pet", "path": "models/pet.yaml", "origin": ""}
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map.json", "models", "openapi.yaml", "out.yaml"]


def test_a_reference_that_leads_nowhere_is_told_and_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = run(tmp_path, monkeypatch, {"openapi.yaml": FILES["openapi.yaml"]}, "openapi.yaml")

    assert ran.return_value == 1
    assert "openapi.yaml:5:17: error: `$ref: models/pet.yaml`" in ran.stderr


def test_what_is_no_openapi_is_not_bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = run(tmp_path, monkeypatch, {"openapi.yaml": "a: b\n"}, "openapi.yaml")

    assert ran.return_value == 2
    assert "[not-openapi]" in ran.stderr
    assert ran.stdout == ""


def test_a_file_that_cannot_be_written_is_called_by_its_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = run(tmp_path, monkeypatch, FILES, "openapi.yaml", "-o", "nowhere/out.yaml")

    assert isinstance(ran.exception, ClickException)
    assert ran.exception.format_message() == "`nowhere/out.yaml` can't be written: No such file or directory"


def test_a_document_that_is_written_anew_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = {"openapi.yaml": f"{HEAD}x: &p {{}}\ncomponents: {{schemas: *p}}\npaths: {{/a: {{$ref: a.yaml}}}}\n"}
    other = "get: {parameters: [{name: q, in: query, schema: {$ref: s.yaml}}]}\n"

    ran = run(tmp_path, monkeypatch, {**shared, "a.yaml": other, "s.yaml": "type: string\n"}, "openapi.yaml")

    assert ran.return_value == 0
    assert "preclear: the document is written anew, its comments are lost: " in ran.stderr


@pytest.mark.parametrize("other", ["out.yaml", "./out.yaml", "link.yaml"])
def test_bundle_and_source_map_are_two_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str) -> None:
    (tmp_path / "link.yaml").symlink_to("out.yaml")

    ran = run(tmp_path, monkeypatch, FILES, "openapi.yaml", "-o", "out.yaml", "--source-map", other)

    assert isinstance(ran.exception, UsageError)
    assert ran.exception.format_message() == "`--output` and `--source-map` are one file, `out.yaml`; expected two"
    assert not (tmp_path / "out.yaml").exists()


def test_neither_is_written_where_one_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = run(tmp_path, monkeypatch, FILES, "openapi.yaml", "-o", "out.yaml", "--source-map", "nowhere/map.json")

    assert isinstance(ran.exception, ClickException)
    assert ran.exception.format_message() == "`nowhere/map.json` can't be written: No such file or directory"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["models", "openapi.yaml"]
