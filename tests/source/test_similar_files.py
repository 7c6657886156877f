"""What a missing file was probably meant to be: a file or folder with a similar name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from preclear.source import load
from preclear.source.files.similar_files import MAX_ENTRIES
from tests.source.loading import message, reported

MISSING = "the file can't be read: there is no such file"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    for name in (
        "openapi.yaml",
        "models/pet.yaml",
        "models/Owner.json",
        "models/.secret.yaml",
        "answer.txt",
        "notes.md",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("a: 1\n")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    ("path", "suggestion"),
    [
        ("openapi.yml", "openapi.yaml"),
        ("opanapi.yaml", "openapi.yaml"),
        ("openapi", "openapi.yaml"),
        ("./Openapi.yaml", "openapi.yaml"),
        ("models/pets.yaml", "models/pet.yaml"),
        ("modells/pet.yaml", "models/pet.yaml"),
        ("modells/pets.yaml", "models/pet.yaml"),
        ("models/owner.json", "models/Owner.json"),
        ("../project/openapi.jsn", "../project/openapi.yaml"),
        ("model", "models"),
        ("anwser.txt", "answer.txt"),
    ],
)
def test_suggests_the_path_that_was_meant(folder: Path, path: str, suggestion: str) -> None:
    document = load(Path(path))

    assert reported(document) == [("unreadable-file", "1:1-1:1")]
    assert message(document) == f"{MISSING}; did you mean `{suggestion}`?"


def test_an_absolute_path_gets_an_absolute_suggestion(folder: Path) -> None:
    assert message(load(folder / "openapi.yml")) == f"{MISSING}; did you mean `{folder / 'openapi.yaml'}`?"


@pytest.mark.parametrize(
    "path",
    [
        "orders.yaml",  # nothing is similar
        "models/secret.yaml",  # a dotfile
        "note.yaml",  # `notes.md` is no document
        "models.yaml",  # a folder has no suffix
        "modells/nothing.yaml",  # there is such a folder, but nothing like that in it
        "link/pet.yml",  # the folder `links` is a symbolic link
        "pipes.yaml",
    ],
)
def test_suggests_nothing_else(folder: Path, path: str) -> None:
    os.mkfifo(folder / "pipe.yaml")
    (folder / "links").symlink_to("models")

    assert message(load(Path(path))) == MISSING


def test_a_folder_with_too_many_names_is_not_searched(folder: Path) -> None:
    for number in range(MAX_ENTRIES):
        (folder / f"{number}.txt").touch()

    assert message(load(Path("openapi.yml"))) == MISSING


def test_a_name_in_the_folders_above_the_path_is_not_suggested(folder: Path) -> None:
    assert message(load(folder.parent / "projekt" / "openapi.yaml", "openapi.yaml")) == MISSING
