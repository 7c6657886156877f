"""A component schema is imported as a definition, but nothing refers to it.

Every entry of `components.schemas` becomes a definition. One that no body, parameter or other schema refers to is
listed in the connector among those in use. Often it's left over from an operation that was removed. Reported once per
document, at the first such schema.

No fix: an unused definition does no harm. `preclear adapt` leaves it out if you select operations.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Report, format_pointer, report_group, rule
from preclear_rules._grouping import join_words
from preclear_rules.definitions._components import named_definitions
from preclear_rules.definitions._schema_usage import find_referenced, find_subtypes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place

_MENTION = r"""components\\?/schemas\\?/([^"'\s,}\]/]+)"""


@rule(on=Connector, basis="contract", source="Definition.referencedBy", severity="info")
def unused_definition(connector: Connector) -> Iterator[Report]:
    if not connector.operations:
        return  # a library of schemas: reported by nothing-to-import
    used_names = find_referenced(connector)
    candidates = {
        name: definition
        for name, definition in named_definitions(connector)
        if name not in used_names and not definition.used_by
    }
    if not candidates:
        return
    used_names = find_subtypes(candidates.values(), connector)
    mentioned = _find_mentions(connector)
    unused = {
        definition.place: name
        for name, definition in candidates.items()
        if name not in used_names and format_pointer((name,))[1:] not in mentioned
    }

    def make_report(places: Sequence[Place]) -> Report:
        names = join_words([f"`{unused[place][:60]}`" for place in places])
        message = f"definition {names} is imported, but nothing refers to it"
        if len(places) > 1:
            message = f"definitions {names} are imported, but nothing refers to them"
        return Report(message, places[0], help="remove the schemas that aren't needed")

    yield from report_group([*unused], make_report)


def _find_mentions(connector: Connector) -> set[str]:
    """Find names in references that aren't followed: in extensions and examples, and from a schema to itself."""
    return {name for document in connector.api.documents for name in re.findall(_MENTION, document.text)}
