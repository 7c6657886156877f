"""The adaptation of a document in a file, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from preclear.edit import AdaptOptions, adapt_document
from preclear.source import DEFAULT_LIMITS, load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from preclear.edit import Adaptation
    from preclear.rule import Rule
    from preclear.source import Limits


def adapt(
    path: Path,
    options: AdaptOptions | None = None,
    *,
    rules: Mapping[str, Rule[Any]] | None = None,
    display_path: str | None = None,
    root: Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Adaptation:
    """Make an importable document out of the one in the file `path`, which stays as it is. Nothing is written.

    By default, all changes are made. No config applies. `rules` are those of all installed packs by default,
    `display_path` is the path in messages, and `root` is the folder that references can lead into, by default the
    document's own. Raises AdaptError if the document can't be read, and for options that are about nothing in it.
    """
    document = load(path, display_path, limits)
    return adapt_document(document, options or AdaptOptions(), rules=rules, root=root, limits=limits)
