"""Auth scheme configs of the imported connector (AuthSchemeConfig)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.importer.values import is_absolute_uri, truncate_text

if TYPE_CHECKING:
    from preclear.connector import AuthSchemeConfig, Connector, OAuthFlow
    from preclear.emulator.http.errors import JsonObject
    from preclear.source import Json

API_KEY_LOCATIONS = ("query", "header", "cookie")
"""Where an API key can be sent."""


def make_config(config: AuthSchemeConfig, connector: Connector, id: str) -> JsonObject | str:
    """Return the config as an answer has it, or the reason why it can't be imported."""
    fields: JsonObject = {"id": id, "description": truncate_text(config.description)}
    match config.scheme_type:
        case None:
            return "no type of auth scheme config fits it"
        case "api-key":
            if not config.name or config.location not in API_KEY_LOCATIONS:
                return "an API key needs a name and a location: query, header or cookie"
            return {**fields, "schemeType": "api-key", "name": config.name, "in": config.location}
        case "oauth2":
            if config.flow is None or config.flow.grant is None:
                return "no grant type fits its flow"
            return _make_oauth2_config(fields, config.flow, config.flow.grant, connector)
        case scheme_type:
            return {**fields, "schemeType": scheme_type}


def _make_oauth2_config(fields: JsonObject, flow: OAuthFlow, grant: str, connector: Connector) -> JsonObject | str:
    token_url = flow.token_url.value.strip()
    # a config requires both URLs, but only an interactive grant uses authorizeUrl
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
        "scopes": [{"name": scope.name, "description": truncate_text(scope.description)} for scope in flow.scopes],
        "defaultScopes": defaults,
        "grant": {"grantType": grant},
    }
