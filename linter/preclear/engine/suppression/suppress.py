"""Suppressions: findings that a document, or a config, says are known and right as they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.engine.suppression.covering import Covering
from preclear.engine.suppression.kinds import UNEXPLAINED_SUPPRESSION, UNUSED_SUPPRESSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.config.model import Ignore
    from preclear.engine.finding import Finding
    from preclear.engine.suppression.nearest import Nearest
    from preclear.source import Document, Fault, Kind, Place, Pointer, Span

IGNORE_KEY = "x-preclear-ignore"
COMMENT = "preclear:"
"""What a document without suppressions has neither of in its text."""

_OWN = (UNUSED_SUPPRESSION.name, UNEXPLAINED_SUPPRESSION.name)


@dataclass(slots=True, eq=False, kw_only=True)
class Suppression:
    """One rule that a document suppresses, and what of it.

    That is every finding that begins on one of `lines` (from 1), `within` a node's key and value as they stand in the
    text, or that is about the node at one of `pointers` or below.
    `at` is where the rule is named, `whole` the comment or key that names it, `where` the same in words.
    """

    rule: str
    reason: str
    at: Place
    whole: Place
    where: str
    lines: frozenset[int] = frozenset()
    within: Span | None = None
    pointers: list[Pointer] = field(default_factory=list["Pointer"])
    used: bool = False


By: TypeAlias = "Suppression | Ignore"
"""What suppresses a finding: a comment or key of the document itself, or an ignore of a config."""


class Suppressed(NamedTuple):
    """A finding that is not reported, and what says so."""

    finding: Finding
    by: By

    @property
    def reason(self) -> str:
        """Why it is right as it is; empty where nobody said."""
        return self.by.reason


class Found(NamedTuple):
    """What one document suppresses, and what is wrong with how it says so."""

    suppressions: list[Suppression]
    faults: list[Fault]


class Suppressions:
    """The suppressions of all documents of a run, each read when the first finding is in its document."""

    def __init__(self, ignores: Sequence[Ignore] = ()) -> None:
        self._ignores = ignores
        self._found: dict[int, Found] = {}
        self._by_rule: dict[int, dict[str, Nearest]] = {}
        self._covering: dict[int, Covering] = {}

    def find(self, kind: Kind, place: Place) -> By | None:
        """Give what suppresses a finding of `kind` at `place`, the nearest first, and note that it was of use.

        Raises LookupError where there is no such place.
        """
        document = place.document
        if id(document) not in self._by_rule:
            self._read(document)
        suppressions = self._by_rule[id(document)].get(kind.name)
        nearest = suppressions.find(place) if suppressions is not None else None
        if nearest is not None:
            nearest.used = True
            return nearest
        return self._covering[id(document)].find(kind, place)

    def may_find(self, kind: Kind, document: Document) -> bool:
        """Whether anything suppresses findings of `kind` anywhere in `document`."""
        if id(document) not in self._by_rule:
            self._read(document)
        return kind.name in self._by_rule[id(document)] or bool(self._covering[id(document)])

    def of(self, document: Document) -> Found:
        """Give what `document` itself suppresses."""
        if id(document) not in self._found:
            self._read(document)
        return self._found[id(document)]

    def _read(self, document: Document) -> None:
        found = self._found[id(document)] = read_suppressions(document)
        by_rule: dict[str, list[Suppression]] = {}
        for each in found.suppressions:
            if each.rule not in _OWN:
                by_rule.setdefault(each.rule, []).append(each)
        if by_rule:
            from preclear.engine.suppression.nearest import Nearest

            self._by_rule[id(document)] = {rule: Nearest(held) for rule, held in by_rule.items()}
        else:
            self._by_rule[id(document)] = {}
        self._covering[id(document)] = Covering(self._ignores, document)


def read_suppressions(document: Document) -> Found:
    """Read everything that `document` suppresses. Nothing is done where its text has no word of it."""
    found = Found([], [])
    if not document.loaded:
        return found
    if document.format == "yaml" and COMMENT in document.text:
        from preclear.engine.suppression.yaml import read_comments

        read_comments(document, found)
    if IGNORE_KEY in document.text:
        from preclear.engine.suppression.key import read_keys

        read_keys(document, found)
    return found
