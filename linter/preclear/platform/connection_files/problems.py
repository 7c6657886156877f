"""The problems of a connection file, each at its place. No message quotes a value that can be a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.config import ConfigError, ConfigProblem
from preclear.source import EXCEEDED_LIMIT, UNREADABLE_FILE

if TYPE_CHECKING:
    from preclear.source import Document, HasPlace

MAX_PROBLEMS = 100
"""Maximum number of problems that are reported."""


class FileProblems:
    """Collects the problems of one connection file."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._problems: list[ConfigProblem] = []

    @property
    def count(self) -> int:
        """The number of problems so far."""
        return len(self._problems)

    def add(self, location: HasPlace, message: str) -> None:
        """Add a problem at a place of the file."""
        self._problems.append(ConfigProblem(location.place.span, message))

    def add_faults(self, document: Document) -> None:
        """Add the loader's faults. Their messages can quote the text, so only those about the file are repeated."""
        for fault in document.faults:
            is_about_file = fault.kind in (UNREADABLE_FILE, EXCEEDED_LIMIT) and not document.text
            message = fault.report.message if is_about_file else _FAULT_MESSAGES.get(fault.kind.name, _DEFAULT_MESSAGE)
            self.add(fault.report.location, message)

    def raise_any(self) -> None:
        """Raise ConfigError if there are problems. It has no text of the file, which can hold a secret."""
        if self._problems:
            self._problems.sort(key=lambda problem: problem.span.start if problem.span is not None else (0, 0))
            raise ConfigError(self._path, self._problems[:MAX_PROBLEMS])


_DEFAULT_MESSAGE = "the text isn't valid YAML or JSON here; it isn't quoted, because it can hold a secret"
_FAULT_MESSAGES = {
    "duplicate-key": "a key is repeated, expected each key of a mapping once",
    "non-string-key": "a key isn't a string, expected a string",
    "exceeded-limit": "the text exceeds a limit of preclear; expected a smaller file",
    "multiple-documents": "a second YAML document begins, expected one",
}
