"""The list of a connector's versions, as a table and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from preclear.report.rendering.style import PLAIN, Style

if TYPE_CHECKING:
    from collections.abc import Sequence


class ListedVersion(Protocol):
    """A version of a connector; times are texts as the platform sent them, None if there are none."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
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
                    "isLatest": version.is_latest,
                    "isDefault": version.is_default,
                    "createdAt": version.created_at,
                    "updatedAt": version.updated_at,
                    "publishedAt": version.published_at,
                }
                for version in versions
            ],
        }
    )


def format_versions_table(versions: Sequence[ListedVersion], style: Style = PLAIN) -> str:
    """Return the versions as a table, ending with a newline."""
    from preclear.report.rendering.table import format_table

    if not versions:
        return "no versions\n"
    rows = [
        (
            version.name,
            version.created_at or "",
            version.updated_at or "",
            version.published_at or "draft",
            " ".join(
                word for word, is_set in (("latest", version.is_latest), ("default", version.is_default)) if is_set
            ),
        )
        for version in versions
    ]
    lines = format_table(("NAME", "CREATED", "UPDATED", "PUBLISHED", ""), rows, 120, style)
    return "".join(f"{line}\n" for line in lines)
