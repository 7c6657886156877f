"""What a comparison of plan and answer covers, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.mapping import MappedAnswer
    from preclear.source import Json

_KEYS = {"auth scheme": "authSchemes"}


def comparison_to_json(mapped: MappedAnswer) -> dict[str, Json]:
    """Return the counts of what was compared by kind, and of what the answer doesn't say by noun."""
    compared: dict[str, Json] = {
        _KEYS.get(kind, "connector" if kind == "connector" else f"{kind}s"): {
            "resources": resources.resource_count,
            "asPlanned": resources.matching_count,
            "unexpected": resources.unexpected_count,
            "fields": resources.field_count,
        }
        for kind, resources in mapped.comparison.compared.items()
    }
    not_known: dict[str, Json] = {**mapped.comparison.unknown}
    return {"complete": mapped.is_compared, "compared": compared, "notKnown": not_known}
