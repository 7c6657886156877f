"""The titles of the types of resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.engine import ResourceType

RESOURCE_TITLES: dict[ResourceType, str] = {
    "auth scheme config": "Auth scheme configs",
    "action": "Actions",
    "trigger": "Triggers",
    "definition": "Definitions",
}
"""The title of each type of resource that a connector has, in the order of plans."""
