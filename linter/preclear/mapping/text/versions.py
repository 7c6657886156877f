"""The version's name in texts, which many documents have in `info.version`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.mapping.location import locate_place

if TYPE_CHECKING:
    from preclear.connector import Connector
    from preclear.mapping.location import MappedLocation

_MAX_LENGTH = 200  # characters of a version's name
_OTHER_VERSION = re.compile(
    r"\b(?:openapi|swagger|api|spec(?:ification)?|schema|http|json|yaml|protocol)\s+$", re.IGNORECASE
)
_VERB = r"(?=\s(?:already|is|was|has|exists|does|cannot|can't)\b)"
"""What follows a version's name that could be any number or word."""


class VersionFinder:
    """Finds the name of the version in texts, if it's the one in `info.version`.

    An import gets the version's name separately from the document, so that no other name has a place there.
    """

    def __init__(self, connector: Connector) -> None:
        info = connector.root.get("info")
        self._node = info.get("version") if info is not None else None
        value = self._node.value if self._node is not None else None
        self._pattern: re.Pattern[str] | None = None
        if isinstance(value, str) and 0 < len(value) <= _MAX_LENGTH:
            name = re.escape(value)
            after = _VERB if value.isalnum() else r"(?![\w.-]*\w)"
            self._pattern = re.compile(
                rf"""\b(?:(?:version(?:'s)?\ name|name\ of\ the\ version|connector\ version)(?:\ is)?[\s:=]{{1,3}}
                (?:["'`]{name}["'`]|{name}(?![\w.-]))
                |version[\s:=]{{1,3}}(?:["'`]{name}["'`]|{name}{after}))""",
                re.VERBOSE | re.IGNORECASE,
            )

    def find(self, text: str) -> MappedLocation | None:
        """Return the location of `info.version` if `text` names the version by it; None otherwise."""
        if self._pattern is None or self._node is None or "ersion" not in text:
            return None
        match = self._pattern.search(text)
        if match is None or _OTHER_VERSION.search(text, max(0, match.start() - 20), match.start()) is not None:
            return None
        return locate_place(self._node.place, "text")
