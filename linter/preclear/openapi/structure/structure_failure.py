"""A failure of the official schema, located in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple

if TYPE_CHECKING:
    from preclear.openapi.structure.fields import SchemaPath
    from preclear.source import Json, Node


class StructureFailure(NamedTuple):
    """A value that fails a keyword of the schema. `schema_path` leads to the part of the schema with the keyword.

    `detail` is the value of the keyword, or the keys that a keyword about keys rejects. `parent_value` is the mapping
    or list that contains the value.
    """

    keyword: str
    detail: Json
    node: Node
    schema_path: SchemaPath
    parent_value: Json = None
