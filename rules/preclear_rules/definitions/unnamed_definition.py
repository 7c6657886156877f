"""The schema of a body has no name of its own.

A definition requires a name. A schema under `components.schemas` has its key. One that is written out in a request
body or a response has none, and neither has one that a reference finds inside of something else: in another operation,
in a response, among the properties of another schema. A name has to be made up, and nobody has chosen it. Reported
once for a document, at the first such schema.
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
        if not each.name.given and each.used_by and isinstance(each.node.value, dict)
    }

    def tell(places: Sequence[Place]) -> Report:
        label = unnamed[places[0]].used_by[0].label[:100]
        is_body = places[0].pointer[-1:] in (("schema",), ("itemSchema",))
        how = "is written out and" if is_body else "stands inside something else and"
        message = f"a schema of `{label}` {how} has no name, which a definition requires"
        advice = "move it to `components.schemas`, and refer to it by the name that you choose"
        return Report(message + and_more(places, "schema", "schemas"), places[0], help=advice)

    yield from together([*unnamed], tell)
