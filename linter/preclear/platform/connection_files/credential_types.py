"""The types of credentials and their fields (CredentialType, CredentialData…), and which of them fit an auth scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.source import Json

FieldKind: TypeAlias = Literal["secret", "text", "texts", "boolean"]


class CredentialField(NamedTuple):
    """A field of a credential in a connection file, named as in the API.

    A `secret` is read from elsewhere, a `text` can be. `has_lines` allows a text of several lines.
    """

    name: str
    kind: FieldKind
    is_required: bool = True
    has_lines: bool = False


PREFIX = CredentialField("prefix", "text", is_required=False)
"""What is sent before the value, with a space, such as `Bearer`. It isn't a field of the API."""

ENCODED_VALUE = CredentialField("valueBase64", "secret", has_lines=True)

_USERNAME = CredentialField("username", "text")
_PASSWORD = CredentialField("password", "secret")

FIELDS_BY_TYPE: Mapping[str, tuple[CredentialField, ...]] = {
    "none": (),
    "string": (CredentialField("value", "secret"), PREFIX),
    "binary": (ENCODED_VALUE,),
    "basic-auth": (_USERNAME, _PASSWORD),
    "oauth2-client": (
        CredentialField("clientId", "text"),
        CredentialField("clientSecret", "secret"),
        CredentialField("scopes", "texts", is_required=False),
        CredentialField("additionalParams", "text", is_required=False),
        CredentialField("mTLSEnabled", "boolean", is_required=False),
        CredentialField("mTLSCredentialId", "text", is_required=False),
    ),
    "oauth2-code": (CredentialField("code", "secret"), CredentialField("state", "secret")),
    "oauth2-password": (_USERNAME, _PASSWORD),
    "oauth2-token": (
        CredentialField("scopes", "texts"),
        CredentialField("accessToken", "secret", is_required=False),
        CredentialField("refreshToken", "secret", is_required=False),
    ),
    "certificate": (
        CredentialField("certificate", "text", has_lines=True),
        CredentialField("key", "secret", has_lines=True),
        CredentialField("ca", "text", has_lines=True),
    ),
}
"""The fields of each type of credential whose data the API describes."""

FIELDS: Mapping[str, CredentialField] = {field.name: field for fields in FIELDS_BY_TYPE.values() for field in fields}
"""All fields by name. A field means the same in every type, except that a type can require it."""

UNDESCRIBED_TYPES = ("custom-function", "jwt-bearer")
"""Types of credentials (CredentialType) whose data the API doesn't describe."""

_TYPES_BY_SCHEME: Mapping[str, tuple[str, ...]] = {
    "none": ("none",),
    "api-key": ("string",),
    "basic-auth": ("basic-auth",),
    "hmac": ("string", "binary"),
    "certificate": ("certificate",),
}
_TYPES_BY_GRANT: Mapping[str, tuple[str, ...]] = {
    "client_credentials": ("oauth2-client",),
    "password": ("oauth2-password",),
    "authorization_code": ("oauth2-code", "oauth2-token", "oauth2-client"),
}


def list_fitting_types(config: Mapping[str, Json]) -> tuple[str, ...]:
    """Return the types of credentials that fit an auth scheme config (AuthSchemeConfig), the usual one first."""
    scheme_type = config.get("schemeType")
    if scheme_type == "oauth2":
        return _TYPES_BY_GRANT.get(read_grant(config) or "", ())
    return _TYPES_BY_SCHEME.get(scheme_type, ()) if isinstance(scheme_type, str) else ()


def read_grant(config: Mapping[str, Json]) -> str | None:
    """Return the grant type of an OAuth 2.0 config; None if it has none."""
    grant = config.get("grant")
    grant_type = grant.get("grantType") if isinstance(grant, dict) else None
    return grant_type if isinstance(grant_type, str) else None
