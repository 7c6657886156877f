"""The engine: checks one document with the rules, and plans its import.

In: a document, rules, and which findings are reported. Out: a `CheckResult` with findings, each at its place, and the
connector that an import makes of the document; from that a `Plan`, a baseline, and the ignores that nothing needs.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.engine.baseline import (
        BASELINE_FILE_NAME,
        Baseline,
        BaselineEntry,
        BaselineError,
        Observation,
        default_baseline_path,
        format_baseline,
        read_baseline,
        write_baseline,
    )
    from preclear.engine.cancellation import CancelledCheckError, Checkpoint, continue_check
    from preclear.engine.document_check import OPENAPI_KEY_PATTERN, CheckArguments, check, check_document
    from preclear.engine.finding import (
        Finding,
        FindingIdentity,
        Origin,
        Placement,
        RelatedPlace,
        compute_fingerprint,
        make_finding,
    )
    from preclear.engine.ignore_usage import IgnoreObservation, IgnoreUsage, observe_ignores
    from preclear.engine.import_kinds import (
        IMPORT_ACTION_ERROR,
        IMPORT_AUTH_SCHEME_MESSAGE,
        IMPORT_CHANGED_FIELD,
        IMPORT_CREDENTIAL_ERROR,
        IMPORT_KINDS,
        IMPORT_MESSAGE,
        IMPORT_MISSING_RESOURCE,
        IMPORT_REJECTED,
        IMPORT_TRIGGER_ERROR,
        IMPORT_UNEXPECTED_RESOURCE,
        IMPORT_VERSION_MESSAGE,
    )
    from preclear.engine.kinds import INTERNAL_ERROR, all_kinds
    from preclear.engine.old_findings import FindingCounts, OldFindings
    from preclear.engine.overlay_kinds import (
        INAPPLICABLE_OVERLAY_ACTION,
        INEFFECTIVE_OVERLAY_ACTION,
        INVALID_OVERLAY,
        MISMATCHED_OVERLAY_DOCUMENT,
        OVERLAY_KINDS,
        UNMATCHED_OVERLAY_TARGET,
    )
    from preclear.engine.plan import Plan, PlannedResource, PlanStatus, count_statuses, make_plan
    from preclear.engine.plan_summary import (
        PlanSummary,
        ResourceSummary,
        ResourceType,
        describe_credentials,
        describe_parts,
        summarize_plan,
        summarize_resource,
    )
    from preclear.engine.result import CheckResult, OmittedEdit
    from preclear.engine.rule_selection import SELECT_ALL, RuleSelection
    from preclear.engine.suppression.extension import is_suppressible_object
    from preclear.engine.suppression.kinds import SUPPRESSION_KINDS, UNUSED_SUPPRESSION
    from preclear.engine.suppression.suppression import IGNORE_KEY, SuppressedFinding, Suppression
    from preclear.engine.unlisted import UnlistedFindings

__all__ = [
    "BASELINE_FILE_NAME",
    "IGNORE_KEY",
    "IMPORT_ACTION_ERROR",
    "IMPORT_AUTH_SCHEME_MESSAGE",
    "IMPORT_CHANGED_FIELD",
    "IMPORT_CREDENTIAL_ERROR",
    "IMPORT_KINDS",
    "IMPORT_MESSAGE",
    "IMPORT_MISSING_RESOURCE",
    "IMPORT_REJECTED",
    "IMPORT_TRIGGER_ERROR",
    "IMPORT_UNEXPECTED_RESOURCE",
    "IMPORT_VERSION_MESSAGE",
    "INAPPLICABLE_OVERLAY_ACTION",
    "INEFFECTIVE_OVERLAY_ACTION",
    "INTERNAL_ERROR",
    "INVALID_OVERLAY",
    "MISMATCHED_OVERLAY_DOCUMENT",
    "OPENAPI_KEY_PATTERN",
    "OVERLAY_KINDS",
    "SELECT_ALL",
    "SUPPRESSION_KINDS",
    "UNMATCHED_OVERLAY_TARGET",
    "UNUSED_SUPPRESSION",
    "Baseline",
    "BaselineEntry",
    "BaselineError",
    "CancelledCheckError",
    "CheckArguments",
    "CheckResult",
    "Checkpoint",
    "Finding",
    "FindingCounts",
    "FindingIdentity",
    "IgnoreObservation",
    "IgnoreUsage",
    "Observation",
    "OldFindings",
    "OmittedEdit",
    "Origin",
    "Placement",
    "Plan",
    "PlanStatus",
    "PlanSummary",
    "PlannedResource",
    "RelatedPlace",
    "ResourceSummary",
    "ResourceType",
    "RuleSelection",
    "SuppressedFinding",
    "Suppression",
    "UnlistedFindings",
    "all_kinds",
    "check",
    "check_document",
    "compute_fingerprint",
    "continue_check",
    "count_statuses",
    "default_baseline_path",
    "describe_credentials",
    "describe_parts",
    "format_baseline",
    "is_suppressible_object",
    "make_finding",
    "make_plan",
    "observe_ignores",
    "read_baseline",
    "summarize_plan",
    "summarize_resource",
    "write_baseline",
]

_exports = lazy_exports(
    __name__,
    {
        "baseline": (
            "BASELINE_FILE_NAME",
            "Baseline",
            "BaselineEntry",
            "BaselineError",
            "Observation",
            "default_baseline_path",
            "format_baseline",
            "read_baseline",
            "write_baseline",
        ),
        "cancellation": ("CancelledCheckError", "Checkpoint", "continue_check"),
        "document_check": (
            "OPENAPI_KEY_PATTERN",
            "CheckArguments",
            "check",
            "check_document",
        ),
        "finding": (
            "Finding",
            "FindingIdentity",
            "Origin",
            "Placement",
            "RelatedPlace",
            "compute_fingerprint",
            "make_finding",
        ),
        "ignore_usage": (
            "IgnoreObservation",
            "IgnoreUsage",
            "observe_ignores",
        ),
        "import_kinds": (
            "IMPORT_ACTION_ERROR",
            "IMPORT_AUTH_SCHEME_MESSAGE",
            "IMPORT_CHANGED_FIELD",
            "IMPORT_CREDENTIAL_ERROR",
            "IMPORT_KINDS",
            "IMPORT_MESSAGE",
            "IMPORT_MISSING_RESOURCE",
            "IMPORT_REJECTED",
            "IMPORT_TRIGGER_ERROR",
            "IMPORT_UNEXPECTED_RESOURCE",
            "IMPORT_VERSION_MESSAGE",
        ),
        "kinds": (
            "INTERNAL_ERROR",
            "all_kinds",
        ),
        "old_findings": (
            "FindingCounts",
            "OldFindings",
        ),
        "overlay_kinds": (
            "INAPPLICABLE_OVERLAY_ACTION",
            "INEFFECTIVE_OVERLAY_ACTION",
            "INVALID_OVERLAY",
            "MISMATCHED_OVERLAY_DOCUMENT",
            "OVERLAY_KINDS",
            "UNMATCHED_OVERLAY_TARGET",
        ),
        "plan": (
            "Plan",
            "PlannedResource",
            "PlanStatus",
            "count_statuses",
            "make_plan",
        ),
        "plan_summary": (
            "PlanSummary",
            "ResourceSummary",
            "ResourceType",
            "describe_credentials",
            "describe_parts",
            "summarize_plan",
            "summarize_resource",
        ),
        "result": (
            "CheckResult",
            "OmittedEdit",
        ),
        "rule_selection": (
            "SELECT_ALL",
            "RuleSelection",
        ),
        "suppression.extension": ("is_suppressible_object",),
        "suppression.kinds": (
            "SUPPRESSION_KINDS",
            "UNUSED_SUPPRESSION",
        ),
        "suppression.suppression": (
            "IGNORE_KEY",
            "SuppressedFinding",
            "Suppression",
        ),
        "unlisted": ("UnlistedFindings",),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
