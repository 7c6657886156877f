"""Parse the base URL, with the defaults of its variables filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from preclear import Connector, Server, Value

_URL = re.compile(r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?![0-9]))?(?://(?P<authority>[^/?#\\]*))?")
_HOST = re.compile(r"(?:.*@)?(?P<host>\[[^\]]*\]|[^:]*)", re.DOTALL)
_USER_INFO = r"(?:(?<=//)|(?<=:/)|^)(?:[^/?#]*|[^/?#:\[]*:(?![0-9]*(?:[/?#]|\Z)|\{|//).*)@"
"""User and password of a URL (RFC 3986, 3.2.1), even if the password has a slash that should be encoded."""
_LOCAL_DOMAINS = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".test", ".svc")
_QUERY_OR_FRAGMENT = r"([?#]).*"


class BaseUrl(NamedTuple):
    """The first server's URL: as written (`source`), and with the defaults of its variables filled in (`expanded`).

    `scheme` is in lower case, and empty if there is none (RFC 3986, 3.1: in `localhost:8080`, `localhost` isn't one);
    `host` has no port, user or brackets. `is_scheme_known` is false if the URL begins with a variable that has no
    default.
    """

    server: Server
    source: Value[str]
    expanded: str
    scheme: str
    host: str
    is_scheme_known: bool


def find_base_url(connector: Connector) -> BaseUrl | None:
    """Return the base URL of `connector`; None if no server has one."""
    return parse_base_url(connector.servers[0]) if connector.servers else None


def parse_base_url(server: Server) -> BaseUrl | None:
    """Parse the URL of `server` as a base URL; None if it has none."""
    if not server.url or not server.url.value.strip():
        return None
    expanded = server.default_url.strip()
    match = _URL.match(_replace_user_info(expanded, ""))
    scheme = (match["scheme"] or "") if match else ""
    authority = (match["authority"] or "") if match else ""
    host = _HOST.match(authority)
    return BaseUrl(
        server=server,
        source=server.url,
        expanded=expanded,
        scheme=scheme.lower(),
        host=host["host"].strip("[]") if host else "",
        is_scheme_known=bool(scheme) or not expanded.startswith("{"),
    )


def describe_url(url: BaseUrl) -> str:
    """Name `url` as messages show it: as written and, if variables change it, with their defaults; no secrets."""
    source_text, expanded_text = mask_url(url.source.value.strip()), mask_url(url.expanded)
    return (
        f"base URL `{source_text}`"
        if expanded_text == source_text
        else f"base URL `{source_text}` (by default `{expanded_text}`)"
    )


def has_user_info(url: str) -> bool:
    """Whether `url` has a user, with or without a password, before its host."""
    return "@" in url and re.search(_USER_INFO, url[: url.rfind("@") + 1], re.DOTALL) is not None


def remove_user_info(url: str) -> str:
    """Return `url` without the user and password before its host."""
    return _replace_user_info(url, "")


def mask_url(url: str) -> str:
    """Return `url` as messages show it: cut, and without user, password and query, which can be secrets."""
    return re.sub(_QUERY_OR_FRAGMENT, r"\1…", _replace_user_info(url, "***@"), flags=re.DOTALL)[:100]


def is_local(host: str) -> bool:
    """Whether `host` is reachable only from its own machine or network, by its name or address (RFC 6761, RFC 1918).

    False for a variable without a default, which can be any host.
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


def _replace_user_info(url: str, replacement: str) -> str:
    """Replace the user and password of `url` by `replacement`.

    Only the text up to the last `@` is searched; otherwise the pattern takes quadratic time.
    """
    end = url.rfind("@") + 1
    return re.sub(_USER_INFO, replacement, url[:end], count=1, flags=re.DOTALL) + url[end:] if end else url
