"""Auth scheme configs: those that an import makes, and those that a connection is sent with (AuthSchemeConfig)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.values import is_uri, short

if TYPE_CHECKING:
    from preclear.connector import AuthSchemeConfig, Connector, Flow
    from preclear.emulator.problem import Object
    from preclear.emulator.reading import Reading
    from preclear.source import Json

PLACES = ("query", "header", "cookie")
GRANT_TYPES = ("authorization_code", "client_credentials", "password")
SCHEME_TYPES = ("none", "api-key", "basic-auth", "oauth2", "hmac", "certificate")
_ALGORITHMS = ("sha1", "sha256", "sha512")


def message(text: str, severity: str) -> Object:
    """A message (Message)."""
    return {"text": text, "severity": severity}


def make_config(config: AuthSchemeConfig, connector: Connector, id: str) -> Object | str:
    """The config as an answer has it, or why the import has no place for it."""
    made: Object = {"id": id, "description": short(config.description)}
    match config.scheme_type:
        case None:
            return "there is no config type for it"
        case "api-key":
            if not config.name or config.location not in PLACES:
                return "an API key needs a name, and query, header or cookie as its place"
            return {**made, "schemeType": "api-key", "name": config.name, "in": config.location}
        case "oauth2":
            if config.flow is None or config.flow.grant is None:
                return "there is no grant for it"
            return _oauth2(made, config.flow, config.flow.grant, connector)
        case kind:
            return {**made, "schemeType": kind}


def _oauth2(made: Object, flow: Flow, grant: str, connector: Connector) -> Object | str:
    token_url = flow.token_url.value.strip()
    # a config requires both URLs; only this grant calls the one to authorise at
    authorize_url = flow.authorize_url.value.strip() if flow.asks_user else token_url
    if not is_uri(token_url) or not is_uri(authorize_url):
        return "authorizeUrl and tokenUrl must be absolute URIs"
    names = {scope.name for scope in flow.scopes}
    asked = (name for requirement in connector.security for name, _ in requirement.scopes if name in names)
    defaults: list[Json] = list(dict.fromkeys(asked))
    return {
        **made,
        "schemeType": "oauth2",
        "authorizeUrl": authorize_url,
        "tokenUrl": token_url,
        "scopes": [{"name": scope.name, "description": short(scope.description)} for scope in flow.scopes],
        "defaultScopes": defaults,
        "grant": {"grantType": grant},
    }


def read_config(reading: Reading, held: Object, at: str, id: str) -> Object:
    """Read a config that was sent, its known fields alone; `id` is its id where it has none."""
    kind = reading.text(held, "schemeType", at, choices=SCHEME_TYPES)
    made: Object = {
        "id": held.get("id") if isinstance(held.get("id"), str) else id,
        "description": reading.text(held, "description", at),
        "schemeType": kind,
    }
    if kind in ("api-key", "hmac"):
        made["name"] = reading.text(held, "name", at)
        made["in"] = reading.text(held, "in", at, choices=PLACES)
    if kind == "hmac":
        made["algorithm"] = reading.text(held, "algorithm", at, choices=_ALGORITHMS)
        inputs = reading.texts(held, "digestInputs", at)
        if not set(inputs) <= {"body", "url"}:
            reading.fault(f"{at}.digestInputs", "expected `body` and `url`")
        made["digestInputs"] = list(inputs)
    if kind == "oauth2":
        for key in ("authorizeUrl", "tokenUrl"):
            url = made[key] = reading.text(held, key, at)
            if url and not is_uri(url):
                reading.fault(f"{at}.{key}", "is no absolute URI")
        scopes = reading.objects(held, "scopes", at)
        made["scopes"] = [{"name": reading.text(scope, "name", where)} for where, scope in scopes]
        made["defaultScopes"] = list(reading.texts(held, "defaultScopes", at))
        grant = reading.inner(held, "grant", at)
        made["grant"] = {"grantType": reading.text(grant, "grantType", f"{at}.grant", choices=GRANT_TYPES)}
    return made


def validate_config(config: Object, known: list[Object], *, trigger: bool) -> list[Json]:
    """What there is to say of a config that is complete; `known` are those of the connector."""
    found: list[Json] = []
    kind = config["schemeType"]
    identity = ("schemeType", "name", "in", "tokenUrl")
    if not any(all(config.get(key) == each.get(key) for key in identity) for each in known):
        found.append(message(f"the connector has no such `{kind}` auth scheme config", "warning"))
    if kind == "none" and trigger:
        found.append(message("a trigger is a public URL; `hmac` with sha256 is recommended", "warning"))
    if kind in ("api-key", "hmac") and not str(config["name"]).strip():
        found.append(message("`name` is blank", "error"))
    if kind == "hmac":
        if not config["digestInputs"]:
            found.append(message("`digestInputs` is empty; expected `body`, `url` or both", "error"))
        if config["algorithm"] == "sha1":
            found.append(message("`algorithm` is sha1; sha256 is recommended", "warning"))
    if kind == "oauth2":
        found += _oauth2_messages(config)
    return found


def _oauth2_messages(config: Object) -> list[Json]:
    scopes, defaults = config["scopes"], config["defaultScopes"]
    names = [scope.get("name") for scope in scopes if isinstance(scope, dict)] if isinstance(scopes, list) else []
    unknown = [name for name in defaults if name not in names] if isinstance(defaults, list) else []
    open_urls = [key for key in ("authorizeUrl", "tokenUrl") if not str(config[key]).lower().startswith("https:")]
    return [
        *(message(f"`defaultScopes` has `{name}`, which `scopes` lacks", "error") for name in unknown),
        *(message(f"`{key}` is no `https` URL", "warning") for key in open_urls),
    ]
