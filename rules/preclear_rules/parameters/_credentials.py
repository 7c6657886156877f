"""Find the auth scheme that sends its credential under the name of a parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Action

if TYPE_CHECKING:
    from preclear import AuthScheme, Connector, Parameter

_IN_AUTHORIZATION = ("http", "oauth2", "openIdConnect")


def find_credential_schemes(connector: Connector) -> dict[tuple[str, str], AuthScheme]:
    """Map the name and location of each credential to its auth scheme; the first scheme if several have the same.

    Look a parameter up by its `find_carrier`.
    """
    by_carrier: dict[tuple[str, str], AuthScheme] = {}
    for scheme in connector.auth_schemes:
        if scheme.type.value in _IN_AUTHORIZATION:
            by_carrier.setdefault(("authorization", "header"), scheme)
        elif scheme.type.value == "apiKey" and scheme.name:
            by_carrier.setdefault(_carrier_key(scheme.name.value, scheme.location.value), scheme)
    return by_carrier


def find_carrier(parameter: Parameter) -> tuple[str, str] | None:
    """Return the name and location of `parameter`; None if only triggers use it, to which no connection sends anything.

    Header names are case-insensitive (RFC 9110, 5.1); names of query parameters and cookies aren't.
    """
    if not any(isinstance(operation, Action) for operation in parameter.used_by):
        return None
    return _carrier_key(parameter.name.value, parameter.location.value)


def _carrier_key(name: str, location: str) -> tuple[str, str]:
    return (name.lower() if location == "header" else name), location
