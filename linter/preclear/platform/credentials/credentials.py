"""Validated credentials: address, organisation and token. The token is never shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from preclear.platform.credentials.secrets import sort_secrets
from preclear.platform.option_errors import InvalidOptionError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.platform.credentials.secrets import Secret, Token, TokenScheme
    from preclear.source import Json

PRODUCTION_URL = "https://platform.versori.com/api/connect/v1"
"""The base URL of the API description (servers)."""

API_PATH = "/api/connect/v1"
"""The path of the Connect API on every server of the API description."""

_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", re.IGNORECASE)
_URL = re.compile(
    r"(?P<scheme>https?)://"
    r"(?P<host>\[[0-9A-Fa-f:.]{2,45}\]|[0-9A-Za-z](?:[0-9A-Za-z.-]{0,252}[0-9A-Za-z])?)"
    r"(?P<port>:[0-9]{1,5})?"
    r"(?P<path>(?:/[0-9A-Za-z._~-]*)*)",
    re.IGNORECASE,
)
_LOOPBACK = re.compile(r"127(?:\.[0-9]{1,3}){3}|\[::1\]|localhost", re.IGNORECASE)


class ApiAddress(NamedTuple):
    """A validated base URL. `url` has no trailing slash, `host` is as in the URL."""

    url: str
    host: str
    is_https: bool

    @property
    def is_loopback(self) -> bool:
        """Whether the host is this machine."""
        return _LOOPBACK.fullmatch(self.host) is not None


class Credentials(NamedTuple):
    """The address, the organisation and the token of requests; the token is None if nothing is sent.

    `secrets` are further secrets that requests send, such as the credentials of a connection. No output has any.
    """

    address: ApiAddress
    organisation: str
    token: Token | None
    scheme: TokenScheme = "Bearer"
    secrets: tuple[Secret, ...] = ()

    def with_secrets(self, secrets: Iterable[Secret]) -> Credentials:
        """Return the same credentials, which also redact `secrets`."""
        return self._replace(secrets=(*self.secrets, *secrets))

    def url(self, *parts: str) -> str:
        """Return the URL of a path below the organisation. Raises InvalidOptionError for a part that isn't an id."""
        for part in parts:
            if not _ID.fullmatch(part):
                raise InvalidOptionError(_describe_invalid_id("an id", part))
        return "/".join((self.address.url, "o", self.organisation, *parts))

    def version_url(self, connector_id: str, version_name: str, *parts: str) -> str:
        """Return the URL of a version of a connector, or of a path below it. Names are percent-encoded.

        Raises InvalidOptionError for a connector's id that isn't one, and for names that can't be a part of a URL.
        """
        validate_id(connector_id, "the connector")
        return "/".join((self.url("connectors", connector_id, "versions"), *map(encode_name, (version_name, *parts))))

    def redact(self, text: str) -> str:
        """Replace the token and all secrets in `text` with `***`."""
        for secret in self._all_secrets:
            text = secret.redact(text)
        return text

    def redact_response(self, text: str) -> str:
        """Replace the token and all secrets, and pieces of them, in a server's text with `***`."""
        for secret in self._all_secrets:
            text = secret.redact_response(text)
        return text

    def redact_json(self, value: Json) -> Json:
        """Redact an answer, which is changed in place."""
        for secret in self._all_secrets:
            value = secret.redact_json(value)
        return value

    @property
    def _all_secrets(self) -> tuple[Secret, ...]:
        return sort_secrets(self.secrets if self.token is None else (self.token, *self.secrets))


def encode_name(name: str) -> str:
    """Return a name as a part of a URL's path. Raises InvalidOptionError for one that servers read as a path.

    `.` and `..` change the path in any spelling. No name is empty.
    """
    if name in ("", ".", ".."):
        raise InvalidOptionError(f"the name `{name}` can't be part of a URL; expected another name")
    try:
        return quote(name, safe="")
    except UnicodeEncodeError:
        raise InvalidOptionError("the name has a character that no URL can have") from None


def validate_id(text: str, label: str) -> str:
    """Return `text` if it is a valid id in a URL. Raises InvalidOptionError; `label` (`the connector`) names the id."""
    if not _ID.fullmatch(text):
        raise InvalidOptionError(_describe_invalid_id(label, text))
    return text


def is_ulid(text: str) -> bool:
    """Whether `text` is an id as the API creates them: a ULID (`format` of all ids in the API description)."""
    return _ULID.fullmatch(text) is not None


def parse_address(text: str, origin: str, *, insecure_loopback: bool) -> ApiAddress:
    """Parse a base URL; without a path, API_PATH is added.

    Raises InvalidOptionError for anything but https (and http to this machine if allowed), for user names and
    passwords, queries and fragments, and for `.` or `..` in the path.
    """
    match = _URL.fullmatch(text)
    parts = match["path"].split("/") if match else []
    if match is None or "." in parts or ".." in parts or int((match["port"] or ":1")[1:]) not in range(1, 65536):
        expected = f"expected one such as `{PRODUCTION_URL}`"
        raise InvalidOptionError(
            f"the base URL in {origin} can't be used; {expected}, without user, query and fragment"
        )
    address = ApiAddress(
        f"{match['scheme'].lower()}://{match['host']}{match['port'] or ''}{match['path'].rstrip('/') or API_PATH}",
        match["host"],
        match["scheme"].lower() == "https",
    )
    if not address.is_https and not address.is_loopback:
        raise InvalidOptionError(f"the base URL in {origin} begins with `http://`; expected `https://`")
    if not address.is_https and not insecure_loopback:
        raise InvalidOptionError(
            f"the base URL in {origin} begins with `http://`; expected `https://`, or `--insecure-loopback`"
        )
    return address


def url_origin(url: str) -> str:
    """Return the scheme, host and port of a URL, as far as present."""
    scheme, separator, rest = url.partition("://")
    return scheme + separator + rest.partition("/")[0]


def _describe_invalid_id(label: str, text: str) -> str:
    excerpt = text if len(text) <= 70 else f"{text[:69]}…"
    return f"{label} is `{excerpt}`; expected 1 to 64 of the characters A–Z, a–z, 0–9, `_` and `-`"
