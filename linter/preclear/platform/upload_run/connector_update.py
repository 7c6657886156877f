"""The requests that make a connector what a binding says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.platform.changes import update_tags
from preclear.platform.commands.connector_edits import ConnectorEdits
from preclear.platform.commands.connectors import prepare_connector_update
from preclear.platform.credentials import is_ulid
from preclear.platform.upload_run.differences import TAGS, list_differences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.config import ConnectorBinding
    from preclear.platform.http import ChangeRequest
    from preclear.platform.platform_client import PlatformClient


def build_connector_changes(
    client: PlatformClient, binding: ConnectorBinding, connector_id: str
) -> Iterator[ChangeRequest]:
    """Read a connector and yield the requests that it needs; none if nothing differs.

    Raises LookupFailure, InvalidOptionError, and ChangeRefusal for a connector that can't be sent back as it is.
    """
    differences = [*list_differences(binding, client.lookup.get_connector(connector_id).value)]
    if any(name != TAGS for name in differences):
        edits = ConnectorEdits(
            name=None if is_ulid(binding.connector) else binding.connector,
            base_url=binding.base_url,
            documentation_url=binding.documentation_url,
            image_url=binding.image_url,
        )
        yield from prepare_connector_update(client, connector_id, edits, is_id=True).requests
    if TAGS in differences:
        yield update_tags(client.credentials, connector_id, binding.tags or {})
