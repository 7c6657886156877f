"""Auth scheme configs of a connection: reading and validation (AuthSchemeConfig)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.http.body_reader import join_path
from preclear.emulator.importer.auth_configs import API_KEY_LOCATIONS
from preclear.emulator.importer.messages import make_message
from preclear.emulator.importer.values import is_absolute_uri

if TYPE_CHECKING:
    from preclear.emulator.http.body_reader import BodyReader
    from preclear.emulator.http.errors import JsonObject
    from preclear.source import Json

GRANT_TYPES = ("authorization_code", "client_credentials", "password")
SCHEME_TYPES = ("none", "api-key", "basic-auth", "oauth2", "hmac", "certificate")
_ALGORITHMS = ("sha1", "sha256", "sha512")


def read_config(reader: BodyReader, body: JsonObject, path: str = "") -> JsonObject:
    """Read the known fields of a config. Secrets are left out. Faults go to `reader`."""
    scheme_type = reader.read_text(body, "schemeType", path, choices=SCHEME_TYPES)
    config: JsonObject = {
        "id": reader.read_ulid(body, "id", path),
        "description": reader.read_text(body, "description", path),
        "schemeType": scheme_type,
    }
    if scheme_type in ("api-key", "hmac"):
        config["name"] = reader.read_text(body, "name", path)
        config["in"] = reader.read_text(body, "in", path, choices=API_KEY_LOCATIONS)
    if scheme_type == "hmac":
        config["algorithm"] = reader.read_text(body, "algorithm", path, choices=_ALGORITHMS)
        inputs = reader.read_texts(body, "digestInputs", path)
        if not set(inputs) <= {"body", "url"}:
            reader.add_fault(join_path(path, "digestInputs"), "expected only `body` and `url`")
        config["digestInputs"] = list(inputs)
    if scheme_type == "oauth2":
        config |= _read_oauth2(reader, body, path)
    return config


def _read_oauth2(reader: BodyReader, body: JsonObject, path: str) -> JsonObject:
    fields: JsonObject = {}
    for key in ("authorizeUrl", "tokenUrl"):
        url = fields[key] = reader.read_text(body, key, path)
        if key in body and isinstance(body[key], str) and not is_absolute_uri(url):
            reader.add_fault(join_path(path, key), "isn't an absolute URI")
    scopes: list[Json] = []
    for scope_path, scope in reader.read_objects(body, "scopes", path):
        description = reader.read_optional_text(scope, "description", scope_path)
        name: JsonObject = {"name": reader.read_text(scope, "name", scope_path)}
        scopes.append(name if description is None else {**name, "description": description})
    fields["scopes"] = scopes
    fields["defaultScopes"] = list(reader.read_texts(body, "defaultScopes", path))
    for key in ("additionalAuthorizeParams", "additionalTokenParams", "mtlsCredentialId"):
        text = reader.read_optional_text(body, key, path)
        if text is not None:
            fields[key] = text
    if "mtlsEnabled" in body:
        fields["mtlsEnabled"] = reader.read_flag(body, "mtlsEnabled", path)
    fields["grant"] = _read_grant(reader, reader.read_object(body, "grant", path), join_path(path, "grant"))
    return fields


def _read_grant(reader: BodyReader, grant: JsonObject, path: str) -> JsonObject:
    """Read a grant; its client secret is checked and left out."""
    grant_type = reader.read_text(grant, "grantType", path, choices=GRANT_TYPES)
    fields: JsonObject = {"grantType": grant_type}
    if grant_type == "client_credentials":
        return fields
    for key in ("credentialId", "organisationId"):
        if key in grant:
            fields[key] = reader.read_ulid(grant, key, path)
    client_id = reader.read_optional_text(grant, "clientId", path)
    if client_id is not None:
        fields["clientId"] = client_id
    reader.read_optional_text(grant, "clientSecret", path)
    return fields


def check_unique_ids(reader: BodyReader, ids: list[tuple[str, Json]]) -> None:
    """Record a fault for every id that is repeated; each comes with its path."""
    known: set[Json] = set()
    for path, id in ids:
        if id in known and id:
            reader.add_fault(path, "is repeated; expected an id that's unique in this list")
        known.add(id)


def validate_config(config: JsonObject, connector_configs: list[JsonObject], *, is_trigger: bool) -> list[Json]:
    """Return the validation messages of a complete config; `connector_configs` are the connector's."""
    messages: list[Json] = []
    scheme_type = config["schemeType"]
    identity = ("schemeType", "name", "in", "tokenUrl")
    if not any(
        all(config.get(key) == connector_config.get(key) for key in identity) for connector_config in connector_configs
    ):
        messages.append(make_message(f"the connector has no such `{scheme_type}` auth scheme config", "warning"))
    if scheme_type == "none" and is_trigger:
        messages.append(make_message("a trigger is a public URL; `hmac` with sha256 is recommended", "warning"))
    if scheme_type in ("api-key", "hmac") and not str(config["name"]).strip():
        messages.append(make_message("`name` is blank; expected a name", "error"))
    if scheme_type == "hmac":
        if not config["digestInputs"]:
            messages.append(make_message("`digestInputs` is empty; expected `body`, `url` or both", "error"))
        if config["algorithm"] == "sha1":
            messages.append(make_message("`algorithm` is sha1; sha256 is recommended", "warning"))
    if scheme_type == "oauth2":
        messages += _oauth2_messages(config)
    return messages


def _oauth2_messages(config: JsonObject) -> list[Json]:
    scopes, defaults = config["scopes"], config["defaultScopes"]
    names = [scope.get("name") for scope in scopes if isinstance(scope, dict)] if isinstance(scopes, list) else []
    unknown = [name for name in defaults if name not in names] if isinstance(defaults, list) else []
    insecure_urls = [key for key in ("authorizeUrl", "tokenUrl") if not str(config[key]).lower().startswith("https:")]
    return [
        *(make_message(f"`defaultScopes` has `{name}`, which isn't in `scopes`", "error") for name in unknown),
        *(make_message(f"`{key}` isn't an `https` URL", "warning") for key in insecure_urls),
    ]
