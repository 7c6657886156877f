"""The document has no operation: neither actions nor triggers come of it.

Actions come from the operations under `paths`, triggers from those under `webhooks`. A document with neither, one that
holds shared schemas for others perhaps, makes a connector that can do nothing: its component schemas become
definitions, and that is all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_HELP = "import the document that has the API's operations, with this one joined to it if it refers to it"


@rule(on=Connector, basis="contract", source="ImportHTTPConnectorResult.actions, triggers", severity="warning")
def nothing_to_import(connector: Connector) -> Iterator[Report]:
    if connector.operations:
        return
    sections = [node for key in ("paths", "webhooks") if (node := connector.root.get(key)) is not None]
    resolve = connector.api.resolve
    if any(resolve(item) is None for section in sections for _, item in section.entries()):
        return  # the reference that leads nowhere is what is wrong
    if any(reference.target is None for reference in connector.api.misplaced_references.by_identity.values()):
        return  # so is one that stands in place of operations
    sections_text = "`paths`"
    if connector.api.version.series != "3.0":
        sections_text = "`paths` or `webhooks`"
    message = f"no operation stands under {sections_text}; expected one at least, for actions and triggers come of them"
    count = len(connector.definitions)
    if count:
        message += f" (there {'is' if count == 1 else 'are'} {count} definition{'' if count == 1 else 's'})"
    yield Report(message, sections[0].key if sections else connector, help=_HELP)
