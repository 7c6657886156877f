"""What an upload is asked to do, besides the check and the connection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

UploadMethod: TypeAlias = Literal["multipart", "upload-url"]
"""How a document is sent: as a part of the import's request, or to a signed URL that the import then names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadOptions:
    """What to create, from what, and what may be done to find out.

    Either `new`, or `connector` (an id or a name) and `version` (the name of the new version). With `from_url` the
    server fetches the document from there. `via` is how it's sent: in the request itself, or first to the platform's
    storage (`upload-url`). `force` sends a document that has errors. `dry_run` sends and looks up
    nothing. Without `lookup` nobody looks whether the version exists, and `connector` is an id. `verify` looks up
    whether an upload arrived whose outcome is unknown. `document_arguments` are the command-line arguments that the
    document was checked with: commands in messages repeat them.
    """

    connector: str | None = None
    version: str | None = None
    new: bool = False
    from_url: str | None = None
    via: UploadMethod = "multipart"
    force: bool = False
    dry_run: bool = False
    lookup: bool = True
    verify: bool = False
    document_arguments: tuple[str, ...] = ()
