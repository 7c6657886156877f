"""OpenAPI itself: versions, references, structure. Knows nothing of the import."""

from preclear.openapi import version
from preclear.openapi.description import Description
from preclear.openapi.examples.check import INVALID_EXAMPLE, example_faults
from preclear.openapi.grammar import COMPONENTS, METHODS, REFERABLE, grammar
from preclear.openapi.references import kinds as reference_kinds
from preclear.openapi.structure.conformance import conformance_faults, schema_faults
from preclear.openapi.structure.kinds import STRUCTURE_KINDS
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
