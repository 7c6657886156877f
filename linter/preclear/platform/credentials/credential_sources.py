"""The sources of credentials, in order of precedence: options, environment, context."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.platform.credentials.cli_contexts import read_context
from preclear.platform.credentials.credentials import (
    PRODUCTION_URL,
    Credentials,
    parse_address,
    url_origin,
    validate_id,
)
from preclear.platform.credentials.secrets import Token
from preclear.platform.option_errors import InvalidOptionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.platform.credentials.cli_contexts import CliContext
    from preclear.platform.credentials.credentials import ApiAddress
    from preclear.platform.credentials.secrets import TokenScheme

ENVIRONMENT_VARIABLE = "PRECLEAR_TOKEN"


class CredentialSources(NamedTuple):
    """Credentials from options, or from their environment variables; None if not set.

    `source_text` is the token from standard input or another TokenSource, and `origin` names that source in messages.
    `scheme` is None if no type of token was set.
    """

    organisation: str | None = None
    url: str | None = None
    context: str | None = None
    source_text: str | None = None
    scheme: TokenScheme | None = None
    insecure_loopback: bool = False
    origin: str = "standard input"


def resolve_credentials(
    sources: CredentialSources, environment: Mapping[str, str], *, requires_token: bool = True
) -> Credentials:
    """Resolve the credentials.

    A context is read if it is named; the active context is read if there is no other token. A token from a context uses
    the scheme `JWT`. Options for organisation and URL override the context. Raises InvalidOptionError.
    """
    text, origin = sources.source_text, sources.origin
    if text is None and sources.context is None:
        text, origin = environment.get(ENVIRONMENT_VARIABLE), ENVIRONMENT_VARIABLE
    token = None if text is None else Token(text, origin)
    scheme: TokenScheme = sources.scheme or "Bearer"
    context = None
    if sources.context is not None or token is None:
        context = read_context(sources.context, environment)
    if token is None and context is not None and context.secret is not None:
        token = Token(context.secret.reveal(), context.origin)
        scheme = sources.scheme or "JWT"
    organisation = sources.organisation or (context.organisation if context is not None else None)
    if token is None and requires_token:
        raise InvalidOptionError(
            _describe_missing("token", f"set {ENVIRONMENT_VARIABLE}, or use `--token-stdin`", context)
        )
    if organisation is None:
        raise InvalidOptionError(
            _describe_missing("organisation", "use `--organisation` or set PRECLEAR_ORGANISATION", context)
        )
    return Credentials(_resolve_address(sources, context), validate_id(organisation, "the organisation"), token, scheme)


def _resolve_address(sources: CredentialSources, context: CliContext | None) -> ApiAddress:
    """Resolve the address. The CLI's `url_overwrite` is the base URL of another API, so only its origin is used."""
    if sources.url is not None:
        return parse_address(sources.url, "`--url` or PRECLEAR_URL", insecure_loopback=sources.insecure_loopback)
    if context is not None and context.url is not None:
        return parse_address(url_origin(context.url), context.origin, insecure_loopback=sources.insecure_loopback)
    return parse_address(PRODUCTION_URL, "preclear", insecure_loopback=False)


def _describe_missing(label: str, advice: str, context: CliContext | None) -> str:
    if context is not None:
        return f"{context.origin} has no {label}; {advice}, or use `versori context add`"
    return f"there is no {label}; {advice}, or use `--context` with a context of the `versori` CLI"
