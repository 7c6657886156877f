"""The changes of an adaptation for people: grouped by rule, with what is lost, what is left out, and errors left."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, TypeVar

from preclear.edit import BASE_URL_RULES
from preclear.report.formats.concise import format_concise_line
from preclear.report.formats.full import FOLD_THRESHOLD, FOLDED_COUNT
from preclear.report.rendering.cells import fit, measure_width
from preclear.report.rendering.escape import escape, escape_path
from preclear.report.rendering.style import BOLD, GREEN, PLAIN, RED, YELLOW, Style
from preclear.report.summary import join_words
from preclear.source import EDIT_LEVEL_RANK, format_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.edit import Adaptation, Change, LeftOut
    from preclear.engine import Finding
    from preclear.source import EditLevel, Place

T = TypeVar("T")

DEFAULT_WIDTH = 120
_LEVEL_COLOURS: dict[EditLevel, str] = {"safe": GREEN, "rename": GREEN, "adapt": YELLOW}
_REASONS = {"selection": "not selected", "unused": "unused", "blocked": "blocked"}


def format_adaptation(
    adaptation: Adaptation, style: Style = PLAIN, width: int = DEFAULT_WIDTH, *, show_all: bool = False
) -> Iterator[str]:
    """Yield the lines of the report, without newlines; lines of changes are at most `width` cells wide, or as
    wide as the terminal.

    If a rule has more than FOLD_THRESHOLD changes, only the first FOLDED_COUNT are shown. `show_all` shows all.
    """
    yield from format_changes(adaptation.changes, style, width, show_all=show_all)
    yield from format_left_out(adaptation.left_out, style, width, show_all=show_all)
    if adaptation.overlay_findings:
        yield style("Overlays", BOLD)
        yield from _format_findings(adaptation.overlay_findings, style, show_all=show_all)
        yield ""
    if adaptation.errors:
        yield style("Errors left", BOLD)
        yield from _format_findings(adaptation.errors, style, show_all=show_all)
        yield ""
        yield from _advise(adaptation)
    if adaptation.rewrite_reason is not None:
        line = f"The document was written anew, without its comments: {escape(adaptation.rewrite_reason)}."
        yield from style.wrap(line, 0)
    yield from format_adaptation_summary(adaptation, style)


def format_changes(
    changes: Sequence[Change], style: Style = PLAIN, width: int = DEFAULT_WIDTH, *, show_all: bool = False
) -> Iterator[str]:
    """Yield the changes, grouped by level and rule, each group with a heading and followed by an empty line."""
    width = style.width or width
    ordered = sorted(changes, key=_change_order)
    for (_, rule), group in groupby(ordered, lambda change: (change.level, change.kind.name)):
        yield from _format_group(rule, [*group], style, width, show_all=show_all)
        yield ""


def format_left_out(
    left_out: Sequence[LeftOut], style: Style = PLAIN, width: int = DEFAULT_WIDTH, *, show_all: bool = False
) -> Iterator[str]:
    """Yield what is left out, grouped by reason, and an empty line; nothing if nothing is left out."""
    width = style.width or width
    if not left_out:
        return
    yield f"{style('Left out', BOLD)}: {format_count(len(left_out), 'part')}"
    ordered = sorted(left_out, key=lambda part: (part.reason, part.detail, _place_order(part.place)))
    groups = [[*group] for _, group in groupby(ordered, lambda part: (part.reason, part.detail))]
    shown = _fold(groups, show_all=show_all)
    for group in shown:
        yield from _wrap(f"{_REASONS[group[0].reason]}: {group[0].detail}", "  ", width)
        rows = [(_format_place(part.place), escape(part.label)) for part in _fold(group, show_all=show_all)]
        yield from _format_rows(rows, "    ", width)
        yield from _format_rest(len(group) - len(rows), "    ")
    yield from _format_rest(sum(map(len, groups[len(shown) :])), "  ")
    yield ""


def format_adaptation_summary(adaptation: Adaptation, style: Style = PLAIN) -> Iterator[str]:
    """Yield the last lines: the number of changes by level, then `2,301 of 2,320 errors are settled; 19 are left.`"""
    yield f"{describe_changes(adaptation)}."
    total, left = adaptation.error_count, adaptation.remaining_count
    settled = max(0, total - left)
    if not total and not left:
        yield style("The document had no errors.", GREEN)
    elif not left:
        yield style(f"All {format_count(total, 'error')} are settled." if total > 1 else "The error is settled.", GREEN)
    else:
        are_left = "1 is left" if left == 1 else f"{left:,} are left"
        yield f"{settled:,} of {format_count(total, 'error')} {'is' if settled == 1 else 'are'} settled; " + style(
            f"{are_left}.", RED
        )


def describe_changes(adaptation: Adaptation) -> str:
    """Return the number of changes by level, and of parts that are left out: `3 changes (1 rename, 2 adapt)`."""
    counts: Counter[EditLevel] = Counter(change.level for change in adaptation.changes)
    levels = [f"{counts[level]:,} {level}" for level in EDIT_LEVEL_RANK if counts[level]]
    text = format_count(len(adaptation.changes), "change") + (f" ({join_words(levels)})" if levels else "")
    return f"{text}, {format_count(len(adaptation.left_out), 'part')} left out" if adaptation.left_out else text


def _format_group(rule: str, changes: list[Change], style: Style, width: int, *, show_all: bool) -> Iterator[str]:
    level = changes[0].level
    heading = style(escape(rule), BOLD)
    yield f"{heading}: {format_count(len(changes), 'change')}, {style(level, _LEVEL_COLOURS[level])}"
    losses = {change.loss for change in changes if change.loss is not None}
    common = next(iter(losses)) if len(losses) == 1 else None
    if common is not None:
        yield from _wrap(f"lost: {common}", "  ", width)
    shown = _fold(changes, show_all=show_all)
    if len(losses) <= 1:
        yield from _format_rows(
            [(_format_place(change.place), _format_change(change)) for change in shown], "  ", width
        )
    else:
        for change in shown:
            yield from _format_rows([(_format_place(change.place), _format_change(change))], "  ", width)
            if change.loss is not None:
                yield from _wrap(f"lost: {change.loss}", "      ", width)
    yield from _format_rest(len(changes) - len(shown), "  ")


def _format_change(change: Change) -> str:
    """Format `before → after`; `+ after` for what is new, and `- key: before` for what is removed."""
    if change.before is None:
        return f"+ {escape(change.after or '')}"
    if change.after is None:
        pointer = change.operations[0].target.place.pointer if change.operations else ()
        key = f"{pointer[-1]}: " if pointer and isinstance(pointer[-1], str) else ""
        return f"- {escape(key + change.before)}"
    return f"{escape(change.before)} → {escape(change.after)}"


def _format_rows(rows: Sequence[tuple[str, str]], indent: str, width: int) -> Iterator[str]:
    """Format places with escaped texts: beside each other if all lines fit, else the text on a line of its own.

    A place is never cut, so that editors and terminals can follow it.
    """
    place_width = max((measure_width(place) for place, _ in rows), default=0)
    text_width = max((measure_width(text) for _, text in rows), default=0)
    is_wide = len(indent) + place_width + 2 + text_width > width
    for place, text in rows:
        if is_wide:
            yield f"{indent}{place}"
            yield f"{indent}    {fit(text, max(width - len(indent) - 4, 20)).rstrip()}"
        else:
            yield f"{indent}{place}{' ' * (place_width - measure_width(place))}  {text}".rstrip()


def _format_findings(all_findings: Sequence[Finding], style: Style, *, show_all: bool) -> Iterator[str]:
    ordered = sorted(all_findings, key=lambda finding: (finding.rule.name, finding.path, finding.span))
    for rule, group in groupby(ordered, lambda finding: finding.rule.name):
        findings = [*group]
        shown = _fold(findings, show_all=show_all)
        for finding in shown:
            yield from style.wrap(f"  {format_concise_line(finding, style)}", 6)
        if len(shown) < len(findings):
            yield f"  and {len(findings) - len(shown):,} more of `{escape(rule)}`: --all"


def _advise(adaptation: Adaptation) -> Iterator[str]:
    """Yield the options that settle errors that are left, and an empty line."""
    has_base_url = not any(finding.rule.name in BASE_URL_RULES for finding in adaptation.errors)
    is_left_out = any(part.reason == "blocked" for part in adaptation.left_out)
    advice = [] if has_base_url else ["`--base-url URL` sets the base URL"]
    if not is_left_out and any(finding.rule.name not in BASE_URL_RULES for finding in adaptation.errors):
        advice.append("`--leave-out-blocked` leaves out what can't be imported")
    if advice:
        yield f"{join_words(advice)}."
        yield ""


def _format_rest(count: int, indent: str) -> Iterator[str]:
    if count:
        yield f"{indent}and {count:,} more: --all"


def _fold(items: list[T], *, show_all: bool) -> list[T]:
    return items if show_all or len(items) <= FOLD_THRESHOLD else items[:FOLDED_COUNT]


def _wrap(text: str, indent: str, width: int) -> list[str]:
    return wrap(
        escape(text),
        width,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _change_order(change: Change) -> tuple[int, str, tuple[str, int, int], int]:
    return EDIT_LEVEL_RANK[change.level], change.kind.name, _place_order(change.place), change.round


def _place_order(place: Place) -> tuple[str, int, int]:
    line, column = place.span.start
    return place.document.path, line, column


def _format_place(place: Place) -> str:
    line, column = place.span.start
    return f"{escape_path(place.document.path)}:{line}:{column}"
