"""A component schema's name has characters that the import does not allow.

The import names a definition after its key in `components.schemas`. The name may have letters from a to z in either
case, digits, `_` and `-`. OpenAPI allows a dot as well, and generators like to put one in (`Shop.Pet`): the import
has no dot.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.actions._names import describe_invalid_characters, sanitize_name, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

_INVALID_CHARACTERS = re.compile(r"[^a-zA-Z0-9_\-]")


@rule(on=Connector, basis="contract", source="Definition.name")
def invalid_definition_name(connector: Connector) -> Iterator[Report]:
    taken: set[str] = set()
    for definition in connector.definitions:
        pointer = definition.node.pointer
        if len(pointer) != 3 or pointer[:2] != ("components", "schemas"):
            continue  # its name is made up, or that of a part of another schema
        name = definition.name.value  # as the import has it: a bundle mends those of other files
        if name and not _INVALID_CHARACTERS.search(name):
            continue
        taken = taken or {other.name.value for other in connector.definitions}
        suggestion = sanitize_name(name, _INVALID_CHARACTERS, taken)
        subject = f"definition name `{shorten(name)}`" if name.strip() else "definition name"
        fault = describe_invalid_characters(name, _INVALID_CHARACTERS)
        message = f"{subject} {fault}; expected letters a to z, digits, `_` and `-` only"
        advice = f"rename it to `{suggestion}`" if suggestion else "rename it"
        yield Report(message, definition.node.key, help=f"{advice}, here and in every `$ref`")
