"""Connections: their auth scheme configs are validated, their credentials looked at and not kept (Connection)."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING

from preclear.emulator.auth_configs import read_config, validate_config
from preclear.emulator.problem import Object, Problem, invalid
from preclear.emulator.reading import Reading
from preclear.emulator.store import MOST_PARTS, time_now

if TYPE_CHECKING:
    from preclear.emulator.store import Kept
    from preclear.emulator.ulids import Ulids
    from preclear.source import Json

_DATA: dict[str, tuple[str, ...]] = {
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
"""The types of credentials, and the texts that the data of each requires."""

_FITTING: dict[Json, tuple[str, ...]] = {
    "none": ("none",),
    "api-key": ("string", "jwt-bearer", "custom-function"),
    "basic-auth": ("basic-auth",),
    "oauth2": ("oauth2-client", "oauth2-code", "oauth2-password", "oauth2-token"),
    "hmac": ("string", "binary"),
    "certificate": ("certificate",),
}
"""The types of credentials that an auth scheme takes."""


def create_connection(body: Object, kept: Kept, ulids: Ulids) -> Object:
    """Make a connection of a ConnectionCreate. Raises Problem where it is none, or its name is taken."""
    reading = Reading()
    name = reading.text(body, "name")
    credentials = reading.inner(body, "credentials")
    variables = read_variables(reading, body)
    made: Object = {}
    for side in ("action", "trigger"):
        uses = reading.objects(credentials, side, "credentials", required=False)
        if uses:
            made[side] = [_use(reading, use, at, side, kept, ulids) for at, use in uses]
    if not made and isinstance(body.get("credentials"), dict):
        reading.fault("credentials", "expected `action`, `trigger` or both")
    if "name" in body and not name.strip():
        reading.fault("name", "is blank")
    reading.check()
    if any(each["name"] == name for each in kept.connections):
        raise invalid(("name", f"`{name[:100]}` exists already"))
    if len(kept.connections) >= MOST_PARTS:
        raise Problem(400, "too_many", f"the connector has {MOST_PARTS:,} connections, and no more are kept")
    now = time_now()
    connection: Object = {"id": ulids.make(), "name": name, "credentials": made, "variables": variables}
    return {**connection, "createdAt": now, "updatedAt": now}


def read_variables(reading: Reading, body: Object, key: str = "variables", *, required: bool = True) -> list[Json]:
    """Read connection variables (ConnectionVariable)."""
    held = reading.objects(body, key, required=required)
    return [{"name": reading.text(each, "name", at), "value": reading.text(each, "value", at)} for at, each in held]


def _use(reading: Reading, use: Object, at: str, side: str, kept: Kept, ulids: Ulids) -> Object:
    """An auth scheme config with its credential (ConnectionCredential)."""
    before = reading.count
    config = read_config(reading, reading.inner(use, "authSchemeConfig", at), f"{at}.authSchemeConfig", ulids.make())
    held = reading.inner(use, "credential", at)
    where = f"{at}.credential"
    name = reading.text(held, "name", where)
    kind = reading.text(held, "type", where, choices=tuple(_DATA))
    data = reading.inner(held, "data", where)
    values = {key: reading.text(data, key, f"{where}.data") for key in _DATA.get(kind, ())}
    if reading.count > before:
        return {}  # refused in the end
    known = kept.fields["authSchemeConfigs"]
    listed = [each for each in known if isinstance(each, dict)] if isinstance(known, list) else []
    config["validationMessages"] = validate_config(config, listed, trigger=side == "trigger")
    credential: Object = {
        "id": ulids.make(),
        "organisationId": kept.organisation,
        "type": kind,
        "name": name,
        "errors": _errors(config["schemeType"], kind, values),
        "data": {},  # nothing of it is given back
    }
    return {"id": ulids.make(), "authSchemeConfig": config, "credential": credential}


def _errors(scheme: Json, kind: str, values: dict[str, str]) -> list[Json]:
    """What is wrong with a credential, never with its content."""
    fitting = _FITTING.get(scheme, ())
    errors: list[Json] = []
    if kind not in fitting:
        wanted = ", ".join(f"`{each}`" for each in fitting)
        errors.append(f"a credential of the type `{kind}` does not fit `{scheme}`; expected {wanted}")
    errors += [f"`{key}` is empty" for key, value in values.items() if not value]
    if values.get("valueBase64"):
        try:
            b64decode(values["valueBase64"], validate=True)
        except ValueError:
            errors.append("`valueBase64` is not base64")
    return errors
