"""OpenAPI itself: versions, references, structure, examples. This room knows nothing of the import.

In goes a loaded document with its root node; out come its version, an `ApiDescription` (every object by its kind, in
all files, and where each reference leads), and the faults of references, structure, schemas and examples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.openapi.bundle_layout import BundleLayout, create_bundle_layout
    from preclear.openapi.description import ApiDescription
    from preclear.openapi.examples.check import check_examples
    from preclear.openapi.graph import strongly_connected_components
    from preclear.openapi.kinds import KINDS
    from preclear.openapi.object_grammar import (
        COMPONENT_SECTIONS,
        METHODS,
        REFERABLE_KINDS,
        FieldSpec,
        grammar,
        referable_kinds,
    )
    from preclear.openapi.plain_fields import CONTAINER_FIELDS, PLAIN_FIELDS, with_article
    from preclear.openapi.references.discriminators import is_uri
    from preclear.openapi.references.links import follow_operation_ref
    from preclear.openapi.references.pointers import format_reference, replace_parts
    from preclear.openapi.references.resolver import ref_place
    from preclear.openapi.references.subtypes import is_named_schema
    from preclear.openapi.references.uses import ReferenceUse
    from preclear.openapi.structure.conformance import check_conformance
    from preclear.openapi.structure.schemas import check_schemas
    from preclear.openapi.synonyms import suggest
    from preclear.openapi.version import NOT_OPENAPI, Version, detect_version, has_version_key, may_have_version_key
    from preclear.openapi.walk import is_reference

__all__ = [
    "COMPONENT_SECTIONS",
    "CONTAINER_FIELDS",
    "KINDS",
    "METHODS",
    "NOT_OPENAPI",
    "PLAIN_FIELDS",
    "REFERABLE_KINDS",
    "ApiDescription",
    "BundleLayout",
    "FieldSpec",
    "ReferenceUse",
    "Version",
    "check_conformance",
    "check_examples",
    "check_schemas",
    "create_bundle_layout",
    "detect_version",
    "follow_operation_ref",
    "format_reference",
    "grammar",
    "has_version_key",
    "is_named_schema",
    "is_reference",
    "is_uri",
    "may_have_version_key",
    "ref_place",
    "referable_kinds",
    "replace_parts",
    "strongly_connected_components",
    "suggest",
    "with_article",
]

_exports = lazy_exports(
    __name__,
    {
        "bundle_layout": (
            "BundleLayout",
            "create_bundle_layout",
        ),
        "description": ("ApiDescription",),
        "examples.check": ("check_examples",),
        "graph": ("strongly_connected_components",),
        "kinds": ("KINDS",),
        "object_grammar": (
            "COMPONENT_SECTIONS",
            "METHODS",
            "REFERABLE_KINDS",
            "FieldSpec",
            "grammar",
            "referable_kinds",
        ),
        "synonyms": ("suggest",),
        "plain_fields": (
            "CONTAINER_FIELDS",
            "PLAIN_FIELDS",
            "with_article",
        ),
        "references.discriminators": ("is_uri",),
        "references.links": ("follow_operation_ref",),
        "references.pointers": ("format_reference", "replace_parts"),
        "references.resolver": ("ref_place",),
        "references.subtypes": ("is_named_schema",),
        "references.uses": ("ReferenceUse",),
        "structure.conformance": ("check_conformance",),
        "structure.schemas": ("check_schemas",),
        "version": (
            "NOT_OPENAPI",
            "Version",
            "detect_version",
            "has_version_key",
            "may_have_version_key",
        ),
        "walk": ("is_reference",),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
