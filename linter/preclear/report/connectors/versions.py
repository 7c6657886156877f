"""The list of a connector's versions, as a table and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from preclear.report.rendering.escape import escape_line_start
from preclear.report.rendering.style import PLAIN, Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.source import Json

_HEADINGS = ("NAME", "STATE", "CREATED", "UPDATED", "PUBLISHED", "DESCRIPTION")
_TABLE_WIDTH = 140  # cells: three timestamps take half of it


class ListedVersion(Protocol):
    """A version of a connector; times are texts as the platform sent them, None if there are none."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def is_latest(self) -> bool: ...
    @property
    def is_default(self) -> bool: ...
    @property
    def created_at(self) -> str | None: ...
    @property
    def updated_at(self) -> str | None: ...
    @property
    def published_at(self) -> str | None: ...
    @property
    def messages(self) -> Sequence[dict[str, Json]]: ...


def format_versions_json(connector_id: str, versions: Sequence[ListedVersion]) -> str:
    """Return the versions as JSON, ending with a newline."""
    from preclear.report.json_report import FORMAT_VERSION, dump_json

    return dump_json(
        {
            "version": FORMAT_VERSION,
            "connector": connector_id,
            "versions": [
                {
                    "id": version.id,
                    "name": version.name,
                    "description": version.description,
                    "isLatest": version.is_latest,
                    "isDefault": version.is_default,
                    "createdAt": version.created_at,
                    "updatedAt": version.updated_at,
                    "publishedAt": version.published_at,
                    "messages": [*version.messages],
                }
                for version in versions
            ],
        }
    )


def format_versions_table(versions: Sequence[ListedVersion], style: Style = PLAIN) -> str:
    """Return the versions as a table, ending with a newline. The messages of a version follow its line."""
    from preclear.report.rendering.table import Folding, format_table

    if not versions:
        return "no versions\n"
    rows = [
        (
            version.name,
            _format_state(version),
            version.created_at or "",
            version.updated_at or "",
            version.published_at or "",
            version.description,
        )
        for version in versions
    ]
    headings, *lines = format_table(_HEADINGS, rows, _TABLE_WIDTH, style, folding=Folding())
    output = [headings]
    for version, line in zip(versions, lines, strict=True):
        output.append(line)
        for text in list_version_messages(version.messages):
            output += style.wrap(f"    {escape_line_start(text)}", 8)
    return "".join(f"{line}\n" for line in output)


def list_version_messages(messages: Sequence[dict[str, Json]]) -> Iterator[str]:
    """Yield the messages of a version (Message): `warning: text`, and their details, not escaped."""
    for message in messages:
        severity, text, details = message.get("severity"), message.get("text"), message.get("detail")
        yield f"{severity if isinstance(severity, str) else 'message'}: {text if isinstance(text, str) else ''}"
        for detail in details if isinstance(details, list) else ():
            if isinstance(detail, str):
                yield f"  {detail}"


def _format_state(version: ListedVersion) -> str:
    """Return `draft` or `published`, and whether it's the latest or the default."""
    marks = [word for word, is_set in (("latest", version.is_latest), ("default", version.is_default)) if is_set]
    return ", ".join(["published" if version.published_at else "draft", *marks])
