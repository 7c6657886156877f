"""Operations in texts by method and path: `GET /pets`, `[DELETE] /pets/:id`, `/pets (patch)`, `GET https://host/pets`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.connector import HTTP_METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

_METHOD = rf"(?P<method>{'|'.join(HTTP_METHODS)})"
_PATH = r"""(?P<path>(?:https?://[^\s/"'`<>,;)]{1,253})?/[^\s"'`<>,;]*+)"""
_METHOD_FIRST = re.compile(
    rf"""(?<![\w/.])["'`\[(]?\b{_METHOD}\b["'`\])]?(?:\ (?:operation|method|request|action|endpoint))?,?:?\s{{1,4}}
    (?:(?:on|of|for|at|in|to|under)\ )?(?:the\ )?(?:(?:path|route|endpoint|url|uri)\b:?\ ?)?["'`]?{_PATH}""",
    re.VERBOSE | re.IGNORECASE,
)
_PATH_FIRST = re.compile(
    rf"""(?<![^\s"'`(\[]){_PATH}["'`]?
    (?:\ [(\[]|[,:]?\ (?:has\ )?(?:an?\ )?(?:invalid\ )?(?:operation|method|verb):?\ ["'`]?)
    {_METHOD}\b["'`)\]]?""",
    re.VERBOSE | re.IGNORECASE,
)
_FIELD = r"""["']?\s?[:=]\s?["']?"""
_PATH_FIELD = rf"""(?:path|url|uri|route|endpoint){_FIELD}{_PATH}["']?"""
_FIELDS = re.compile(
    rf"""\bmethod{_FIELD}{_METHOD}\b["']?[,;]?\s?["']?{_PATH_FIELD}""",
    re.IGNORECASE,
)
_FIELDS_PATH_FIRST = re.compile(
    rf"""\b{_PATH_FIELD}[,;]?\s?["']?method{_FIELD}{_METHOD}\b""",
    re.IGNORECASE,
)
"""`method=GET path=/pets`, as in logs, and the same in JSON."""

_METHOD_NAME = re.compile(rf"\b{_METHOD}\b", re.IGNORECASE)
_HOST = re.compile(r"https?://[^/]*", re.IGNORECASE)


class RouteReference(NamedTuple):
    """A method and a path that a text names, with the 0-based part of the text that names them.

    `host` is the scheme and authority of a URL; empty for a path alone.
    """

    method: str
    path: str
    host: str
    span: tuple[int, int]


def find_routes(text: str) -> Iterator[RouteReference]:
    """Yield the methods with a path that `text` names, whichever comes first."""
    if "/" not in text or _METHOD_NAME.search(text) is None:
        return
    starts: set[int] = set()
    for match in _METHOD_FIRST.finditer(text):
        starts.add(match.start("path"))
        yield _reference(match)
    for match in _PATH_FIRST.finditer(text):
        if match.start("path") not in starts:
            yield _reference(match)
    if "method" in text.lower():
        for pattern in (_FIELDS, _FIELDS_PATH_FIRST):
            for match in pattern.finditer(text):
                yield _reference(match)


def _reference(match: re.Match[str]) -> RouteReference:
    path = match["path"]
    host = _HOST.match(path)
    return RouteReference(
        match["method"].upper(), path[host.end() :] if host else path, host[0] if host else "", match.span()
    )
