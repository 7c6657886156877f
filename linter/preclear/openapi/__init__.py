"""OpenAPI itself: versions, references, structure. Knows nothing of the import."""

from preclear.openapi import version
from preclear.openapi.description import ApiDescription
from preclear.openapi.examples.check import INVALID_EXAMPLE, check_examples
from preclear.openapi.grammar import COMPONENT_SECTIONS, METHODS, REFERABLE_KINDS, grammar
from preclear.openapi.references import kinds as reference_kinds
from preclear.openapi.structure.conformance import check_conformance, check_schemas
from preclear.openapi.structure.kinds import STRUCTURE_KINDS
from preclear.openapi.version import Version, detect_version, has_version_key

KINDS = (*version.KINDS, *reference_kinds.KINDS, *STRUCTURE_KINDS, INVALID_EXAMPLE)

__all__ = [
    "COMPONENT_SECTIONS",
    "KINDS",
    "METHODS",
    "REFERABLE_KINDS",
    "ApiDescription",
    "Version",
    "check_conformance",
    "check_examples",
    "check_schemas",
    "detect_version",
    "grammar",
    "has_version_key",
]
