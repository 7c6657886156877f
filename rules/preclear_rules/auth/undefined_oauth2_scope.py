"""A `security` requirement names an OAuth 2.0 scope that no flow of the scheme declares.

The `scopes` of a flow become the scopes that the auth scheme config offers. A scope that only `security` names isn't
offered: no connection can request it, and the API rejects the operations that need it.

An undeclared scope is reported once per scheme, however many operations require it. If no declared scope has a similar
name, an adaptation declares it in each flow, so that connections can request it.
"""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from preclear import AuthScheme, Connector, Edit, Insert, Report, Suggester, report_group, rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from preclear import Place


@rule(
    on=Connector,
    requires=AuthScheme,
    basis="openapi",
    source="OpenAPI Specification, Security Requirement Object",
    severity="warning",
    fix="adapt",
)
def undefined_oauth2_scope(connector: Connector) -> Iterator[Report]:
    schemes = {
        scheme.key.value: scheme for scheme in connector.auth_schemes if scheme.type.value == "oauth2" and scheme.flows
    }
    declared = {
        name: dict.fromkeys(sorted({scope.name for flow in scheme.flows for scope in flow.scopes}))
        for name, scheme in schemes.items()
    }
    undeclared: dict[tuple[str, str], list[Place]] = {}
    for requirement in [
        *connector.security,
        *(requirement for operation in connector.operations for requirement in operation.security),
    ]:
        for scope, place in requirement.scopes:
            known = declared.get(requirement.scheme)
            if known is not None and scope not in known:
                undeclared.setdefault((requirement.scheme, scope), []).append(place)
    suggester = Suggester()
    for (name, scope), places in undeclared.items():
        similar_scope = suggester.suggest(scope, declared[name])
        yield from report_group(places, partial(_report, schemes[name], scope, declared[name], similar_scope))


def _report(
    scheme: AuthScheme, scope: str, known: Collection[str], similar_scope: str | None, places: Sequence[Place]
) -> Report:
    more = f" (required {len(places)} times)" if len(places) > 1 else ""
    message = f"scope `{scope[:100]}`{more} isn't declared by any flow of auth scheme `{scheme.key.value[:60]}`"
    if similar_scope is not None:
        return Report(f"{message}; did you mean `{similar_scope[:100]}`?", places[0])
    edit = _declare(scheme, scope)
    if known:
        scopes = ", ".join(f"`{scope_name[:60]}`" for scope_name in islice(known, 5)) + (
            ", …" if len(known) > 5 else ""
        )
        message = f"{message}; expected one of {scopes}"
        return Report(message, places[0], help="declare it under the flow's `scopes`", edit=edit)
    message += "; expected it in the flow's `scopes`, which is empty"
    return Report(message, places[0], help="declare it there, with a description", edit=edit)


def _declare(scheme: AuthScheme, scope: str) -> Edit | None:
    """Return the edit that declares `scope` in each flow of `scheme` that has `scopes`."""
    fields = [field for flow in scheme.flows if (field := flow.node.get("scopes")) and isinstance(field.value, dict)]
    operations = tuple(Insert(field, scope, "") for field in fields)
    loss = f"that no flow declares `{scope[:60]}`"
    return Edit("adapt", "declare it in each flow", operations, loss) if operations else None
