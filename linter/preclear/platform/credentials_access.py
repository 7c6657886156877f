"""Options, environment and context to one access, by fixed precedence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.platform.contexts import read_context
from preclear.platform.credentials import PRODUCTION, Access, Token, Unusable, address_of, id_of, origin_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.platform.contexts import Context
    from preclear.platform.credentials import Address, Scheme

VARIABLE = "PRECLEAR_TOKEN"


class Given(NamedTuple):
    """What was said of the access, by options or by the variables that stand for them.

    `stdin` is the line that standard input had, where the token comes from there. `scheme` is None where nobody said
    what sort of token it is.
    """

    organisation: str | None = None
    url: str | None = None
    context: str | None = None
    stdin: str | None = None
    scheme: Scheme | None = None
    insecure_loopback: bool = False


def access_of(given: Given, environment: Mapping[str, str], *, token_needed: bool = True) -> Access:
    """Put the access together.

    A context is read where it is named, and the active one where nothing else has a token. Its token goes as `JWT`.
    What an option says of organisation and URL counts before the context. Raises Unusable.
    """
    text, origin = given.stdin, "standard input"
    if text is None and given.context is None:
        text, origin = environment.get(VARIABLE), VARIABLE
    token = None if text is None else Token(text, origin)
    scheme: Scheme = given.scheme or "Bearer"
    context = None
    if given.context is not None or token is None:
        context = read_context(given.context, environment)
    if token is None and context is not None and context.secret is not None:
        token = Token(context.secret.text, context.origin)
        scheme = given.scheme or "JWT"
    organisation = given.organisation or (context.organisation if context is not None else None)
    if token is None and token_needed:
        raise Unusable(_missing("token", f"set {VARIABLE}, or use `--token-stdin`", context))
    if organisation is None:
        raise Unusable(_missing("organisation", "use `--organisation` or set PRECLEAR_ORGANISATION", context))
    return Access(_address(given, context), id_of(organisation, "the organisation"), token, scheme)


def _address(given: Given, context: Context | None) -> Address:
    """The CLI's overwrite is the base of another API on the same server: only the server counts."""
    if given.url is not None:
        return address_of(given.url, "`--url` or PRECLEAR_URL", insecure_loopback=given.insecure_loopback)
    if context is not None and context.url is not None:
        return address_of(origin_of(context.url), context.origin, insecure_loopback=given.insecure_loopback)
    return address_of(PRODUCTION, "preclear", insecure_loopback=False)


def _missing(what: str, advice: str, context: Context | None) -> str:
    if context is not None:
        return f"{context.origin} has no {what}; {advice}, or use `versori context add`"
    return f"there is no {what}; {advice}, or use `--context` with a context of the `versori` CLI"
