"""The tables that are printed: one row per input, as text or as Markdown."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.bars import bars_for
from benchmarks.tools import BEFORE, OWN, PYTHON, REDOCLY, RUST, SPECTRAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.measure import Cell

LABELS = {PYTHON: "validator", RUST: "validator-rs"}
MARKDOWN_LABELS = {REDOCLY: "Redocly", SPECTRAL: "Spectral", PYTHON: "openapi-spec-validator", RUST: RUST}
NAME_WIDTH = 22
CPU, MEMORY = "CPU", "MB"


class Column(NamedTuple):
    """A column of ratios to the figures of a tool."""

    tool: str
    figure: str
    width: int


class Ratio(NamedTuple):
    """Preclear's figure divided by another tool's, and the bar, where there is one."""

    value: float | None
    bar: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the ratio, as it's printed, is within its bar. An unknown ratio isn't."""
        return self.bar is None or (self.value is not None and round(self.value, 2) <= self.bar)

    def __str__(self) -> str:
        """`0.25`, `0.25 <= 0.30` or `0.41 > 0.30`; `?` if there are no figures."""
        text = "?" if self.value is None else f"{self.value:.2f}"
        return text if self.bar is None else f"{text} {'<=' if self.holds else '>'} {self.bar:.2f}"


def divide(part: float | None, whole: float | None) -> float | None:
    """Return the ratio of two figures, or None if one isn't known."""
    return None if part is None or not whole else part / whole


def ratio(cells: Sequence[Cell], tool: str, figure: str, *, has_bars: bool = False) -> Ratio:
    """Return the ratio of preclear's figure to a tool's. The first cell is preclear's."""
    own = cells[0]
    other = next(cell for cell in cells if cell.tool.name == tool)
    if figure == CPU:
        bar = bars_for(own.input).cpu(tool)
        value = divide(own.cpu, other.cpu)
    else:
        bar = bars_for(own.input).memory if tool == REDOCLY else None
        value = divide(own.memory, other.memory)
    return Ratio(value, bar if has_bars else None)


def do_bars_hold(cells: Sequence[Cell]) -> bool:
    """Return whether preclear ran and all bars of an input hold, beside the tools that were measured."""
    pairs = [(cell.tool.name, figure) for cell in cells[1:] for figure in (CPU, MEMORY)]
    return not cells[0].failed and all(ratio(cells, *pair, has_bars=True).holds for pair in pairs)


def columns(tools: Sequence[str], *, has_bars: bool) -> list[Column]:
    """Return the columns of ratios. With bars, these are the ones that have bars, and the time before."""
    others = [name for name in tools if name != OWN]
    if not has_bars:
        return [Column(name, figure, 7) for name in others for figure in (CPU, MEMORY)]
    wanted = (Column(REDOCLY, CPU, 14), Column(REDOCLY, MEMORY, 14), Column(RUST, CPU, 14), Column(BEFORE, CPU, 8))
    return [column for column in wanted if column.tool in others]


def format_header(tools: Sequence[str], *, has_bars: bool) -> list[str]:
    """Return two lines: the names of the tools, and of the columns."""
    first = " " * (NAME_WIDTH + 22)
    second = f"{'file':<{NAME_WIDTH}}{'size':>8}{'CPU s':>8}{MEMORY:>6}"
    made = columns(tools, has_bars=has_bars)
    for name, group in groupby(made, key=lambda column: column.tool):
        first += f"{LABELS.get(name, name):>{sum(column.width for column in group)}}"
    second += "".join(f"{column.figure:>{column.width}}" for column in made)
    return [first, second]


def format_row(cells: Sequence[Cell], *, has_bars: bool) -> Iterator[str]:
    """Yield the row of an input, and a line for each tool that failed."""
    own = cells[0]
    name = own.input.name if len(own.input.name) < NAME_WIDTH else own.input.name[: NAME_WIDTH - 4] + "..."
    cpu, memory = (
        "?" if figure is None else f"{figure:{form}}" for figure, form in ((own.cpu, ".3f"), (own.memory, ".0f"))
    )
    row = f"{name:<{NAME_WIDTH}}{format_size(own.input.size):>8}{cpu:>8}{memory:>6}"
    for tool, figure, width in columns([cell.tool.name for cell in cells], has_bars=has_bars):
        row += f"{ratio(cells, tool, figure, has_bars=has_bars)!s:>{width}}"
    yield row + ("" if not has_bars or do_bars_hold(cells) else "  no")
    for cell in cells:
        if cell.failed:
            code = cell.samples[-1].exit_code
            yield f"  {cell.tool.name}: {'ran out of time' if code is None else f'failed with exit code {code}'}"


def format_size(size: int) -> str:
    """Return a number of bytes as KB or MB."""
    return f"{size / 1000:,.0f} KB" if size < 999_500 else f"{size / 1_000_000:.1f} MB"


def format_markdown(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """Yield a Markdown table of ratios: `before > after` if an older preclear was measured beside this one."""
    names = [cell.tool.name for cell in rows[0]]
    made = [(name, figure) for name in names if name in MARKDOWN_LABELS for figure in (CPU, MEMORY)]
    heads = ["document", "size", "CPU s", "MB", *(f"{MARKDOWN_LABELS[name]}, {figure}" for name, figure in made)]
    yield f"| {' | '.join(heads)} |"
    yield "| --- |" + " ---: |" * (len(heads) - 1)
    for cells in rows:
        own = {cell.tool.name: cell for cell in cells if cell.tool.name in (BEFORE, OWN)}
        shown = [own[name] for name in (BEFORE, OWN) if name in own]
        texts = [cells[0].input.name, format_size(cells[0].input.size)]
        texts.append(" → ".join("?" if cell.cpu is None else f"{cell.cpu:.2f}" for cell in shown))
        texts.append(" → ".join("?" if cell.memory is None else f"{cell.memory:.0f}" for cell in shown))
        others = [cell for cell in cells if cell.tool.name not in (BEFORE, OWN)]
        texts += [" → ".join(str(ratio([cell, *others], *pair)) for cell in shown) for pair in made]
        yield f"| {' | '.join(texts)} |"


def format_growth(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """Yield the cost of an operation at each size, and of each additional one, which excludes the start-up."""
    points: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for cell in (cell for cells in rows for cell in cells):
        if cell.input.operations is not None and cell.cpu is not None:
            points.setdefault((cell.input.suffix, cell.tool.name), []).append((cell.input.operations, cell.cpu))
    for (suffix, name), sizes in points.items():
        sizes.sort()
        each = ", ".join(f"{cpu / number * 1000:.3f} ({number:,})" for number, cpu in sizes)
        steps = ", ".join(
            f"{(cpu - before) / (number - fewer) * 1000:.3f} ({fewer:,} to {number:,})"
            for (fewer, before), (number, cpu) in pairwise(sizes)
        )
        more = f"; each additional one: {steps}" if steps else ""
        yield f"  {suffix[1:]} {LABELS.get(name, name):<13}{each}{more}"
