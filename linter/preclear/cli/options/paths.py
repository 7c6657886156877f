"""Arguments that are paths of documents: a URL isn't one."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

import click

from preclear._patterns import lazy_pattern

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_URL = lazy_pattern(r"(?:https?|ftp|file)://", re.IGNORECASE)
_USER = lazy_pattern(r"(?<=://)[^/?#]*@")  # and password
_FILE_NAME = lazy_pattern(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,100}\.(?:ya?ml|json)", re.IGNORECASE)


class DocumentPath(click.types.StringParamType):
    """The path of a file or folder, a pattern, or `-`. Raises UsageError for a URL, which is never fetched."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = super().convert(value, param, ctx)
        if is_url(path):
            raise click.UsageError(describe_url(path), ctx)
        return path

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Leave it to the shell to complete paths."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


DOCUMENT_PATH = DocumentPath()


def is_url(path: str) -> bool:
    """Whether a path is the URL of a document."""
    return _URL.match(path) is not None


def describe_url(url: str) -> str:
    """Say that a URL isn't read, and what to do instead. A user and password in it aren't repeated."""
    shown = _USER.sub("***@", url)
    message = f"`{shown}` is a URL, and URLs are never fetched"
    if url.lower().startswith("file:"):
        return f"{message}; give the path of the file"
    last = re.split(r"[?#]", url, maxsplit=1)[0].rpartition("/")[2]
    name = last if _FILE_NAME.fullmatch(last) else "openapi.yaml"
    return f"{message}; download it first: `curl -Lo {name} {shlex.quote(_USER.sub('', url))}`"
