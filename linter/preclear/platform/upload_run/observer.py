"""What can be shown while a run over many documents is on its way: it prints nothing by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.platform.upload.result import UploadResult
    from preclear.platform.upload_run.model import PlannedUpload, RunResult


class RunObserver:
    """Is called on the way of a run. Each method does nothing here: override those that you need."""

    def report_waiting(self, subject: str, seconds: float) -> None:
        """Called each second while the server may still be at a document or connection of an earlier run."""

    def report_plan(self, result: RunResult) -> None:
        """Called with the plan, before anything is sent."""

    def report_sending(self, result: UploadResult) -> None:
        """Called right before a document may leave, with everything that is known by then."""

    def show_progress(self, seconds: float) -> None:
        """Called ten times a second while an answer to an import is awaited."""

    def end_progress(self) -> None:
        """Called when nothing is awaited any more."""

    def report_entry(self, entry: PlannedUpload) -> None:
        """Called when nothing more is done for a binding."""

    def report_failure(self, error: Exception) -> None:
        """Called with a fault of preclear's own. The run goes on with the next binding."""
