"""Overlays applied to a document."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, NoReturn
from urllib.parse import unquote, urlsplit

from preclear.edit.overlay.budget import Budget, ExhaustedBudgetError
from preclear.edit.overlay.changes import list_operations
from preclear.edit.overlay.faults import OverlayFaults
from preclear.edit.overlay.parse import parse_overlay
from preclear.edit.overlay.query import ComplexQueryError, QueryEvaluator
from preclear.edit.overlay.tree import IncompatibleUpdateError, OverlaidTree, Part
from preclear.engine import (
    INAPPLICABLE_OVERLAY_ACTION,
    MISMATCHED_OVERLAY_DOCUMENT,
    UNMATCHED_OVERLAY_TARGET,
    make_finding,
)
from preclear.source import (
    DEFAULT_LIMITS,
    LIMIT_OPTION,
    Document,
    Place,
    describe_type,
    edit_document,
    format_count,
    truncate,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.edit.overlay.parse import Action, Overlay
    from preclear.engine import Finding
    from preclear.source import HasPlace, Json, Limits, Node, Pointer


class Size(NamedTuple):
    """The number of nodes in a value, keys included, and its levels of nesting: 1 for a string."""

    node_count: int
    depth: int


class _InapplicableError(Exception):
    """An action can't be applied: the message, the place, and how to help."""

    def __init__(self, message: str, location: HasPlace, help: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.location = location
        self.help = help


class _Applier:
    def __init__(self, document: Document, faults: OverlayFaults, limits: Limits) -> None:
        size = measure(document.value)
        self._tree = OverlaidTree(document.value, Place(document, ()))
        self._faults = faults
        self._limits = limits
        self._node_count = size.node_count
        self._budget = Budget(size.node_count)
        self._evaluator = QueryEvaluator(self._budget)
        self._series = "1.1"

    @property
    def tree(self) -> OverlaidTree:
        return self._tree

    def apply(self, overlay: Overlay) -> bool:
        """Apply the actions of `overlay`. Returns False if there are too many steps for any more."""
        self._series = overlay.series
        for action in overlay.actions:
            try:
                self._apply_action(action)
            except _InapplicableError as error:
                self._faults.add(INAPPLICABLE_OVERLAY_ACTION, error.message, error.location, error.help)
            except ExhaustedBudgetError:
                message = "the targets up to this one take too many steps for a document of this size"
                help = "use narrower queries: names instead of `..`, and no filters within filters"
                self._faults.add(INAPPLICABLE_OVERLAY_ACTION, message, action.target, help)
                return False
        return True

    def _apply_action(self, action: Action) -> None:
        pointers = self._select(action.target)
        if not pointers:
            message = f"`{_shorten(action.target.value)}` selects nothing, so the action changes nothing"
            help = "check the spelling, and what earlier actions have removed"
            self._faults.add(UNMATCHED_OVERLAY_TARGET, message, action.target, help)
        elif action.content is None:
            self._remove(action.target, pointers)
        else:
            update = self._read_content(action.content, is_copy=action.is_copy)
            self._update(action.target, pointers, action.content, update)

    def _select(self, query: Node) -> list[Pointer]:
        try:
            return self._evaluator.select(self._evaluator.parse(str(query.value)), self._tree.value)
        except ComplexQueryError:
            raise _InapplicableError(
                f"`{_shorten(query.value)}` is too deeply nested, or has too large a regular expression", query
            ) from None

    def _remove(self, target: Node, pointers: list[Pointer]) -> None:
        if () in pointers:
            raise _InapplicableError("the target selects the root of the document, which can't be removed", target)
        selected = set(pointers)
        outermost = [
            pointer for pointer in pointers if not any(pointer[:length] in selected for length in range(len(pointer)))
        ]
        self._tree.remove(outermost)

    def _update(self, target: Node, pointers: list[Pointer], content: Node, update: Part) -> None:
        self._check_kinds(target, pointers)
        size = measure(update.value)
        self._budget.spend(size.node_count * len(pointers))
        self._check_growth(target, size, update, pointers)
        update = update.clone()  # what is copied may change while it's merged into itself
        try:
            self._tree.check_merges(pointers, update)
            for pointer in pointers:
                self._tree.merge(pointer, update)
        except IncompatibleUpdateError as error:
            raise self._incompatible(content, error) from None

    def _read_content(self, content: Node, *, is_copy: bool) -> Part:
        if not is_copy:
            return Part(content.value, content.place)
        sources = self._select(content)
        if len(sources) != 1:
            found = "nothing" if not sources else f"{len(sources):,} values"
            message = f"`copy: {_shorten(content.value)}` selects {found}, expected one value"
            raise _InapplicableError(message, content)
        return self._tree.find(sources[0])

    def _check_kinds(self, target: Node, pointers: list[Pointer]) -> None:
        first_by_kind: dict[str, Json] = {}
        for pointer in pointers:
            value = self._tree.find(pointer).value
            first_by_kind.setdefault(_kind_of(value), value)
        if len(first_by_kind) > 1:
            first, second = map(describe_type, list(first_by_kind.values())[:2])
            message = f"`{_shorten(target.value)}` selects {first} and {second}, expected values of one kind"
            raise _InapplicableError(message, target, "write an action for each kind of value")
        if "scalar" in first_by_kind and self._series == "1.0":
            found = describe_type(first_by_kind["scalar"])
            message = f"Overlay 1.0 can update mappings and lists only, but `{_shorten(target.value)}` selects {found}"
            raise _InapplicableError(message, target, "set `overlay: 1.1.0`, or select the mapping that contains it")

    def _check_growth(self, target: Node, size: Size, update: Part, pointers: list[Pointer]) -> None:
        limits = self._limits
        is_appended = isinstance(self._tree.find(pointers[0]).value, list) and not isinstance(update.value, list)
        deepest = max(map(len, pointers)) + size.depth + is_appended
        added_count = (size.node_count - (not is_appended)) * len(pointers)
        if deepest > limits.depth:
            self._raise_exceeded_limit(target, "depth", f"{deepest:,} levels", limits.depth)
        if self._node_count + added_count > limits.nodes:
            self._raise_exceeded_limit(target, "nodes", f"{self._node_count + added_count:,} nodes", limits.nodes)
        self._node_count += added_count

    def _raise_exceeded_limit(self, target: Node, name: str, size: str, limit: int) -> NoReturn:
        message = f"the action gives the document {size}; the limit is {limit:,} (`{LIMIT_OPTION} {name}=N`)"
        raise _InapplicableError(message, target)

    def _incompatible(self, content: Node, error: IncompatibleUpdateError) -> _InapplicableError:
        where = "".join(f" → `{part}`" for part in error.path)
        new, old = describe_type(error.update), describe_type(error.target)
        key = content.pointer[-1]
        message = f"`{key}`{where} is {new}, but the document has {old} there"
        location: HasPlace = error.place if error.place.document is content.document else content
        return _InapplicableError(message, location, "remove the old value in an action before this one")


def measure(value: Json) -> Size:
    """Return the size of `value`, counting without recursion."""
    node_count, depth = 0, 0
    level = [value]
    while level:
        node_count += len(level) + sum(len(node) for node in level if isinstance(node, dict))
        depth += 1
        level = [
            child
            for node in level
            if isinstance(node, (dict, list))
            for child in (node.values() if isinstance(node, dict) else node)
        ]
    return Size(node_count, depth)


class OverlayError(Exception):
    """The overlays can't be applied; the message says how much is wrong. `findings` say what, errors and warnings."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


def apply_overlays(document: Document, overlays: Sequence[Document], limits: Limits = DEFAULT_LIMITS) -> Document:
    """Apply `overlays`, in their order, to a loaded document, and return the result, derived from it.

    Each part of the result comes from `document` or from an overlay; its source map leads there. Warnings about the
    overlays are among its faults. References in an update are relative to `document`. Raises OverlayError if an overlay
    can't be read, doesn't conform to the Overlay Specification, or has an action that can't be applied.
    """
    found = Document(document.path, document.file, b"")
    faults = OverlayFaults(found)
    applier = _Applier(document, faults, limits)
    is_within_budget = True
    for overlay in overlays:
        for fault in overlay.faults:
            faults.extend(fault)
        found.omitted_fault_counts += overlay.omitted_fault_counts
        parsed = parse_overlay(overlay, faults) if overlay.is_loaded else None
        if parsed is not None and is_within_budget:
            _check_extends(parsed, document, faults)
            is_within_budget = applier.apply(parsed)
    _raise_errors(found, limits)
    derived = edit_document(document, [list_operations(document, applier.tree.root)], limits).document
    derived.source_map = applier.tree
    if not derived.is_loaded:
        _raise_errors(derived, limits)
    _replace_faults(derived, document, found)
    return derived


def _raise_errors(document: Document, limits: Limits) -> None:
    """Raise OverlayError if a fault of `document` is an error."""
    severities = Counter(fault.report.severity or fault.kind.severity for fault in document.faults)
    for (_, severity), count in document.omitted_fault_counts.items():
        severities[severity] += count
    error_count = severities["error"]
    if not error_count:
        return
    shown_counts: Counter[str] = Counter()
    findings: list[Finding] = []
    for kind, report in document.faults:
        shown_counts[kind.name] += 1
        if shown_counts[kind.name] <= limits.findings:
            findings.append(make_finding(kind, report))
    findings.sort(key=lambda finding: (finding.path, finding.span))
    raise OverlayError(
        f"the overlays can't be applied; they have {format_count(error_count, 'error')}", tuple(findings)
    )


def _replace_faults(derived: Document, document: Document, found: Document) -> None:
    """Give `derived` the faults of `document` that its text still has, at their own places, and those of `found`."""
    if derived.is_loaded:
        derived.faults = [fault for fault in document.faults if derived.fault_counts[fault.kind.name]]
    derived.faults += found.faults
    derived.fault_counts += found.fault_counts
    derived.omitted_fault_counts += found.omitted_fault_counts


def _check_extends(overlay: Overlay, document: Document, faults: OverlayFaults) -> None:
    """Report if `extends` refers to another local file than that of the document."""
    extends, file = overlay.extends, overlay.document.file
    if extends is None or file is None or document.file is None:
        return
    try:
        parts = urlsplit(str(extends.value))
    except ValueError:
        return
    if parts.scheme not in ("", "file") or parts.netloc or not parts.path:
        return
    expected = (file.parent / unquote(parts.path)).resolve()
    if expected != document.file.resolve():
        message = f"the overlay extends `{_shorten(extends.value)}`, but is applied to `{document.path}`"
        faults.add(MISMATCHED_OVERLAY_DOCUMENT, message, extends)


def _kind_of(value: Json) -> str:
    return "mapping" if isinstance(value, dict) else "list" if isinstance(value, list) else "scalar"


def _shorten(value: Json) -> str:
    return truncate(str(value), 120)
