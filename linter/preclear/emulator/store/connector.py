"""A connector with its versions and connections (HTTPConnector)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from preclear.emulator.http.errors import JsonObject, not_found_error

if TYPE_CHECKING:
    from preclear.emulator.store.version import StoredVersion

_SPECIAL_NAMES = ("latest", "default")


@dataclass(slots=True, kw_only=True)
class StoredConnector:
    """A connector. Versions are in order of creation; connections, as answers have them, in order of update."""

    id: str
    organisation_id: str
    fields: JsonObject
    created_at: str
    updated_at: str
    update_number: int = 0
    categories: tuple[str, ...] = ()
    """What lists can be filtered by; no answer has them (ConnectorBase)."""
    versions: list[StoredVersion] = field(default_factory=list["StoredVersion"])
    connections: list[JsonObject] = field(default_factory=list[JsonObject])
    size: int = 0
    """The size of everything in bytes."""

    @property
    def body(self) -> JsonObject:
        """The connector as answers have it."""
        return {
            "id": self.id,
            "organisationId": self.organisation_id,
            "public": False,
            "protocol": "http",
            **self.fields,
            "connections": [*self.connections],
            "versions": [self.version_body(version) for version in self.versions],
            "createdAt": self.created_at,
            "updatedAt": self.updated_at,
        }

    @property
    def configs(self) -> list[JsonObject]:
        """The auth scheme configs."""
        configs = self.fields["authSchemeConfigs"]
        return [config for config in configs if isinstance(config, dict)] if isinstance(configs, list) else []

    @property
    def latest_version(self) -> StoredVersion | None:
        """The version that was published last; None if all are drafts."""
        published = [version for version in self.versions if version.published_at is not None]
        return max(published, key=lambda version: version.publication_number, default=None)

    def version_body(self, version: StoredVersion) -> JsonObject:
        """Return a version as answers have it."""
        return version.body(is_latest=version is self.latest_version)

    def version(self, name: str) -> StoredVersion:
        """Return the version called `name`. Raises ApiError if there is none.

        `latest` is the version that was published last. So is `default`, because no request sets another one.
        """
        if name in _SPECIAL_NAMES:
            latest = self.latest_version
            if latest is None:
                raise not_found_error(f"version `{name}`: a version that's published")
            return latest
        for version in self.versions:
            if version.name == name:
                return version
        raise not_found_error(f"version `{name[:100]}`")

    def connection(self, id: str) -> JsonObject:
        """Return the connection with this id. Raises ApiError if there is none."""
        for connection in self.connections:
            if connection["id"] == id.upper():
                return connection
        raise not_found_error(f"connection `{id[:100]}`")
