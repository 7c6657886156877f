"""An action's name contains characters that the import doesn't allow.

The import names an action after its `operationId`. The name must have at least one character, and can contain only
ASCII letters, digits, `_`, `-` and `$`. OpenAPI allows any text there; slashes, dots and spaces are common.

The edit replaces the invalid characters by `_`, or spells them out if another operation has that name or would get it:
`pets/list` becomes `pets_list` or `pets_slash_list`. A path item that several paths share has no edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Place, Report, rule
from preclear_rules.actions._names import INVALID_CHARACTERS, describe_invalid_characters, rename_operations, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="contract", source="ActionCommon.name", fix="rename")
def invalid_action_name(connector: Connector) -> Iterator[Report]:
    reported: set[Place] = set()
    for action in connector.actions:
        name = action.name
        if not name.is_present or (name.value and not INVALID_CHARACTERS.search(name.value)):
            continue
        if name.place in reported:
            continue
        reported.add(name.place)
        message = f"action name `{shorten(name.value)}` {describe_invalid_characters(name.value, INVALID_CHARACTERS)}"
        if not name.value.strip():
            message = (
                f"action name of `{action.label[:100]}` {describe_invalid_characters(name.value, INVALID_CHARACTERS)}"
            )
        expected = "expected only ASCII letters, digits, `_`, `-` and `$`"
        edit = rename_operations(connector, [action])
        yield Report(
            f"{message}; {expected}", name, help=edit.title if edit else "give each path its own path item", edit=edit
        )
