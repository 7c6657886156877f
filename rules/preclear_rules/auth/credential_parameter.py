"""A parameter repeats a credential that the connection already sends.

A connection adds its credential to every request: an API key under the key's name, a token in `Authorization`. If an
operation also declares that header, query parameter or cookie, its action asks for the value on every call, and the
request has two values for one name.

Remove the parameter, as an adaptation does. A parameter that many operations declare is reported once.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import (
    Action,
    AuthScheme,
    Connector,
    Edit,
    Parameter,
    RelatedLocation,
    Report,
    report_group,
    rule,
)
from preclear_rules._parameter_items import ParameterItems
from preclear_rules.parameters._credentials import find_carrier, find_credential_schemes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from preclear import Place


@rule(
    on=Connector,
    requires=AuthScheme,
    basis="practice",
    source="ActionHTTPParameter; ConnectionCredentials",
    severity="warning",
    fix="adapt",
)
def credential_parameter(connector: Connector) -> Iterator[Report]:
    groups: dict[tuple[str, str], tuple[AuthScheme, dict[Place, Parameter]]] = {}
    schemes = find_credential_schemes(connector)
    for parameter in connector.parameters:
        key = find_carrier(parameter)
        if key is not None and key in schemes:
            groups.setdefault(key, (schemes[key], {}))[1][parameter.place] = parameter
    items = ParameterItems(connector)
    for scheme, by_place in groups.values():
        yield from report_group([*by_place], partial(_report, items, scheme, by_place))


def _report(
    items: ParameterItems, scheme: AuthScheme, by_place: Mapping[Place, Parameter], places: Sequence[Place]
) -> Report:
    actions = [operation for place in places for operation in by_place[place].used_by if isinstance(operation, Action)]
    more = f" and {len(actions) - 1} more action{'s' if len(actions) > 2 else ''}" if len(actions) > 1 else ""
    message = f"{by_place[places[0]].label} of `{actions[0].label[:100]}`{more} repeats the credential of auth scheme"
    message += f" `{scheme.key.value[:60]}`; expected only the connection to send it"
    related = RelatedLocation(f"auth scheme `{scheme.key.value[:60]}`", scheme)
    operations = tuple(removal for place in places for removal in items.removals(by_place[place]))
    edit = Edit("adapt", "remove the parameter", operations, f"{by_place[places[0]].label}") if operations else None
    return Report(message, places[0], help="remove the parameter", related=(related,), edit=edit)
