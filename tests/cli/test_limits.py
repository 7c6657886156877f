"""Limits on what references lead to: one finding that names the option, exit code 2, nothing of what is not read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from preclear.source import DEFAULT_LIMITS
from tests.cli.making import run

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'openapi: 3.1.0\ninfo: {title: Harbour, version: "1"}\nservers: [{url: https://harbour.example}]\n'
PART = "get: {operationId: NAME, responses: {'200': {description: ok}}}\n"


@pytest.fixture
def parts(folder: Path) -> Path:
    """An entry document with six paths, each in a file of its own."""
    names = "abcdef"
    (folder / "openapi.yaml").write_text(
        HEAD + "paths:\n" + "".join(f"  /{name}: {{$ref: parts/{name}.yaml}}\n" for name in names)
    )
    (folder / "parts").mkdir()
    for name in names:
        (folder / "parts" / f"{name}.yaml").write_text(PART.replace("NAME", name))
    return folder


def errors(out: str) -> list[dict[str, Any]]:
    return [finding for finding in json.loads(out)["findings"] if finding["severity"] == "error"]


LIMITS = [
    (
        "files=3",
        "openapi.yaml",
        "`$ref: parts/c.yaml` leads to one file too many, as 3 more references do; the limit is 3 (`--limit files=N`)",
    ),
    (
        "total_bytes=500",
        "openapi.yaml",
        (
            "`$ref: parts/d.yaml` leads to a file that would exceed the total size, as 2 more references do; "
            "the limit is 500 (`--limit total_bytes=N`)"
        ),
    ),
]


@pytest.mark.parametrize(("limit", "path", "message"), LIMITS)
@pytest.mark.parametrize("paths", [("openapi.yaml",), (".",), ("openapi.yaml", "parts/f.yaml", "parts/a.yaml")])
def test_a_limit_is_reported_once_and_nothing_of_what_is_not_read(
    parts: Path, capsys: pytest.CaptureFixture[str], limit: str, path: str, message: str, paths: tuple[str, ...]
) -> None:
    outcome = run(capsys, "check", "--output-format", "json", "--limit", limit, *paths)

    assert [(error["rule"], error["path"], error["message"]) for error in errors(outcome.out)] == [
        ("exceeded-limit", path, message)
    ]
    assert outcome.code == 2
    assert "no OpenAPI document" not in outcome.err


def test_a_file_that_is_too_large_is_reported_once_however_many_refer_to_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    references = ", ".join(f"S{n}: {{$ref: 'big.yaml#/S{n}'}}" for n in range(20))
    (folder / "openapi.yaml").write_text(f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{{references}}}}}\n")
    (folder / "big.yaml").write_text("#" * 5_000 + "\n" + "".join(f"S{n}: {{}}\n" for n in range(20)))

    for paths in (("openapi.yaml",), (".",), ("big.yaml", "openapi.yaml")):
        outcome = run(capsys, "check", "--output-format", "json", "--limit", "file_bytes=4000", *paths)

        ((found,), code) = errors(outcome.out), outcome.code
        assert (found["rule"], found["start"]["line"], code) == ("exceeded-limit", 5, 2)
        assert found["message"] == (
            "`$ref: big.yaml` leads to a file that is too large, as 19 more references do; the limit is 4,000 "
            "(`--limit file_bytes=N`)"
        )


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        ("depth=4", "a: {b: {c: {d: {e: 1}}}}\n"),
        ("scalar_bytes=60", f"a: {'x' * 99}\n"),
        ("key_bytes=30", f"{'k' * 40}: 1\n"),
        ("digits=9", "a: 1234567890\n"),
        ("nodes=60", f"a: [{'1, ' * 70}]\n"),
    ],
)
def test_a_limit_within_another_file_is_reported_there_alone(
    folder: Path, capsys: pytest.CaptureFixture[str], limit: str, text: str
) -> None:
    (folder / "openapi.yaml").write_text(
        f"{HEAD}components: {{schemas: {{A: {{$ref: 'b.yaml#/A'}}, B: {{$ref: 'b.yaml#/B'}}}}}}\n"
    )
    (folder / "b.yaml").write_text(text)

    outcome = run(capsys, "check", "--output-format", "json", "--limit", limit, "openapi.yaml")

    assert [(error["rule"], error["path"]) for error in errors(outcome.out)] == [("exceeded-limit", "b.yaml")]
    assert outcome.code == 2


def test_a_syntax_error_in_another_file_is_reported_there_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    response = "responses: {'200': {$ref: 'b.yaml#/R'}}"
    (folder / "openapi.yaml").write_text(f"{HEAD}paths: {{/a: {{get: {{operationId: a, {response}}}}}}}\n")
    (folder / "b.yaml").write_text("R: {\n")

    outcome = run(capsys, "check", "--output-format", "json", "openapi.yaml")
    plan = json.loads(run(capsys, "plan", "--output-format", "json", "openapi.yaml").out)

    assert [(error["rule"], error["path"]) for error in errors(outcome.out)] == [("syntax-error", "b.yaml")]
    assert outcome.code == 1
    assert [action["status"] for action in plan["actions"]] == ["blocked"]


def test_a_chain_that_is_too_long_is_reported_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chain = ", ".join(f"A{n}: {{$ref: '#/components/schemas/A{n + 1}'}}" for n in range(12))
    (folder / "openapi.yaml").write_text(f"{HEAD}components: {{schemas: {{{chain}, A12: {{}}}}}}\n")

    outcome = run(capsys, "check", "--output-format", "json", "--limit", "ref_chain=9", "openapi.yaml")

    assert [(error["rule"], error["message"]) for error in errors(outcome.out)] == [
        (
            "exceeded-limit",
            (
                "`$ref: #/components/schemas/A1` leads through more than 9 references, as 3 more references do; "
                "the limit is 9 (`--limit ref_chain=N`)"
            ),
        )
    ]
    assert outcome.code == 2


def test_no_plan_calls_ok_what_is_behind_a_limit_and_no_bundle_is_made(
    parts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    response = "responses: {'200': {$ref: 'parts/r.yaml'}}"
    text = (parts / "openapi.yaml").read_text()
    (parts / "openapi.yaml").write_text(f"{text}  /z: {{get: {{operationId: z, {response}}}}}\n")

    plan = run(capsys, "plan", "--output-format", "json", "--limit", "files=3", "openapi.yaml")
    bundle = run(capsys, "bundle", "--limit", "files=3", "openapi.yaml")

    assert {action["name"]: action["status"] for action in json.loads(plan.out)["actions"]}["z"] == "blocked"
    assert (plan.code, bundle.code, bundle.out) == (2, 2, "")
    assert "[exceeded-limit]" in bundle.err


def test_five_thousand_files_are_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert DEFAULT_LIMITS.files == 5_000
    (folder / "parts").mkdir()
    count = 700  # more than were read once
    for n in range(count):
        (folder / "parts" / f"p{n}.yaml").write_text("type: string\n")
    schemas = ", ".join(f"S{n}: {{$ref: 'parts/p{n}.yaml'}}" for n in range(count))
    (folder / "openapi.yaml").write_text(f"{HEAD}components: {{schemas: {{{schemas}}}}}\n")

    assert errors(run(capsys, "check", "--output-format", "json", "openapi.yaml").out) == []


def test_documents_of_one_run_list_their_folder_and_read_a_shared_file_once(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from preclear.source.files.file_access import FileAccess
    from preclear.source.files.file_system import LocalFileSystem

    (folder / "shared.yaml").write_text("Pet: {type: strin}\n")
    for n in range(120):
        text = f"{HEAD}components: {{schemas: {{Pet: {{$ref: 'shared.yaml#/Pet'}}}}}}\n"
        (folder / f"d{n}.yaml").write_text(text)
    listed: list[str] = []
    read: list[str] = []
    gate_read = FileAccess.read

    def listing(self: LocalFileSystem, path: Path) -> frozenset[str]:
        listed.append(str(path))
        return frozenset(entry.name for entry in path.iterdir())

    def reading(self: FileAccess, path: Path, limit: int) -> object:
        read.append(path.name)
        return gate_read(self, path, limit)

    monkeypatch.setattr(LocalFileSystem, "list_names", listing)
    monkeypatch.setattr(FileAccess, "read", reading)

    outcome = run(capsys, "check", "--output-format", "json", ".")

    assert [(error["rule"], error["path"]) for error in errors(outcome.out)] == [("invalid-schema", "shared.yaml")]
    assert read == ["shared.yaml"]
    assert len(listed) == 1


def test_standard_input_has_no_folder(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    data = f"{HEAD}components: {{schemas: {{A: {{$ref: 'a.yaml'}}, B: {{$ref: 'https://x.example/b'}}}}}}\n".encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))

    findings = json.loads(run(capsys, "check", "--output-format", "json", "-").out)["findings"]

    assert [
        (finding["rule"], finding["message"], finding.get("help"))
        for finding in findings
        if "$ref" in finding["message"]
    ] == [
        (
            "unresolved-reference",
            "`$ref: a.yaml` leads to another file, but the document has no folder of its own",
            "set `--root` to the folder that the reference starts from",
        ),
        ("remote-reference", "`$ref: https://x.example/b` is a remote address, and nothing is fetched", None),
    ]
