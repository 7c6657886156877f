"""Ignores of configs that ignore nothing, told at the end of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.config.model import covering
from preclear.engine.finding import Finding
from preclear.engine.select import EVERYTHING, matches
from preclear.engine.suppression.kinds import UNUSED_SUPPRESSION
from preclear.engine.suppression.suppress import Suppression
from preclear.source import Document, Place, Position, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from preclear.config.model import Ignore
    from preclear.engine.check import Checked
    from preclear.engine.select import Selection
    from preclear.source import Kind

_MAGIC = frozenset("*?[")


class IgnoreUse:
    """What the ignores of a run's configs were good for."""

    def __init__(self) -> None:
        self._used: set[tuple[Ignore, str]] = set()
        self._covered: set[Ignore] = set()
        self._asked: dict[Ignore, dict[int, Selection]] = {}
        self._unsure: set[Ignore] = set()

    def take(self, checked: Checked, ignores: Sequence[Ignore], selection: Selection = EVERYTHING) -> None:
        """Note the outcome of one document, which was checked with `ignores` and `selection`."""
        for finding, by in checked.suppressed:
            if not isinstance(by, Suppression):
                self._used |= {(by, each) for each in by.rules if matches(each, finding.rule)}
        if checked.connector is None or checked.failed:
            self._unsure.update(ignores)
            return
        for ignore in ignores:
            self._asked.setdefault(ignore, {})[id(selection)] = selection
        for document in checked.connector.description.documents:
            self._covered.update(covering(ignores, document.file))

    def unused(self, kinds: Iterable[Kind], *, whole: bool) -> list[Finding]:
        """Give a finding for every selector of an ignore that ignored nothing, at the ignore's line in its config.

        `kinds` is everything that can be found; a selector of which nothing was looked for is passed over, and so are
        all that hold for a document that was not checked to its end: they may be needed when it is mended. Where not
        the `whole` tree was checked but some documents, only ignores of paths without wildcards are told of, if their
        document is among these: others may be needed elsewhere.
        """
        listed = list(kinds)
        return [
            _finding(ignore, selector, covered=ignore in self._covered)
            for ignore, selections in self._asked.items()
            if ignore not in self._unsure and (whole or (ignore in self._covered and _is_exact(ignore)))
            for selector in ignore.rules
            if (ignore, selector) not in self._used
            and any(matches(selector, kind) and each.wants(kind) for kind in listed for each in selections.values())
        ]


def _is_exact(ignore: Ignore) -> bool:
    return bool(ignore.paths) and all(_MAGIC.isdisjoint(path) for path in ignore.paths)


def _finding(ignore: Ignore, selector: str, *, covered: bool) -> Finding:
    document = _config(ignore)
    length = len(document.line(ignore.line)) if document.text else 0
    span = Span(Position(ignore.line, 1), Position(ignore.line, length + 1))
    why = "nothing of it is found there" if covered else "no document that was checked is among its `paths`"
    return Finding(
        rule=UNUSED_SUPPRESSION,
        severity=UNUSED_SUPPRESSION.severity,
        message=f"ignore of `{selector}` ignores nothing: {why}",
        help="remove it: it would hide the next finding, which nobody has looked at",
        place=Place(document, (), exact=span),
        span=span,
    )


def _config(ignore: Ignore) -> Document:
    """The config as a document. One that is a link may lead anywhere: nothing of its text is shown then."""
    file = ignore.folder / ignore.config.rpartition("/")[2]
    try:
        text = "" if file.is_symlink() else file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        text = ""
    if text.count("\n") + 1 < ignore.line:  # it has changed since it was read
        text = ""
    return Document(ignore.config, file, b"", text)
