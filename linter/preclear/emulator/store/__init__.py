"""What the emulator stores in memory, within bounds: connectors, their versions and connections, uploaded files."""

from preclear.emulator.store.connector import StoredConnector
from preclear.emulator.store.connector_store import MAX_ITEMS, MAX_STORED_BYTES, ConnectorStore
from preclear.emulator.store.rendering import ContentRenderer
from preclear.emulator.store.uploads import MAX_UPLOAD_BYTES, UploadStore
from preclear.emulator.store.version import StoredVersion, current_time, json_size
from preclear.emulator.store.version_content import (
    OperationKind,
    StoredDefinition,
    StoredOperation,
    VersionContent,
    pack_operation,
)

__all__ = [
    "MAX_ITEMS",
    "MAX_STORED_BYTES",
    "MAX_UPLOAD_BYTES",
    "ConnectorStore",
    "ContentRenderer",
    "OperationKind",
    "StoredConnector",
    "StoredDefinition",
    "StoredOperation",
    "StoredVersion",
    "UploadStore",
    "VersionContent",
    "current_time",
    "json_size",
    "pack_operation",
]
