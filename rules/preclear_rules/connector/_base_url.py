"""What the base URL comes to once the defaults of its variables are put in, taken apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from preclear import Connector, Server, Value

_URL = re.compile(r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?![0-9]))?(?://(?P<authority>[^/?#\\]*))?")
_HOST = re.compile(r"(?:.*@)?(?P<host>\[[^\]]*\]|[^:]*)", re.DOTALL)
_USER = re.compile(r"(?:(?<=//)|(?<=:/)|^)(?:[^/?#]*|[^/?#:\[]*:(?![0-9]*(?:[/?#]|\Z)|\{|//).*)@", re.DOTALL)
"""User and password of a URL (RFC 3986, 3.2.1), also one whose password has a slash that should be encoded."""
_LOCAL_DOMAINS = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".test", ".svc")
_REST = re.compile(r"([?#]).*", re.DOTALL)


class BaseUrl(NamedTuple):
    """The first server's URL: as `written`, and as it `reads` with the defaults of its variables in place.

    `scheme` is in lower case and empty where there is none (RFC 3986, 3.1: the `localhost` of `localhost:8080` is
    none); `host` is without port, user and brackets. `known` is false where the URL begins with a variable that has no
    default: nothing can be said of its scheme then.
    """

    server: Server
    written: Value[str]
    reads: str
    scheme: str
    host: str
    known: bool


def base_url(connector: Connector) -> BaseUrl | None:
    """The base URL of `connector`; None where no server gives one."""
    server = connector.servers[0] if connector.servers else None
    if server is None or not server.url or not server.url.value.strip():
        return None
    reads = server.example_url.strip()
    match = _URL.match(_without_user(reads, ""))
    scheme = (match["scheme"] or "") if match else ""
    authority = (match["authority"] or "") if match else ""
    host = _HOST.match(authority)
    return BaseUrl(
        server=server,
        written=server.url,
        reads=reads,
        scheme=scheme.lower(),
        host=host["host"].strip("[]") if host else "",
        known=bool(scheme) or not reads.startswith("{"),
    )


def shown(url: BaseUrl) -> str:
    """How messages name it: as written and, where variables make that another text, as it reads; without secrets."""
    written, reads = masked(url.written.value.strip()), masked(url.reads)
    return f"base URL `{written}`" if reads == written else f"base URL `{written}`, which reads `{reads}`,"


def holds_user(url: str) -> bool:
    """Whether `url` has a user, with or without a password, before its host."""
    return _USER.search(url, 0, url.rfind("@") + 1) is not None


def masked(url: str) -> str:
    """`url` as a message may show it: without user, password and query, any of which can be a secret; not too long."""
    return _REST.sub(r"\1…", _without_user(url, "***@"))[:100]


def is_local(host: str) -> bool:
    """Whether `host` is known on one's own machine or network only, by its name or address (RFC 6761, RFC 1918).

    A host that is a variable without a default can be any.
    """
    name = host.lower().rstrip(".")
    if name.endswith(_LOCAL_DOMAINS) or ("." not in name and ":" not in name):
        return "{" not in name.rpartition(".")[2]
    if not name[-1:].isdigit() and ":" not in name:
        return False
    from ipaddress import IPv6Address, ip_address

    try:
        address = ip_address(name)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return not address.is_global


def _without_user(url: str, instead: str) -> str:
    """`url` with something else `instead` of user and password.

    What comes after the last `@` is left alone: each place in it where a user may begin would be followed to the end.
    """
    end = url.rfind("@") + 1
    return _USER.sub(instead, url[:end], count=1) + url[end:]
