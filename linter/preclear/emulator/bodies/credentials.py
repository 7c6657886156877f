"""Credentials of a connection: checked, but never stored or returned (Credential)."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, NamedTuple

from preclear.emulator.importer.values import is_absolute_uri

if TYPE_CHECKING:
    from preclear.emulator.http.body_reader import BodyReader
    from preclear.emulator.http.errors import JsonObject
    from preclear.source import Json

_FIELDS: dict[str, tuple[str, ...]] = {
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

_UNVALIDATED_TYPES = frozenset({"oauth2-code", "oauth2-token", "custom-function", "jwt-bearer"})
"""Types that only the service itself could validate. Their `errors` are absent, unless something is wrong."""

_ACCEPTED_TYPES: dict[Json, tuple[str, ...]] = {
    "none": ("none",),
    "api-key": ("string", "jwt-bearer", "custom-function"),
    "basic-auth": ("basic-auth",),
    "oauth2": ("oauth2-client", "oauth2-code", "oauth2-password", "oauth2-token"),
    "hmac": ("string", "binary"),
    "certificate": ("certificate",),
}
"""The types of credentials that each type of auth scheme accepts."""


class CredentialInput(NamedTuple):
    """A credential of a request. `values` are its secrets."""

    name: str
    type: str
    values: dict[str, str]


def read_credential(reader: BodyReader, body: JsonObject, path: str) -> CredentialInput:
    """Read a CredentialCreate. Faults go to `reader`."""
    name = reader.read_text(body, "name", path)
    credential_type = reader.read_text(body, "type", path, choices=tuple(_FIELDS))
    data, data_path = reader.read_object(body, "data", path), f"{path}.data"
    values = {key: reader.read_text(data, key, data_path) for key in _FIELDS.get(credential_type, ())}
    if credential_type == "oauth2-token":
        reader.read_texts(data, "scopes", data_path)
    if credential_type == "none" and data:
        reader.add_fault(data_path, "expected an empty object")
    return CredentialInput(name, credential_type, values)


def make_credential(credential: CredentialInput, config: JsonObject, id: str, organisation_id: str) -> JsonObject:
    """Return the credential as answers have it. `errors` are absent if it wasn't validated, and empty if it's valid.

    A code is exchanged for a token, so it becomes a credential of that type (CredentialDataOAuth2Code).
    """
    is_code = credential.type == "oauth2-code"
    body: JsonObject = {
        "id": id,
        "organisationId": organisation_id,
        "type": "oauth2-token" if is_code else credential.type,
        "name": credential.name,
        "data": {"scopes": []} if is_code else {},
    }
    errors = _find_errors(credential, config)
    return {**body, "errors": errors} if errors or credential.type not in _UNVALIDATED_TYPES else body


def _find_errors(credential: CredentialInput, config: JsonObject) -> list[Json]:
    """Return the errors of a credential; they never contain its values."""
    scheme_type, values = config["schemeType"], credential.values
    accepted_types = _ACCEPTED_TYPES.get(scheme_type, ())
    errors: list[Json] = []
    if credential.type not in accepted_types:
        expected = ", ".join(f"`{type_name}`" for type_name in accepted_types)
        errors.append(f"a credential of type `{credential.type}` doesn't fit `{scheme_type}`; expected {expected}")
    errors += [f"`{key}` is empty" for key, value in values.items() if not value and key != "authorizeUrl"]
    if values.get("valueBase64"):
        try:
            b64decode(values["valueBase64"], validate=True)
        except ValueError:
            errors.append("`valueBase64` is not base64")
    if credential.type == "oauth2-client":
        errors += _find_url_errors(values, config)
    return errors


def _find_url_errors(values: dict[str, str], config: JsonObject) -> list[Json]:
    """Return what is wrong with the URLs of an OAuth 2.0 client (CredentialDataOAuth2Client)."""
    grant = config.get("grant")
    grant_type = grant.get("grantType") if isinstance(grant, dict) else None
    errors: list[Json] = []
    if grant_type == "client_credentials":
        if values["authorizeUrl"]:
            errors.append("`authorizeUrl` must be empty for the grant `client_credentials`")
    elif not is_absolute_uri(values["authorizeUrl"]):
        errors.append("`authorizeUrl` isn't an absolute URI")
    if values["tokenUrl"] and not is_absolute_uri(values["tokenUrl"]):
        errors.append("`tokenUrl` isn't an absolute URI")
    return errors
