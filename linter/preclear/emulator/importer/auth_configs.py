"""Auth scheme configs of the imported connector (AuthSchemeConfig)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.importer.values import is_absolute_uri, truncate

if TYPE_CHECKING:
    from preclear.connector import AuthSchemeConfig, Connector, OAuthFlow
    from preclear.emulator.http.errors import JsonObject
    from preclear.source import Json

API_KEY_LOCATIONS = ("query", "header", "cookie")
"""Where an API key can be sent."""


def make_config(config: AuthSchemeConfig, connector: Connector, id: str) -> JsonObject | str:
    """The config as an answer has it, or why the import has no place for it."""
    fields: JsonObject = {"id": id, "description": truncate(config.description)}
    match config.scheme_type:
        case None:
            return "there is no config type for it"
        case "api-key":
            if not config.name or config.location not in API_KEY_LOCATIONS:
                return "an API key needs a name, and query, header or cookie as its place"
            return {**fields, "schemeType": "api-key", "name": config.name, "in": config.location}
        case "oauth2":
            if config.flow is None or config.flow.grant is None:
                return "there is no grant for it"
            return _make_oauth2_config(fields, config.flow, config.flow.grant, connector)
        case scheme_type:
            return {**fields, "schemeType": scheme_type}


def _make_oauth2_config(fields: JsonObject, flow: OAuthFlow, grant: str, connector: Connector) -> JsonObject | str:
    token_url = flow.token_url.value.strip()
    # a config requires both URLs; only this grant calls the one to authorise at
    authorize_url = flow.authorize_url.value.strip() if flow.is_interactive else token_url
    if not is_absolute_uri(token_url) or not is_absolute_uri(authorize_url):
        return "authorizeUrl and tokenUrl must be absolute URIs"
    names = {scope.name for scope in flow.scopes}
    required_scopes = (name for requirement in connector.security for name, _ in requirement.scopes if name in names)
    defaults: list[Json] = list(dict.fromkeys(required_scopes))
    return {
        **fields,
        "schemeType": "oauth2",
        "authorizeUrl": authorize_url,
        "tokenUrl": token_url,
        "scopes": [{"name": scope.name, "description": truncate(scope.description)} for scope in flow.scopes],
        "defaultScopes": defaults,
        "grant": {"grantType": grant},
    }
