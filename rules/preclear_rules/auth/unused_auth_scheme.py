"""An auth scheme is declared, but no `security` requirement uses it.

It still becomes an auth scheme config, and people can choose it when they create a connection. But no operation says
that it accepts such a credential. Either the scheme is obsolete, or a `security` is missing.

No fix: only the API's author knows whether the scheme is obsolete, or a `security` is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import AuthScheme, Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    on=Connector,
    requires=AuthScheme,
    basis="practice",
    source="OpenAPI Specification, Security Requirement Object",
    severity="info",
)
def unused_auth_scheme(connector: Connector) -> Iterator[Report]:
    if not connector.operations:
        return
    used_names = {requirement.scheme for operation in connector.operations for requirement in operation.security}
    used_names.update(requirement.scheme for requirement in connector.security)
    used_names |= {name.rpartition("/")[2] for name in used_names}  # OpenAPI 3.2 allows a reference instead of the name
    unused = [scheme for scheme in connector.auth_schemes if scheme.key.value not in used_names]
    if unused and not used_names:
        names = _format_schemes(unused)
        message = f"no `security` uses {'' if len(unused) == 1 else 'any of '}{names}"
        advice = "add `security` at the top level of the document, or to the operations that need it"
        yield Report(f"{message}; expected one for each scheme that operations need", unused[0], help=advice)
        return
    for scheme in unused:
        message = f"auth scheme `{scheme.key.value[:60]}` is imported, but no `security` uses it"
        yield Report(message, scheme, help="remove it, or add it to the `security` of the operations that need it")


def _format_schemes(schemes: list[AuthScheme]) -> str:
    names = [f"`{scheme.key.value[:60]}`" for scheme in schemes]
    if len(names) == 1:
        return f"auth scheme {names[0]}"
    if len(names) > 4:
        names[3:] = [f"{len(names) - 3} more"]
    return f"the auth schemes {', '.join(names[:-1])} and {names[-1]}"
