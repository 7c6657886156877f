"""Entry documents: what a folder or a config names stays in its repository, and what isn't OpenAPI isn't quoted.

A repository that somebody else prepared can hold a link to a file of credentials, or name one in its config. Such a
file is refused before it is opened. A file that may be read and turns out not to be OpenAPI is reported without its
text, unless somebody typed its path.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from preclear.cli.inputs import SUFFIXES

if TYPE_CHECKING:
    from preclear.cli.inputs import Input
    from preclear.engine import CheckResult
    from preclear.source import Document, Limits


def check_entry(given: Input, limits: Limits, **options: Any) -> CheckResult:
    """Check the document of `given`, which is a file. `options` are those of `preclear.engine.check_document`."""
    from preclear.engine import check_document

    if given.file is None:
        raise ValueError("standard input is no file")
    checked = check_document(_load(given, given.file, options.get("root"), limits), limits=limits, **options)
    if checked.is_openapi or not checked.document.data or _is_quotable(given, given.file):
        return checked
    return check_document(_withheld(checked.document), limits=limits, **options)


def refusal(given: Input, widened: Path | None = None) -> str | None:
    """Say why the file may not be opened; None where it may. `widened` is the folder that `--root` names.

    A typed path is never refused. Otherwise the file must be in the repository, and a link may lead to no dotfile and
    to nothing without the suffix of a document.
    """
    from preclear.source.files.repository import is_inside

    if given.root is None or given.file is None:
        return None
    if not is_inside(given.file, given.root) and (widened is None or not is_inside(given.file, widened)):
        return f"it is outside of `{given.root.name or given.root}/`"
    real = PurePath(os.path.realpath(given.file))
    named = {*given.file.parts, *given.root.parts}
    if any(part.startswith(".") and part not in named for part in real.parts):
        return "a symbolic link leads to a dotfile or into a dot-directory"
    if real.name != given.file.name and not real.name.lower().endswith(SUFFIXES):
        return "a symbolic link leads to a file whose name doesn't end in `.yaml`, `.yml` or `.json`"
    return None


def _load(given: Input, file: Path, widened: Path | None, limits: Limits) -> Document:
    from preclear.source import UNREADABLE_FILE, Document, load, load_bytes
    from preclear.source.files.read import read_file
    from preclear.source.loader_faults import add_fault

    if given.root is None:
        return load(file, given.shown, limits)
    document = Document(given.shown, file.absolute(), b"")
    reason = refusal(given, widened)
    if reason is not None:
        help = "give its path on the command line, or widen the folder with `--root`"
        add_fault(document, UNREADABLE_FILE, f"the file may not be read: {reason}", 0, 0, help=help)
        return document
    data = read_file(Path(os.path.realpath(file)), limits, follow_links=False)
    if isinstance(data, bytes):
        return load_bytes(data, given.shown, limits, file.absolute())
    data.report(document)
    return document


def _is_quotable(given: Input, file: Path) -> bool:
    """Whether the text of a file that isn't OpenAPI may be shown: its path was typed, and no link leads to it."""
    from preclear.source.files.repository import is_symlinked

    return given.root is None and file.name.lower().endswith(SUFFIXES) and not is_symlinked(file)


def _withheld(document: Document) -> Document:
    """The same document with nothing of its text, and with one fault."""
    from preclear.openapi.version import NOT_OPENAPI
    from preclear.source import Document as New
    from preclear.source.loader_faults import add_fault

    withheld = New(document.path, document.file, document.data)
    message = "the file is no OpenAPI document; expected an `openapi` key such as `openapi: 3.1.0`"
    add_fault(withheld, NOT_OPENAPI, message, 0, 0, help="open the file to see why: its text isn't shown here")
    return withheld
