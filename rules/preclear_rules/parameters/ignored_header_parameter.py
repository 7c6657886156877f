"""A header parameter is called `Accept`, `Content-Type` or `Authorization`, and OpenAPI ignores those.

What these headers hold is said elsewhere in a document: `Accept` by the media types of the responses, `Content-Type` by
those of the request body, `Authorization` by a security scheme. OpenAPI has a parameter of that name ignored, so
tools differ in what they make of it: one sends it beside the header of its own, another never does.

It is reported once for each of the names, at the first such parameter. An `Authorization` for which the document has
an auth scheme is a credential, and reported as such.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Parameter, Report, rule
from preclear_rules._alike import and_more, further
from preclear_rules.parameters._credentials import credential_scheme

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAID_BY = {
    "accept": ("the media types of the responses", "name what is accepted under the responses' `content`"),
    "content-type": ("the media types of the request body", "name what is sent under the request body's `content`"),
    "authorization": ("a security scheme", "declare a security scheme, such as `type: http` with `scheme: bearer`"),
}


@rule(on=Connector, basis="openapi", source="OpenAPI 3.1.1, Parameter Object", severity="warning")
def ignored_header_parameter(connector: Connector) -> Iterator[Report]:
    found: dict[str, list[Parameter]] = {}
    for parameter in connector.parameters:
        name = parameter.name.value.lower()
        ignored = parameter.location.value == "header" and name in _SAID_BY
        if ignored and credential_scheme(parameter, connector) is None:
            found.setdefault(name, []).append(parameter)
    for name, group in found.items():
        said_by, instead = _SAID_BY[name]
        places = [parameter.place for parameter in group]
        message = f"{group[0].label} is ignored by OpenAPI; expected {said_by} to say it"
        message += and_more(places, "parameter of that name", "parameters of that name")
        yield Report(message, group[0], help=f"remove it, and {instead}", related=further(places))
