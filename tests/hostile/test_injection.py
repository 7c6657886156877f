"""Text that would act on whoever reads our output: in a document, in a file's name, in an argument."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preclear.cli import main
from tests.cli.making import BAD, run_apart
from tests.hostile.runner import command_in, control_in, lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from preclear.source import Json

PAYLOADS = (
    "/a\n::error file=README.md,line=1::forged",
    "\r\n::stop-commands::x",
    "\n   ::add-mask::a",
    "\u2028::error::forged",
    "\x85::error::forged",
    "\x0b::error::forged",
    "::error::forged",
    "##[error]forged",
    "x ##[add-path]/tmp",
    "##vso[task.setvariable variable=a]b",
    "##teamcity[buildStop]",
    "###[error]forged",
    "\x1b]0;PWNED\x07",
    "\x1b[2J\x1b[31m",
    "\x9b31m",
    "\u202egnp.exe",
    "\u2066a\u2069",
    "\u200bzero\u200b",
    "\U000e0041\U000e0042",
    "\ud800",
    "</script><img src=x onerror=alert(1)>",
    "```\n::error::forged\n```",
    "\0",
    "\x7f\x08\x08\x08",
    "a\rb",
    "\ufeff::error::forged",
    "\xad::error::forged",
)
COMMANDS = (
    ("check", "--output-format", "full"),
    ("check", "--output-format", "concise"),
    ("check", "--output-format", "json"),
    ("plan", "--output-format", "table"),
    ("plan", "--output-format", "json"),
)


def poisoned(text: str) -> Json:
    """A document with `text` in every place that a message, a plan or an excerpt may show."""
    operation: Json = {
        "operationId": text,
        "summary": text,
        "description": text,
        "tags": [text],
        text: text,
        "parameters": [
            {"name": text, "in": "query", "schema": {"type": "array", "default": text}},
            {"name": text, "in": text, "schema": {"type": text, "enum": [text]}},
            {"name": "a", "in": "query", "schema": {"type": "integer", "default": text}},
            {"$ref": text},
            {"$ref": f"#/components/parameters/{text}"},
        ],
        "requestBody": {"content": {text: {"schema": {"$ref": f"#/components/schemas/{text}x"}}}},
        "responses": {text: {"description": text}, "4XX": {"description": text}},
        "security": [{text: [text]}],
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": text, "version": text, text: text},
        "servers": [{"url": f"https://{{{text}}}/{text}", "variables": {text: {"default": text}}}],
        "paths": {
            text: {"get": operation},
            f"/{text}": {"post": operation, text: operation},
            f"/{{{text}}}": operation,
        },
        "webhooks": {text: {"post": operation}},
        "components": {
            "schemas": {text: {"type": text, "pattern": f"[{text}", "required": [text, text], "minLength": text}},
            "securitySchemes": {text: {"type": text}, "key": {"type": "apiKey", "name": text, "in": text}},
            "parameters": {text: {"name": text, "in": "query", text: text}},
        },
        text: text,
    }


def assert_inert(output: str) -> None:
    assert [line for line in lines_of(output) if command_in(line)] == []
    assert not control_in(output)


@pytest.mark.parametrize("name", ["openapi.json", "openapi.yaml"])
@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_nothing_in_a_document_acts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], payload: str, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    document = poisoned(payload)
    written = json.dumps(document, indent=1) if name.endswith("json") else yaml.safe_dump(document)
    (tmp_path / name).write_text(written)

    for command in COMMANDS:
        code = main([*command, name])
        out, err = capfd.readouterr()
        assert code == (2 if command[0] == "plan" and not out else 1)
        assert_inert(out)
        assert_inert(err)


@pytest.mark.parametrize(
    "payload", ["/a\n::error::x", "##[error]x", "\x1b]0;P\x07", "\u202ex", "\x85::error::x"], ids=ascii
)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_what_stands_raw_in_the_text_of_a_document_does_not_act(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    payload: str,
    command: Sequence[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [f"openapi: 3.1.0 # {payload}", f"::error::{payload}: {payload}", f"paths: {{/a: {payload}}}", payload]
    (tmp_path / "a.yaml").write_text("\n".join(lines))
    (tmp_path / "b.yaml").write_text(
        f"openapi: 3.1.0\n'::error::{payload}': 1\npaths: # {payload}\n  a: 5 # {payload}\n"
    )

    for name in ("a.yaml", "b.yaml"):
        main([*command, name])
        out, err = capfd.readouterr()
        assert out != ""
        assert_inert(out)
        assert_inert(err)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.one_of(st.sampled_from("#[]:\n\r\t \x1b\x07\x85\u2028\ud800{}/$~%"), st.characters()), max_size=20))
def test_no_text_at_all_acts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "openapi.json").write_text(json.dumps(poisoned(text)))

    for command in COMMANDS:
        main([*command, "openapi.json"])
        out, err = capfd.readouterr()
        assert_inert(out)
        assert_inert(err)


NAMES = (
    "::error::x.yaml",
    " ::error::x.yaml",
    "##[error].yaml",
    "-rf.yaml",
    "a\n::error::b.yaml",
    "\x1b[31m.yaml",
    "\u202e.yaml",
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_does_not_act(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    name: str,
    command: Sequence[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(BAD)

    assert main([*command, "--", name]) == 1
    for missing in (name, f"no{name}", f"{name}*x"):
        main([*command, "--", missing])
        out, err = capfd.readouterr()
        assert_inert(out)
        assert_inert(err)


@pytest.mark.skipif(sys.platform != "linux", reason="file names that are no text")
@pytest.mark.parametrize("name", [b"caf\xe9.yaml", b"\xff\n::error::.yaml"])
def test_a_name_that_is_no_text_does_not_act(tmp_path: Path, name: bytes) -> None:
    with open(os.fsencode(tmp_path) + b"/" + name, "w") as file:  # noqa: PTH123 - a path of bytes
        file.write(BAD)

    for command in COMMANDS[:3]:
        outcome = run_apart(*command, cwd=tmp_path)
        assert outcome.code == 1
        assert_inert(outcome.out)
        assert_inert(outcome.err)


@pytest.mark.parametrize("payload", ["a\n::error::x", "\x1b[2J", "##[error]x", "::error::x"], ids=ascii)
@pytest.mark.parametrize(
    "arguments",
    [("explain", "{}"), ("check", "--output-format", "{}"), ("check", "--limit", "{}=1"), ("{}",), ("check", "--{}")],
    ids=" ".join,
)
def test_an_argument_does_not_act(capfd: pytest.CaptureFixture[str], arguments: Sequence[str], payload: str) -> None:
    assert main([argument.format(payload) for argument in arguments]) == 2
    out, err = capfd.readouterr()
    assert_inert(out)
    assert_inert(err)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("::error::x", True),
        ("   ::error file=a,line=1::x", True),
        ("x ##[error]y", True),
        ("##vso[task.complete]", True),
        ("a: ::error::x", False),
        ("::", False),
        (":: ::", False),
        ("::error:", False),
        ("##[error", False),
        ("#\\x23[error]", False),
    ],
)
def test_the_runner_is_read_as_it_reads(line: str, expected: bool) -> None:
    assert command_in(line) is expected
