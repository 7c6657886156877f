"""Files and bytes to documents."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from preclear.source.counts import format_count
from preclear.source.decode import decode
from preclear.source.document import Document
from preclear.source.files.read import read_file
from preclear.source.limits import DEFAULT_LIMITS, Limits
from preclear.source.loader_faults import EXCEEDED_LIMIT, LoadError, report_exceeded_limit, restore_faults, take_faults

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.source.fault import Fault


def load(path: Path, display_path: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read and load the file at `path`. `display_path` is what people are told it is called; `path` itself without it.

    Nothing is raised for what is wrong with the file: the document's faults say it.
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
    """Load a text that was read already. `file` is where it came from, None for standard input.

    A name that ends in `.json` says that it is JSON. Any other text is tried as JSON if it begins with a bracket, and
    is YAML otherwise. Nothing is raised for what is wrong with it: the document's faults say it.
    """
    document = Document(display_path, file, data)
    was_gc_enabled = gc.isenabled()
    gc.disable()
    try:
        if len(data) > limits.file_bytes:
            message = f"the file has {format_count(len(data), 'byte')}"
            raise report_exceeded_limit(document, "file_bytes", message, limits.file_bytes, 0, 0)
        document.text = decode(document)
        _parse(document, limits)
    except LoadError:
        document.value = None
        document.is_loaded = False
    finally:
        if was_gc_enabled:
            gc.enable()
    document.faults.sort(key=_position)
    return document


def _parse(document: Document, limits: Limits) -> None:
    from preclear.source.json.load import load_json

    name = (document.file.name if document.file else document.path).lower()
    looks_like_json = document.text[:4096].lstrip(" \t\r\n")[:1] in ("{", "[")
    if name.endswith(".json"):
        document.format = "json"
        document.value = load_json(document, limits)
    elif not looks_like_json or not _parse_as_json(document, limits, prefer_json=not name.endswith((".yaml", ".yml"))):
        from preclear.source.yaml.load import load_yaml

        document.format = "yaml"
        document.value = load_yaml(document, limits)
    document.is_loaded = True


def _parse_as_json(document: Document, limits: Limits, *, prefer_json: bool) -> bool:
    """Whether a text that begins with a bracket is JSON.

    It is YAML too, but libyaml does not read all that JSON allows. Where it is neither, JSON's words are given if the
    name does not say that it is YAML (`prefer_json`).
    """
    from preclear.source.json.load import load_json

    fault_count = len(document.faults)
    document.format = "json"
    try:
        document.value = load_json(document, limits)
    except LoadError:
        if document.faults[-1].kind is EXCEEDED_LIMIT:
            raise
        json_faults = take_faults(document, fault_count)
    else:
        return True
    if prefer_json:
        from preclear.source.yaml.load import load_yaml

        try:
            document.format = "yaml"
            document.value = load_yaml(document, limits)
        except LoadError:
            if document.faults[-1].kind is not EXCEEDED_LIMIT:
                take_faults(document, fault_count)
                restore_faults(document, json_faults)
                document.format = "json"
            raise
        return True
    return False


def _position(fault: Fault) -> tuple[int, int]:
    exact = fault.report.location.place.exact
    return exact.start if exact else (1, 1)
