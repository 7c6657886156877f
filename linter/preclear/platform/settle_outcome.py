"""Look up, after an unknown outcome, whether the upload arrived. A lookup changes nothing."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from preclear.platform.lookups import LookupFailure

if TYPE_CHECKING:
    from collections.abc import Collection

    from preclear.platform.http import ImportTarget, RequestOutcome
    from preclear.platform.lookups import ConnectorRecord, ConnectorVersion, PlatformLookup

LOOKUP_DELAYS = (0.0, 2.0, 4.0)
"""Seconds before each lookup: the server may finish a little later."""

LOOKUP_TIMEOUT = 20.0
"""Seconds that all lookups together may take."""


def settle_outcome(
    outcome: RequestOutcome,
    target: ImportTarget,
    lookups: PlatformLookup,
    known_ids: Collection[str] | None,
    title: str,
) -> RequestOutcome:
    """Settle an unknown outcome where that can be done.

    `known_ids` are the ids that were there before, None where nobody looked: then nothing can be said of what is there
    now. A version that is not there was not made, unless the server may still be at it. A new connector is found by
    `title`; one that is not there may be called otherwise.
    """
    for delay in LOOKUP_DELAYS:
        time.sleep(delay)
        try:
            candidates = _find_candidates(target, lookups, title)
        except LookupFailure as error:
            return replace(outcome, reason=f"{outcome.reason}; {error}")
        new_candidates = [
            candidate for candidate in candidates if known_ids is not None and candidate.id not in known_ids
        ]
        if len(new_candidates) == 1:
            return replace(
                outcome,
                name="accepted",
                reason=f"{_describe_created(target, new_candidates[0])} exists ({outcome.reason})",
            )
        if (candidates and known_ids is None) or len(new_candidates) > 1:
            count = len(new_candidates) or len(candidates)
            explanation = f"{count} of that name {'exists' if count == 1 else 'exist'}, but may not be from this upload"
            return replace(outcome, reason=f"{outcome.reason}; {explanation}")
    if target.version_name is not None and not outcome.is_pending:
        reason = f"version `{target.version_name}` doesn't exist ({outcome.reason})"
        return replace(outcome, name="rejected", reason=reason)
    return replace(outcome, reason=f"{outcome.reason}; it doesn't exist yet")


def _find_candidates(
    target: ImportTarget, lookups: PlatformLookup, title: str
) -> list[ConnectorVersion] | list[ConnectorRecord]:
    if target.connector_id is not None:
        return [
            candidate
            for candidate in lookups.list_versions(target.connector_id)
            if candidate.name == target.version_name
        ]
    return [candidate for candidate in lookups.list_connectors(title) if candidate.name == title]


def _describe_created(target: ImportTarget, candidate: ConnectorVersion | ConnectorRecord) -> str:
    return (
        f"version `{target.version_name}`"
        if target.version_name is not None
        else f"connector `{candidate.name}` ({candidate.id})"
    )
