"""What can be shown while an upload runs: it prints nothing by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.platform.upload.result import UploadResult


class UploadObserver:
    """Is called on the way of an upload. Each method does nothing here: override those that you need."""

    def report_storing(self, result: UploadResult) -> None:
        """Called right before the document may leave for the storage, if it goes through one."""

    def report_sending(self, result: UploadResult) -> None:
        """Called right before the request may leave, with everything that is known by then."""

    def show_progress(self, seconds: float) -> None:
        """Called ten times a second while an answer is awaited, with the seconds since the request began."""

    def end_progress(self) -> None:
        """Called when nothing is awaited any more."""

    def report_lookup(self, result: UploadResult) -> None:
        """Called before an unknown outcome is looked up."""

    def report_failure(self, result: UploadResult, error: Exception) -> None:
        """Called with a fault of preclear's own. The upload ends with an outcome all the same."""
