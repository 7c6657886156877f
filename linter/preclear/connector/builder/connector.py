"""Builds the connector from the root of a description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.connector.builder.auth import build_auth_schemes, build_requirements
from preclear.connector.builder.content import ContentBuilder
from preclear.connector.builder.operations import OperationBuilder
from preclear.connector.builder.servers import build_base_url, build_servers
from preclear.connector.connector import Connector
from preclear.connector.value import Value, text_value

if TYPE_CHECKING:
    from preclear.openapi import ApiDescription


def build_connector(description: ApiDescription) -> Connector:
    """Return the connector that an import makes of `description`, as complete as its faults allow.

    Section 2 of the import contract says where the import's fields come from. The docstring of each class names the
    schema of the published API description that it follows.
    """
    root = description.root
    content_builder = ContentBuilder(description)
    operation_builder = OperationBuilder(description, content_builder)
    actions, triggers = tuple(operation_builder.actions()), tuple(operation_builder.triggers())
    content_builder.name_definitions()
    servers = build_servers(description, root)
    return Connector(
        api=description,
        root=root,
        name=_nested_text(description, "info", "title"),
        base_url=build_base_url(root, servers),
        documentation_url=_nested_text(description, "externalDocs", "url"),
        image_url=_logo_url(description),
        servers=servers,
        auth_schemes=build_auth_schemes(description),
        security=build_requirements(root),
        actions=actions,
        triggers=triggers,
        definitions=tuple(content_builder.definitions),
        parameters=tuple(operation_builder.parameters),
        bodies=tuple(operation_builder.bodies),
        media_types=tuple(content_builder.media_types),
    )


def _nested_text(description: ApiDescription, outer: str, key: str) -> Value[str]:
    root = description.root
    parent = description.get(root, outer)
    if parent is None:
        return Value("", root.place._replace(missing=outer), is_present=False)
    return text_value(parent, key)


def _logo_url(description: ApiDescription) -> Value[str]:
    root = description.root
    info = description.get(root, "info")
    if info is None or info.get("x-logo") is None:
        return Value("", root.place._replace(missing="info"), is_present=False)
    logo = info.get("x-logo")
    return text_value(logo if logo is not None else info, "url")
