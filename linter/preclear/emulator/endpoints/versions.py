"""Versions of a connector: drafts, and published ones, which are immutable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.endpoints.context import VERSION_PATH, VERSIONS_PATH
from preclear.emulator.http.body_reader import BodyReader
from preclear.emulator.http.errors import ApiError, JsonObject, conflict_error, invalid_request_error
from preclear.emulator.http.query import make_page, read_force
from preclear.emulator.http.request_body import read_object
from preclear.emulator.http.router import EndpointResult, Route

if TYPE_CHECKING:
    from starlette.requests import Request

    from preclear.emulator.endpoints.context import Context
    from preclear.emulator.store import StoredConnector, StoredVersion

_MAX_REASONS = 100
"""The most faults that a refusal to publish lists."""


class VersionEndpoints:
    """The endpoints of versions."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._store = context.store
        self.routes: tuple[Route, ...] = (
            Route("GET", VERSIONS_PATH, self._list_versions),
            Route("POST", VERSIONS_PATH, self._create_version),
            Route("GET", VERSION_PATH, self._get_version),
            Route("PUT", VERSION_PATH, self._update_version),
            Route("DELETE", VERSION_PATH, self._delete_version),
            Route("POST", f"{VERSION_PATH}/publish", self._publish),
            Route("POST", f"{VERSION_PATH}/unpublish", self._unpublish),
        )

    async def _list_versions(self, request: Request) -> EndpointResult:
        """ListConnectorVersions: the most recently updated first."""
        connector = self._context.find_connector(request)
        versions = sorted(connector.versions, key=lambda version: -version.update_number)
        page = make_page(versions, lambda version: version.id, request.query_params, "items", connector.version_body)
        return EndpointResult(200, page)

    async def _create_version(self, request: Request) -> EndpointResult:
        """CreateConnectorVersion: an empty draft, or a copy of another version's resources."""
        body = await read_object(request)
        connector = self._context.find_connector(request)
        reader = BodyReader()
        name, source_name = reader.read_text(body, "name"), reader.read_optional_text(body, "fromVersion")
        reader.raise_faults()
        self._store.check_version_name(connector, name, "name")
        source = None if source_name is None else _find_source(connector, source_name)
        content = None if source is None else source.content.copy(self._context.ulid_generator)
        version = self._store.add_version(connector, self._store.make_version(name, content))
        return EndpointResult(201, connector.version_body(version))

    async def _get_version(self, request: Request) -> EndpointResult:
        """GetConnectorVersion."""
        found = self._context.find_version(request)
        return EndpointResult(200, found.connector.version_body(found.version))

    async def _update_version(self, request: Request) -> EndpointResult:
        """UpdateConnectorVersion: the name and the description of a draft can change."""
        body = await read_object(request)
        connector, version, _ = self._context.find_draft(request)
        name, description = _read_update(body, connector.version_body(version))
        if name != version.name:
            self._store.check_version_name(connector, name, "name")
        old_size, old = version.size, (version.name, version.description)
        version.name, version.description = name, description
        try:
            self._store.reserve(connector, version.size - old_size)
        except ApiError:
            version.name, version.description = old
            raise
        self._store.touch(connector, version)
        return EndpointResult(200, connector.version_body(version))

    async def _delete_version(self, request: Request) -> EndpointResult:
        """DeleteConnectorVersion: drafts, and published versions by force."""
        is_forced = read_force(request)
        connector, version, _ = self._context.find_version(request)
        if version.published_at is not None and not is_forced:
            message = f"version `{version.name[:100]}` is published; unpublish it first, or use `force`"
            raise conflict_error("published", message)
        self._store.delete_version(connector, version)
        return EndpointResult(204)

    async def _publish(self, request: Request) -> EndpointResult:
        """PublishConnector. A version with an error can't be published."""
        connector, version, _ = self._context.find_version(request)
        if version.published_at is not None:
            raise conflict_error("published", f"version `{version.name[:100]}` is published already")
        faults = _find_faults(version)
        if faults:
            message = f"version `{version.name[:100]}` has errors"
            raise ApiError(400, "invalid_version", message, tuple(faults[:_MAX_REASONS]))
        return self._set_published(connector, version, is_published=True)

    async def _unpublish(self, request: Request) -> EndpointResult:
        """UnpublishConnector."""
        connector, version, _ = self._context.find_version(request)
        if version.published_at is None:
            raise conflict_error("not_published", f"version `{version.name[:100]}` isn't published")
        return self._set_published(connector, version, is_published=False)

    def _set_published(
        self, connector: StoredConnector, version: StoredVersion, *, is_published: bool
    ) -> EndpointResult:
        self._store.publish(connector, version, is_published=is_published)
        return EndpointResult(200, {"version": connector.version_body(version)})


def _find_source(connector: StoredConnector, name: str) -> StoredVersion:
    try:
        return connector.version(name)
    except ApiError:
        raise invalid_request_error(("fromVersion", f"`{name[:100]}` doesn't exist")) from None


def _read_update(body: JsonObject, current: JsonObject) -> tuple[str, str | None]:
    """Read the name and description of a ConnectorVersion. Raises ApiError if another field differs from `current`."""
    reader = BodyReader()
    name, description = reader.read_text(body, "name"), reader.read_optional_text(body, "description")
    for key, value in current.items():
        if key in ("name", "description"):
            continue
        if key not in body:
            if key != "messages":
                reader.add_fault(key, "is required")
        elif body[key] != value:
            reader.add_fault(key, "is read-only and can't be changed")
    reader.raise_faults()
    return name, description


def _find_faults(version: StoredVersion) -> list[tuple[str, str]]:
    """Return what keeps a version from being published: the field and the reason."""
    content = version.content
    faults: list[tuple[str, str]] = []
    for kind, operations in (("actions", content.actions), ("triggers", content.triggers)):
        for index, operation in enumerate(operations.values()):
            if operation.has_errors:
                faults.append((f"{kind}[{index}]", f"`{operation.name}` has errors"))
            if not operation.definition_keys <= content.definitions.keys():
                faults.append((f"{kind}[{index}]", f"`{operation.name}` uses a deleted definition"))
    for index, definition in enumerate(content.definitions.values()):
        if not definition.targets <= content.definitions.keys():
            faults.append((f"definitions[{index}]", f"`{definition.name}` refers to a deleted definition"))
    return faults
