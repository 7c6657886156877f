"""Connections (Connection): auth scheme configs are validated; credentials are checked but never kept."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING

from preclear.emulator.auth_configs import read_config, validate_config
from preclear.emulator.http.body_reader import BodyReader
from preclear.emulator.http.errors import ApiError, JsonObject, invalid_request_error
from preclear.emulator.store import MAX_ITEMS, current_time

if TYPE_CHECKING:
    from preclear.emulator.store import StoredConnector
    from preclear.emulator.ulids import UlidGenerator
    from preclear.source import Json

_CREDENTIAL_FIELDS: dict[str, tuple[str, ...]] = {
    "none": (),
    "string": ("value",),
    "binary": ("valueBase64",),
    "basic-auth": ("username", "password"),
    "oauth2-client": ("clientId", "clientSecret", "authorizeUrl", "tokenUrl"),
    "oauth2-code": ("code", "state"),
    "oauth2-password": ("username", "password"),
    "oauth2-token": (),
    "custom-function": (),
    "certificate": ("certificate", "key", "ca"),
    "jwt-bearer": (),
}
"""The required strings in the data of each type of credential."""

_SCHEME_CREDENTIAL_TYPES: dict[Json, tuple[str, ...]] = {
    "none": ("none",),
    "api-key": ("string", "jwt-bearer", "custom-function"),
    "basic-auth": ("basic-auth",),
    "oauth2": ("oauth2-client", "oauth2-code", "oauth2-password", "oauth2-token"),
    "hmac": ("string", "binary"),
    "certificate": ("certificate",),
}
"""The types of credentials that each type of auth scheme accepts."""


def create_connection(body: JsonObject, connector: StoredConnector, ulid_generator: UlidGenerator) -> JsonObject:
    """Create a connection from a ConnectionCreate. Raises ApiError if it's invalid or its name is taken."""
    reader = BodyReader()
    name = reader.read_text(body, "name")
    credentials = reader.read_object(body, "credentials")
    variables = read_variables(reader, body)
    uses_by_side: JsonObject = {}
    for side in ("action", "trigger"):
        uses = reader.read_objects(credentials, side, "credentials", required=False)
        if uses:
            uses_by_side[side] = [_make_use(reader, use, path, side, connector, ulid_generator) for path, use in uses]
    if not uses_by_side and isinstance(body.get("credentials"), dict):
        reader.add_fault("credentials", "expected `action`, `trigger` or both")
    if "name" in body and not name.strip():
        reader.add_fault("name", "is blank")
    reader.raise_faults()
    if any(existing["name"] == name for existing in connector.connections):
        raise invalid_request_error(("name", f"`{name[:100]}` already exists"))
    if len(connector.connections) >= MAX_ITEMS:
        raise ApiError(400, "too_many", f"the connector already has {MAX_ITEMS:,} connections, the emulator's limit")
    now = current_time()
    connection: JsonObject = {
        "id": ulid_generator.generate(),
        "name": name,
        "credentials": uses_by_side,
        "variables": variables,
    }
    return {**connection, "createdAt": now, "updatedAt": now}


def read_variables(
    reader: BodyReader, body: JsonObject, key: str = "variables", *, required: bool = True
) -> list[Json]:
    """Read connection variables (ConnectionVariable)."""
    variables = reader.read_objects(body, key, required=required)
    return [
        {"name": reader.read_text(variable, "name", path), "value": reader.read_text(variable, "value", path)}
        for path, variable in variables
    ]


def _make_use(
    reader: BodyReader, use: JsonObject, path: str, side: str, connector: StoredConnector, ulid_generator: UlidGenerator
) -> JsonObject:
    """Make an auth scheme config with its credential (ConnectionCredential); empty if there are faults."""
    fault_count = reader.fault_count
    config = read_config(
        reader, reader.read_object(use, "authSchemeConfig", path), f"{path}.authSchemeConfig", ulid_generator.generate()
    )
    credential_body = reader.read_object(use, "credential", path)
    credential_path = f"{path}.credential"
    name = reader.read_text(credential_body, "name", credential_path)
    credential_type = reader.read_text(credential_body, "type", credential_path, choices=tuple(_CREDENTIAL_FIELDS))
    data = reader.read_object(credential_body, "data", credential_path)
    values = {
        key: reader.read_text(data, key, f"{credential_path}.data")
        for key in _CREDENTIAL_FIELDS.get(credential_type, ())
    }
    if reader.fault_count > fault_count:
        return {}  # the request is refused later
    connector_configs = connector.fields["authSchemeConfigs"]
    known_configs = (
        [item for item in connector_configs if isinstance(item, dict)] if isinstance(connector_configs, list) else []
    )
    config["validationMessages"] = validate_config(config, known_configs, is_trigger=side == "trigger")
    credential: JsonObject = {
        "id": ulid_generator.generate(),
        "organisationId": connector.organisation_id,
        "type": credential_type,
        "name": name,
        "errors": _credential_errors(config["schemeType"], credential_type, values),
        "data": {},  # never returned
    }
    return {"id": ulid_generator.generate(), "authSchemeConfig": config, "credential": credential}


def _credential_errors(scheme_type: Json, credential_type: str, values: dict[str, str]) -> list[Json]:
    """Return the errors of a credential; they never contain its values."""
    accepted_types = _SCHEME_CREDENTIAL_TYPES.get(scheme_type, ())
    errors: list[Json] = []
    if credential_type not in accepted_types:
        expected = ", ".join(f"`{type_name}`" for type_name in accepted_types)
        errors.append(f"a credential of type `{credential_type}` doesn't fit `{scheme_type}`; expected {expected}")
    errors += [f"`{key}` is empty" for key, value in values.items() if not value]
    if values.get("valueBase64"):
        try:
            b64decode(values["valueBase64"], validate=True)
        except ValueError:
            errors.append("`valueBase64` is not base64")
    return errors
