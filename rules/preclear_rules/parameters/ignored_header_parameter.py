"""A header parameter is named `Accept`, `Content-Type` or `Authorization`, which OpenAPI ignores.

Other parts of a document describe these headers: the media types of the responses describe `Accept`, those of the
request body `Content-Type`, and a security scheme `Authorization`. OpenAPI says to ignore a parameter with such a name,
so tools differ: one sends it in addition to the real header, another never does.

An `Authorization` parameter that repeats an auth scheme of the document is reported by `credential-parameter`.

No fix: The import creates the parameter, and it may be the only way to send the header. Only you can say whether the
API needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules.parameters._credentials import find_carrier, find_credential_schemes

if TYPE_CHECKING:
    from collections.abc import Iterator

_REPLACEMENTS = {
    "accept": (
        "the media types of the responses",
        "list the media types that you accept under the responses' `content`",
    ),
    "content-type": (
        "the media types of the request body",
        "list the media types that you send under the request body's `content`",
    ),
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
            message = f"{parameter.label} is ignored by OpenAPI; expected {described_by} instead"
            yield Report(message, parameter, help=f"remove it, and {replacement_help}")
