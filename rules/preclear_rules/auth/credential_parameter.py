"""A parameter repeats what an auth scheme sends already.

The connection adds its credential to every request: the API key under its name, a token in `Authorization`. An
operation that declares the same header, query parameter or cookie once more gets an action that asks for it each time
it is used, and two values for one name.

The same name is told once, however many operations declare it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Action, AuthScheme, Connector, Parameter, RelatedLocation, Report, report_group, rule
from preclear_rules.parameters._credentials import find_carrier, find_credential_schemes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from preclear import Place


@rule(on=Connector, basis="practice", source="ActionHTTPParameter; ConnectionCredentials", severity="warning")
def credential_parameter(connector: Connector) -> Iterator[Report]:
    groups: dict[tuple[str, str], tuple[AuthScheme, dict[Place, Parameter]]] = {}
    schemes = find_credential_schemes(connector)
    for parameter in connector.parameters:
        key = find_carrier(parameter)
        if key is not None and key in schemes:
            groups.setdefault(key, (schemes[key], {}))[1][parameter.place] = parameter
    for scheme, by_place in groups.values():
        yield from report_group([*by_place], partial(_report, scheme, by_place))


def _report(scheme: AuthScheme, by_place: Mapping[Place, Parameter], places: Sequence[Place]) -> Report:
    actions = [operation for place in places for operation in by_place[place].used_by if isinstance(operation, Action)]
    more = f" and {len(actions) - 1} more action{'s' if len(actions) > 2 else ''}" if len(actions) > 1 else ""
    message = f"{by_place[places[0]].label} of `{actions[0].label[:100]}`{more} repeats the credential of auth scheme"
    message += f" `{scheme.key.value[:60]}`; expected it from the connection alone"
    related = RelatedLocation(f"auth scheme `{scheme.key.value[:60]}`", scheme)
    return Report(message, places[0], help="leave the parameter out", related=(related,))
