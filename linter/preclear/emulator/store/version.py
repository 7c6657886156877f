"""A version of a connector (ConnectorVersion)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from preclear.emulator.http.errors import conflict_error
from preclear.emulator.store.version_content import VersionContent

if TYPE_CHECKING:
    from preclear.emulator.http.errors import JsonObject
    from preclear.source import Json

_VERSION_BYTES = 400
"""The size of a version without its texts and content, at most."""


@dataclass(slots=True, kw_only=True)
class StoredVersion:
    """A version: a draft, or published and then immutable.

    `update_number` and `publication_number` order versions, because two can have the same time.
    """

    id: str
    name: str
    created_at: str
    updated_at: str
    update_number: int = 0
    description: str | None = None
    published_at: str | None = None
    publication_number: int = 0
    messages: list[Json] = field(default_factory=list["Json"])
    content: VersionContent = field(default_factory=VersionContent)

    @property
    def size(self) -> int:
        """The size of everything in bytes."""
        texts: list[Json] = [self.name, self.description, self.messages]
        return _VERSION_BYTES + json_size(texts) + self.content.size

    def body(self, *, is_latest: bool) -> JsonObject:
        """Return the version as answers have it. The latest version is also the default: no request sets another."""
        body: JsonObject = {"id": self.id, "name": self.name}
        if self.description is not None:
            body["description"] = self.description
        return {
            **body,
            "isLatest": is_latest,
            "isDefault": is_latest,
            "createdAt": self.created_at,
            "updatedAt": self.updated_at,
            "publishedAt": self.published_at,
            "messages": self.messages,
        }

    def check_draft(self) -> None:
        """Raise ApiError (409) if the version is published."""
        if self.published_at is not None:
            message = f"version `{self.name[:100]}` is published and can't be changed; unpublish it first"
            raise conflict_error("published", message)


def current_time() -> str:
    """Return the current time as an RFC 3339 date-time."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def json_size(value: Json) -> int:
    """Return the size of a value as JSON, in bytes."""
    return len(json.dumps(value, separators=(",", ":")))
