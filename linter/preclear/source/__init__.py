"""Source texts: reads YAML and JSON files, and finds the place of every value in them.

A file, or its bytes, go in. A `Document` comes out: its value, its faults, and the span of each key and value. This
package knows nothing about OpenAPI. It's also the only one that decides which files are read and written, and how.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports
from preclear.source.document import (
    Document,
    Edit,
    EditOperation,
    Fault,
    Format,
    GroupedReport,
    HasPlace,
    Insert,
    Place,
    RelatedLocation,
    Remove,
    Rename,
    Report,
    Set,
    SourceMap,
    report_group,
)
from preclear.source.edit import check_edit
from preclear.source.json_value import Json, get_child, non_empty_text, object_items, text_or_empty
from preclear.source.kinds import (
    DUPLICATE_KEY,
    EDIT_LEVEL_RANK,
    EXCEEDED_LIMIT,
    KINDS,
    MULTIPLE_DOCUMENTS,
    NON_STRING_KEY,
    SEVERITY_RANK,
    SYNTAX_ERROR,
    UNEXPECTED_ENCODING,
    UNREADABLE_FILE,
    UNSUPPORTED_YAML,
    Basis,
    EditLevel,
    Kind,
    Severity,
)
from preclear.source.limits import DEFAULT_LIMITS, LIMIT_CAPS, LIMIT_NAMES, LIMIT_OPTION, Limits
from preclear.source.lines import Lines, Position, Span
from preclear.source.locator import AmbiguousScalar, Extent, Locator, PlacePart
from preclear.source.node import Node, node_at
from preclear.source.pointer import Pointer, format_pointer, is_at_or_below, parse_array_index, parse_pointer
from preclear.source.wording import describe_type, format_count, truncate

if TYPE_CHECKING:
    from preclear.source.decode import find_byte_order_mark
    from preclear.source.editing.document_edits import EditedDocument, edit_document
    from preclear.source.editing.edits import TextEdit, UneditableTextError, splice
    from preclear.source.editing.file_edits import EditedFiles, edit_files
    from preclear.source.editing.source_map import EditSourceMap, derive_document
    from preclear.source.editing.text_changes import TextChange, TextFix, find_text_changes
    from preclear.source.editing.values import apply_operations
    from preclear.source.editing.yaml.writer import render_block, render_flow
    from preclear.source.files.cache import FileCache
    from preclear.source.files.file_access import FileAccess, default_root
    from preclear.source.files.overlay import OverlayFileSystem
    from preclear.source.files.read import ReadFailure, limit_text, read_file, read_head
    from preclear.source.files.reference_path import ReferenceRefusal, decode_reference
    from preclear.source.files.repository import is_inside, is_symlinked, repository_root, resolve_links, writable_root
    from preclear.source.files.signature import FileSignature, sign_file
    from preclear.source.files.urls import describe_url, is_url
    from preclear.source.files.write import resolve_write_target, write_file, write_files
    from preclear.source.git.changed_files import compute_blob_id, find_changed_files, has_blob_id, read_commit
    from preclear.source.git.command import GitError
    from preclear.source.git.ignore_patterns import MAX_WILDCARD_CHARACTERS, IgnorePatterns
    from preclear.source.git.list_files import list_files
    from preclear.source.git.revision import MissingFileError, Revision
    from preclear.source.loader import load, load_bytes
    from preclear.source.loader_faults import MAX_FAULTS, LoadError, add_fault
    from preclear.source.parser_input import YamlInput
    from preclear.source.place_lookup import is_in_text, place_at
    from preclear.source.suggest import Suggester, edit_distance
    from preclear.source.unique_names import choose_unique_names, digest_names
    from preclear.source.wildcards import NAME_END, join_chunks
    from preclear.source.yaml.events import Event, EventReader, event_classes
    from preclear.source.yaml.index import YamlBranch, YamlIndex, YamlNode
    from preclear.source.yaml.scalars import describe_yaml11_value, is_always_text

__all__ = [
    "DEFAULT_LIMITS",
    "DUPLICATE_KEY",
    "EDIT_LEVEL_RANK",
    "EXCEEDED_LIMIT",
    "KINDS",
    "LIMIT_CAPS",
    "LIMIT_NAMES",
    "LIMIT_OPTION",
    "MAX_FAULTS",
    "MAX_WILDCARD_CHARACTERS",
    "MULTIPLE_DOCUMENTS",
    "NAME_END",
    "NON_STRING_KEY",
    "SEVERITY_RANK",
    "SYNTAX_ERROR",
    "UNEXPECTED_ENCODING",
    "UNREADABLE_FILE",
    "UNSUPPORTED_YAML",
    "AmbiguousScalar",
    "Basis",
    "Document",
    "Edit",
    "EditLevel",
    "EditOperation",
    "EditSourceMap",
    "EditedDocument",
    "EditedFiles",
    "Event",
    "EventReader",
    "Extent",
    "Fault",
    "FileAccess",
    "FileCache",
    "FileSignature",
    "Format",
    "GitError",
    "GroupedReport",
    "HasPlace",
    "IgnorePatterns",
    "Insert",
    "Json",
    "Kind",
    "Limits",
    "Lines",
    "LoadError",
    "Locator",
    "MissingFileError",
    "Node",
    "OverlayFileSystem",
    "Place",
    "PlacePart",
    "Pointer",
    "Position",
    "ReadFailure",
    "ReferenceRefusal",
    "RelatedLocation",
    "Remove",
    "Rename",
    "Report",
    "Revision",
    "Set",
    "Severity",
    "SourceMap",
    "Span",
    "Suggester",
    "TextChange",
    "TextEdit",
    "TextFix",
    "UneditableTextError",
    "YamlBranch",
    "YamlIndex",
    "YamlInput",
    "YamlNode",
    "add_fault",
    "apply_operations",
    "check_edit",
    "choose_unique_names",
    "compute_blob_id",
    "decode_reference",
    "default_root",
    "derive_document",
    "describe_type",
    "describe_url",
    "describe_yaml11_value",
    "digest_names",
    "edit_distance",
    "edit_document",
    "edit_files",
    "event_classes",
    "find_byte_order_mark",
    "find_changed_files",
    "find_text_changes",
    "format_count",
    "format_pointer",
    "get_child",
    "has_blob_id",
    "is_always_text",
    "is_at_or_below",
    "is_in_text",
    "is_inside",
    "is_symlinked",
    "is_url",
    "join_chunks",
    "limit_text",
    "list_files",
    "load",
    "load_bytes",
    "node_at",
    "non_empty_text",
    "object_items",
    "parse_array_index",
    "parse_pointer",
    "place_at",
    "read_commit",
    "read_file",
    "read_head",
    "render_block",
    "render_flow",
    "report_group",
    "repository_root",
    "resolve_links",
    "resolve_write_target",
    "sign_file",
    "splice",
    "text_or_empty",
    "truncate",
    "writable_root",
    "write_file",
    "write_files",
]

_exports = lazy_exports(
    __name__,
    {
        "decode": ("find_byte_order_mark",),
        "editing.document_edits": ("EditedDocument", "edit_document"),
        "editing.edits": ("TextEdit", "UneditableTextError", "splice"),
        "editing.file_edits": ("EditedFiles", "edit_files"),
        "editing.source_map": ("EditSourceMap", "derive_document"),
        "editing.text_changes": ("TextChange", "TextFix", "find_text_changes"),
        "editing.values": ("apply_operations",),
        "editing.yaml.writer": ("render_block", "render_flow"),
        "files.cache": ("FileCache",),
        "files.file_access": ("FileAccess", "default_root"),
        "files.overlay": ("OverlayFileSystem",),
        "files.read": ("ReadFailure", "limit_text", "read_file", "read_head"),
        "files.reference_path": ("ReferenceRefusal", "decode_reference"),
        "files.repository": ("is_inside", "is_symlinked", "repository_root", "resolve_links", "writable_root"),
        "git.changed_files": ("compute_blob_id", "find_changed_files", "has_blob_id", "read_commit"),
        "git.command": ("GitError",),
        "git.ignore_patterns": ("MAX_WILDCARD_CHARACTERS", "IgnorePatterns"),
        "git.list_files": ("list_files",),
        "git.revision": ("MissingFileError", "Revision"),
        "files.signature": ("FileSignature", "sign_file"),
        "files.urls": ("describe_url", "is_url"),
        "files.write": ("resolve_write_target", "write_file", "write_files"),
        "loader": ("load", "load_bytes"),
        "loader_faults": ("MAX_FAULTS", "LoadError", "add_fault"),
        "parser_input": ("YamlInput",),
        "place_lookup": ("is_in_text", "place_at"),
        "suggest": ("Suggester", "edit_distance"),
        "unique_names": ("choose_unique_names", "digest_names"),
        "wildcards": ("NAME_END", "join_chunks"),
        "yaml.events": ("Event", "EventReader", "event_classes"),
        "yaml.index": ("YamlBranch", "YamlIndex", "YamlNode"),
        "yaml.scalars": ("describe_yaml11_value", "is_always_text"),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
