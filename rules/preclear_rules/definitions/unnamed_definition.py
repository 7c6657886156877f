"""The schema of a body is written out in the body, where it has no name.

A definition requires a name. A schema under `components.schemas` has its key; for one that is written out in a
request body or a response, a name has to be made up, and nobody has chosen it. Reported once for a document, at the
first such schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules._alike import and_more

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="inferred", source="Definition.name", severity="info")
def unnamed_definition(connector: Connector) -> Iterator[Report]:
    unnamed = [
        each
        for each in connector.definitions
        if not each.name.given
        and each.used_by
        and isinstance(each.node.value, dict)
        and each.node.pointer[-1:] in (("schema",), ("itemSchema",))
    ]
    for first in unnamed[:1]:
        message = f"a schema of `{first.used_by[0].label[:100]}` is written out and has no name"
        message = f"{message}, which a definition requires{and_more(unnamed, 'schema', 'schemas')}"
        advice = "move it to `components.schemas`, and refer to it by the name that you choose"
        yield Report(message, first.node.key, help=advice)
