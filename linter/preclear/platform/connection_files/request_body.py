"""The bodies of requests that create and update connections (ConnectionCreate, ConnectionUpdate)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.platform.connection_files.auth_configs import make_sent_config
from preclear.platform.connection_files.credential_types import ENCODED_VALUE, FIELDS_BY_TYPE, PREFIX, read_grant
from preclear.platform.connection_files.model import SIDES, SecretSource
from preclear.platform.connection_files.secret_reader import join_base64
from preclear.platform.lookups import LookupFailure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from preclear.platform.connection_files.auth_configs import CredentialChoice
    from preclear.platform.connection_files.model import ConnectionFile, CredentialEntry, FieldValue, Side
    from preclear.platform.connection_files.problems import FileProblems
    from preclear.platform.connection_files.secret_reader import ConnectionSecrets
    from preclear.source import Json

MAX_NAME_LENGTH = 200
"""Maximum length, in characters, of a name that preclear makes for a credential."""


def build_create_body(
    file: ConnectionFile, choices: Sequence[CredentialChoice], secrets: ConnectionSecrets
) -> dict[str, Json]:
    """Build the body that creates a connection. It contains the secrets."""
    credentials: dict[str, Json] = {}
    for side in SIDES:
        uses: list[Json] = [
            {"authSchemeConfig": choice.sent_config, "credential": _build_credential(file, choice, secrets)}
            for choice in choices
            if choice.entry.side == side
        ]
        if uses:
            credentials[side] = uses
    return {"name": file.name, "credentials": credentials, "variables": _list_variables(file.variables or ())}


def build_update_body(
    file: ConnectionFile, connection: Mapping[str, Json], choices: Sequence[CredentialChoice], problems: FileProblems
) -> dict[str, Json]:
    """Build the body that updates a connection, which was read before. Problems are about its credentials.

    A file without `variables` or `credentials` leaves those as they are. Credentials take the file's order and the
    connector's auth scheme configs; the credentials themselves can't be updated. Raises LookupFailure if the connection
    isn't as the API describes it.
    """
    body: dict[str, Json] = {"id": connection.get("id"), "name": file.name}
    credentials: dict[str, Json] = {}
    for side in SIDES:
        uses = list_uses(connection, side)
        if file.credentials is not None:
            uses = _reorder_uses(file, side, uses, choices, problems)
        if uses:
            credentials[side] = [*uses]
    if credentials:
        body["credentials"] = credentials
    if file.variables is not None:
        body["variables"] = _list_variables(file.variables)
    elif isinstance(connection.get("variables"), list):
        body["variables"] = connection["variables"]
    return body


def make_credential_name(file: ConnectionFile, entry: CredentialEntry) -> str:
    """Return the name of a credential: the file's, or one made of the connection and the scheme."""
    return entry.name or f"{file.name} {entry.scheme}"[:MAX_NAME_LENGTH]


def _build_credential(file: ConnectionFile, choice: CredentialChoice, secrets: ConnectionSecrets) -> Json:
    entry = choice.entry
    data: dict[str, Json] = {}
    for field in FIELDS_BY_TYPE[choice.credential_type]:
        value = entry.values.get(field.name)
        if value is not None and field != PREFIX:
            data[field.name] = _to_json(value, secrets)
    encoded, prefix = data.get(ENCODED_VALUE.name), entry.values.get(PREFIX.name)
    if isinstance(encoded, str):
        data[ENCODED_VALUE.name] = join_base64(encoded)
    if prefix is not None:
        data["value"] = f"{_to_json(prefix, secrets)} {data['value']}"
    if choice.credential_type == "oauth2-client":
        is_interactive = read_grant(choice.config) == "authorization_code"
        data["authorizeUrl"] = choice.config.get("authorizeUrl") if is_interactive else ""
        data["tokenUrl"] = choice.config.get("tokenUrl")
    return {"name": make_credential_name(file, entry), "type": choice.credential_type, "data": data}


def _to_json(value: FieldValue, secrets: ConnectionSecrets) -> Json:
    if isinstance(value, SecretSource):
        return secrets.reveal(value)
    return [*value] if isinstance(value, tuple) else value


def _list_variables(variables: Sequence[tuple[str, str]]) -> list[Json]:
    return [{"name": name, "value": value} for name, value in variables]


def list_uses(connection: Mapping[str, Json], side: Side) -> list[dict[str, Json]]:
    """Return the credentials of a connection, as an update sends them (ConnectionCredentialUpdate).

    Raises LookupFailure if one isn't as the API describes it: an update would leave it out.
    """
    credentials = connection.get("credentials")
    uses = credentials.get(side) if isinstance(credentials, dict) else credentials
    sent_uses: list[dict[str, Json]] = []
    for use in uses if isinstance(uses, list) else () if uses is None else (uses,):
        config = use.get("authSchemeConfig") if isinstance(use, dict) else None
        if not isinstance(use, dict) or not isinstance(config, dict) or not isinstance(use.get("id"), str):
            raise LookupFailure(f"a credential in `{side}` of the connection isn't as the API describes it")
        sent_uses.append({"id": use["id"], "authSchemeConfig": make_sent_config(config)})
    return sent_uses


def _reorder_uses(
    file: ConnectionFile,
    side: Side,
    uses: list[dict[str, Json]],
    choices: Sequence[CredentialChoice],
    problems: FileProblems,
) -> list[dict[str, Json]]:
    """Return the credentials of one side in the file's order, with the connector's configs."""
    remaining = list(uses)
    reordered: list[dict[str, Json]] = []
    for choice in choices:
        if choice.entry.side != side:
            continue
        use = next((use for use in remaining if _has_config(use, choice.config)), None)
        if use is None:
            fault = f"the connection has no {side} credential for this auth scheme"
            problems.add(choice.entry.node, f"{fault}, and an update can't add one; expected another connection")
            continue
        remaining.remove(use)
        reordered.append({**use, "authSchemeConfig": choice.sent_config})
    if remaining:
        count = f"{len(remaining)} {side} credential{'s' if len(remaining) > 1 else ''} of the connection"
        problems.add(file.root, f"{count} would be left out, and an update can't delete one; expected all of them")
    return reordered


def _has_config(use: Mapping[str, Json], config: Mapping[str, Json]) -> bool:
    """Whether a credential of a connection uses a config: by its id, or else by its description and type."""
    used = use.get("authSchemeConfig")
    return isinstance(used, dict) and (
        used.get("id") == config.get("id")
        or all(used.get(key) == config.get(key) for key in ("schemeType", "description", "name", "in", "tokenUrl"))
    )
