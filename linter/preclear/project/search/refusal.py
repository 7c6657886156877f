"""Which files of a run may not be opened.

An untrusted repository can contain a link to a file of credentials, or name one in its config. Such a file is refused
before it's opened.
"""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING

from preclear.project.search.folder_search import SUFFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.project.search.inputs import Input


def refusal_reason(input: Input, root: Path | None = None) -> str | None:
    """Return why the file may not be opened, or None. `root` is the folder from the options.

    A typed path is never refused. Otherwise the file must be in the repository, and a symbolic link must lead to a file
    with the suffix of a document that is not a dotfile.
    """
    from preclear.source import is_inside

    if input.root is None or input.file is None:
        return None
    if not is_inside(input.file, input.root) and (root is None or not is_inside(input.file, root)):
        return f"it is outside of `{input.root.name or input.root}/`"
    real_path = PurePath(os.path.realpath(input.file))
    typed_parts = {*input.file.parts, *input.root.parts}
    if any(part.startswith(".") and part not in typed_parts for part in real_path.parts):
        return "a symbolic link leads to a dotfile or into a dot-directory"
    if real_path.name != input.file.name and not real_path.name.lower().endswith(SUFFIXES):
        return "a symbolic link leads to a file whose name doesn't end in `.yaml`, `.yml` or `.json`"
    return None
