"""The fixes of a checked file as changes of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.edit import FixScope, add_text_fixes
from preclear.project.results import is_unchecked

if TYPE_CHECKING:
    from preclear.project.results import CheckedFile
    from preclear.project.search import Input
    from preclear.source import Limits


def add_file_fixes(input: Input, file: CheckedFile, limits: Limits) -> CheckedFile:
    """Return a checked file whose findings have their fixes. Standard input is the only file that its fixes change."""
    result = file.check_result
    editable = result.document if input.file is None else None
    scope = FixScope(limits, is_complete=not is_unchecked(result), editable=editable)
    return file._replace(check_result=add_text_fixes(result, scope))
