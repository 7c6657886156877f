"""An auth scheme is declared, and no `security` asks for it.

It becomes an auth scheme config like any other, and whoever makes a connection may choose it. No operation says that it
takes such a credential: either the scheme is left over, or the `security` was forgotten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import AuthScheme, Connector, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Connector, basis="practice", source="OpenAPI Specification, Security Requirement Object", severity="info")
def unused_auth_scheme(connector: Connector) -> Iterator[Report]:
    if not connector.operations:
        return
    asked = {each.scheme for operation in connector.operations for each in operation.security}
    asked.update(each.scheme for each in connector.security)
    asked |= {name.rpartition("/")[2] for name in asked}  # 3.2 allows a reference in place of the name
    unused = [scheme for scheme in connector.auth_schemes if scheme.key.value not in asked]
    if unused and not asked:
        names = _listed(unused)
        message = f"no `security` asks for {'' if len(unused) == 1 else 'any of '}{names}"
        advice = "write `security` at the top of the document, or at the operations that need it"
        yield Report(f"{message}; expected one for each scheme that operations need", unused[0], help=advice)
        return
    for scheme in unused:
        message = f"auth scheme `{scheme.key.value[:60]}` is imported, though no `security` asks for it"
        yield Report(message, scheme, help="leave it out, or ask for it where it is needed")


def _listed(schemes: list[AuthScheme]) -> str:
    names = [f"`{scheme.key.value[:60]}`" for scheme in schemes]
    if len(names) == 1:
        return f"auth scheme {names[0]}"
    if len(names) > 4:
        names[3:] = [f"{len(names) - 3} more"]
    return f"the auth schemes {', '.join(names[:-1])} and {names[-1]}"
