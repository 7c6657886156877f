"""The loader: from a file or its bytes to a document."""

from __future__ import annotations

import gc
from contextlib import suppress
from typing import TYPE_CHECKING

from preclear.source.decode import decode
from preclear.source.document import Document
from preclear.source.files.read import read_file
from preclear.source.kinds import EXCEEDED_LIMIT
from preclear.source.limits import DEFAULT_LIMITS, Limits
from preclear.source.loader_faults import LoadError, remove_faults, report_exceeded_limit, restore_faults
from preclear.source.wording import format_count

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.source.document import Fault


def load(path: Path, display_path: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read and load the file at `path`. `display_path` is the path shown to people; the default is `path` as given.

    Problems with the file don't raise: they are in the document's faults.
    """
    name = str(path) if display_path is None else display_path
    file = path.absolute()
    data = read_file(path, limits)
    if isinstance(data, bytes):
        return load_bytes(data, name, limits, file)
    document = Document(name, file, b"")
    data.report(document)
    return document


def load_bytes(data: bytes, display_path: str, limits: Limits = DEFAULT_LIMITS, file: Path | None = None) -> Document:
    """Load a text that has already been read. `file` is its source; None for standard input.

    If the file's name ends in `.json`, the text is JSON. Otherwise, it's tried as JSON if it begins with a bracket, and
    is YAML if not. Problems with the text don't raise: they are in the document's faults.
    """
    document = Document(display_path, file, data)
    was_gc_enabled = gc.isenabled()
    gc.disable()  # a collection would find nothing, and scan the growing tree of values again each time
    try:
        with suppress(LoadError):
            if len(data) > limits.file_bytes:
                message = f"the file has {format_count(len(data), 'byte')}"
                raise report_exceeded_limit(document, "file_bytes", message, limits.file_bytes, 0, 0)
            document.text = decode(document)
            _parse(document, limits)
    finally:
        if was_gc_enabled:
            gc.enable()
    document.faults.sort(key=_position)
    return document


def _parse(document: Document, limits: Limits) -> None:
    """Set the document's format and value. Raises LoadError."""
    from preclear.source.json.load import load_json

    name = (document.file.name if document.file else document.path).lower()
    looks_like_json = document.text[:4096].lstrip(" \t\r\n")[:1] in ("{", "[")
    if name.endswith(".json"):
        document.format = "json"
        load_json(document, limits)
    elif not looks_like_json or not _parse_as_json(document, limits, prefer_json=not name.endswith((".yaml", ".yml"))):
        from preclear.source.yaml.load import load_yaml

        document.format = "yaml"
        load_yaml(document, limits)


def _parse_as_json(document: Document, limits: Limits, *, prefer_json: bool) -> bool:
    """Set the document's value if its text, which begins with a bracket, is JSON. Returns whether it is.

    JSON is YAML too, but libyaml doesn't read all of it. If the text is neither, the document gets the faults of JSON
    with `prefer_json`, which is for names that don't say YAML. Raises LoadError.
    """
    from preclear.source.json.load import load_json

    fault_count = len(document.faults)
    document.format = "json"
    try:
        load_json(document, limits)
    except LoadError:
        if document.faults[-1].kind is EXCEEDED_LIMIT:
            raise
        json_faults = remove_faults(document, fault_count)
    else:
        return True
    if prefer_json:
        from preclear.source.yaml.load import load_yaml

        try:
            document.format = "yaml"
            load_yaml(document, limits)
        except LoadError:
            if document.faults[-1].kind is not EXCEEDED_LIMIT:
                remove_faults(document, fault_count)
                restore_faults(document, json_faults)
                document.format = "json"
            raise
        return True
    return False


def _position(fault: Fault) -> tuple[int, int]:
    exact = fault.report.location.place.exact
    return exact.start if exact else (1, 1)
