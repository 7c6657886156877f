"""The findings of older versions of documents, which a comparison with them doesn't report again."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.engine.finding import FindingIdentity, compute_fingerprint
from preclear.source import format_pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from preclear.engine.finding import Finding
    from preclear.source import Document, Kind, Report


class FindingCounts:
    """The number of findings of each rule at each part of each node, by hash: what is kept of one old version.

    All findings of a check are counted, also those that exceed a limit: pass `observe` to `check_document`.
    """

    def __init__(self) -> None:
        self.by_hash: Counter[int] = Counter()
        self._paths = _DocumentPaths({})

    def observe(self, kind: Kind, report: Report) -> None:
        """Count a report at each of its places."""
        if kind.fatal:
            return
        places = (report.location.place,) if report.group is None else report.group.places
        for place in (*places, *report.counterparts):
            self.by_hash[self._paths.hash(FindingIdentity.from_place(kind.name, place))] += 1


class OldFindings:
    """The findings that older versions of documents have. It can be pickled.

    As in a baseline, rule, file, pointer and part identify a finding: lines, the order of keys and wording don't
    matter. If a node had two findings of a rule, the third one is new.
    """

    def __init__(self, old_paths: Mapping[str, str] | None = None) -> None:
        """`old_paths` has the paths that renamed files had, by their absolute paths now."""
        self._paths = _DocumentPaths(old_paths or {})
        self._counts: dict[int, int] = {}

    def add(self, counts: Mapping[int, int]) -> None:
        """Add the findings of one document, as `FindingCounts` counts them. Documents can share files."""
        for key, count in counts.items():
            if count > self._counts.get(key, 0):
                self._counts[key] = count

    def contains(self, identity: FindingIdentity) -> bool:
        """Whether an older version has the finding with this `identity`."""
        return identity.nth < self._counts.get(self._paths.hash(identity), 0)

    def contains_or(self, is_known: Callable[[FindingIdentity], bool] | None) -> Callable[[FindingIdentity], bool]:
        """Return what says whether an older version has a finding, or `is_known` does."""
        if is_known is None:
            return self.contains
        return lambda identity: is_known(identity) or self.contains(identity)

    def hash_findings(self, findings: Iterable[Finding]) -> frozenset[int]:
        """Return a hash for each finding, the same in every document that has it."""
        return frozenset(
            self._paths.hash(identity) + identity.nth for identity in (finding.identities[0] for finding in findings)
        )


class _DocumentPaths:
    """The absolute paths of documents. `old_paths` replace those of renamed files."""

    def __init__(self, old_paths: Mapping[str, str]) -> None:
        self._old_paths = old_paths
        self._by_document: dict[tuple[str, Path | None], str] = {}

    def hash(self, identity: FindingIdentity) -> int:
        """Return the same number in every process for a finding, except for its `nth`."""
        path, pointer = self._find(identity.document), format_pointer(identity.pointer)
        return int(compute_fingerprint(identity.rule, path, pointer, identity.part, 0), 16)

    def _find(self, document: Document) -> str:
        key = (document.path, document.file)
        path = self._by_document.get(key)
        if path is None:
            path = self._by_document[key] = self._make(document)
        return path

    def _make(self, document: Document) -> str:
        if document.file is None:
            return document.path
        path = str(Path(os.path.realpath(document.file.parent), document.file.name))
        return self._old_paths.get(path, path)
