"""What all endpoints share: the stores, and what a request's path names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from preclear.emulator.http.errors import invalid_request_error
from preclear.emulator.http.router import read_prefix
from preclear.emulator.store import ConnectorStore, ContentRenderer, UploadStore
from preclear.emulator.ulids import UlidGenerator, is_ulid

if TYPE_CHECKING:
    from starlette.requests import Request

    from preclear.emulator.store import StoredConnector, StoredVersion, VersionContent

CONNECTORS_PATH = "/o/{organisation_id}/connectors"
CONNECTOR_PATH = f"{CONNECTORS_PATH}/{{connector_id}}"
VERSIONS_PATH = f"{CONNECTOR_PATH}/versions"
VERSION_PATH = f"{VERSIONS_PATH}/{{version}}"


class FoundVersion(NamedTuple):
    """The version that a path names, with its connector and the renderer of its resources."""

    connector: StoredConnector
    version: StoredVersion
    renderer: ContentRenderer

    @property
    def content(self) -> VersionContent:
        """The resources of the version."""
        return self.version.content


class Context:
    """The state of one emulator.

    A request can be answered while another one waits for its body. An endpoint reads its body first, then finds what it
    changes, and changes it without waiting in between.
    """

    def __init__(self) -> None:
        self.ulid_generator: UlidGenerator = UlidGenerator()
        self.store: ConnectorStore = ConnectorStore(self.ulid_generator)
        self.uploads: UploadStore = UploadStore(self.ulid_generator)

    def find_connector(self, request: Request) -> StoredConnector:
        """Return the connector that the path names. Raises ApiError if there is none."""
        return self.store.get(read_organisation_id(request), request.path_params["connector_id"])

    def find_version(self, request: Request) -> FoundVersion:
        """Return the version that the path names. Raises ApiError if there is none."""
        connector = self.find_connector(request)
        version = connector.version(request.path_params["version"])
        url = f"{schemas_url(request, connector.id)}/{quote(version.name, safe='')}"
        return FoundVersion(connector, version, ContentRenderer(version.content, url))

    def find_draft(self, request: Request) -> FoundVersion:
        """Return the draft that the path names. Raises ApiError if there is none, or if it's published."""
        found = self.find_version(request)
        found.version.check_draft()
        return found


def schemas_url(request: Request, connector_id: str) -> str:
    """Return the URL of the folder that has a folder of schemas for each version of a connector."""
    organisation_id = read_organisation_id(request)
    return f"{server_url(request)}{read_prefix(request)}/o/{organisation_id}/schemas/{quote(connector_id, safe='')}"


def server_url(request: Request) -> str:
    """Return the URL of this server, without a path."""
    host, port = request.scope["server"]
    return f"http://{host}:{port}"


def read_organisation_id(request: Request) -> str:
    """Return the id of the organisation in the path. Raises ApiError if it isn't a ULID."""
    id = str(request.path_params["organisation_id"]).upper()
    if not is_ulid(id):
        raise invalid_request_error(("organisation_id", "isn't a ULID"))
    return id
