"""What the check or the adaptation of one file results in, and what a run keeps of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.project.results.results import DocumentFindings
from preclear.source import resolve_links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from preclear.config import Settings
    from preclear.edit import Adaptation
    from preclear.engine import (
        CheckResult,
        Finding,
        FindingIdentity,
        IgnoreObservation,
        Observation,
        OldFindings,
        PlanSummary,
    )
    from preclear.project.notes import CheckFailure
    from preclear.project.results.report_details import SuppressedEntry
    from preclear.project.search import Input
    from preclear.project.settings import ReportDetail
    from preclear.source import Document


class CheckedFile(NamedTuple):
    """The result of a document's check, with its model, and the settings that it was checked with.

    `adaptation` is set if it was adapted first. The model is then that of the adapted document, and the findings are at
    their places in the files.
    """

    check_result: CheckResult
    settings: Settings
    adaptation: Adaptation | None = None


class AdaptedFile(NamedTuple):
    """A document, and its adaptation. Without one, `findings` report why the document isn't an OpenAPI 3 document."""

    document: Document
    adaptation: Adaptation | None
    findings: tuple[Finding, ...] = ()


class FileResult(NamedTuple):
    """What a run keeps of one file.

    `is_document` says whether the file is an OpenAPI document, or could be one because it wasn't opened. `is_loaded`
    says whether its text could be parsed, and `is_empty` whether nothing was read. `is_checked` says whether it was
    checked completely, `is_unchecked` whether something prevented that; a file that isn't an OpenAPI document is
    neither. `real_files` are the resolved paths of all its files, including those that a limit left unread; in that
    case `unread_root` is the folder in which more of them can be. `suppressed` findings and the `plan` are kept
    if the run is to report them. `old_findings` has a hash for each finding that isn't reported because an old version
    has it.
    """

    input: Input
    settings: Settings
    findings: DocumentFindings
    is_document: bool
    is_loaded: bool
    is_empty: bool
    is_checked: bool
    is_unchecked: bool
    real_file: str | None
    real_files: frozenset[str]
    unread_root: Path | None
    ignore_use: IgnoreObservation | None
    baseline_use: Observation | None
    suppressed: tuple[SuppressedEntry, ...] = ()
    plan: PlanSummary | None = None
    old_findings: frozenset[int] = frozenset()

    @classmethod
    def from_checked_file(
        cls,
        input: Input,
        file: CheckedFile,
        *,
        is_withheld: bool,
        observe: Callable[[CheckedFile], Observation | None] | None = None,
        details: frozenset[ReportDetail] = frozenset(),
        old_findings: OldFindings | None = None,
        is_in_baseline: Callable[[FindingIdentity], bool] | None = None,
    ) -> FileResult:
        """Make the result of a checked file; `observe` compares it with the baseline, `details` are kept of it.

        What is known from `old_findings` but not to the baseline isn't suppressed: it's left out.
        """
        check_result, settings = file.check_result, file.settings
        baselined = check_result.baselined
        old: tuple[Finding, ...] = ()
        if old_findings is not None:
            baselined, old = _split_known(check_result.baselined, is_in_baseline)
        unchecked = is_unchecked(check_result)
        unread_root = None
        if check_result.connector is not None and is_limited(check_result):
            unread_root = check_result.connector.api.references.files.root
        ignore_use = None
        if settings.ignores:
            from preclear.engine import observe_ignores

            ignore_use = observe_ignores(check_result, settings.ignores)
        return cls(
            input=input,
            settings=settings,
            findings=DocumentFindings.from_check_result(check_result, file.adaptation),
            is_document=check_result.is_openapi or is_withheld,
            is_loaded=check_result.document.is_loaded,
            is_empty=not check_result.document.data,
            is_checked=check_result.connector is not None and not unchecked,
            is_unchecked=unchecked,
            real_file=None if check_result.document.file is None else resolve_links(check_result.document.file),
            real_files=list_files(file),
            unread_root=unread_root,
            ignore_use=ignore_use,
            baseline_use=observe(file) if observe is not None and check_result.is_openapi else None,
            suppressed=_list_suppressed(check_result, baselined) if "suppressed" in details else (),
            plan=_summarize_plan(check_result) if "plans" in details else None,
            old_findings=frozenset() if old_findings is None else old_findings.hash_findings(old),
        )


def _list_suppressed(check_result: CheckResult, baselined: Iterable[Finding]) -> tuple[SuppressedEntry, ...]:
    from preclear.project.results.report_details import list_suppressed

    return list_suppressed(check_result, baselined)


def _split_known(
    known: Iterable[Finding], is_in_baseline: Callable[[FindingIdentity], bool] | None
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Separate the findings that a baseline has from those that only an old version has."""
    baselined: list[Finding] = []
    old: list[Finding] = []
    for finding in known:
        is_baselined = is_in_baseline is not None and all(map(is_in_baseline, finding.identities))
        (baselined if is_baselined else old).append(finding)
    return tuple(baselined), tuple(old)


def _summarize_plan(check_result: CheckResult) -> PlanSummary | None:
    from preclear.engine import make_plan, summarize_plan

    plan = make_plan(check_result)
    return None if plan is None else summarize_plan(plan, check_result.document.path)


def real_files(check_result: CheckResult) -> frozenset[str]:
    """Return the resolved paths of the document and of every file that it refers to.

    Files that a limit left unread are included.
    """
    if check_result.connector is None:
        return (
            frozenset()
            if check_result.document.file is None
            else frozenset({resolve_links(check_result.document.file)})
        )
    files = check_result.connector.api.references.files
    read_paths = {resolve_links(document.file) for document in files.documents if document.file is not None}
    return frozenset(read_paths | set(map(str, files.unread)))


def adapted_files(adaptation: Adaptation | None) -> frozenset[str]:
    """Return the resolved paths of all files of an adapted document, overlays included; none without adaptation."""
    documents = adaptation.files if adaptation is not None else ()
    return frozenset(resolve_links(document.file) for document in documents if document.file is not None)


def list_files(file: CheckedFile) -> frozenset[str]:
    """Return the resolved paths of all files that a checked document is made of, overlays included."""
    return real_files(file.check_result) | adapted_files(file.adaptation)


def is_limited(check_result: CheckResult) -> bool:
    """Whether a limit left a part of the document or of its files unread."""
    return any(finding.rule.name == "exceeded-limit" for finding in check_result.findings)


def is_unchecked(check_result: CheckResult) -> bool:
    """Whether the document could not be read, a limit left a part of it unread, or a rule failed."""
    if check_result.failed or is_limited(check_result):
        return True
    return not check_result.document.is_loaded and any(
        finding.rule.name == "unreadable-file" for finding in check_result.findings
    )


def describe_failure(input: Input, error: Exception) -> CheckFailure:
    """Return why a file can't be checked."""
    from preclear.config import ConfigError
    from preclear.edit import AdaptError
    from preclear.project.notes import BrokenConfig, InternalFailure, UnadaptedDocument

    if isinstance(error, ConfigError):
        return BrokenConfig(error)
    if isinstance(error, AdaptError):
        return UnadaptedDocument(input.display_path, str(error), error.findings)
    return InternalFailure.from_error(error, f"in {input.display_path}")
