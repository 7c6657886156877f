"""Which auth scheme, if any, sends its credential under the name of a parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action

if TYPE_CHECKING:
    from preclear import AuthScheme, Connector, Parameter

_IN_AUTHORIZATION = ("http", "oauth2", "openIdConnect")


def credential_scheme(parameter: Parameter, connector: Connector) -> AuthScheme | None:
    """The first auth scheme whose credential goes in the same place, under the same name, as `parameter`.

    None for a parameter that no action has: what a trigger receives, no connection sends. Names of headers are the
    same in upper and lower case (RFC 9110, 5.1); those of query parameters and cookies are not.
    """
    if not any(isinstance(operation, Action) for operation in parameter.used_by):
        return None
    wanted = _folded(parameter.name.value, parameter.location.value)
    return next((scheme for scheme in connector.auth_schemes if _carrier(scheme) == wanted), None)


def _carrier(scheme: AuthScheme) -> tuple[str, str]:
    """Name and place of what carries the credential of `scheme`; empty where it is no part of the request's text."""
    if scheme.type.value in _IN_AUTHORIZATION:
        return "authorization", "header"
    if scheme.type.value == "apiKey" and scheme.name:
        return _folded(scheme.name.value, scheme.location.value)
    return "", ""


def _folded(name: str, location: str) -> tuple[str, str]:
    return (name.lower() if location == "header" else name), location
