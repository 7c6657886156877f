"""The keys of `[[connectors]]` in a config, in one table for the reader, the JSON Schema and the documentation."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

from preclear.config.adapt_fields import ADAPT_FIELDS

ConnectorFieldType: TypeAlias = Literal[
    "document", "text", "version", "base-url", "link", "flag", "tags", "texts", "paths"
]

CONNECTORS = "connectors"
"""The key of the array of tables."""

LINK_PATTERN = r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#@]+(?:[/?#]\S*)?$"
_LINK = re.compile(LINK_PATTERN.removesuffix("$"))


class ConnectorField(NamedTuple):
    """A key of an entry of `connectors`: its type and its documentation."""

    name: str
    type: ConnectorFieldType
    doc: str
    is_required: bool = False


CONNECTOR_FIELDS = (
    ConnectorField("document", "document", "The document, as a path relative to the folder of the config.", True),
    ConnectorField("connector", "text", "The connector's name or id. One that doesn't exist is created.", True),
    ConnectorField(
        "version",
        "version",
        "The name of the new version: a fixed text, or one with `{info.version}`, `{date}` or `{commit}`.",
        True,
    ),
    ConnectorField("adapt", "flag", "Whether the document is adapted before it is checked and sent."),
    ConnectorField(
        "base-url", "base-url", "The connector's base URL. An adapted document gets it if its own is missing."
    ),
    ConnectorField("documentation-url", "link", "The connector's link to its documentation."),
    ConnectorField("image-url", "link", "The URL of the connector's image."),
    ConnectorField("tags", "tags", "The connector's tags: the values of each key."),
    ConnectorField("categories", "texts", "The connector's categories."),
    ConnectorField(
        "connections", "paths", "Connection files in the config's folder. A connection that is missing is created."
    ),
    ConnectorField("publish", "flag", "Whether the version is published. A published version can't be changed."),
)
CONNECTOR_FIELDS_BY_NAME = {field.name: field for field in CONNECTOR_FIELDS}

BINDING_ADAPT_FIELDS = tuple(field for field in ADAPT_FIELDS if field.name not in CONNECTOR_FIELDS_BY_NAME)
"""The keys of `[adapt]` that an entry can also have. They apply to the document in this entry alone."""

NEED_ADAPT = tuple(field.name for field in BINDING_ADAPT_FIELDS if field.name not in ("include", "exclude", "overlays"))
"""The keys that have no effect without `adapt = true`."""


def find_link_problem(url: str) -> str | None:
    """Return why `url` can't be a link of a connector; None if it can."""
    if _LINK.fullmatch(url) is not None:
        return None
    return f"`{url[:200]}` can't be a link; expected an http or https URL such as `https://docs.example.com`"
