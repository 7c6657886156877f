"""What the basis of a rule means, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.source import Basis

BASIS_MEANINGS: dict[Basis, str] = {
    "contract": "stated in the API description of the import",
    "docs": "stated in the platform's user documentation",
    "openapi": "stated in the OpenAPI Specification, or in a standard that it builds on",
    "inferred": "follows from the resources that an import creates, which have no field for this or require what's "
    "missing; what the server does isn't published",
    "practice": "not stated in a specification, but known from experience",
}
"""What each basis means."""
