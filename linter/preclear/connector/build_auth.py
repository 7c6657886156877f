"""From security schemes to auth scheme configs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.connector.auth import GRANTS, AuthScheme, AuthSchemeConfig, Flow, Requirement, Scope
from preclear.connector.value import Value, text_of, text_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.connector.auth import SchemeType
    from preclear.openapi import Description
    from preclear.source import Node


def build_auth_schemes(description: Description) -> tuple[AuthScheme, ...]:
    """Every security scheme under `components.securitySchemes`, those behind a dead `$ref` left out."""
    components = description.root.get("components")
    schemes = components and components.get("securitySchemes")
    found: list[AuthScheme] = []
    for name, held in schemes.entries() if schemes is not None else ():
        node = description.resolve(held)
        if node is not None and isinstance(node.value, dict):
            found.append(_scheme(Value(name, held.key), node))
    return tuple(found)


def build_requirements(holder: Node) -> tuple[Requirement, ...]:
    """What the `security` of the document or of an operation asks for, scheme by scheme."""
    listed = holder.get("security")
    found: list[Requirement] = []
    for group, alternative in enumerate(listed.items() if listed is not None else ()):
        for name, asked in alternative.entries():
            texts = ((text_of(scope.value), scope.place) for scope in asked.items())
            scopes = tuple((text, place) for text, place in texts if text is not None)
            found.append(Requirement(name, scopes, group, asked.key))
    return tuple(found)


def _scheme(key: Value[str], node: Node) -> AuthScheme:
    flows = tuple(_flows(node))
    scheme = text_value(node, "scheme")
    return AuthScheme(
        key=key,
        node=node,
        type=text_value(node, "type"),
        scheme=scheme._replace(value=scheme.value.lower()),
        name=text_value(node, "name"),
        location=text_value(node, "in"),
        flows=flows,
        configs=tuple(_configs(key, node, flows)),
    )


def _flows(node: Node) -> Iterator[Flow]:
    held = node.get("flows")
    if node.text("type") != "oauth2" or held is None:
        return
    for name, flow in held.entries():
        if isinstance(flow.value, dict) and not name.startswith("x-"):
            yield Flow(
                name=name,
                node=flow,
                grant=GRANTS.get(name),
                authorize_url=text_value(flow, "authorizationUrl"),
                token_url=text_value(flow, "tokenUrl"),
                scopes=tuple(_scopes(flow)),
            )


def _scopes(flow: Node) -> Iterator[Scope]:
    held = flow.get("scopes")
    for name, about in held.entries() if held is not None else ():
        yield Scope(name, about.value if isinstance(about.value, str) else "", about.key)


def _configs(key: Value[str], node: Node, flows: tuple[Flow, ...]) -> Iterator[AuthSchemeConfig]:
    about = node.text("description") or key.value
    if flows:
        made = [flow for flow in flows if flow.grant] or flows
        for flow in made:
            told = about if len(made) == 1 else f"{about} ({flow.name})"
            yield AuthSchemeConfig(scheme_type="oauth2", description=told, place=flow.place, flow=flow, key=key.value)
        return
    name, location = _carrier(node)
    yield AuthSchemeConfig(
        scheme_type=_scheme_type(node),
        description=about,
        place=key.place,
        name=name,
        location=location,
        prefix="Bearer" if _is_bearer(node) else None,
        key=key.value,
    )


def _carrier(node: Node) -> tuple[str | None, str | None]:
    """Name and place of the value that carries the credential, of a scheme whose config says so."""
    if node.text("type") == "apiKey":
        return node.text("name"), node.text("in")
    return ("Authorization", "header") if _is_bearer(node) else (None, None)


def _is_bearer(node: Node) -> bool:
    return node.text("type") == "http" and (node.text("scheme") or "").lower() == "bearer"


def _scheme_type(node: Node) -> SchemeType | None:
    """The config type of a scheme. Bearer tokens are supported (docs) and have none of their own: the header's is."""
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
