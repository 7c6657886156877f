"""What an upload is asked to do, besides the check and the connection."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from preclear.engine import SELECT_ALL, RuleSelection
from preclear.project import is_failing, is_unchecked
from preclear.source import DEFAULT_LIMITS, Limits, Severity

if TYPE_CHECKING:
    from collections import Counter

    from preclear.edit import Adaptation
    from preclear.engine import CheckResult

UploadMethod: TypeAlias = Literal["multipart", "upload-url"]
"""How a document is sent: as a part of the import's request, or to a signed URL that the import then names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadOptions:
    """What to create, from what, and what may be done to find out.

    Either `new`, or `connector` (an id or a name) and `version` (the name of the new version). With `from_url` the
    server fetches the document from there. `via` is how it's sent: in the request itself, or first to the platform's
    storage (`upload-url`). `force` sends a document that has errors. `dry_run` sends and looks up
    nothing. Without `lookup` nobody looks whether the version exists, and `connector` is an id. `verify` looks up
    whether an upload arrived whose outcome is unknown.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedDocument:
    """A document that was checked, and the settings that the upload goes on with.

    `selection` and `limits` are those of the check. Findings at or above `fail_on` stop the upload. `show` is the
    least severity that reports for people have. `adaptation` is set if the document was adapted before the check: then
    the adapted document is sent.
    """

    check_result: CheckResult
    selection: RuleSelection = SELECT_ALL
    limits: Limits = field(default=DEFAULT_LIMITS)
    fail_on: str = "error"
    show: Severity = "warning"
    adaptation: Adaptation | None = None

    @property
    def is_incomplete(self) -> bool:
        """Whether the document could not be read, a limit kept some of it from being read, or a rule failed."""
        return is_unchecked(self.check_result)

    def is_failing(self, counts: Counter[Severity]) -> bool:
        """Whether anything at or above `fail_on` was counted."""
        return is_failing(counts, self.fail_on)
