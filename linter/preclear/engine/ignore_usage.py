"""Ignores of configs that ignore nothing, told at the end of a run."""

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

    `used` has each ignore that a finding was suppressed by, with the selector; `covered` those that are about one of
    the document's files. `is_complete` is False where the document was not checked to its end.
    """

    ignores: tuple[Ignore, ...]
    used: frozenset[tuple[Ignore, str]]
    covered: frozenset[Ignore]
    is_complete: bool


def observe_ignores(checked: CheckResult, ignores: Sequence[Ignore]) -> IgnoreObservation:
    """What `ignores` did for a document that was checked with them."""
    used = {
        (by, selector)
        for finding, by in checked.suppressed
        if not isinstance(by, Suppression)
        for selector in by.rules
        if selector_rank(selector, finding.rule)
    }
    is_complete = checked.connector is not None and not checked.failed
    covered: set[Ignore] = set()
    if checked.connector is not None and is_complete:
        for document in checked.connector.api.documents:
            covered.update(select_ignores(ignores, document.file))
    return IgnoreObservation(tuple(ignores), frozenset(used), frozenset(covered), is_complete)


class IgnoreUsage:
    """What the ignores of a run's configs were good for."""

    def __init__(self) -> None:
        self._used: set[tuple[Ignore, str]] = set()
        self._matched: set[Ignore] = set()
        self._selections: dict[Ignore, dict[int, RuleSelection]] = {}
        self._incomplete: set[Ignore] = set()

    def add_result(self, result: CheckResult, ignores: Sequence[Ignore], selection: RuleSelection = SELECT_ALL) -> None:
        """Note the outcome of one document, which was checked with `ignores` and `selection`."""
        self.add(observe_ignores(result, ignores), selection)

    def add(self, observation: IgnoreObservation, selection: RuleSelection = SELECT_ALL) -> None:
        """Note an observation; the document was checked with `selection`."""
        self._used |= observation.used
        if not observation.is_complete:
            self._incomplete.update(observation.ignores)
            return
        for ignore in observation.ignores:
            self._selections.setdefault(ignore, {})[id(selection)] = selection
        self._matched |= observation.covered

    def find_unused(self, kinds: Iterable[Kind], *, is_whole_tree: bool) -> list[Finding]:
        """Give a finding for every selector of an ignore that ignored nothing, at the ignore's line in its config.

        `kinds` is everything that can be found; a selector of which nothing was looked for is passed over, and so are
        all that hold for a document that was not checked to its end: they may be needed when it is mended. Where not
        the `is_whole_tree` tree was checked but some documents, only ignores of paths without wildcards are told of, if
        their document is among these: others may be needed elsewhere.
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
    reason = "nothing of it is found there" if is_matched else "no document that was checked is among its `paths`"
    return Finding(
        rule=UNUSED_SUPPRESSION,
        severity=UNUSED_SUPPRESSION.severity,
        message=f"ignore of `{selector}` ignores nothing: {reason}",
        help="remove it: it would hide the next finding, which nobody has looked at",
        place=Place(document, (), exact=span),
        span=span,
    )


def _load_config(ignore: Ignore) -> Document:
    """The config as a document. One that is a link may lead anywhere: nothing of its text is shown then."""
    file = ignore.folder / ignore.config_path.rpartition("/")[2]
    try:
        text = "" if file.is_symlink() else file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        text = ""
    if text.count("\n") + 1 < ignore.line:  # it has changed since it was read
        text = ""
    return Document(ignore.config_path, file, b"", text)
