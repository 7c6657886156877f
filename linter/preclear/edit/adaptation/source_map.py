"""The source map of an adapted document as JSON: where its parts come from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from preclear.source import Place, format_pointer

if TYPE_CHECKING:
    from preclear.edit.adaptation.model import Adaptation
    from preclear.source import Json, Pointer


def write_source_map(adaptation: Adaptation) -> str:
    """Return a JSON object with the parts of the adapted document that are elsewhere in the user's files, or new.

    A part of `moved` comes from `origin`, a pointer in the file `path`. It applies to everything in the part that isn't
    listed itself. A part of `added` is new; `origin` is the nearest node around it that the files have. Everything else
    is at the same pointer in the entry document.
    """
    document = adaptation.document
    moved: list[dict[str, str]] = []
    added: list[dict[str, str]] = []
    root = Place(document, ()).original
    if root.document is not adaptation.original or root.pointer:
        moved.append(_make_part((), root))
    pending: list[tuple[Pointer, Json, Place]] = [((), document.value, root)]
    while pending:
        holder, value, origin = pending.pop()
        new_pending: list[tuple[Pointer, Json, Place]] = []
        for key, child in _children(value):
            pointer = (*holder, key)
            child_origin = Place(document, pointer).original
            if (child_origin.document, child_origin.pointer) == (origin.document, origin.pointer):
                added.append(_make_part(pointer, child_origin))
                continue
            if child_origin.document is not origin.document or child_origin.pointer != (*origin.pointer, key):
                moved.append(_make_part(pointer, child_origin))
            new_pending.append((pointer, child, child_origin))
        pending += reversed(new_pending)
    content = {"version": 1, "entry": adaptation.original.path, "moved": moved, "added": added}
    return json.dumps(content, indent=2) + "\n"


def _children(value: Json) -> list[tuple[str | int, Json]]:
    if isinstance(value, dict):
        return [*value.items()]
    return [*enumerate(value)] if isinstance(value, list) else []


def _make_part(pointer: Pointer, origin: Place) -> dict[str, str]:
    return {
        "pointer": format_pointer(pointer),
        "path": origin.document.path,
        "origin": format_pointer(origin.pointer),
    }
