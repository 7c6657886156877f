"""The paths of documents in reports that dashboards read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.engine import compute_fingerprint
from preclear.source import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.engine import Finding
    from preclear.source import Document


def artifact_path(document: Document, root: Path) -> str:
    """Return the path of a document relative to `root`, with `/`, however it was typed.

    It's the absolute path if the file isn't below `root`, and the display path if the document has no file. Symbolic
    links to the file's folder are followed, but not a link that is the file itself: that is the file people know.
    """
    return document.path if document.file is None else _relate(document.file, root, document.path)


def artifact_path_of_file(path: str, root: Path) -> str:
    """Return the same for a display path, which is absolute or relative to the current folder."""
    return _relate(Path(path), root, path) if os.path.lexists(path) else path


def _relate(file: Path, root: Path, display_path: str) -> str:
    try:
        path = str(Path(os.path.realpath(file.parent), file.name))
        relative = os.path.relpath(path, root)
    except (OSError, ValueError):  # an impossible path, or one on another drive
        return display_path
    if relative == os.pardir or relative.startswith(os.pardir + os.sep):
        relative = path
    return relative.replace(os.sep, "/")


class ArtifactPaths:
    """The paths of documents relative to a folder, as `artifact_path` returns them. Each is computed once."""

    __slots__ = ("_paths", "_root")

    def __init__(self, root: Path) -> None:
        self._root = root
        self._paths: dict[Document, str] = {}

    def get(self, document: Document) -> str:
        """Return the path of a document."""
        path = self._paths.get(document)
        if path is None:
            path = self._paths[document] = artifact_path(document, self._root)
        return path


def group_by_artifact(findings: Iterable[Finding], root: Path) -> dict[str, list[Finding]]:
    """Group findings by the path of their document, sorted by it, so that the current folder doesn't matter.

    The findings of a document keep their order.
    """
    paths = ArtifactPaths(root)
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(paths.get(finding.document), []).append(finding)
    return dict(sorted(groups.items()))


def sort_by_path(findings: Iterable[Finding], root: Path) -> list[Finding]:
    """Return the findings, sorted by path relative to `root`: the order doesn't depend on the current folder."""
    return [finding for group in group_by_artifact(findings, root).values() for finding in group]


def artifact_fingerprint(finding: Finding, path: str) -> str:
    """Return a fingerprint that depends neither on the line nor on the current folder. `path` is the document's path.

    It has 16 hexadecimal digits.
    """
    return compute_fingerprint(finding.rule.name, path, format_pointer(finding.pointer), finding.part, finding.nth)
