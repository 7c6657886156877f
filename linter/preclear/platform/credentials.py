"""Validated credentials: address, organisation and token. The token is never shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn, TypeAlias

from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source import Json

TokenScheme: TypeAlias = Literal["Bearer", "JWT"]
"""The authentication scheme: `Bearer` for API keys, `JWT` for tokens of the `versori` CLI and of signing keys."""

PRODUCTION_URL = "https://platform.versori.com/api/connect/v1"
"""The base URL of the API description (servers)."""

API_PATH = "/api/connect/v1"
"""The path of the Connect API on every server of the API description."""

_TOKEN = re.compile(r"[\x21-\x7e]{8,4096}")
_INVALID_CHARACTER = re.compile(r"[^\x21-\x7e]")
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", re.IGNORECASE)
_URL = re.compile(
    r"(?P<scheme>https?)://"
    r"(?P<host>\[[0-9A-Fa-f:.]{2,45}\]|[0-9A-Za-z](?:[0-9A-Za-z.-]{0,252}[0-9A-Za-z])?)"
    r"(?P<port>:[0-9]{1,5})?"
    r"(?P<path>(?:/[0-9A-Za-z._~-]*)*)",
    re.IGNORECASE,
)
_PIECE_LENGTH = 8  # characters; no token is shorter
_PIPELINE_COMMAND = re.compile(r"(?<=#)#(?=[A-Za-z]{0,20}\[)")  # reports escape it
_LOOPBACK = re.compile(r"127(?:\.[0-9]{1,3}){3}|\[::1\]|localhost", re.IGNORECASE)


class InvalidOptionError(Exception):
    """An option can't be used. The message says which one and what was expected, and never contains the token."""


class ConnectionSetupError(InvalidOptionError):
    """The options are valid, but the environment isn't: a proxy or a file of certificates can't be used."""


class Token:
    """A validated token, which always prints as `***`.

    Raises InvalidOptionError where it can't stand in a header: it is named by `origin`, and its faults by their place
    alone.
    """

    __slots__ = ("_forms", "_pieces", "_text")

    def __init__(self, text: str, origin: str) -> None:
        invalid = _INVALID_CHARACTER.search(text)
        if invalid is not None:
            raise InvalidOptionError(
                f"the token in {origin} contains {_describe_character(invalid[0])} at position {invalid.start() + 1}"
            )
        if not _TOKEN.fullmatch(text):
            expected = "expected 8 to 4,096"
            raise InvalidOptionError(f"the token in {origin} has {format_count(len(text), 'character')}; {expected}")
        self._text = text
        self._forms: tuple[str, ...] = ()
        self._pieces: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return "***"

    def __format__(self, spec: str) -> str:
        return "***"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a token can't be pickled")

    def authorization(self, scheme: TokenScheme) -> str:
        """Return the value of the `Authorization` header, the only place where the token is used."""
        return f"{scheme} {self._text}"

    def redact(self, text: str) -> str:
        """Replace the token in `text` with `***`, also in its encodings in JSON, URLs, base64 and reports."""
        if len(text) < _PIECE_LENGTH:
            return text
        if not self._forms:
            self._forms = _encoded_forms(self._text)
        for form in self._forms:
            text = text.replace(form, "***")
        return text

    def redact_response(self, text: str) -> str:
        """Redact a server's text as `redact` does, and also replace pieces of the token, ignoring case.

        A piece has at least 8 characters, with a digit or a capital letter, so that words aren't replaced.
        """
        if len(text) < _PIECE_LENGTH:
            return text
        text = self.redact(text)
        if not self._pieces:
            self._pieces = frozenset(_token_pieces(self._text))
        if not self._pieces:
            return text
        folded = text.lower()
        if len(folded) != len(text):  # a letter with a longer lower case, which no token contains
            folded = "".join(character if character.isascii() else " " for character in text).lower()
        output: list[str] = []
        copied_end = end = 0
        for start in range(len(folded) - _PIECE_LENGTH + 1):
            if folded[start : start + _PIECE_LENGTH] in self._pieces:
                if start > end or not end:
                    output += [text[copied_end:start], "***"]
                copied_end = end = start + _PIECE_LENGTH
        return "".join([*output, text[copied_end:]])

    def redact_json(self, value: Json) -> Json:
        """Redact the token in all texts and keys of `value`, and pieces of it in texts.

        Lists and objects are changed in place, because an answer can have millions of values.
        """
        if isinstance(value, str):
            return self.redact_response(value)
        if isinstance(value, dict):
            for key in value:
                value[key] = self.redact_json(value[key])
            if any(self.redact(key) != key for key in value):
                return {self.redact(key): item for key, item in value.items()}
        elif isinstance(value, list):
            for index, item in enumerate(value):
                value[index] = self.redact_json(item)
        return value


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
    """The address, the organisation and the token of requests; the token is None if nothing is sent."""

    address: ApiAddress
    organisation: str
    token: Token | None
    scheme: TokenScheme = "Bearer"

    def url(self, *parts: str) -> str:
        """Return the URL of a path below the organisation. Raises InvalidOptionError for a part that isn't an id."""
        for part in parts:
            if not _ID.fullmatch(part):
                raise InvalidOptionError(_describe_invalid_id("an id", part))
        return "/".join((self.address.url, "o", self.organisation, *parts))

    def redact(self, text: str) -> str:
        """Replace the token in `text` with `***`."""
        return text if self.token is None else self.token.redact(text)

    def redact_response(self, text: str) -> str:
        """Replace the token and pieces of it in a server's text with `***`."""
        return text if self.token is None else self.token.redact_response(text)


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


def _describe_character(character: str) -> str:
    match character:
        case " ":
            return "a space"
        case "\n" | "\r":
            return "a newline"
        case "\t":
            return "a tab"
        case _:
            return "a control character" if character.isascii() else "a character that is not ASCII"


def _token_pieces(text: str) -> Iterator[str]:
    """Yield every piece of a token that could identify it, in lower case."""
    for start in range(len(text) - _PIECE_LENGTH + 1):
        piece = text[start : start + _PIECE_LENGTH]
        if any(character.isdigit() or character.isupper() for character in piece):
            yield piece.lower()


def _encoded_forms(text: str) -> tuple[str, ...]:
    """Return the encodings of the token that programs use in texts, longest first, because one can contain another."""
    import base64
    import json
    from urllib.parse import quote

    in_json = json.dumps(text)[1:-1]
    in_html = "".join(
        {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}.get(character, character) for character in in_json
    )
    encoded = text.encode()
    forms = {
        text,
        in_json,
        in_json.replace("/", "\\/"),
        in_json.replace("##", "#\\u0023"),
        in_html,
        _PIPELINE_COMMAND.sub(r"\\x23", text),
        quote(text, safe=""),
        quote(text),
        base64.b64encode(encoded).decode(),
        base64.b64encode(encoded).decode().rstrip("="),
        base64.urlsafe_b64encode(encoded).decode().rstrip("="),
        encoded.hex(),
        encoded.hex().upper(),
    }
    for scheme in ("Bearer", "JWT", ""):  # as sent, and after the colon of Basic credentials
        for separator in (" ", ":"):
            forms.add(base64.b64encode(f"{scheme}{separator}{text}".encode()).decode().rstrip("="))
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))
