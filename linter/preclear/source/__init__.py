"""Texts and places: YAML and JSON files to values, and the way from a value back to its line. Knows no OpenAPI."""

from __future__ import annotations

from preclear.source.decode import UNEXPECTED_ENCODING, UNREADABLE_FILE
from preclear.source.document import Ambiguous, Document, Format
from preclear.source.fault import GRAVITY, Alike, Basis, Fault, Kind, Related, Report, Severity, together
from preclear.source.files.cache import FileCache
from preclear.source.files.gate import Gate, Refusal, default_root
from preclear.source.json_value import Json, kind_of
from preclear.source.keys import DUPLICATE_KEY, NON_STRING_KEY
from preclear.source.limits import CAPS, DEFAULT_LIMITS, LIMIT_NAMES, OPTION, Limits
from preclear.source.load import load, load_bytes
from preclear.source.node import Node
from preclear.source.place import Located, Part, Place
from preclear.source.pointer import Pointer, array_index, pointer_parts, pointer_text
from preclear.source.span import Position, Span
from preclear.source.suggest import Suggester
from preclear.source.trouble import EXCEEDED_LIMIT, SYNTAX_ERROR
from preclear.source.yaml.reading import UNSUPPORTED_YAML
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
    "CAPS",
    "DEFAULT_LIMITS",
    "EXCEEDED_LIMIT",
    "GRAVITY",
    "KINDS",
    "LIMIT_NAMES",
    "OPTION",
    "UNREADABLE_FILE",
    "Alike",
    "Ambiguous",
    "Basis",
    "Document",
    "Fault",
    "FileCache",
    "Format",
    "Gate",
    "Json",
    "Kind",
    "Limits",
    "Located",
    "Node",
    "Part",
    "Place",
    "Pointer",
    "Position",
    "Refusal",
    "Related",
    "Report",
    "Severity",
    "Span",
    "Suggester",
    "array_index",
    "default_root",
    "kind_of",
    "load",
    "load_bytes",
    "pointer_parts",
    "pointer_text",
    "together",
]
