"""An HTTP authentication scheme is neither `basic` nor `bearer`.

Of the `type: http` schemes, the platform lists only basic authentication and bearer tokens as supported. For any other,
such as `digest` or `negotiate`, there's no auth scheme config, and no credential that a connection could hold. An
adaptation leaves the scheme out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import AuthScheme, Connector, Report, rule
from preclear_rules.auth._scheme_edits import SchemeRemovals

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUPPORTED = ("basic", "bearer")
_TOKENS = ("jwt", "token", "oauth2", "bearertoken", "bearerauth")


@rule(on=Connector, requires=AuthScheme, basis="docs", source="AuthSchemeConfig; user documentation", fix="adapt")
def unsupported_auth_scheme(connector: Connector) -> Iterator[Report]:
    removals = SchemeRemovals(connector)
    for scheme in connector.auth_schemes:
        name = scheme.scheme.value
        if scheme.type.value == "http" and scheme.scheme and name not in _SUPPORTED:
            message = f"HTTP authentication scheme `{name[:40]}` has no auth scheme config"
            message += "; expected `basic` or `bearer`"
            yield Report(message, scheme.scheme, help=_suggest_fix(name), edit=removals.remove(scheme))


def _suggest_fix(name: str) -> str:
    bare = name.replace("_", "").replace("-", "").replace(" ", "")
    if bare in _SUPPORTED or bare in _TOKENS:
        return f"write `{bare if bare in _SUPPORTED else 'bearer'}` if the credential is sent that way"
    return "describe another way that the API accepts, such as `basic`, `bearer` or an `apiKey`"
