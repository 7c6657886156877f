"""The options that fix what `check` reports."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Literal

import click

from preclear._records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class FixChoice(NamedTuple):
    """Which edits are made, and whether they are shown as a diff instead of being written."""

    level: Literal["safe", "rename"]
    is_diff: bool


def fix_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add `--fix`, `--diff` and `--unsafe-fixes`. The command receives them as `fix`, None if it only reports.

    No environment variable sets them, because they decide which files a command writes.
    """

    @wraps(command)
    def run(**values: Any) -> int:
        is_diff, is_unsafe = values.pop("diff"), values.pop("unsafe_fixes")
        is_fixing = values.pop("fix") or is_diff
        if is_unsafe and not is_fixing:
            raise click.UsageError("`--unsafe-fixes` needs `--fix` or `--diff`", click.get_current_context())
        choice = FixChoice("rename" if is_unsafe else "safe", is_diff) if is_fixing else None
        return command(fix=choice, **values)

    wrapped: Callable[..., int] = run
    for add_option in reversed(_OPTIONS):
        wrapped = add_option(wrapped)
    return wrapped


_OPTIONS = (
    click.option("--fix", is_flag=True, help="Fix what can be fixed without changing what the document means."),
    click.option(
        "--diff",
        is_flag=True,
        help="Write nothing, and show what `--fix` would change as a unified diff. The exit code is 1 if there is a"
        " change.",
    ),
    click.option(
        "--unsafe-fixes",
        is_flag=True,
        help="With `--fix` or `--diff`, also change names, along with all references to them in the checked files.",
    ),
)
