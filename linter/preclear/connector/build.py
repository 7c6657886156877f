"""From an OpenAPI description to the connector model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.connector.build_auth import build_auth_schemes, build_requirements
from preclear.connector.build_content import Contents
from preclear.connector.build_operations import Operations
from preclear.connector.build_servers import base_url, build_servers
from preclear.connector.connector import Connector
from preclear.connector.value import Value, text_value

if TYPE_CHECKING:
    from preclear.openapi import Description


def build(description: Description) -> Connector:
    """What an import makes of `description`: everything that it can be told, past whatever is wrong with it.

    Where the import's fields come from is told by section 2 of the import contract; the fields of each class name the
    schema of the published API description that they follow.
    """
    root = description.root
    contents = Contents(description)
    operations = Operations(description, contents)
    servers = build_servers(description, root)
    return Connector(
        description=description,
        root=root,
        name=_inner(description, "info", "title"),
        base_url=base_url(root, servers),
        documentation_url=_inner(description, "externalDocs", "url"),
        image_url=_logo(description),
        servers=servers,
        auth_schemes=build_auth_schemes(description),
        security=build_requirements(root),
        actions=tuple(operations.actions()),
        triggers=tuple(operations.triggers()),
        definitions=tuple(contents.definitions),
        parameters=tuple(operations.parameters),
        bodies=tuple(operations.bodies),
        media_types=tuple(contents.media_types),
    )


def _inner(description: Description, outer: str, key: str) -> Value[str]:
    root = description.root
    held = description.get(root, outer)
    if held is None:
        return Value("", root.place._replace(missing=outer), given=False)
    return text_value(held, key)


def _logo(description: Description) -> Value[str]:
    root = description.root
    info = description.get(root, "info")
    if info is None or info.get("x-logo") is None:
        return Value("", root.place._replace(missing="info"), given=False)
    logo = info.get("x-logo")
    return text_value(logo if logo is not None else info, "url")
