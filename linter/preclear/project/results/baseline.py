"""The update of a project's baseline from the findings of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.config import format_path
from preclear.engine import BaselineError, write_baseline
from preclear.project.notes import UncheckedFiles
from preclear.source import format_count, resolve_links

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.engine import Baseline, BaselineEntry
    from preclear.project.results.results import CheckResults


class BaselineUpdate(NamedTuple):
    """What was written: `file` is the display path, `known` the number of entries now.

    For an update that only removes, `removed` is the number of removed entries, and `new` the number of findings that
    aren't in the baseline.
    """

    file: str
    known: int
    removed: int
    new: int
    only_remove: bool

    @property
    def text(self) -> str:
        """The update in one sentence."""
        contents = f"{self.file}: {format_count(self.known, 'known finding')}"
        if not self.only_remove:
            return f"Wrote {contents}."
        new = f"; {format_count(self.new, 'finding')} not in it" if self.new else ""
        return f"Updated {contents}, {self.removed:,} removed{new}."


def write_baseline_update(
    baseline: Baseline, stale: Iterable[BaselineEntry], results: CheckResults, *, only_remove: bool
) -> BaselineUpdate:
    """Write a baseline with the findings of a run and without `stale` entries.

    With `only_remove`, nothing is added. Raises BaselineError, and writes nothing, if something could not be checked,
    if no document was found, or if the baseline's file is one of the documents.
    """
    file = baseline.file
    if results.unchecked or not results.checked:
        reason = "no OpenAPI document was found"
        if results.unchecked:
            reason = UncheckedFiles(results.unchecked, results.total).text
        raise BaselineError(f"{reason}; no baseline was written")
    if resolve_links(file) in results.real_files:
        raise BaselineError(
            f"`{format_path(str(file))}` is one of the checked documents; expected another file for the baseline"
        )
    entries = set(baseline.entries.values()) - set(stale) if only_remove else set(baseline.found_entries)
    write_baseline(file, entries)
    new = {entry.fingerprint for entry in baseline.found_entries} - baseline.entries.keys()
    return BaselineUpdate(
        file=format_path(str(file)),
        known=len(entries),
        removed=len(baseline.entries) - len(entries),
        new=len(new),
        only_remove=only_remove,
    )
