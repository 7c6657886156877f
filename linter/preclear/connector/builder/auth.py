"""Builds auth schemes and their configs from security schemes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.connector.auth import (
    OAUTH2_GRANTS,
    AuthScheme,
    AuthSchemeConfig,
    OAuthFlow,
    OAuthScope,
    SecurityRequirement,
)
from preclear.connector.value import Value, scalar_text, text_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.connector.auth import SchemeType
    from preclear.openapi import ApiDescription
    from preclear.source import Node


def build_auth_schemes(description: ApiDescription) -> tuple[AuthScheme, ...]:
    """Return the schemes under `components.securitySchemes`, without those whose `$ref` can't be resolved."""
    components = description.get(description.root, "components")
    schemes = components and components.get("securitySchemes")
    auth_schemes: list[AuthScheme] = []
    for name, entry in description.misplaced_references.entries(schemes) if schemes is not None else ():
        node = description.resolve(entry)
        if node is not None and isinstance(node.value, dict):
            auth_schemes.append(_build_scheme(Value(name, entry.key), node))
    return tuple(auth_schemes)


def build_requirements(holder: Node) -> tuple[SecurityRequirement, ...]:
    """Return the schemes that the `security` of the document or of an operation requires."""
    security = holder.get("security")
    requirements: list[SecurityRequirement] = []
    for group, alternative in enumerate(security.items() if security is not None else ()):
        for name, scope_list in alternative.entries():
            texts = ((scalar_text(scope.value), scope.place) for scope in scope_list.items())
            scopes = tuple((text, place) for text, place in texts if text is not None)
            requirements.append(SecurityRequirement(name, scopes, group, scope_list.key))
    return tuple(requirements)


def _build_scheme(key: Value[str], node: Node) -> AuthScheme:
    flows = tuple(_build_flows(node))
    scheme = text_value(node, "scheme")
    return AuthScheme(
        key=key,
        node=node,
        type=text_value(node, "type"),
        scheme=scheme.with_text(scheme.value.lower()),
        name=text_value(node, "name"),
        location=text_value(node, "in"),
        flows=flows,
        configs=tuple(_build_configs(key, node, flows)),
    )


def _build_flows(node: Node) -> Iterator[OAuthFlow]:
    flows = node.get("flows")
    if node.text("type") != "oauth2" or flows is None:
        return
    for name, flow in flows.entries():
        if isinstance(flow.value, dict) and not name.startswith("x-"):
            yield OAuthFlow(
                name=name,
                node=flow,
                grant=OAUTH2_GRANTS.get(name),
                authorize_url=text_value(flow, "authorizationUrl"),
                token_url=text_value(flow, "tokenUrl"),
                scopes=tuple(_build_scopes(flow)),
            )


def _build_scopes(flow: Node) -> Iterator[OAuthScope]:
    scopes = flow.get("scopes")
    for name, scope in scopes.entries() if scopes is not None else ():
        yield OAuthScope(name, scope.value if isinstance(scope.value, str) else "", scope.key)


def _build_configs(key: Value[str], node: Node, flows: tuple[OAuthFlow, ...]) -> Iterator[AuthSchemeConfig]:
    description = node.text("description") or key.value
    if flows:
        imported = [flow for flow in flows if flow.grant] or flows
        for flow in imported:
            flow_description = description if len(imported) == 1 else f"{description} ({flow.name})"
            yield AuthSchemeConfig(
                scheme_type="oauth2", description=flow_description, place=flow.place, flow=flow, key=key.value
            )
        return
    name, location = _credential_location(node)
    yield AuthSchemeConfig(
        scheme_type=_scheme_type(node),
        description=description,
        place=key.place,
        name=name,
        location=location,
        prefix="Bearer" if _is_bearer(node) else None,
        key=key.value,
    )


def _credential_location(node: Node) -> tuple[str | None, str | None]:
    """Return the name and location of the credential; None and None if the config has neither."""
    if node.text("type") == "apiKey":
        return node.text("name"), node.text("in")
    return ("Authorization", "header") if _is_bearer(node) else (None, None)


def _is_bearer(node: Node) -> bool:
    return node.text("type") == "http" and (node.text("scheme") or "").lower() == "bearer"


def _scheme_type(node: Node) -> SchemeType | None:
    """Return the config type. Bearer tokens are supported (docs) but have no type of their own: they use a header's."""
    match node.text("type"), (node.text("scheme") or "").lower():
        case "apiKey", _:
            return "api-key"
        case "http", "basic":
            return "basic-auth"
        case "http", "bearer":
            return "api-key"
        case "mutualTLS", _:
            return "certificate"
        case "oauth2", _:
            return "oauth2"
        case _:
            return None
