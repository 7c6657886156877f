"""Texts that were never saved: each is checked as a file in the current folder, which is where an editor saves it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from preclear.project import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Collection

SCHEME = "untitled:"
"""What the addresses of texts begin with that have no file."""

_SUFFIXES_BY_LANGUAGE = {"yaml": ".yaml", "json": ".json", "jsonc": ".json"}
_UNUSUAL_CHARACTERS = re.compile(r"[^\w .-]|^[ .]+")


def choose_path(uri: str, language: str, taken: Collection[str]) -> str | None:
    """Return the absolute path of a file that doesn't exist, for the text at `uri`; None if it isn't YAML or JSON.

    `taken` are the paths of other texts. If the address has an absolute path, the text is that of a new file there.
    """
    suffix = _SUFFIXES_BY_LANGUAGE.get(language)
    if suffix is None or not uri.startswith(SCHEME):
        return None
    path = unquote(uri.removeprefix(SCHEME).partition("?")[0].partition("#")[0])
    if Path(path).is_absolute() and path.lower().endswith(SUFFIXES) and "\0" not in path:
        return path
    name = _UNUSUAL_CHARACTERS.sub("", path.replace("\\", "/").rpartition("/")[2]) or "Untitled"
    stem = name if not name.lower().endswith(SUFFIXES) else name.rpartition(".")[0]
    number, file = 1, Path.cwd() / f"{stem}{suffix}"
    while str(file) in taken or os.path.lexists(file):
        number += 1
        file = Path.cwd() / f"{stem}-{number}{suffix}"
    return str(file)
