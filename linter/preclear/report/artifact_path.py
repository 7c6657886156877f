"""The paths of documents in reports that dashboards read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.source import Document


def artifact_path(document: Document, root: Path) -> str:
    """Return the path of a document relative to `root`, with `/`, however it was typed.

    It's the absolute path if the file isn't below `root`, and the display path if the document has no file. Symbolic
    links to the file's folder are followed, but not a link that is the file itself: that is the file people know.
    """
    file = document.file
    if file is None:
        return document.path
    try:
        path = os.path.join(os.path.realpath(file.parent), file.name)  # noqa: PTH118 - once a finding
        relative = os.path.relpath(path, root)
    except (OSError, ValueError):  # an impossible path, or one on another drive
        return document.path
    if relative == os.pardir or relative.startswith(os.pardir + os.sep):
        relative = path
    return relative.replace(os.sep, "/")
