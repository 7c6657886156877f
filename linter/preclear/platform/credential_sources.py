"""Options, environment and context to one access, by fixed precedence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.platform.cli_contexts import read_context
from preclear.platform.credentials import (
    PRODUCTION_URL,
    Credentials,
    InvalidOptionError,
    Token,
    parse_address,
    url_origin,
    validate_id,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.platform.cli_contexts import CliContext
    from preclear.platform.credentials import ApiAddress, TokenScheme

ENVIRONMENT_VARIABLE = "PRECLEAR_TOKEN"


class CredentialSources(NamedTuple):
    """What was said of the access, by options or by the variables that stand for them.

    `stdin_token` is the line that standard input had, where the token comes from there; `origin` names another source
    of it. `scheme` is None where nobody said what sort of token it is.
    """

    organisation: str | None = None
    url: str | None = None
    context: str | None = None
    open_stdin: str | None = None
    scheme: TokenScheme | None = None
    insecure_loopback: bool = False
    origin: str = "standard input"


def resolve_credentials(
    sources: CredentialSources, environment: Mapping[str, str], *, requires_token: bool = True
) -> Credentials:
    """Put the access together.

    A context is read where it is named, and the active one where nothing else has a token. Its token goes as `JWT`.
    What an option says of organisation and URL counts before the context. Raises InvalidOptionError.
    """
    text, origin = sources.open_stdin, sources.origin
    if text is None and sources.context is None:
        text, origin = environment.get(ENVIRONMENT_VARIABLE), ENVIRONMENT_VARIABLE
    token = None if text is None else Token(text, origin)
    scheme: TokenScheme = sources.scheme or "Bearer"
    context = None
    if sources.context is not None or token is None:
        context = read_context(sources.context, environment)
    if token is None and context is not None and context.secret is not None:
        token = Token(context.secret.text, context.origin)
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
    """The CLI's overwrite is the base of another API on the same server: only the server counts."""
    if sources.url is not None:
        return parse_address(sources.url, "`--url` or PRECLEAR_URL", insecure_loopback=sources.insecure_loopback)
    if context is not None and context.url is not None:
        return parse_address(url_origin(context.url), context.origin, insecure_loopback=sources.insecure_loopback)
    return parse_address(PRODUCTION_URL, "preclear", insecure_loopback=False)


def _describe_missing(label: str, advice: str, context: CliContext | None) -> str:
    if context is not None:
        return f"{context.origin} has no {label}; {advice}, or use `versori context add`"
    return f"there is no {label}; {advice}, or use `--context` with a context of the `versori` CLI"
