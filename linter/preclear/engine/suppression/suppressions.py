"""Suppressions: findings that a document, or a config, says are known and right as they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.engine.suppression.config_ignores import ConfigIgnores
from preclear.engine.suppression.kinds import UNEXPLAINED_SUPPRESSION, UNUSED_SUPPRESSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.config.model import Ignore
    from preclear.engine.finding import Finding
    from preclear.engine.suppression.index import SuppressionIndex
    from preclear.source import Document, Fault, Kind, Place, Pointer, Span

IGNORE_KEY = "x-preclear-ignore"
COMMENT_MARKER = "preclear:"
"""What a document without suppressions has neither of in its text."""

_UNSUPPRESSIBLE = (UNUSED_SUPPRESSION.name, UNEXPLAINED_SUPPRESSION.name)


@dataclass(slots=True, eq=False, kw_only=True)
class Suppression:
    """One rule that a document suppresses, and what of it.

    That is every finding that begins on one of `lines` (from 1), `node_span` a node's key and value as they stand in
    the text, or that is about the node at one of `pointers` or below. `name_place` is where the rule is named,
    `directive_place` the comment or key that names it, `scope_text` the same in words.
    """

    rule: str
    reason: str
    name_place: Place
    directive_place: Place
    scope_text: str
    lines: frozenset[int] = frozenset()
    node_span: Span | None = None
    pointers: list[Pointer] = field(default_factory=list["Pointer"])
    is_used: bool = False


Suppressor: TypeAlias = "Suppression | Ignore"
"""What suppresses a finding: a comment or key of the document itself, or an ignore of a config."""


class SuppressedFinding(NamedTuple):
    """A finding that is not reported, and what says so."""

    finding: Finding
    suppressor: Suppressor

    @property
    def reason(self) -> str:
        """Why it is right as it is; empty where nobody said."""
        return self.suppressor.reason


class SuppressionScan(NamedTuple):
    """What one document suppresses, and what is wrong with how it says so."""

    suppressions: list[Suppression]
    faults: list[Fault]


class Suppressions:
    """The suppressions of all documents of a run, each read when the first finding is in its document."""

    def __init__(self, ignores: Sequence[Ignore] = ()) -> None:
        self._ignores = ignores
        self._scans: dict[int, SuppressionScan] = {}
        self._by_rule: dict[int, dict[str, SuppressionIndex]] = {}
        self._config_ignores: dict[int, ConfigIgnores] = {}

    def find(self, kind: Kind, place: Place) -> Suppressor | None:
        """Give what suppresses a finding of `kind` at `place`, the nearest first, and note that it was of use.

        Raises LookupError where there is no such place.
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
        """Whether anything suppresses findings of `kind` anywhere in `document`."""
        if id(document) not in self._by_rule:
            self._read(document)
        return kind.name in self._by_rule[id(document)] or bool(self._config_ignores[id(document)])

    def scan(self, document: Document) -> SuppressionScan:
        """Give what `document` itself suppresses."""
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
    """Read everything that `document` suppresses. Nothing is done where its text has no word of it."""
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
