"""The paths of documents in reports that dashboards read."""

from __future__ import annotations

from pathlib import Path

import pytest

from preclear.report.artifact_path import artifact_path
from preclear.source import Document


def document(file: Path | None, path: str = "as-typed.yaml") -> Document:
    return Document(path, file, b"")


def test_a_path_is_relative_to_the_root_however_it_was_typed(tmp_path: Path) -> None:
    root = Path(tmp_path).resolve()

    assert artifact_path(document(root / "apis" / ".." / "apis" / "pets.yaml"), root) == "apis/pets.yaml"
    assert artifact_path(document(root / "..rc" / "pets.yaml"), root) == "..rc/pets.yaml"


def test_a_file_outside_of_the_root_has_its_absolute_path(tmp_path: Path) -> None:
    root = Path(tmp_path).resolve() / "repository"

    assert artifact_path(document(root.parent / "pets.yaml"), root) == (root.parent / "pets.yaml").as_posix()


def test_a_link_to_the_folder_is_followed_and_a_linked_file_keeps_its_name(tmp_path: Path) -> None:
    root = Path(tmp_path).resolve()
    (root / "real").mkdir()
    (root / "real" / "pets.yaml").touch()
    try:
        (root / "folder").symlink_to("real")
        (root / "link.yaml").symlink_to("real/pets.yaml")
    except OSError:
        pytest.skip("needs symbolic links")

    assert artifact_path(document(root / "folder" / "pets.yaml"), root) == "real/pets.yaml"
    assert artifact_path(document(root / "link.yaml"), root) == "link.yaml"


def test_standard_input_has_the_name_that_was_given(tmp_path: Path) -> None:
    assert artifact_path(document(None, "<stdin>"), tmp_path) == "<stdin>"
    assert artifact_path(document(Path("a\0b/c.yaml")), tmp_path) == "as-typed.yaml"
