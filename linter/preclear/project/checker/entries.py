"""Entry documents: reading them without leaking files from outside of the repository.

`refusal_reason` says which files may not be opened. A readable file that isn't OpenAPI is reported without its text,
unless its path was typed: an untrusted repository can name any file.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Unpack

from preclear.project.search import STDIN_DISPLAY_PATH, SUFFIXES

if TYPE_CHECKING:
    from preclear.engine import CheckArguments, CheckResult
    from preclear.project.search import Input
    from preclear.source import Document, FileCache, Limits, ReadFailure

_HEAD_BYTES = 65_536  # bytes of a too large file that are searched for its `openapi` key


def check_entry(input: Input, limits: Limits, **arguments: Unpack[CheckArguments]) -> CheckResult:
    """Check the document in the file of `input`. `arguments` are those of `check_document`.

    Raises ValueError for standard input.
    """
    return check_loaded_entry(input, load_entry(input, arguments.get("root"), limits), limits, **arguments)


def check_loaded_entry(
    input: Input, document: Document, limits: Limits, **arguments: Unpack[CheckArguments]
) -> CheckResult:
    """Check the document in the file of `input`, which `load_entry` loaded."""
    from preclear.engine import check_document

    check_result = check_document(document, limits=limits, **arguments)
    if input.file is None or check_result.is_openapi or not check_result.document.data:
        return check_result
    if _is_quotable(input, input.file):
        return check_result
    return check_document(_withhold_text(check_result.document), limits=limits, **arguments)


def is_withheld(input: Input, check_result: CheckResult, root: Path | None, cache: FileCache) -> bool:
    """Whether the content of a file that doesn't look like OpenAPI is unknown, so that it could be.

    That is the case if the file may not be opened, or is too large and starts like an OpenAPI document. `cache` may
    have a text in place of the file's.
    """
    import re

    from preclear.engine import OPENAPI_KEY_PATTERN
    from preclear.project.search import refusal_reason
    from preclear.source import read_head

    document = check_result.document
    if check_result.is_openapi or document.is_loaded or document.data or document.file is None:
        return False
    if refusal_reason(input, root) is not None:
        return True
    try:
        text = cache.text(document.file)
        if text is None:
            if not document.file.is_file():
                return True  # opening a pipe waits for a writer
            text = read_head(document.file, _HEAD_BYTES)
        return re.search(OPENAPI_KEY_PATTERN.encode(), text[:_HEAD_BYTES], re.MULTILINE) is not None
    except (OSError, ValueError):
        return True


def load_stdin(stream: BinaryIO | None, filename: str | None, limits: Limits) -> Document:
    """Load the document from standard input; its references start at `filename`, if given."""
    from preclear.source import Document, load_bytes

    display_path = STDIN_DISPLAY_PATH if filename is None else Path(filename).as_posix()
    file = None if filename is None else Path(filename).absolute()
    data = read_stdin_stream(stream, limits.file_bytes + 1)
    if isinstance(data, bytes):
        return load_bytes(data, display_path, limits, file)
    document = Document(display_path, file, b"")
    data.report(document)
    return document


def read_stdin_stream(stream: BinaryIO | None, max_bytes: int) -> bytes | ReadFailure:
    """Read standard input to its end, but at most `max_bytes` bytes. Return the reason if it can't be read.

    `stream` is None if standard input is closed.
    """
    if stream is None:
        return _make_stdin_failure("standard input is closed")
    try:
        return stream.read(max_bytes)
    except OSError as error:
        return _make_stdin_failure(f"standard input can't be read: {(error.strerror or str(error)).lower()}")


def load_entry(input: Input, root: Path | None, limits: Limits) -> Document:
    """Load the document in the file of `input`, if it may be opened. `root` is the folder from the options.

    Raises ValueError for standard input.
    """
    if input.file is None:
        raise ValueError("standard input is not a file")
    return load_data(input, read_entry(input, input.file, root, limits), limits)


def read_entry(
    input: Input, file: Path, root: Path | None, limits: Limits, cache: FileCache | None = None
) -> bytes | Document:
    """Read `file`, which is the file of `input`, if it may be opened. Return a document with the fault if it can't be.

    `root` is the folder from the options. `cache` may have a text in place of the file's.
    """
    from preclear.source import UNREADABLE_FILE, Document, add_fault, limit_text, read_file

    text = None if cache is None else cache.text(file)
    if input.root is None:
        data = read_file(file, limits) if text is None else limit_text(text, limits)
    else:
        from preclear.project.search import refusal_reason

        reason = refusal_reason(input, root)
        if reason is not None:
            document = Document(input.display_path, file.absolute(), b"")
            help = "give its path on the command line, or widen the folder with `--root`"
            add_fault(document, UNREADABLE_FILE, f"the file may not be read: {reason}", 0, 0, help=help)
            return document
        path = Path(os.path.realpath(file))
        data = read_file(path, limits, follow_links=False) if text is None else limit_text(text, limits)
    if isinstance(data, bytes):
        return data
    if data.is_missing and input.origin is not None:
        data = data._replace(help=f"correct the path in {input.origin}")
    document = Document(input.display_path, file.absolute(), b"")
    data.report(document)
    return document


def load_data(input: Input, data: bytes | Document, limits: Limits) -> Document:
    """Load what was read of `input`. A document is returned as it is."""
    from preclear.source import load_bytes

    file = None if input.file is None else input.file.absolute()
    return load_bytes(data, input.display_path, limits, file) if isinstance(data, bytes) else data


def check_foreign_entry(input: Input, data: bytes) -> CheckResult | None:
    """Return the result of a file that isn't OpenAPI, without findings; None if only parsing `data` can say that."""
    from preclear.engine import CheckResult
    from preclear.openapi import may_have_version_key
    from preclear.source import Document

    if not data or may_have_version_key(data):
        return None
    return CheckResult(
        document=Document(input.display_path, None if input.file is None else input.file.absolute(), data),
        findings=(),
        counts=Counter(),
        omitted=Counter(),
        connector=None,
        is_openapi=False,
        failed=False,
    )


def _is_quotable(input: Input, file: Path) -> bool:
    """Whether the text of a file that isn't OpenAPI may be shown: its path was typed, and it is no symbolic link."""
    from preclear.source import is_symlinked

    return input.root is None and file.name.lower().endswith(SUFFIXES) and not is_symlinked(file)


def _withhold_text(document: Document) -> Document:
    """Return the same document without its text, with a single fault."""
    from preclear.openapi import NOT_OPENAPI
    from preclear.source import Document as NewDocument
    from preclear.source import add_fault

    textless = NewDocument(document.path, document.file, document.data)
    message = "the file is no OpenAPI document; expected an `openapi` key such as `openapi: 3.1.0`"
    add_fault(textless, NOT_OPENAPI, message, 0, 0, help="open the file to see why: its text isn't shown here")
    return textless


def _make_stdin_failure(message: str) -> ReadFailure:
    from preclear.source import ReadFailure

    return ReadFailure(message, "give the document on standard input, or name a file")
