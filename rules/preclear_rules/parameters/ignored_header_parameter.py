"""A header parameter is called `Accept`, `Content-Type` or `Authorization`, and OpenAPI ignores those.

What these headers hold is said elsewhere in a document: `Accept` by the media types of the responses, `Content-Type` by
those of the request body, `Authorization` by a security scheme. OpenAPI has a parameter of that name ignored, so
tools differ in what they make of it: one sends it beside the header of its own, another never does.

An `Authorization` for which the document has an auth scheme is a credential, and reported as such.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.parameters._credentials import find_carrier, find_credential_schemes

if TYPE_CHECKING:
    from collections.abc import Iterator

_REPLACEMENTS = {
    "accept": ("the media types of the responses", "name what is accepted under the responses' `content`"),
    "content-type": ("the media types of the request body", "name what is sent under the request body's `content`"),
    "authorization": ("a security scheme", "declare a security scheme, such as `type: http` with `scheme: bearer`"),
}


@rule(on=Connector, basis="openapi", source="OpenAPI 3.1.1, Parameter Object", severity="warning")
def ignored_header_parameter(connector: Connector) -> Iterator[Report]:
    schemes = find_credential_schemes(connector)
    for parameter in connector.parameters:
        name = parameter.name.value.lower()
        is_ignored = parameter.location.value == "header" and name in _REPLACEMENTS
        if is_ignored and find_carrier(parameter) not in schemes:
            described_by, replacement_help = _REPLACEMENTS[name]
            message = f"{parameter.label} is ignored by OpenAPI; expected {described_by} to say it"
            yield Report(message, parameter, help=f"remove it, and {replacement_help}")
