"""The server's answer to an import, mapped back to the places of the document."""

from preclear.engine.import_kinds import KINDS
from preclear.mapping.answer.answer import Answer, AnswerResource, Message, read_answer
from preclear.mapping.collector import MappedFinding
from preclear.mapping.mapper import CreatedConnector, MappedAnswer, ValidationCounts, map_answer

__all__ = [
    "KINDS",
    "Answer",
    "AnswerResource",
    "CreatedConnector",
    "MappedAnswer",
    "MappedFinding",
    "Message",
    "ValidationCounts",
    "map_answer",
    "read_answer",
]
