"""The report of a verification for people. Its last line says whether the platform has what the document says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.rendering.escape import escape
from preclear.report.rendering.style import BOLD, GREEN, PLAIN, RED, YELLOW
from preclear.report.summary import join_words
from preclear.source import format_count, truncate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.report.rendering.style import Style
    from preclear.report.verify.model import VerifyReport

_COLOURS = {"as planned": GREEN, "different": RED, "no version": RED, "incomplete": YELLOW}
_MAX_NAMES = 5
_MAX_LENGTH = 80  # characters of a server's name


def format_verification(
    report: VerifyReport, style: Style = PLAIN, *, concise: bool = False, show_all: bool = False
) -> Iterator[str]:
    """Yield the lines of the report, without newlines; `show_all` is passed to `format_full`."""
    from preclear.report.formats.text import format_results

    results = report.results
    if results is not None and (concise or results.findings):
        yield from format_results(results, style, concise=concise, show_all=show_all)
        yield ""
    for name, text in _list_facts(report).items():
        yield f"{style(f'{name:<9}', BOLD)}  {escape(text)}"
    yield ""
    for note in list_notes(report):
        yield escape(note)
    yield f"verify: {style(report.outcome, _COLOURS[report.outcome])}: {escape(describe_outcome(report))}"


def describe_outcome(report: VerifyReport) -> str:
    """Say what is as planned and what isn't known, or why nothing was compared. It can have control characters."""
    from preclear.mapping import describe_compared, describe_unknown

    mapped = report.mapped
    if report.version is None or mapped is None:
        return _describe_missing_version(report)
    parts: list[str] = []
    if report.difference_count:
        parts.append(format_count(report.difference_count, "difference"))
    if report.failure is not None:
        parts.append(report.failure)
    as_planned, unknown = describe_compared(mapped.comparison), describe_unknown(mapped.comparison)
    if as_planned:
        prefix = "as planned: " if parts else ""
        parts.append(f"{prefix}{as_planned} ({format_count(mapped.comparison.field_count, 'field')} compared)")
    else:
        parts.append("nothing was compared")
    return "; ".join([*parts, *([f"not known: {unknown}"] if unknown else [])])


def list_notes(report: VerifyReport) -> Iterator[str]:
    """Yield what else is to be known. It can have control characters."""
    if report.mapped is None:
        return
    from preclear.mapping import unlisted_lines

    yield from unlisted_lines(report.mapped)
    if report.message_count:
        messages = format_count(report.message_count, "validation message")
        yield f"the platform keeps {messages} of this version, which are no differences"
    if report.schema_count is None:
        yield "the schemas of definitions weren't read (`--no-schemas`)"


def _list_facts(report: VerifyReport) -> dict[str, str]:
    facts = {"connector": " ".join(filter(None, (truncate(report.connector_name, _MAX_LENGTH), report.connector_id)))}
    version = report.version
    if version is not None:
        state = f"published {version.published_at}" if version.published_at else "a draft"
        created = f"created {version.created_at}, " if version.created_at else ""
        chosen = f", the newest of {format_count(len(report.version_names), 'version')}"
        facts["version"] = (
            f"{truncate(version.name, _MAX_LENGTH)} {version.id} ({created}{state}"
            f"{chosen if report.requested_version is None else ''})"
        )
    return facts


def _describe_missing_version(report: VerifyReport) -> str:
    name = report.connector_name or report.connector_id
    if not report.version_names:
        return f"connector `{truncate(name, _MAX_LENGTH)}` has no versions"
    names = [f"`{truncate(known_name, _MAX_LENGTH)}`" for known_name in report.version_names[:_MAX_NAMES]]
    if len(report.version_names) > _MAX_NAMES:
        names.append(f"{len(report.version_names) - _MAX_NAMES:,} more")
    return (
        f"connector `{truncate(name, _MAX_LENGTH)}` has no version `{report.requested_version}`; it has"
        f" {join_words(names)}"
    )
