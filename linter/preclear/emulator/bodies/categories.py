"""The published categories of connectors (Category)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.http.body_reader import BodyReader

if TYPE_CHECKING:
    from preclear.emulator.http.errors import JsonObject

CATEGORIES = (
    "Development & IT",
    "ERP",
    "Supply Chain & Logistics",
    "Communication",
    "Accounting",
    "Hospitality",
    "Productivity",
    "HR",
    "CRM",
    "AI/LLMs",
    "eCommerce",
    "Business Operations",
)
"""All categories, in the order in which they're published."""


def read_categories(body: JsonObject) -> tuple[str, ...]:
    """Read `categories`, each once; none if the field is missing. Raises ApiError for an unknown one."""
    reader = BodyReader()
    categories = reader.read_texts(body, "categories", required=False)
    for index, category in enumerate(categories):
        if category not in CATEGORIES:
            reader.add_fault(f"categories[{index}]", f"`{category[:100]}` isn't a category")
    reader.raise_faults()
    return tuple(dict.fromkeys(categories))
