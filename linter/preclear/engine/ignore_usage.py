"""Finds the ignores of configs that ignore nothing, at the end of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.config import select_ignores
from preclear.engine.finding import Finding
from preclear.engine.rule_selection import SELECT_ALL, selector_rank
from preclear.engine.suppression.kinds import UNUSED_SUPPRESSION
from preclear.engine.suppression.suppression import Suppression
from preclear.source import Document, Place, Position, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from preclear.config import Ignore
    from preclear.engine.result import CheckResult
    from preclear.engine.rule_selection import RuleSelection
    from preclear.source import Kind

_WILDCARDS = frozenset("*?[")


class IgnoreObservation(NamedTuple):
    """What the ignores of a config did for one document: plain data, which a worker process can send.

    `used` has each ignore that suppressed a finding, with the selector. `covered` has the ignores whose paths match a
    file of the document. `is_complete` is False if the document wasn't checked to its end.
    """

    ignores: tuple[Ignore, ...]
    used: frozenset[tuple[Ignore, str]]
    covered: frozenset[Ignore]
    is_complete: bool


def observe_ignores(result: CheckResult, ignores: Sequence[Ignore]) -> IgnoreObservation:
    """Return what `ignores` did for a document that was checked with them."""
    used = {
        (suppressor, selector)
        for finding, suppressor in result.suppressed
        if not isinstance(suppressor, Suppression)
        for selector in suppressor.rules
        if selector_rank(selector, finding.rule)
    }
    is_complete = result.connector is not None and not result.failed
    covered: set[Ignore] = set()
    if result.connector is not None and is_complete:
        for document in result.connector.api.documents:
            covered.update(select_ignores(ignores, document.file))
    return IgnoreObservation(tuple(ignores), frozenset(used), frozenset(covered), is_complete)


class IgnoreUsage:
    """Which ignores of a run's configs were used."""

    def __init__(self) -> None:
        self._used: set[tuple[Ignore, str]] = set()
        self._matched: set[Ignore] = set()
        self._selections: dict[Ignore, dict[int, RuleSelection]] = {}
        self._incomplete: set[Ignore] = set()

    def add_result(self, result: CheckResult, ignores: Sequence[Ignore], selection: RuleSelection = SELECT_ALL) -> None:
        """Add the result of one document, which was checked with `ignores` and `selection`."""
        self.add(observe_ignores(result, ignores), selection)

    def add(self, observation: IgnoreObservation, selection: RuleSelection = SELECT_ALL) -> None:
        """Add an observation of a document that was checked with `selection`."""
        self._used |= observation.used
        if not observation.is_complete:
            self._incomplete.update(observation.ignores)
            return
        for ignore in observation.ignores:
            self._selections.setdefault(ignore, {})[id(selection)] = selection
        self._matched |= observation.covered

    def find_unused(self, kinds: Iterable[Kind], *, is_whole_tree: bool) -> list[Finding]:
        """Return a finding for every selector of an ignore that ignored nothing, at the ignore's line in its config.

        `kinds` has every kind of finding. A selector is skipped if none of its rules ran. An ignore is skipped if one
        of its documents wasn't checked to its end, because it can be needed once that document is fixed. Without
        `is_whole_tree` only some documents were checked: then an ignore is reported only if it has paths without
        wildcards and one of those documents matches, because others can be needed elsewhere.
        """
        all_kinds = list(kinds)
        return [
            _make_finding(ignore, selector, is_matched=ignore in self._matched)
            for ignore, selections in self._selections.items()
            if ignore not in self._incomplete
            and (is_whole_tree or (ignore in self._matched and _has_exact_paths(ignore)))
            for selector in ignore.rules
            if (ignore, selector) not in self._used
            and any(
                selector_rank(selector, kind) and selection.includes(kind)
                for kind in all_kinds
                for selection in selections.values()
            )
        ]


def _has_exact_paths(ignore: Ignore) -> bool:
    return bool(ignore.paths) and all(_WILDCARDS.isdisjoint(path) for path in ignore.paths)


def _make_finding(ignore: Ignore, selector: str, *, is_matched: bool) -> Finding:
    document = _load_config(ignore)
    length = len(document.line(ignore.line)) if document.text else 0
    span = Span(Position(ignore.line, 1), Position(ignore.line, length + 1))
    reason = "there are no such findings" if is_matched else "its `paths` match no document that was checked"
    return Finding(
        rule=UNUSED_SUPPRESSION,
        severity=UNUSED_SUPPRESSION.severity,
        message=f"ignore of `{selector}` ignores nothing: {reason}",
        help="remove it: it would hide the next finding before anyone sees it",
        place=Place(document, (), exact=span),
        span=span,
    )


def _load_config(ignore: Ignore) -> Document:
    """Load the config as a document. A link can lead anywhere, so the text of one isn't shown."""
    file = ignore.folder / ignore.config_path.rpartition("/")[2]
    try:
        text = "" if file.is_symlink() else file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        text = ""
    if text.count("\n") + 1 < ignore.line:  # the file changed after it was read
        text = ""
    return Document(ignore.config_path, file, b"", text)
