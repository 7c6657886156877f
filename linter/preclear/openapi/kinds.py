"""The kinds of findings that reading a document as OpenAPI can report."""

from preclear.openapi import version
from preclear.openapi.examples.check import INVALID_EXAMPLE
from preclear.openapi.references import kinds as reference_kinds
from preclear.openapi.structure.kinds import STRUCTURE_KINDS

KINDS = (*version.KINDS, *reference_kinds.KINDS, *STRUCTURE_KINDS, INVALID_EXAMPLE)
