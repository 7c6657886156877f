"""Nothing refers to a component schema, and it is a definition all the same.

Every entry of `components.schemas` becomes a definition. One that no body, parameter or other schema refers to stands
in the connector's list among those that are used; often it is left over from an operation that is gone. Reported
once for a document, at the first such schema.
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

_MENTION = re.compile(r"""components\\?/schemas\\?/([^"'\s,}\]/]+)""")


@rule(on=Connector, basis="contract", source="Definition.referencedBy", severity="info")
def unused_definition(connector: Connector) -> Iterator[Report]:
    if not connector.operations:
        return  # a library of schemas; that it makes no action is told by nothing-to-import
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
        message = f"nothing refers to definition {names}, which is imported all the same"
        if len(places) > 1:
            message = f"nothing refers to definitions {names}, which are imported all the same"
        return Report(message, places[0], help="take out what nobody needs")

    yield from report_group([*unused], make_report)


def _find_mentions(connector: Connector) -> set[str]:
    """What the text refers to where no reference is followed: in extensions and examples, by a schema to itself."""
    return {name for document in connector.api.documents for name in _MENTION.findall(document.text)}
