"""Edits of a text: replacements at offsets, and how they are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from preclear.source.document import Document
    from preclear.source.pointer import Pointer


class OperationPlace(NamedTuple):
    """The pointer of a node, and whether it's about members inserted into it, not about the node itself."""

    pointer: Pointer
    is_insert: bool = False


class UneditableTextError(Exception):
    """The text can't be edited in place; the message says why.

    `problems` has the reason for each operation that can't be made, as far as that's known.
    """

    def __init__(self, message: str, problems: Mapping[OperationPlace, str] | None = None) -> None:
        super().__init__(message)
        self.problems: Mapping[OperationPlace, str] = problems or {}


class TextEdit(NamedTuple):
    """Replacement of `text[start:end]` (0-based offsets) by `new_text`.

    Of two insertions at one offset, the one with the larger `depth` comes first: the deeper collection ends first.
    """

    start: int
    end: int
    new_text: str
    depth: int = 0


def splice(text: str, edits: Iterable[TextEdit]) -> str:
    """Return `text` with all edits made, in one pass. Insertions at one offset and depth stay in their order.

    Raises UneditableTextError if two edits overlap.
    """
    parts: list[str] = []
    position = 0
    for start, end, new_text, _ in sorted(edits, key=edit_order):
        if start < position:
            raise UneditableTextError("two changes to it overlap")
        parts += (text[position:start], new_text)
        position = end
    parts.append(text[position:])
    return "".join(parts)


def edit_order(edit: TextEdit) -> tuple[int, bool, int]:
    """Return the sort key of edits: insertions come before what is replaced at their offset, deeper ones first."""
    return edit.start, edit.end > edit.start, -edit.depth


def encode_text(document: Document, text: str) -> bytes:
    """Encode `text` as the document is encoded, with its byte order mark."""
    data = document.data
    if data.startswith(b"\xff\xfe"):
        return b"\xff\xfe" + text.encode("utf-16-le")
    if data.startswith(b"\xfe\xff"):
        return b"\xfe\xff" + text.encode("utf-16-be")
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    return mark + text.encode()


def describe_pointer(pointer: Pointer) -> str:
    """Return a short name of the node at `pointer` for messages: `paths./pets.get`."""
    return f"`{'.'.join(map(str, pointer))}`" if pointer else "the document"
