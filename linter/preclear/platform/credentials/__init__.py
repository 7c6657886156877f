"""The credentials of a run: where they come from, and how their secrets are kept out of everything that is shown."""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.platform.credentials.credential_sources import (
        ENVIRONMENT_VARIABLE,
        CredentialSources,
        resolve_credentials,
    )
    from preclear.platform.credentials.credentials import (
        ApiAddress,
        Credentials,
        encode_name,
        is_ulid,
        parse_address,
        validate_id,
    )
    from preclear.platform.credentials.secrets import Secret, TokenScheme, sort_secrets

__all__ = [
    "ENVIRONMENT_VARIABLE",
    "ApiAddress",
    "CredentialSources",
    "Credentials",
    "Secret",
    "TokenScheme",
    "encode_name",
    "is_ulid",
    "parse_address",
    "resolve_credentials",
    "sort_secrets",
    "validate_id",
]

_exports = lazy_exports(
    __name__,
    {
        "credential_sources": (
            "ENVIRONMENT_VARIABLE",
            "CredentialSources",
            "resolve_credentials",
        ),
        "credentials": (
            "ApiAddress",
            "Credentials",
            "encode_name",
            "is_ulid",
            "parse_address",
            "validate_id",
        ),
        "secrets": (
            "Secret",
            "TokenScheme",
            "sort_secrets",
        ),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
