"""How an update changes a connection: its name, its variables, and the order and auth schemes of its credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.platform.commands.model import FieldChange
from preclear.platform.connection_files.auth_configs import describe_config
from preclear.platform.connection_files.model import SIDES
from preclear.platform.connection_files.request_body import list_uses

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from preclear.source import Json


def list_field_changes(connection: Mapping[str, Json], body: Mapping[str, Json]) -> tuple[FieldChange, ...]:
    """Return the fields that `body` (ConnectionUpdate) changes of a connection as it was read."""
    return tuple(_iter_changes(connection, body))


def _iter_changes(connection: Mapping[str, Json], body: Mapping[str, Json]) -> Iterator[FieldChange]:
    old_name, new_name = _text(connection.get("name")), _text(body.get("name"))
    if old_name != new_name:
        yield FieldChange("name", old_name, new_name)
    old_variables, new_variables = _read_variables(connection), _read_variables(body)
    for name in dict.fromkeys((*old_variables, *new_variables)):
        old, new = old_variables.get(name), new_variables.get(name)
        if old != new:
            yield FieldChange(f"variable {name}", old, new)
    for side in SIDES:
        old_uses, new_uses = list_uses(connection, side), list_uses(body, side)
        if old_uses != new_uses:
            yield FieldChange(f"{side} credentials", _describe_uses(old_uses), _describe_uses(new_uses))


def _read_variables(value: Mapping[str, Json]) -> dict[str, str]:
    variables = value.get("variables")
    items = variables if isinstance(variables, list) else []
    return {str(item.get("name")): _text(item.get("value")) or "" for item in items if isinstance(item, dict)}


def _describe_uses(uses: list[dict[str, Json]]) -> str | None:
    configs = [config for use in uses if isinstance(config := use.get("authSchemeConfig"), dict)]
    return "; ".join(map(describe_config, configs)) or None


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
