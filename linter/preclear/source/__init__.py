"""Texts and places: YAML and JSON files to values, and the way from a value back to its line. Knows no OpenAPI."""

from __future__ import annotations

from preclear.source.decode import UNEXPECTED_ENCODING, UNREADABLE_FILE
from preclear.source.document import AmbiguousScalar, Document, Format
from preclear.source.fault import (
    SEVERITY_RANK,
    Basis,
    Fault,
    GroupedReport,
    Kind,
    RelatedLocation,
    Report,
    Severity,
    report_group,
)
from preclear.source.files.cache import FileCache
from preclear.source.files.file_access import FileAccess, ReferenceRefusal, default_root
from preclear.source.json_value import Json, describe_type
from preclear.source.key_faults import DUPLICATE_KEY, NON_STRING_KEY
from preclear.source.limits import DEFAULT_LIMITS, LIMIT_CAPS, LIMIT_NAMES, LIMIT_OPTION, Limits
from preclear.source.load import load, load_bytes
from preclear.source.loader_faults import EXCEEDED_LIMIT, SYNTAX_ERROR
from preclear.source.node import Node
from preclear.source.place import HasPlace, Place, PlacePart
from preclear.source.pointer import Pointer, format_pointer, parse_array_index, parse_pointer
from preclear.source.span import Position, Span
from preclear.source.suggest import Suggester
from preclear.source.yaml.state import UNSUPPORTED_YAML
from preclear.source.yaml.stream import MULTIPLE_DOCUMENTS

KINDS = (
    UNREADABLE_FILE,
    SYNTAX_ERROR,
    EXCEEDED_LIMIT,
    DUPLICATE_KEY,
    NON_STRING_KEY,
    MULTIPLE_DOCUMENTS,
    UNSUPPORTED_YAML,
    UNEXPECTED_ENCODING,
)
"""What loading a document can find."""

__all__ = [
    "DEFAULT_LIMITS",
    "EXCEEDED_LIMIT",
    "KINDS",
    "LIMIT_CAPS",
    "LIMIT_NAMES",
    "LIMIT_OPTION",
    "SEVERITY_RANK",
    "UNREADABLE_FILE",
    "AmbiguousScalar",
    "Basis",
    "Document",
    "Fault",
    "FileAccess",
    "FileCache",
    "Format",
    "GroupedReport",
    "HasPlace",
    "Json",
    "Kind",
    "Limits",
    "Node",
    "Place",
    "PlacePart",
    "Pointer",
    "Position",
    "ReferenceRefusal",
    "RelatedLocation",
    "Report",
    "Severity",
    "Span",
    "Suggester",
    "default_root",
    "describe_type",
    "format_pointer",
    "load",
    "load_bytes",
    "parse_array_index",
    "parse_pointer",
    "report_group",
]
