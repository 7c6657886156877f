"""The requests that change something: each function builds one, and sends nothing."""

from preclear.platform.changes.connections import create_connection, delete_connection, update_connection
from preclear.platform.changes.connectors import update_categories, update_connector, update_tags
from preclear.platform.changes.versions import (
    create_version,
    delete_version,
    publish_version,
    unpublish_version,
    update_version,
)

__all__ = [
    "create_connection",
    "create_version",
    "delete_connection",
    "delete_version",
    "publish_version",
    "unpublish_version",
    "update_categories",
    "update_connection",
    "update_connector",
    "update_tags",
    "update_version",
]
