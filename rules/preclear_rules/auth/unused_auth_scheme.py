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
    used_names = {requirement.scheme for operation in connector.operations for requirement in operation.security}
    used_names.update(requirement.scheme for requirement in connector.security)
    used_names |= {name.rpartition("/")[2] for name in used_names}  # 3.2 allows a reference in place of the name
    unused = [scheme for scheme in connector.auth_schemes if scheme.key.value not in used_names]
    if unused and not used_names:
        names = _format_schemes(unused)
        message = f"no `security` asks for {'' if len(unused) == 1 else 'any of '}{names}"
        advice = "write `security` at the top of the document, or at the operations that need it"
        yield Report(f"{message}; expected one for each scheme that operations need", unused[0], help=advice)
        return
    for scheme in unused:
        message = f"auth scheme `{scheme.key.value[:60]}` is imported, though no `security` asks for it"
        yield Report(message, scheme, help="leave it out, or ask for it where it is needed")


def _format_schemes(schemes: list[AuthScheme]) -> str:
    names = [f"`{scheme.key.value[:60]}`" for scheme in schemes]
    if len(names) == 1:
        return f"auth scheme {names[0]}"
    if len(names) > 4:
        names[3:] = [f"{len(names) - 3} more"]
    return f"the auth schemes {', '.join(names[:-1])} and {names[-1]}"
