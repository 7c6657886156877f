"""An action's name has characters that the import does not allow.

The import names an action after its `operationId`. The name may have letters from a to z in either case, digits,
`_`, `-` and `$`, and must have at least one of them. OpenAPI itself allows any text there: slashes, dots and spaces
are common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Place, Report, rule
from preclear_rules.actions._names import OUTSIDE, UNSAFE, mended, names_of, proposed, shown, strangers

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="contract", source="ActionCommon.name")
def invalid_action_name(connector: Connector) -> Iterator[Report]:
    taken: set[str] = set()
    told: set[Place] = set()
    for action in connector.actions:
        name = action.name
        if not name or name.place in told or (name.value and not OUTSIDE.search(name.value)):
            continue
        told.add(name.place)
        taken = taken or names_of(connector.operations)
        better = mended(name.value, UNSAFE, taken) or proposed(action, action.path.value, taken)
        message = f"action name `{shown(name.value)}` {strangers(name.value, OUTSIDE)}"
        if not name.value.strip():
            message = f"action name of `{action.label[:100]}` {strangers(name.value, OUTSIDE)}"
        expected = "expected letters a to z, digits, `_`, `-` and `$` only"
        yield Report(f"{message}; {expected}", name, help=f"rename it to `{better}`")
