"""A component schema's name has characters that the import does not allow.

The import names a definition after its key in `components.schemas`. The name may have letters from a to z in either
case, digits, `_` and `-`. OpenAPI allows a dot as well, and generators like to put one in (`Shop.Pet`): the import
has no dot.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.actions._names import mended, shown, strangers

if TYPE_CHECKING:
    from collections.abc import Iterator

_OUTSIDE = re.compile(r"[^a-zA-Z0-9_\-]")


@rule(on=Connector, basis="contract", source="Definition.name")
def invalid_definition_name(connector: Connector) -> Iterator[Report]:
    taken: set[str] = set()
    for definition in connector.definitions:
        pointer = definition.node.pointer
        if len(pointer) != 3 or pointer[:2] != ("components", "schemas"):
            continue  # its name is made up, or that of a part of another schema
        name = definition.name.value  # as the import has it: a bundle mends those of other files
        if name and not _OUTSIDE.search(name):
            continue
        taken = taken or {each.name.value for each in connector.definitions}
        better = mended(name, _OUTSIDE, taken)
        subject = f"definition name `{shown(name)}`" if name.strip() else "definition name"
        message = f"{subject} {strangers(name, _OUTSIDE)}; expected letters a to z, digits, `_` and `-` only"
        advice = f"rename it to `{better}`" if better else "rename it"
        yield Report(message, definition.node.key, help=f"{advice}, here and in every `$ref`")
