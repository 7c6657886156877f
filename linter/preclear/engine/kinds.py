"""All kinds of findings: the built-in ones, and the rules of all packs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from preclear.engine.suppression.kinds import SUPPRESSION_KINDS
from preclear.source import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.rule import Rule

INTERNAL_ERROR = Kind(
    name="internal-error",
    category="document",
    severity="error",
    basis="practice",
    source="promise: one bad rule never hides another",
    fatal=True,
    doc="""A rule raised an error, so the run is incomplete and ends with exit code 2.

This is a bug in the rule, not a fault of the document. All other rules ran.
""",
)


def all_kinds(rules: Mapping[str, Rule[Any]]) -> dict[str, Kind]:
    """Return every kind of finding by name, sorted: those of `rules` and the built-in ones."""
    from preclear.engine.import_kinds import IMPORT_KINDS
    from preclear.engine.overlay_kinds import OVERLAY_KINDS
    from preclear.openapi import KINDS as OPENAPI_KINDS
    from preclear.source import KINDS as SOURCE_KINDS

    groups = (SOURCE_KINDS, OPENAPI_KINDS, SUPPRESSION_KINDS, OVERLAY_KINDS, IMPORT_KINDS, (INTERNAL_ERROR,))
    built_in: dict[str, Kind] = {kind.name: kind for kinds in groups for kind in kinds}
    return dict(sorted({**built_in, **rules}.items()))
