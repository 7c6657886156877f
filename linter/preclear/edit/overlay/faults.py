"""Faults of overlays, collected for one document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source import MAX_FAULTS, Fault, Report, Suggester

if TYPE_CHECKING:
    from preclear.source import Document, HasPlace, Kind, Severity


class OverlayFaults:
    """Adds faults to `document`, at most as many of one kind as the loader."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.count: int = 0
        self.suggester: Suggester = Suggester()

    def add(self, kind: Kind, message: str, location: HasPlace, help: str | None = None) -> None:
        """Add a fault of `kind` at `location`."""
        self.extend(Fault(kind, Report(message, location, help)))

    def extend(self, fault: Fault) -> None:
        """Add a fault that has been found already."""
        self.count += 1
        document, kind = self._document, fault.kind
        document.fault_counts[kind.name] += 1
        if document.fault_counts[kind.name] <= MAX_FAULTS:
            document.faults.append(fault)
        else:
            severity: Severity = fault.report.severity or kind.severity
            document.omitted_fault_counts[kind, severity] += 1
