"""A schema uses a JSON Schema dialect that the platform doesn't document.

Definitions are JSON Schema: draft 2020-12, which OpenAPI 3.1 builds on, or draft-07 if `$schema` says so. A
`jsonSchemaDialect` or a `$schema` can select another dialect, with other keywords or with other meanings for the same
keywords. OpenAPI's own dialect is fine: it's 2020-12 with a few more keywords.

An adaptation removes the keyword, so that 2020-12 applies.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Connector, Edit, Node, Remove, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUPPORTED_DIALECT = re.compile(
    r"https?://(?:json-schema\.org/(?:draft/2020-12|draft-07)/schema|spec\.openapis\.org/oas/(?P<series>3\.[12])/dialect/[\w.-]+)#?"
)


@rule(
    on=Connector,
    keys=("$schema", "jsonSchemaDialect"),
    basis="docs",
    source="Connect documentation, Definitions",
    fix="adapt",
)
def unsupported_schema_dialect(connector: Connector) -> Iterator[Report]:
    series = connector.api.version.series
    if series == "3.0":
        return  # it has neither keyword
    for document in connector.api.documents:
        root = Node(document, (), document.value)
        yield from _report(root, "jsonSchemaDialect", series, "remove `jsonSchemaDialect`, so that 2020-12 applies")
    for schema in connector.schemas_with("$schema"):
        yield from _report(schema, "$schema", series, "write the schema in 2020-12, and remove its `$schema`")


def _report(holder: Node, keyword: str, series: str, advice: str) -> Iterator[Report]:
    dialect = holder.get(keyword)
    if dialect is None or not isinstance(dialect.value, str):
        return
    match = _SUPPORTED_DIALECT.fullmatch(dialect.value)
    if match is None or (match["series"] == "3.2" and series != "3.2"):
        message = f"`{keyword}: {dialect.value[:100]}` isn't a dialect that the platform documents"
        edit = Edit("adapt", f"remove `{keyword}`", (Remove(dialect),), f"dialect `{dialect.value[:100]}`")
        yield Report(f"{message}; expected JSON Schema 2020-12 or draft-07", dialect, help=advice, edit=edit)
