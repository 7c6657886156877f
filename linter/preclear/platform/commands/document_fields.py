"""The fields of a connector that a document has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.platform.commands.connector_edits import is_base_url
from preclear.platform.option_errors import InvalidOptionError

if TYPE_CHECKING:
    from preclear.connector import Connector


class DocumentFields(NamedTuple):
    """The base URL and links of a document; None if it has none. `variables` are the names of its server variables."""

    base_url: str | None
    documentation_url: str | None
    image_url: str | None
    variables: tuple[str, ...]


def read_document_fields(connector: Connector, *, requires_base_url: bool = True) -> DocumentFields:
    """Return the fields that an import takes from a document.

    Raises InvalidOptionError if `requires_base_url` and the document has no absolute base URL.
    """
    base_url = connector.base_url.value if connector.base_url else None
    if requires_base_url and (base_url is None or not is_base_url(base_url)):
        found = "has no base URL" if base_url is None else f"has the base URL `{base_url[:200]}`, which isn't absolute"
        raise InvalidOptionError(f"the document {found}; expected `--base-url`")
    return DocumentFields(
        base_url,
        connector.documentation_url.value if connector.documentation_url else None,
        connector.image_url.value if connector.image_url else None,
        tuple(variable.name.value for variable in connector.connection_variables if variable.name),
    )
