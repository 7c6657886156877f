"""Connections (ConnectionCreate, ConnectionUpdate): auth scheme configs are validated, credentials never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.bodies.auth_configs import check_unique_ids, read_config, validate_config
from preclear.emulator.bodies.credentials import make_credential, read_credential
from preclear.emulator.http.body_reader import BodyReader
from preclear.emulator.http.errors import ApiError, JsonObject, invalid_request_error
from preclear.emulator.store import MAX_ITEMS, current_time

if TYPE_CHECKING:
    from preclear.emulator.store import StoredConnector
    from preclear.emulator.ulids import UlidGenerator
    from preclear.source import Json

_SIDES = ("action", "trigger")


def create_connection(body: JsonObject, connector: StoredConnector, ulid_generator: UlidGenerator) -> JsonObject:
    """Create a connection from a ConnectionCreate. Raises ApiError if it's invalid or its name is taken."""
    reader = BodyReader()
    connection = read_connection(reader, body, "", connector, ulid_generator)
    reader.raise_faults()
    check_connection_name(connector, str(connection["name"]))
    if len(connector.connections) >= MAX_ITEMS:
        raise ApiError(400, "too_many", f"the connector already has {MAX_ITEMS:,} connections, the emulator's limit")
    return connection


def check_connection_name(connector: StoredConnector, name: str, id: Json = None) -> None:
    """Raise ApiError if a connection has this name, other than the one with this id."""
    if any(existing["name"] == name and existing["id"] != id for existing in connector.connections):
        raise invalid_request_error(("name", f"`{name[:100]}` already exists"))


def read_connection(
    reader: BodyReader, body: JsonObject, path: str, connector: StoredConnector, ulid_generator: UlidGenerator
) -> JsonObject:
    """Read a ConnectionCreate at `path`. Faults go to `reader`."""
    prefix = f"{path}." if path else ""
    name = reader.read_text(body, "name", path)
    credentials = reader.read_object(body, "credentials", path)
    variables = read_variables(reader, body, path)
    uses_by_side: JsonObject = {}
    for side in _SIDES:
        uses = reader.read_objects(credentials, side, f"{prefix}credentials", required=False)
        if side in credentials:
            uses_by_side[side] = [
                _make_use(reader, use, use_path, side, connector, ulid_generator) for use_path, use in uses
            ]
        check_unique_ids(reader, [(f"{use_path}.authSchemeConfig.id", _config_id(use)) for use_path, use in uses])
    if "name" in body and not name.strip():
        reader.add_fault(f"{prefix}name", "is blank")
    now = current_time()
    return {
        "id": ulid_generator.generate(),
        "name": name,
        "credentials": uses_by_side or {"action": []},  # at least one property (ConnectionCredentials)
        "variables": variables,
        "createdAt": now,
        "updatedAt": now,
    }


def _config_id(use: JsonObject) -> Json:
    config = use.get("authSchemeConfig")
    id = config.get("id") if isinstance(config, dict) else None
    return id.upper() if isinstance(id, str) else None


def read_variables(
    reader: BodyReader, body: JsonObject, path: str = "", key: str = "variables", *, required: bool = True
) -> list[Json]:
    """Read connection variables (ConnectionVariable)."""
    variables = reader.read_objects(body, key, path, required=required)
    return [
        {"name": reader.read_text(variable, "name", path), "value": reader.read_text(variable, "value", path)}
        for path, variable in variables
    ]


def _make_use(
    reader: BodyReader, use: JsonObject, path: str, side: str, connector: StoredConnector, ulid_generator: UlidGenerator
) -> JsonObject:
    """Make an auth scheme config with its credential (ConnectionCredential); empty if there are faults."""
    fault_count = reader.fault_count
    config = read_config(reader, reader.read_object(use, "authSchemeConfig", path), f"{path}.authSchemeConfig")
    credential = read_credential(reader, reader.read_object(use, "credential", path), f"{path}.credential")
    if reader.fault_count > fault_count:
        return {}  # the request is refused later
    config["validationMessages"] = validate_config(config, connector.configs, is_trigger=side == "trigger")
    return {
        "id": ulid_generator.generate(),
        "authSchemeConfig": config,
        "credential": make_credential(credential, config, ulid_generator.generate(), connector.organisation_id),
    }


def update_connection(body: JsonObject, connection: JsonObject, connector: StoredConnector) -> JsonObject:
    """Return the connection after a ConnectionUpdate. Raises ApiError if it's invalid.

    Credentials and variables that the body leaves out stay as they are. Credentials are reordered and get other
    configs, but none is added or removed.
    """
    reader = BodyReader()
    if reader.read_ulid(body, "id") != connection["id"]:
        reader.add_fault("id", f"can't be changed; expected `{connection['id']}`")
    name = reader.read_text(body, "name")
    if "name" in body and not name.strip():
        reader.add_fault("name", "is blank")
    stored, changed = connection["credentials"], {}
    credentials = reader.read_object(body, "credentials") if "credentials" in body else {}
    for side in _SIDES:
        if side in credentials:
            uses = stored.get(side) if isinstance(stored, dict) else None
            changed[side] = _update_uses(reader, credentials, side, uses, connector)
    variables = read_variables(reader, body) if "variables" in body else connection["variables"]
    reader.raise_faults()
    check_connection_name(connector, name, connection["id"])
    return {
        **connection,
        "name": name,
        "credentials": {**(stored if isinstance(stored, dict) else {}), **changed},
        "variables": variables,
        "updatedAt": current_time(),
    }


def _update_uses(
    reader: BodyReader, credentials: JsonObject, side: str, stored: Json, connector: StoredConnector
) -> list[Json]:
    """Return the credentials of one side in the order of a ConnectionCredentialsUpdate, with its configs."""
    stored_uses = {str(use["id"]): use for use in stored if isinstance(use, dict)} if isinstance(stored, list) else {}
    uses: list[Json] = []
    ids: list[str] = []
    bodies = reader.read_objects(credentials, side, "credentials")
    for path, body in bodies:
        id = reader.read_ulid(body, "id", path)
        config = read_config(reader, reader.read_object(body, "authSchemeConfig", path), f"{path}.authSchemeConfig")
        ids.append(id)
        use = stored_uses.get(id, {})
        stored_config = use.get("authSchemeConfig")
        if isinstance(stored_config, dict) and config["schemeType"] != stored_config["schemeType"]:
            reader.add_fault(f"{path}.authSchemeConfig.schemeType", "can't be changed")
        if config["schemeType"]:
            messages = (
                [] if reader.fault_count else validate_config(config, connector.configs, is_trigger=side == "trigger")
            )
            uses.append({**use, "authSchemeConfig": {**config, "validationMessages": messages}})
    check_unique_ids(reader, [(f"{path}.authSchemeConfig.id", _config_id(body)) for path, body in bodies])
    if sorted(ids) != sorted(stored_uses):
        reader.add_fault(f"credentials.{side}", "expected the id of every credential, once each")
    return uses
