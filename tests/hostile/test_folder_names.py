"""Folders, options and variables with names that a pipeline's runner would take for commands, in every command."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from preclear.cli import COMMANDS, main
from tests.cli.making import BAD
from tests.hostile.runner import command_in, control_in, lines_of

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("::error::x", " ::error::x", "##[error]x", "a\n::error::x", "\x1b[2J", "\u202ex")
RUNS = (
    "check",
    "check {}",
    "check {}/openapi.yaml",
    "check {}/none.yaml",
    "check {}/*.yml",
    "check {}/broken.yaml {}/dead.yaml --no-config --output-format concise",
    "check {}/openapi.yaml --no-config --baseline {}/other.json",
    "check {}/openapi.yaml --config {}/preclear.toml",
    "check {}/openapi.yaml --root {}/none",
    "check - --stdin-filename {}/a.yaml",
    "plan {}/broken.yaml --no-config",
    "plan {}/none",
    "check {}/openapi.yaml --isolated --fix --diff",
    "check {}/openapi.yaml --isolated --include {}",
    "adapt {}/broken.yaml --isolated",
    "adapt {}/openapi.yaml",
    "adapt {}/openapi.yaml --isolated",
    "adapt {}/openapi.yaml --isolated -o {}/none/a.yaml",
    "adapt {}/openapi.yaml --isolated --overlay-in {}/other.json",
    "adapt {}/openapi.yaml --isolated --exclude {}",
    "adapt {}/openapi.yaml --isolated -o {}/a.yaml --source-map {}/a.yaml",
    "bundle {}/broken.yaml",
    "bundle {}/dead.yaml",
    "bundle {}/openapi.yaml --output {}/none/a.yaml",
    "bundle {}/openapi.yaml --output {}/a.yaml --source-map {}/a.yaml",
    "bundle - --stdin-filename {}/a.yaml",
    "baseline {}/openapi.yaml --no-config --baseline {}/known.json",
    "baseline {}/openapi.yaml --no-config --update --baseline {}/other.json",
    "baseline {}/openapi.yaml --no-config --update --baseline {}/none.json",
    "map {}/openapi.yaml {}/answer.json",
    "map {}/openapi.yaml {}/answer.json --no-config",
    "map {}/openapi.yaml {}/none.json --no-config",
    "config {}",
    "config {}/none",
    "explain {}",
    "completion {}",
    "rules --output-format {}",
    "emulate --port {}",
    "lsp --select {}",
    "lsp --baseline {}/none.json",
    "lsp --limit {}",
    "connectors --timeout {}",
    "connectors --organisation {}",
    "versions {}",
    "versions {} --url {}",
    "connector show {}",
    "connector update {} --name {} --dry-run",
    "connector update {} --from {}/broken.yaml",
    "connector {}",
    "version create {} --connector {} --dry-run",
    "version delete {} --connector {} --yes",
    "version publish {} --connector {}",
    "connection list --connector {}",
    "connection create {}/none.yaml --connector {} --dry-run",
    "connection create {}/broken.yaml --connector {}",
    "connection delete {} --connector {} --yes",
    "plan {}/openapi.yaml --no-config --against {}/none.yaml",
    "plan {}/openapi.yaml --no-config --against git:{}",
    "plan {}/openapi.yaml --no-config --against connector:{}@{}",
    "verify {}/openapi.yaml --connector {} --version {}",
    "verify {}/broken.yaml --connector x",
    "upload {}/broken.yaml --new --no-config --dry-run",
    "upload {}/openapi.yaml --new --no-config --dry-run --force",
    "upload {}/openapi.yaml --connector {} --version {} --no-config --dry-run --force",
    "upload {}/openapi.yaml --new --no-config --dry-run --force --from-url {}",
    "upload {}/openapi.yaml --new --no-config --dry-run --force --context {}",
    "{}",
)


@pytest.fixture(params=NAMES, ids=ascii)
def name(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder of that name in the current folder, with documents, a broken config, baseline and answer."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRECLEAR_ORGANISATION", "01J000000000000000000000RG")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PRECLEAR_TOKEN", raising=False)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"::error::y: [\n")))
    name: str = request.param
    folder = tmp_path / name
    folder.mkdir()
    (folder / "openapi.yaml").write_text(BAD)
    (folder / "dead.yaml").write_text(BAD.replace("$ref: 5", "$ref: 'none.yaml'"))
    (folder / "broken.yaml").write_text("::error::y: [\n")
    (folder / "preclear.toml").write_text("fail-on = 5\n")
    (folder / "other.json").write_text(json.dumps({"version": name, "findings": []}))
    (folder / "answer.json").write_text('{"messages": [{"message": "::error::y"}]')
    return name


@pytest.mark.parametrize("run", RUNS)
def test_no_command_repeats_it_as_a_command(capfd: pytest.CaptureFixture[str], name: str, run: str) -> None:
    code = main([part.replace("{}", name) for part in run.split(" ")])
    out, err = capfd.readouterr()

    assert code in (0, 1, 2, 3)
    assert out + err != ""
    assert [line for line in lines_of(out) + lines_of(err) if command_in(line)] == []
    assert not control_in(out + err)
    assert "internal error" not in err


def test_every_command_is_tried() -> None:
    commands = {name for group in COMMANDS.values() for name in group}
    assert {run.split(" ")[0] for run in RUNS} - {"{}"} == commands
