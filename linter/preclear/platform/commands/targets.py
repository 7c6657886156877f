"""The connector and the version that a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.platform.commands.model import ChangeRefusal
from preclear.platform.credentials import is_ulid
from preclear.platform.http import RESERVED_VERSION_NAMES
from preclear.platform.lookups import parse_connector_id
from preclear.platform.option_errors import InvalidOptionError
from preclear.source import truncate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.platform.lookups import ConnectorVersion
    from preclear.platform.platform_client import PlatformClient

CONNECTOR_PLACEHOLDER = "CONNECTOR-ID"
"""Stands in a dry run for the id of a connector that would be looked up by its name."""

_MAX_NAMES = 5
_MAX_NAME_LENGTH = 80  # characters


class ConnectorTarget(NamedTuple):
    """A connector's id, and notes about where it comes from."""

    id: str
    notes: tuple[str, ...] = ()


def find_target_connector(
    client: PlatformClient, connector: str, *, lookup: bool = True, is_dry_run: bool = False
) -> ConnectorTarget:
    """Return the id of `connector`, an id or a name.

    A dry run has a placeholder for the id of a named connector. Without `lookup`, `connector` is an id. Raises
    InvalidOptionError and LookupFailure.
    """
    if not lookup:
        return ConnectorTarget(parse_connector_id(connector))
    if is_dry_run and not is_ulid(connector):
        note = f"{CONNECTOR_PLACEHOLDER} is a placeholder for the id of `{connector}`, which is looked up first"
        return ConnectorTarget(CONNECTOR_PLACEHOLDER, (note,))
    return ConnectorTarget(client.lookup.find_connector(connector).id)


def find_version(versions: Sequence[ConnectorVersion], name: str) -> ConnectorVersion:
    """Return the version called `name`. Raises ChangeRefusal if there is none."""
    version = next((version for version in versions if version.name == name), None)
    if version is None:
        raise ChangeRefusal(f"no version is called `{name}`; {_list_names(versions)}")
    return version


def require_own_name(name: str) -> str:
    """Return `name` unless it stands for another version. Raises InvalidOptionError."""
    if name in RESERVED_VERSION_NAMES:
        reason = f"`{name}` stands for a version that can be another one tomorrow"
        raise InvalidOptionError(f"{reason}; expected the version's own name")
    return name


def lookup_arguments(connector_id: str) -> tuple[str, ...]:
    """Return the arguments of the command that lists the versions of a connector."""
    return ("versions", connector_id, *(() if is_ulid(connector_id) else ("--id",)))


def _list_names(versions: Sequence[ConnectorVersion]) -> str:
    if not versions:
        return "the connector has no versions"
    names = ", ".join(f"`{truncate(version.name, _MAX_NAME_LENGTH)}`" for version in versions[:_MAX_NAMES])
    more = f" and {len(versions) - _MAX_NAMES:,} more" if len(versions) > _MAX_NAMES else ""
    return f"expected one of {names}{more}"
