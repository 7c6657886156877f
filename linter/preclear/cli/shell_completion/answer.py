"""What preclear answers at a TAB: a line for each completion, with its kind, value and help.

The kind is `plain`, `open` for a value after which more is typed, such as `sarif=`, or `file` for paths, which the
shell completes. Then the value is what comes before the path, within the same word.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, split_arg_string

from preclear.cli.shell_completion.scripts import BASH, FISH, ZSH

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN_ENDINGS = ("=", ":")


class _Completion(ShellComplete):
    """Completion in a shell that passes the words in `COMP_WORDS`, one a line, the last one not complete."""

    def source(self) -> str:
        return self.source_template

    def get_completion_args(self) -> tuple[list[str], str]:
        lines = os.environ.get("COMP_WORDS", "").split("\n")
        words = [" ".join(split_arg_string(line)) for line in lines]
        return words[1:-1], words[-1]

    def complete(self) -> str:
        args, incomplete = self.get_completion_args()
        option, equals, _ = incomplete.partition("=")
        prefix = f"{option}=" if equals and option.startswith("-") else ""
        lines = self._format_items(self.get_completions(args, incomplete), prefix, incomplete)
        return "\n".join(lines)

    def _format_items(self, items: list[CompletionItem], prefix: str, incomplete: str) -> Iterator[str]:
        """Yield the lines. `prefix` is the option, such as `--report=`, before the value that `items` complete."""
        for item in items:
            if item.type == "plain":
                value = item.value if item.value.startswith(prefix) else f"{prefix}{item.value}"
                kind = "open" if value.endswith(_OPEN_ENDINGS) else "plain"
                yield f"{kind}\t{self.shorten(value, incomplete)}\t{' '.join((item.help or '').split())}"
            else:
                before = prefix + (getattr(item, "before", None) or "")
                yield f"file\t{self.shorten(before, incomplete)}\t"

    def shorten(self, value: str, incomplete: str) -> str:
        """Return what the shell puts in place of the word that it completes."""
        return value


class _BashCompletion(_Completion):
    """Bash splits words at `=` and `:`, too. Its last word, in `COMP_WORD`, can be the end of the real one."""

    name = "bash"
    source_template = BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        line = os.environ.get("COMP_LINE", "")
        words = split_arg_string(line)
        incomplete = words.pop() if words and not line[-1:].isspace() else ""
        return words[1:], incomplete

    def shorten(self, value: str, incomplete: str) -> str:
        word = os.environ.get("COMP_WORD", "")
        before = incomplete.removesuffix(word) if incomplete.endswith(word) else ""
        return value.removeprefix(before) if value.startswith(before) else ""


class _ZshCompletion(_Completion):
    name = "zsh"
    source_template = ZSH


class _FishCompletion(_Completion):
    name = "fish"
    source_template = FISH


def register_shells() -> None:
    """Let click answer these shells by the classes of this module."""
    for shell in (_BashCompletion, _ZshCompletion, _FishCompletion):
        add_completion_class(shell, shell.name)
