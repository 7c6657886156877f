"""The journal of a run: what may have been sent, on disk before it is sent, so that no later run sends it twice.

A file with one JSON object a line. An `intent` is written before a document is sent, its `outcome` afterwards, and
`done` once the version records the document's digest. `known` lists connectors that existed before.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from preclear.platform.upload_run.journal_records import Intent, JournalRecords, read_records

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import TracebackType

HEADER = b'{"type":"journal","version":1}\n'
"""The first line, without which a file is never changed."""

MAX_BYTES = 50_000_000
"""Maximum size of a journal."""

_FLAGS = os.O_RDWR | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


class JournalError(Exception):
    """A journal can't be used; the message says why."""


def load_journal(path: Path) -> JournalRecords:
    """Read a journal without changing it; one that doesn't exist is empty. Raises JournalError."""
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return JournalRecords()
    except OSError as error:
        raise _make_error(path, error) from None
    try:
        _require_regular(file, path)
        return _read(file, path)[0]
    except OSError as error:
        raise _make_error(path, error) from None
    finally:
        os.close(file)


class Journal:
    """A journal that is open for writing: no other run can use it meanwhile. Use it as a context manager."""

    def __init__(self, path: Path) -> None:
        """Open or create the file. Raises JournalError, also if another run uses it or its records can't be read."""
        self.path = path
        self._file = _open_locked(path)
        try:
            records, end = _read(self._file, path)
            self.records: JournalRecords = records
            os.ftruncate(self._file, end)  # a line that was cut off was never acted on
        except OSError as error:
            os.close(self._file)
            raise _make_error(path, error) from None
        except JournalError:
            os.close(self._file)
            raise

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def add_known(self, ids: Iterable[str]) -> None:
        """Record connectors that exist. Raises JournalError."""
        new_ids = sorted({*ids} - self.records.known_ids)
        if new_ids:
            self._append({"type": "known", "ids": new_ids})

    def add_intent(self, intent: Intent) -> None:
        """Record that a document is about to be sent. Raises JournalError: then it must not be sent."""
        self._append({"type": "intent", **intent.to_json()})

    def add_outcome(
        self, number: int, outcome: str, connector_id: str | None = None, version: str | None = None
    ) -> None:
        """Record the outcome of an intent. Raises JournalError."""
        self._append(
            {"type": "outcome", "number": number, "outcome": outcome, "connectorId": connector_id, "version": version}
        )

    def add_connection(self, key: tuple[str, str], end: float) -> None:
        """Record that a connection is about to be created: the id of its connector, and its name.

        The server may be at it until `end`, in seconds since the epoch. Raises JournalError.
        """
        self._append({"type": "connection", "connectorId": key[0], "name": key[1], "end": end})

    def add_connection_outcome(self, key: tuple[str, str], outcome: str) -> None:
        """Record the outcome of a connection. Raises JournalError."""
        self._append({"type": "connection-outcome", "connectorId": key[0], "name": key[1], "outcome": outcome})

    def add_done(self, number: int) -> None:
        """Record that nothing of an intent is open any more. Raises JournalError."""
        self._append({"type": "done", "number": number})

    def close(self) -> None:
        """Close the file; remove it if nothing in it is open. One that can't be removed leaves nothing open, either."""
        if not self.records.is_open and _is_file(self.path, self._file):
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
        os.close(self._file)

    def _append(self, record: dict[str, Any]) -> None:
        line = json.dumps(record, separators=(",", ":")).encode("ascii") + b"\n"
        data = memoryview(line if os.fstat(self._file).st_size else HEADER + line)
        try:
            while data:
                data = data[os.write(self._file, data) :]
            os.fsync(self._file)
        except OSError as error:
            raise _make_error(self.path, error) from None
        self.records.add(record)


def _open_locked(path: Path) -> int:
    """Open a file and lock it. If the run that had it removed it meanwhile, a new one is made."""
    while True:
        try:
            file = os.open(path, _FLAGS | os.O_CREAT, 0o600)
        except OSError as error:
            raise _make_error(path, error) from None
        try:
            _require_regular(file, path)
            _lock(file, path)
            if _is_file(path, file):
                _sync_folder(path.parent)
                return file
        except OSError as error:
            os.close(file)
            raise _make_error(path, error) from None
        except BaseException:
            os.close(file)
            raise
        os.close(file)


def _require_regular(file: int, path: Path) -> None:
    if not stat.S_ISREG(os.fstat(file).st_mode):
        raise JournalError(f"journal `{path.name}` can't be used: expected a regular file")


def _lock(file: int, path: Path) -> None:
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise JournalError(f"journal `{path.name}` is in use; wait until the other upload has ended") from None
    except OSError as error:
        raise _make_error(path, error) from None


def _is_file(path: Path, file: int) -> bool:
    """Whether `path` still leads to the open file."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(file))
    except OSError:
        return False


def _sync_folder(folder: Path) -> None:
    """Make sure that the name of a new file survives a power loss."""
    if sys.platform == "win32":
        return
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _read(file: int, path: Path) -> tuple[JournalRecords, int]:
    """Return the records of the complete lines, and the offset where these end."""
    size = os.fstat(file).st_size
    if size > MAX_BYTES:
        raise JournalError(f"journal `{path.name}` has more than {MAX_BYTES:,} bytes")
    with os.fdopen(os.dup(file), "rb") as stream:
        data = stream.read(size)
    if not data.startswith(HEADER[: len(data)]):
        raise JournalError(f"journal `{path.name}` is another file: its first line isn't that of a journal")
    end = data.rfind(b"\n") + 1
    try:
        return read_records(data[len(HEADER) : end]), end
    except ValueError as error:
        raise JournalError(
            f"journal `{path.name}` can't be read: {error}; see what was uploaded, then remove it"
        ) from None


def _make_error(path: Path, error: OSError) -> JournalError:
    return JournalError(f"journal `{path.name}` can't be used: {error.strerror or error}")
