"""The fields that a command changes, before and after, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.rendering.escape import escape
from preclear.report.rendering.style import PLAIN, Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.report.change.model import ChangedField

_UNSET = "(not set)"
_NOT_KNOWN = "(not known)"
_MAX_NAME_WIDTH = 40  # cells; a longer name isn't padded


def format_fields(fields: Sequence[ChangedField], style: Style = PLAIN) -> Iterator[str]:
    """Yield a line for each field: `  base URL  https://a → https://b`. Values are never cut."""
    from preclear.report.rendering.cells import measure_width
    from preclear.report.rendering.style import BOLD

    widths = [width for field in fields if (width := measure_width(field.name)) <= _MAX_NAME_WIDTH]
    width = max(widths, default=0)
    for field in fields:
        padding = " " * max(0, width - measure_width(field.name))
        old = _format_value(field.old) if field.is_old_known else _NOT_KNOWN
        yield f"  {style(escape(field.name), BOLD)}{padding}  {old} → {_format_value(field.new)}"


def _format_value(value: str | None) -> str:
    return _UNSET if value is None else escape(value)
