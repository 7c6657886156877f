"""The encoding of file results that worker processes send.

Rules and settings are sent by reference, because both processes have them. A document is sent with its text, which
reports show, but without its value and its model.
"""

from __future__ import annotations

import pickle
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from preclear.config import ConfigError, Settings
from preclear.source import Document, Kind, find_byte_order_mark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from preclear.source import Format

_LENGTH_BYTES = 8  # bytes in which the length of a message is sent
_SETTINGS = "settings"
_KIND = "kind"


class Codec:
    """Encodes and decodes values.

    `kinds` are all rules and other kinds of finding by name, `settings` those of the document.
    """

    def __init__(self, kinds: Mapping[str, Kind], settings: Settings | None = None) -> None:
        self._kinds = kinds
        self._settings = settings

    def encode(self, value: object) -> bytes:
        """Encode `value`. Raises PicklingError, TypeError or AttributeError if it can't be sent."""
        file = BytesIO()
        _Pickler(file, self._kinds).dump(value)
        return file.getvalue()

    def decode(self, data: bytes) -> Any:
        """Decode the output of `encode` from one of our own processes. Raises KeyError for an unknown rule."""
        return _Unpickler(BytesIO(data), self._kinds, self._settings).load()


class _Pickler(pickle.Pickler):
    def __init__(self, file: BinaryIO, kinds: Mapping[str, Kind]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._kinds = kinds

    def persistent_id(self, obj: object) -> tuple[str, str] | None:
        if isinstance(obj, Kind):
            return (_KIND, obj.name) if self._kinds.get(obj.name) is obj else None
        return (_SETTINGS, "") if isinstance(obj, Settings) else None

    def reducer_override(self, obj: object) -> Any:
        if isinstance(obj, Document):
            return _restore_document, (obj.path, obj.file, find_byte_order_mark(obj.data), obj.text, obj.format)
        if isinstance(obj, ConfigError):
            return ConfigError, (obj.display_path, list(obj.problems), obj.text)
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: BinaryIO, kinds: Mapping[str, Kind], settings: Settings | None) -> None:
        super().__init__(file)
        self._kinds = kinds
        self._settings = settings

    def persistent_load(self, pid: tuple[str, str]) -> Kind | Settings | None:
        category, name = pid
        return self._kinds[name] if category == _KIND else self._settings


def _restore_document(path: str, file: Path | None, byte_order_mark: bytes, text: str, format: Format) -> Document:
    return Document(path, file, byte_order_mark, text, format)  # all that reports need of the bytes


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """Write one message. Raises OSError if the reader has gone."""
    stream.write(len(data).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Read one message; None at the end of the stream, also in the middle of a message."""
    prefix = stream.read(_LENGTH_BYTES)
    length = int.from_bytes(prefix, "big")
    data = stream.read(length) if len(prefix) == _LENGTH_BYTES else b""
    return data if len(prefix) == _LENGTH_BYTES and len(data) == length else None
