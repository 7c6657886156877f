"""The server's answer to an import, mapped back to the places of the document."""

from preclear.engine import IMPORT_KINDS as KINDS
from preclear.mapping.answer.answer import Answer, Message, Sent, read_answer
from preclear.mapping.collector import MappedFinding
from preclear.mapping.mapper import CreatedConnector, MappedAnswer, ValidationCounts, map_answer

__all__ = [
    "KINDS",
    "Answer",
    "CreatedConnector",
    "MappedAnswer",
    "MappedFinding",
    "Message",
    "Sent",
    "ValidationCounts",
    "map_answer",
    "read_answer",
]
