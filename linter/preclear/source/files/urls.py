"""URLs in place of paths: preclear fetches nothing, so messages say how to download the file."""

from __future__ import annotations

import re

from preclear._patterns import lazy_pattern

_URL = lazy_pattern(r"(?:https?|ftp|file):/", re.IGNORECASE)  # `Path` drops the second slash
_SINGLE_SLASH = lazy_pattern(r"(?<=:)/(?!/)")
_USER = lazy_pattern(r"(?<=://)[^/?#]*@")  # and password
_FILE_NAME = lazy_pattern(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,100}\.(?:ya?ml|json)", re.IGNORECASE)


def is_url(path: str) -> bool:
    """Whether a path is the URL of a document."""
    return _URL.match(path) is not None


def describe_url(url: str) -> str:
    """Say that a URL isn't read, and what to do instead. A user and password in it aren't repeated."""
    shown = _USER.sub("***@", _restore_slashes(url))
    return f"`{shown}` is a URL, and URLs are never fetched; {suggest_download(url)}"


def suggest_download(url: str) -> str:
    """Say what to do instead of giving a URL, without the user and password in it."""
    import shlex

    url = _USER.sub("", _restore_slashes(url))
    if url.lower().startswith("file:"):
        return "give the path of the file"
    last = re.split(r"[?#]", url, maxsplit=1)[0].rpartition("/")[2]
    name = last if _FILE_NAME.fullmatch(last) else "openapi.yaml"
    return f"download it first: `curl -Lo {name} {shlex.quote(url)}`"


def _restore_slashes(url: str) -> str:
    return url if url.lower().startswith("file:") else _SINGLE_SLASH.sub("//", url, count=1)
