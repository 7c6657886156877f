"""What is sent, byte for byte, made before anything is opened: so that it can be shown without being sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from preclear.platform.credentials import Unusable, id_of

if TYPE_CHECKING:
    from preclear.platform.credentials import Access
    from preclear.source import Format, Json

RESERVED = ("default", "latest")
"""Names that no version can have (ConnectorVersion.name)."""

_ADDRESS = re.compile(r"https?://[0-9A-Za-z\[][\x21-\x7e]{0,2000}", re.IGNORECASE)


class Part(NamedTuple):
    """A part of a multipart body. A part without `filename` is a field."""

    name: str
    filename: str | None
    content_type: str
    data: bytes

    def head(self) -> tuple[str, ...]:
        """The lines above the data."""
        file = "" if self.filename is None else f'; filename="{self.filename}"'
        return f'Content-Disposition: form-data; name="{self.name}"{file}', f"Content-Type: {self.content_type}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request without its credentials. `parts` are those of a multipart body, `body` is all of it."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    parts: tuple[Part, ...] = ()


class Target(NamedTuple):
    """What the import makes: a version `version` of the connector with this id, or a connector where both are None."""

    connector: str | None = None
    version: str | None = None


class Text(NamedTuple):
    """A document that is sent."""

    data: bytes
    format: Format


class Link(NamedTuple):
    """The address that the server fetches the document from, and what it finds there."""

    url: str
    format: Format


def target_of(connector: str | None, version: str | None, *, new: bool) -> Target:
    """Try what was asked for. Raises Unusable where it is no new connector and no version of one."""
    if new:
        if connector is not None or version is not None:
            raise Unusable("`--new` makes a connector; expected no `--connector` and no `--version` with it")
        return Target()
    if connector is None or version is None:
        raise Unusable("expected `--connector` and `--version` for a new version, or `--new` for a new connector")
    if not version.strip() or not version.isprintable():
        raise Unusable("the version has no name that can be read; expected one such as `1.0.0`, a date or a number")
    if version.strip() in RESERVED:
        raise Unusable(f"version name `{version.strip()}` is reserved; expected a name of the version's own")
    return Target(connector, version)


def link_of(url: str, format: Format) -> Link:
    """Try an address to fetch from; its end says what is there, else `format` does.

    Raises Unusable for what is no http address, or has a user's name or password: the server would learn them.
    """
    authority = url.partition("://")[2].partition("/")[0]
    if not _ADDRESS.fullmatch(url) or "@" in authority:
        raise Unusable("the address in `--from-url` can't be used; expected `https://…` without a user")
    path = re.split(r"[?#]", url)[0].lower()
    return Link(url, "json" if path.endswith(".json") else "yaml" if path.endswith((".yaml", ".yml")) else format)


def import_request(access: Access, target: Target, sent: Text | Link, key: str) -> Request:
    """Make the request of an import (ImportHTTPConnector, ImportHTTPConnectorVersion).

    `key` is the `Idempotency-Key`: nothing says that the server knows it, and it does no harm.
    """
    if target.connector is None:
        url = access.url("protocols", "http", "import")
    else:  # the singular is the API's
        url = access.url("connector", id_of(target.connector, "the connector"), "http", "import")
    metadata: dict[str, Json] = {"format": "openapi"}
    if target.version is not None:
        metadata["version"] = target.version
    if isinstance(sent, Link):
        body = _json({"schemaURL": sent.url, "filetype": sent.format, **metadata})
        return Request(method="POST", url=url, headers=_headers("application/json", key), body=body)
    parts = (
        Part("file", f"openapi.{sent.format}", f"application/{sent.format}", sent.data),
        Part("metadata", None, "application/json", _json(metadata)),
    )
    boundary = _boundary(parts)
    headers = _headers(f"multipart/form-data; boundary={boundary}", key)
    return Request(method="POST", url=url, headers=headers, body=_multipart(parts, boundary), parts=parts)


def get_request(url: str) -> Request:
    """Make the request of a look-up."""
    return Request(method="GET", url=url, headers=_common())


def _common() -> tuple[tuple[str, str], ...]:
    from preclear import __version__

    return (
        ("Accept", "application/json"),
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
        ("User-Agent", f"preclear/{__version__}"),
    )


def _headers(content_type: str, key: str) -> tuple[tuple[str, str], ...]:
    return (*_common(), ("Content-Type", content_type), ("Idempotency-Key", key))


def _json(value: Json) -> bytes:
    import json

    return json.dumps(value).encode("ascii")


def _multipart(parts: tuple[Part, ...], boundary: str) -> bytes:
    """The body of RFC 7578."""
    pieces: list[bytes] = []
    for part in parts:
        head = "\r\n".join((f"--{boundary}", *part.head()))
        pieces += [head.encode("ascii"), b"\r\n\r\n", part.data, b"\r\n"]
    return b"".join((*pieces, f"--{boundary}--\r\n".encode("ascii")))


def _boundary(parts: tuple[Part, ...]) -> str:
    """A line that no part holds, the same for the same parts."""
    digest = sha256(b"\0".join(part.data for part in parts)).hexdigest()[:32]
    while any(digest.encode("ascii") in part.data for part in parts):
        digest = sha256(digest.encode("ascii")).hexdigest()[:32]
    return f"preclear-{digest}"
