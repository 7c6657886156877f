"""The schema of a body is written out in the body, where it has no name.

A definition requires a name. A schema under `components.schemas` has its key; for one that is written out in a
request body or a response, a name has to be made up, and nobody has chosen it. Reported once for a document, at the
first such schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule, together
from preclear_rules._alike import and_more

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Place


@rule(on=Connector, basis="inferred", source="Definition.name", severity="info")
def unnamed_definition(connector: Connector) -> Iterator[Report]:
    unnamed = {
        each.node.key: each
        for each in connector.definitions
        if not each.name.given
        and each.used_by
        and isinstance(each.node.value, dict)
        and each.node.pointer[-1:] in (("schema",), ("itemSchema",))
    }

    def tell(places: Sequence[Place]) -> Report:
        label = unnamed[places[0]].used_by[0].label[:100]
        message = f"a schema of `{label}` is written out and has no name, which a definition requires"
        advice = "move it to `components.schemas`, and refer to it by the name that you choose"
        return Report(message + and_more(places, "schema", "schemas"), places[0], help=advice)

    yield from together([*unnamed], tell)
