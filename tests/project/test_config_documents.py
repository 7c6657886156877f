"""What a config lists as documents and isn't there is reported with its place in the config."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.project import CheckOptions, Project
from preclear.project.notes import UnmatchedPattern
from tests.project.making import GOOD

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = 'documents = [\n  "openapi.yaml",\n  "apis/*.yaml", "opnapi.yaml",\n]\n'


@pytest.mark.parametrize(
    ("name", "text", "folder_name", "places"),
    [
        ("preclear.toml", CONFIG, ".", ("preclear.toml:3:3", "preclear.toml:3:18")),
        ("pyproject.toml", f"[tool.preclear]\n{CONFIG}", ".", ("pyproject.toml:4:3", "pyproject.toml:4:18")),
        ("preclear.toml", CONFIG, "notes", ("../preclear.toml:3:3", "../preclear.toml:3:18")),
    ],
)
@pytest.mark.parametrize("is_named", [False, True])
def test_the_place_in_the_config_is_named(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    text: str,
    folder_name: str,
    places: tuple[str, str],
    is_named: bool,
) -> None:
    (folder / name).write_text(text)
    (folder / "openapi.yaml").write_text(GOOD)
    (folder / "notes").mkdir()
    monkeypatch.chdir(folder / folder_name)
    prefix = "" if folder_name == "." else "../"

    results = Project(CheckOptions()).check([f"{prefix}{name}"] if is_named else [])

    (finding,) = (finding for finding in results.findings if finding.rule.name == "unreadable-file")
    assert finding.path == f"{prefix}opnapi.yaml"
    assert finding.message.endswith(f"there is no such file; did you mean `{prefix}openapi.yaml`?")
    assert finding.help == f"correct the path in {places[1]}"
    assert results.problems == (UnmatchedPattern(f"{prefix}apis/*.yaml", places[0]),)
    assert results.problems[0].text == f"no file matches `{prefix}apis/*.yaml` ({places[0]})"


def test_a_typed_path_is_not_of_the_config(folder: Path) -> None:
    (folder / "preclear.toml").write_text(CONFIG)

    results = Project(CheckOptions()).check(["opnapi.yaml", "apis/*.yaml"])

    assert [finding.help for finding in results.findings] == ["check the path"]
    assert results.problems == (UnmatchedPattern("apis/*.yaml"),)


def test_a_document_that_is_missing_when_a_fragment_is_checked_is_named_too(folder: Path) -> None:
    (folder / "preclear.toml").write_text('documents = ["apis/*.yml", "openapi.yaml"]\n')
    (folder / "openapi.yaml").write_text(f"{GOOD}components: {{schemas: {{Pet: {{$ref: 'pet.yaml#/Pet'}}}}}}\n")
    (folder / "pet.yaml").write_text("Pet: {type: string}\n")

    results = Project(CheckOptions()).check(["pet.yaml"])

    assert results.problems == (UnmatchedPattern("apis/*.yml", "preclear.toml:1:14"),)
