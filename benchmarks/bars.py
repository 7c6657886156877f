"""The bars: how much of another tool's time and memory preclear may take at most, by size and format."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from benchmarks.tools import REDOCLY, RUST

if TYPE_CHECKING:
    from benchmarks.inputs import Input

SMALL = 25_000
LARGE = 200_000
MANY_OPERATIONS = 1_000
MEMORY = 0.5  # of Redocly's, everywhere


class Bars(NamedTuple):
    """Highest ratios of CPU time to Redocly and to the Rust checker, and of memory to Redocly; None: no bar."""

    redocly: float | None
    rust: float | None
    memory: float = MEMORY

    def cpu(self, tool: str) -> float | None:
        """Return the highest ratio of CPU time to the tool of this name."""
        return {REDOCLY: self.redocly, RUST: self.rust}.get(tool)


def bars_for(subject: Input) -> Bars:
    """Return the bars of an input. Between 25 KB and 200 KB, only memory has one."""
    if len(subject.paths) > 1:
        return Bars(0.18, None)
    if (subject.operations or 0) >= MANY_OPERATIONS:
        return Bars(0.30, None)
    if subject.size <= SMALL:
        return Bars(0.30, 2.0)
    if subject.size < LARGE:
        return Bars(None, None)
    return Bars(0.20, 5.0 if subject.suffix == ".json" else 3.0)
