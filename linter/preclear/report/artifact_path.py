"""The paths of documents in reports that dashboards read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

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
    """Return the same for the display path of a file, which is relative to the current folder if it isn't absolute."""
    return _relate(Path(path), root, path) if os.path.lexists(path) else path


def _relate(file: Path, root: Path, display_path: str) -> str:
    try:
        path = os.path.join(os.path.realpath(file.parent), file.name)  # noqa: PTH118 - once a finding
        relative = os.path.relpath(path, root)
    except (OSError, ValueError):  # an impossible path, or one on another drive
        return display_path
    if relative == os.pardir or relative.startswith(os.pardir + os.sep):
        relative = path
    return relative.replace(os.sep, "/")


def group_by_artifact(findings: Iterable[Finding], root: Path) -> dict[str, list[Finding]]:
    """Group findings by the path of their document, sorted by it, so that the current folder doesn't matter.

    The findings of a document keep their order.
    """
    paths: dict[int, str] = {}  # by the identity of the document
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        document = finding.document
        path = paths.get(id(document))
        if path is None:
            path = paths[id(document)] = artifact_path(document, root)
        groups.setdefault(path, []).append(finding)
    return dict(sorted(groups.items()))
