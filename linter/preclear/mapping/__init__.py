"""The server's answer to an import, mapped back to the places of the document."""

from preclear.engine.import_kinds import KINDS
from preclear.mapping.answer.answer import Answer, Said, Sent, read_answer
from preclear.mapping.finding import Entry
from preclear.mapping.map import Created, Mapped, Validated, map_answer

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
