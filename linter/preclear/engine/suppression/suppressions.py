"""The suppressions of all documents of a run and of the configs, and which of them applies to a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.engine.suppression.config_ignores import ConfigIgnores
from preclear.engine.suppression.kinds import UNEXPLAINED_SUPPRESSION, UNUSED_SUPPRESSION
from preclear.engine.suppression.suppression import COMMENT_MARKER, IGNORE_KEY, SuppressionScan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.config import Ignore
    from preclear.engine.suppression.index import SuppressionIndex
    from preclear.engine.suppression.suppression import Suppression, Suppressor
    from preclear.source import Document, Kind, Place

_UNSUPPRESSIBLE = (UNUSED_SUPPRESSION.name, UNEXPLAINED_SUPPRESSION.name)


class Suppressions:
    """The suppressions of all documents of a run. Each document is read when its first finding is looked up."""

    def __init__(self, ignores: Sequence[Ignore] = ()) -> None:
        self._ignores = ignores
        self._scans: dict[int, SuppressionScan] = {}
        self._by_rule: dict[int, dict[str, SuppressionIndex]] = {}
        self._config_ignores: dict[int, ConfigIgnores] = {}

    def find(self, kind: Kind, place: Place) -> Suppressor | None:
        """Return what suppresses a finding of `kind` at `place`, nearest first, and mark it as used.

        Raises LookupError if the place doesn't exist.
        """
        document = place.document
        if id(document) not in self._by_rule:
            self._read(document)
        suppressions = self._by_rule[id(document)].get(kind.name)
        nearest = suppressions.find(place) if suppressions is not None else None
        if nearest is not None:
            nearest.is_used = True
            return nearest
        return self._config_ignores[id(document)].find(kind, place)

    def may_suppress(self, kind: Kind, document: Document) -> bool:
        """Whether anything can suppress findings of `kind` in `document`."""
        if id(document) not in self._by_rule:
            self._read(document)
        return kind.name in self._by_rule[id(document)] or bool(self._config_ignores[id(document)])

    def scan(self, document: Document) -> SuppressionScan:
        """Return the suppressions that `document` itself contains."""
        if id(document) not in self._scans:
            self._read(document)
        return self._scans[id(document)]

    def _read(self, document: Document) -> None:
        scan = self._scans[id(document)] = read_suppressions(document)
        by_rule: dict[str, list[Suppression]] = {}
        for suppression in scan.suppressions:
            if suppression.rule not in _UNSUPPRESSIBLE:
                by_rule.setdefault(suppression.rule, []).append(suppression)
        if by_rule:
            from preclear.engine.suppression.index import SuppressionIndex

            self._by_rule[id(document)] = {
                rule: SuppressionIndex(rule_suppressions) for rule, rule_suppressions in by_rule.items()
            }
        else:
            self._by_rule[id(document)] = {}
        self._config_ignores[id(document)] = ConfigIgnores(self._ignores, document)


def read_suppressions(document: Document) -> SuppressionScan:
    """Read the suppressions of `document`. A text without the marker and the key costs only the search for them."""
    scan = SuppressionScan([], [])
    if not document.is_loaded:
        return scan
    if document.format == "yaml" and COMMENT_MARKER in document.text:
        from preclear.engine.suppression.yaml import read_comments

        read_comments(document, scan)
    if IGNORE_KEY in document.text:
        from preclear.engine.suppression.extension import read_keys

        read_keys(document, scan)
    return scan
