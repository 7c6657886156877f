"""Protocols and their auth schemes: what is the same for everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.endpoints.context import read_organisation_id
from preclear.emulator.http.errors import not_found_error
from preclear.emulator.http.query import make_page
from preclear.emulator.http.router import EndpointResult, Route

if TYPE_CHECKING:
    from starlette.requests import Request

    from preclear.emulator.http.errors import JsonObject
    from preclear.source import Json

PROTOCOL = "http"
"""The only protocol here."""

_PROTOCOLS: list[JsonObject] = [
    {
        "id": "00000000000000000000000001",
        "slug": PROTOCOL,
        "name": "HTTP",
        "description": "Requests to an HTTP API, and webhooks",
        "iconURL": "https://example.com/http.svg",
    }
]
_AUTH_SCHEMES: list[JsonObject] = [
    {"id": f"000000000000000000000001{index:02}", "type": type_name, "name": name, "description": description}
    for index, (type_name, name, description) in enumerate(
        (
            ("none", "None", "No credentials are sent"),
            ("api-key", "API key", "A key in a query parameter, header or cookie"),
            ("basic-auth", "Basic", "A username and a password"),
            ("oauth2", "OAuth 2.0", "An access token that an authorization server issues"),
            ("hmac", "HMAC", "A signature of the body, the URL or both"),
            ("certificate", "Certificate", "A client certificate (mutual TLS)"),
        )
    )
]
"""The types of AuthSchemeConfig."""


class ProtocolEndpoints:
    """The endpoints of protocols."""

    def __init__(self) -> None:
        self.routes: tuple[Route, ...] = (
            Route("GET", "/o/{organisation_id}/protocols", self._list_protocols),
            Route("GET", "/o/{organisation_id}/protocols/{protocol_slug}/auth-schemes", self._list_auth_schemes),
        )

    async def _list_protocols(self, request: Request) -> EndpointResult:
        """ListProtocols."""
        read_organisation_id(request)
        return EndpointResult(200, make_page(_PROTOCOLS, _id, request.query_params, "protocols", lambda item: item))

    async def _list_auth_schemes(self, request: Request) -> EndpointResult:
        """ListAuthSchemes: a page with all of them, because the list has no cursors."""
        check_protocol(request)
        return EndpointResult(200, {"totalCount": len(_AUTH_SCHEMES), "authSchemes": [*_AUTH_SCHEMES]})


def check_protocol(request: Request) -> None:
    """Raise ApiError if the path names another protocol than HTTP, or no organisation."""
    read_organisation_id(request)
    slug = request.path_params["protocol_slug"]
    if slug != PROTOCOL:
        raise not_found_error(f"protocol `{slug[:100]}`")


def _id(item: JsonObject) -> Json:
    return item["id"]
