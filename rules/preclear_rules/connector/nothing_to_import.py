"""The document has no operation, so the import creates no action or trigger.

Actions come from the operations under `paths`, triggers from those under `webhooks`. A document with neither, such as a
library of shared schemas, becomes a connector that can't do anything: only its component schemas are imported, as
definitions.

No fix: the operations are in another document, or still have to be written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_HELP = "import the document that has the API's operations, bundled with this one if it refers to it"


@rule(on=Connector, basis="contract", source="ImportHTTPConnectorResult.actions, triggers", severity="warning")
def nothing_to_import(connector: Connector) -> Iterator[Report]:
    if connector.operations:
        return
    sections = [node for key in ("paths", "webhooks") if (node := connector.root.get(key)) is not None]
    resolve = connector.api.resolve
    if any(resolve(item) is None for section in sections for _, item in section.entries()):
        return  # the actual problem is the unresolved reference
    if any(reference.target is None for reference in connector.api.misplaced_references.by_identity.values()):
        return  # or one in the place of operations
    sections_text = "`paths`"
    if connector.api.version.series != "3.0":
        sections_text = "`paths` or `webhooks`"
    count = len(connector.definitions)
    definitions = f", only {count} definition{'' if count == 1 else 's'}" if count else ""
    message = f"the document has no operation under {sections_text}{definitions}; expected at least one operation"
    yield Report(message, sections[0].key if sections else connector, help=_HELP)
