"""The import itself: what its answer says of a document."""

from preclear.engine.import_kinds import KINDS
from preclear.upload.answer import Answer, Said, Sent, read_answer
from preclear.upload.mapping import Created, Mapped, Validated, map_answer
from preclear.upload.mapping_finding import Entry

__all__ = [
    "KINDS",
    "Answer",
    "Created",
    "Entry",
    "Mapped",
    "Said",
    "Sent",
    "Validated",
    "map_answer",
    "read_answer",
]
