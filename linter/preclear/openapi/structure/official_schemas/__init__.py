"""The official JSON Schemas of OpenAPI, rewritten, and an interpreter that accepts small values by them."""

from preclear.openapi.structure.official_schemas.official_schemas import (
    COMPONENT_NAME_PATTERN,
    OBJECT_KINDS,
    RESPONSE_KEY_PATTERN,
    interpreter,
    official_schema,
    validator,
)
from preclear.openapi.structure.official_schemas.schema_rewriter import EMAIL_PATTERN, URL_PATTERN

__all__ = [
    "COMPONENT_NAME_PATTERN",
    "EMAIL_PATTERN",
    "OBJECT_KINDS",
    "RESPONSE_KEY_PATTERN",
    "URL_PATTERN",
    "interpreter",
    "official_schema",
    "validator",
]
