"""The real documents of the corpus, where it's there, and edited copies of them."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.openapi import ApiDescription, detect_version
from preclear.source import DEFAULT_LIMITS, FileAccess, Node, load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.source import EditOperation

CORPUS = Path(os.path.relpath(Path(__file__).parents[3] / "shared" / "corpus"))
MAX_BYTES = 2_000_000
"""The largest document to edit in a test of the whole corpus."""


def corpus_documents(max_bytes: int = MAX_BYTES) -> list[Path]:
    """The documents of OpenAPI 3 in the corpus that aren't larger; none where it's missing."""
    index = CORPUS / "INDEX.tsv"
    if not index.exists():
        return []
    with index.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    paths = [CORPUS / row["path"] for row in rows if row["oas_version"].startswith("3")]
    return [path for path in paths if path.stat().st_size <= max_bytes]


def describe_file(path: Path) -> ApiDescription:
    """The description of a document and its other files."""
    path = path.resolve()
    document = load(path, path.name)
    version, _ = detect_version(Node(document, (), document.value))
    assert version is not None
    description = ApiDescription(document, version, FileAccess(path.parent), DEFAULT_LIMITS)
    description.analyze()
    return description


def describe_edited(
    description: ApiDescription, groups: Sequence[Sequence[EditOperation]], folder: Path
) -> ApiDescription:
    """The description of copies of all files in `folder`, with `groups` made on their values."""
    from tests.edit.rewriting import apply_groups

    for document, value in apply_groups(description, groups).items():
        file = folder / (description.references.files.paths.path_of(document) or "openapi.json")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(value), encoding="utf-8")  # JSON is YAML, too
    return describe_file(folder / (description.entry.file.name if description.entry.file else "openapi.json"))
