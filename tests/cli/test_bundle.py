"""`preclear bundle`: what goes where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli import making
from tests.cli.making import Outcome, run_apart

HEAD = 'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\n'
FILES = {
    "openapi.yaml": f"{HEAD}components:\n  schemas:\n    Pet: {{$ref: models/pet.yaml}}\n",
    "models/pet.yaml": "type: object\n",
}


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)


def run(capsys: pytest.CaptureFixture[str], files: dict[str, str], *arguments: str) -> Outcome:
    write(files)
    return making.run(capsys, "bundle", *arguments)


def test_the_bundle_goes_to_standard_output_and_its_files_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    result = run(capsys, FILES, "openapi.yaml")

    assert result.code == 0
    assert result.out == f'{HEAD}components:\n  schemas:\n    Pet: {{"type": "object"}}\n'
    assert [line.split()[-1] for line in result.err.splitlines()] == ["openapi.yaml", "models/pet.yaml", "files"]


def test_bundle_and_source_map_go_to_files(capsys: pytest.CaptureFixture[str]) -> None:
    result = run(capsys, FILES, "openapi.yaml", "-o", "out.yaml", "--source-map", "map.json")

    assert result.out == ""
    assert "$ref" not in Path("out.yaml").read_text()
    assert json.loads(Path("map.json").read_text())["moved"] == [
        {"pointer": "/components/schemas/Pet", "path": "models/pet.yaml", "origin": ""}
    ]
    assert sorted(path.name for path in Path().iterdir()) == ["map.json", "models", "openapi.yaml", "out.yaml"]


def test_a_reference_that_leads_nowhere_is_told_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    result = run(capsys, {"openapi.yaml": FILES["openapi.yaml"]}, "openapi.yaml")

    assert result.code == 1
    assert "openapi.yaml:5:17: error: `$ref: models/pet.yaml`" in result.err


def test_what_is_no_openapi_is_not_bundled(capsys: pytest.CaptureFixture[str]) -> None:
    result = run(capsys, {"openapi.yaml": "a: b\n"}, "openapi.yaml")

    assert result.code == 2
    assert "[not-openapi]" in result.err
    assert result.out == ""


def test_a_file_that_cannot_be_written_is_called_by_its_own_name(capsys: pytest.CaptureFixture[str]) -> None:
    result = run(capsys, FILES, "openapi.yaml", "-o", "nowhere/out.yaml")

    assert (result.code, result.out) == (2, "")
    assert "`nowhere/out.yaml` can't be written: No such file or directory" in result.err


def test_a_document_that_is_rewritten_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    shared = {"openapi.yaml": f"{HEAD}x: &p {{}}\ncomponents: {{schemas: *p}}\npaths: {{/a: {{$ref: a.yaml}}}}\n"}
    other = "get: {parameters: [{name: q, in: query, schema: {$ref: s.yaml}}]}\n"

    result = run(capsys, {**shared, "a.yaml": other, "s.yaml": "type: string\n"}, "openapi.yaml")

    assert result.code == 0
    assert "preclear: the document was rewritten without its comments: " in result.err


def test_what_replaces_a_misplaced_reference_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    entry = f"{HEAD}paths: {{/a: {{get: {{$ref: '#/x-at'}}}}}}\nx-at: {{operationId: a}}\n"

    result = run(capsys, {"openapi.yaml": entry}, "openapi.yaml")

    assert result.code == 0
    assert 'get: {"operationId": "a"}' in result.out
    assert result.err.splitlines()[1].endswith("the file, edited")
    assert result.err.splitlines()[2:] == [
        "preclear: 1 reference replaced by its target: OpenAPI allows no reference there"
    ]


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        (
            "paths: {/a: {get: {$ref: gone.yaml}}}",
            "openapi.yaml:3:26: error: `$ref: gone.yaml` leads out of the bundle",
        ),
        ("info: {$ref: 'https://x.example/i.yaml'}", "`$ref: https://x.example/i.yaml` leads out of the bundle"),
        (
            "components: {links: {L: {operationRef: 'o.yaml#/get'}}}",
            "openapi.yaml:3:40: error: `operationRef: o.yaml#/get` leads out of the bundle",
        ),
        ("components: {links: {L: {operationRef: 'gone.yaml#/get'}}}", "[unresolved-link-target]"),
        ("components: {schemas: {A: {discriminator: {mapping: {a: gone.yaml}}}}}", "[unresolved-mapping]"),
    ],
)
def test_a_reference_that_still_leads_out_fails(capsys: pytest.CaptureFixture[str], entry: str, line: str) -> None:
    head = HEAD if "info:" not in entry else HEAD.splitlines(keepends=True)[0]

    result = run(capsys, {"openapi.yaml": f"{head}{entry}\n", "o.yaml": "get: {}\n"}, "openapi.yaml")

    assert result.code == 1
    assert [item for item in result.err.splitlines() if line in item]


@pytest.mark.parametrize("other", ["out.yaml", "./out.yaml", "link.yaml"])
def test_bundle_and_source_map_are_two_files(capsys: pytest.CaptureFixture[str], other: str) -> None:
    Path("link.yaml").symlink_to("out.yaml")

    result = run(capsys, FILES, "openapi.yaml", "-o", "out.yaml", "--source-map", other)

    assert result.code == 2
    assert "`--output` and `--source-map` name the same file, `out.yaml`; expected two files" in result.err
    assert not Path("out.yaml").exists()


def test_neither_is_written_where_one_cannot_be(capsys: pytest.CaptureFixture[str]) -> None:
    result = run(capsys, FILES, "openapi.yaml", "-o", "out.yaml", "--source-map", "nowhere/map.json")

    assert result.code == 2
    assert "`nowhere/map.json` can't be written: No such file or directory" in result.err
    assert sorted(path.name for path in Path().iterdir()) == ["models", "openapi.yaml"]


@pytest.mark.parametrize("options", [(), ("--stdin-filename", "openapi.yaml")])
def test_standard_input_in_one_file_is_bundled_as_it_is(folder: Path, options: tuple[str, ...]) -> None:
    text = f"{HEAD}paths: {{}}  # none yet\n"

    result = run_apart("bundle", *options, "-", stdin=text.encode(), cwd=folder)

    assert (result.code, result.out) == (0, text)
    assert result.err.splitlines()[0].endswith("bytes  openapi.yaml" if options else "bytes  <stdin>")


def test_the_references_of_standard_input_start_at_the_name_that_it_is_given(folder: Path) -> None:
    write({"apis/models/pet.yaml": "type: object\n"})
    text = FILES["openapi.yaml"].encode()

    named = run_apart("bundle", "-", "--stdin-filename", "apis/openapi.yaml", stdin=text, cwd=folder)
    nameless = run_apart("bundle", "-", stdin=text, cwd=folder)

    assert (named.code, "$ref" in named.out, '{"type": "object"}' in named.out) == (0, False, True)
    assert nameless.code == 1
    assert "the document has no folder of its own" in nameless.err


def test_what_can_not_be_bundled_on_standard_input_is_said(folder: Path) -> None:
    assert run_apart("bundle", "-", stdin=b"", cwd=folder)[:2] == (2, "")
    assert run_apart("bundle", "-", stdin=b"a: b\n", cwd=folder)[:2] == (2, "")
    assert run_apart("bundle", "-", stdin=b"a: [\n", cwd=folder)[:2] == (2, "")
