"""OpenAPI itself: versions, references, structure. Knows nothing of the import."""

from preclear.openapi import reference_kinds, version
from preclear.openapi.conformance import conformance_faults, schema_faults
from preclear.openapi.description import Description
from preclear.openapi.examples import INVALID_EXAMPLE, example_faults
from preclear.openapi.grammar import COMPONENTS, METHODS, REFERABLE, grammar
from preclear.openapi.structure_kinds import STRUCTURE_KINDS
from preclear.openapi.version import Version, detect, mentions_openapi

KINDS = (*version.KINDS, *reference_kinds.KINDS, *STRUCTURE_KINDS, INVALID_EXAMPLE)

__all__ = [
    "COMPONENTS",
    "KINDS",
    "METHODS",
    "REFERABLE",
    "Description",
    "Version",
    "conformance_faults",
    "detect",
    "example_faults",
    "grammar",
    "mentions_openapi",
    "schema_faults",
]
