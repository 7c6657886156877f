"""Arguments that are paths of documents: a URL isn't one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from preclear.source import describe_url, is_url

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


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
