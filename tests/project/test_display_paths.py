"""Paths in findings are relative to the current folder, without `..` that leads back into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.project import CheckOptions, Project, ReferringDocuments
from tests.project.making import GOOD
from tests.source.repository import make_repository, needs_git

if TYPE_CHECKING:
    from pathlib import Path

PET = "Pet: {type: objekt}\n"


@pytest.fixture
def repository(folder: Path) -> Path:
    """A document whose fragment is in another folder, and a document beside the fragment."""
    make_repository(folder)
    reference = "components: {schemas: {Pet: {$ref: '%s#/Pet'}}}\n"
    for name, text in {
        "api/openapi.yaml": GOOD + reference % "../models/pet.yaml",
        "models/openapi.yaml": GOOD + reference % "pet.yaml",
        "models/pet.yaml": PET,
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder


def find_fault(root: Path, *paths: str, jobs: int = 1) -> list[str]:
    """Return the path of the fault in the fragment, as often as it's reported."""
    results = Project(CheckOptions(root=root, jobs=jobs)).check(paths)
    return [finding.path for finding in results.findings if finding.rule.name == "invalid-schema"]


@needs_git
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("folder_name", "path", "expected"),
    [
        ("models", "pet.yaml", "pet.yaml"),
        ("models", "../models/pet.yaml", "pet.yaml"),
        ("models", "../models", "pet.yaml"),
        ("models", "../api/openapi.yaml", "pet.yaml"),
        ("models", "../api", "pet.yaml"),
        ("models", "../*/openapi.yaml", "pet.yaml"),  # of both documents
        ("api", "../models/pet.yaml", "../models/pet.yaml"),
        ("api", "openapi.yaml", "../models/pet.yaml"),
        ("api", "../api/openapi.yaml", "../models/pet.yaml"),
        (".", "models/../api/openapi.yaml", "models/pet.yaml"),
    ],
)
def test_a_finding_is_at_the_shortest_path(
    repository: Path, monkeypatch: pytest.MonkeyPatch, folder_name: str, path: str, expected: str, jobs: int
) -> None:
    monkeypatch.chdir(repository / folder_name)

    assert find_fault(repository, path, jobs=jobs) == [expected]


@needs_git
def test_documents_are_named_by_their_shortest_paths(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "models")

    results = Project(CheckOptions(root=repository)).check(["../models/pet.yaml"])

    assert ReferringDocuments(("../api/openapi.yaml", "openapi.yaml"), ("pet.yaml",)) in results.notes


def test_the_path_of_a_symbolic_link_is_not_shortened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("here/openapi.yaml", "elsewhere/inner/pet.yaml", "elsewhere/openapi.yaml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(GOOD.replace("get", "GET") if name.startswith("elsewhere") else GOOD)
    (folder / "here" / "link").symlink_to(folder / "elsewhere" / "inner")
    monkeypatch.chdir(folder / "here")

    results = Project(CheckOptions()).check(["link/../openapi.yaml"])

    assert {finding.path for finding in results.findings} == {"link/../openapi.yaml"}
