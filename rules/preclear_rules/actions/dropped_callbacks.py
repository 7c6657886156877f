"""An operation has callbacks, which an action has no field for.

A callback describes a request that the API sends to a URL that the operation gave it. On the platform, incoming
requests are triggers, and the import creates these from `webhooks`, which OpenAPI has since 3.1. If workflows should
react to a callback, describe it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action, Connector, Edit, Place, Remove, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_LISTED = 3


@rule(on=Connector, keys=("callbacks",), basis="contract", source="ActionHTTP", severity="warning", fix="adapt")
def dropped_callbacks(connector: Connector) -> Iterator[Report]:
    reported: set[Place] = set()
    since = " (OpenAPI 3.1)" if connector.api.version.series == "3.0" else ""
    for operation in connector.operations:
        callbacks = operation.node.get("callbacks")
        names = [name for name in callbacks.mapping if not name.startswith("x-")] if callbacks is not None else []
        if callbacks is None or not names or callbacks.key in reported:
            continue
        reported.add(callbacks.key)
        noun = "an action" if isinstance(operation, Action) else "a trigger"
        message = f"{_format_names(names)} of `{operation.label[:100]}` is dropped: {noun} has no field for it"
        if len(names) > 1:
            message = f"{_format_names(names)} of `{operation.label[:100]}` are dropped: {noun} has no field for them"
        advice = f"describe what workflows should react to under `webhooks`{since}, which triggers are created from"
        edit = Edit("adapt", "remove `callbacks`", (Remove(callbacks),), _format_names(names))
        yield Report(message, callbacks.key, help=advice, edit=edit)


def _format_names(names: list[str]) -> str:
    shown = [f"`{name[:60]}`" for name in names[:_MAX_LISTED]]
    if len(names) == 1:
        return f"callback {shown[0]}"
    rest = [f"{len(names) - _MAX_LISTED} more"] if len(names) > _MAX_LISTED else []
    parts = [*shown, *rest]
    return f"callbacks {', '.join(parts[:-1])} and {parts[-1]}"
