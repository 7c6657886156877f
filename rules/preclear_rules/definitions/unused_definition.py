"""Nothing refers to a component schema, and it is a definition all the same.

Every entry of `components.schemas` becomes a definition. One that no body, parameter or other schema refers to stands
in the connector's list among those that are used; often it is left over from an operation that is gone. Reported
once for a document, at the first such schema.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Report, pointer_text, rule, together
from preclear_rules._alike import listed
from preclear_rules.definitions._components import named
from preclear_rules.definitions._referred import referred, subtypes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place

_MENTION = re.compile(r"""components\\?/schemas\\?/([^"'\s,}\]/]+)""")


@rule(on=Connector, basis="contract", source="Definition.referencedBy", severity="info")
def unused_definition(connector: Connector) -> Iterator[Report]:
    if not connector.operations:
        return  # a library of schemas; that it makes no action is told by nothing-to-import
    used = referred(connector)
    candidates = {name: each for name, each in named(connector) if name not in used and not each.used_by}
    if not candidates:
        return
    used = subtypes(candidates.values(), connector)
    mentioned = _mentioned(connector)
    unused = {
        each.place: name
        for name, each in candidates.items()
        if name not in used and pointer_text((name,))[1:] not in mentioned
    }

    def tell(places: Sequence[Place]) -> Report:
        names = listed([f"`{unused[place][:60]}`" for place in places])
        message = f"nothing refers to definition {names}, which is imported all the same"
        if len(places) > 1:
            message = f"nothing refers to definitions {names}, which are imported all the same"
        return Report(message, places[0], help="take out what nobody needs")

    yield from together([*unused], tell)


def _mentioned(connector: Connector) -> set[str]:
    """What the text refers to where no reference is followed: in extensions and examples, by a schema to itself."""
    return {name for each in connector.description.documents for name in _MENTION.findall(each.text)}
