"""Look-ups: requests that only read. What exists goes out, as records or plain objects."""

from preclear.platform.lookups.lookup import PlatformLookup, parse_connector_id
from preclear.platform.lookups.records import (
    ConnectionRecord,
    ConnectorRecord,
    ConnectorVersion,
    LookupFailure,
    read_connector,
    read_version,
)

__all__ = [
    "ConnectionRecord",
    "ConnectorRecord",
    "ConnectorVersion",
    "LookupFailure",
    "PlatformLookup",
    "parse_connector_id",
    "read_connector",
    "read_version",
]
