"""Which names the keys of a mapping may have, where the specification gives a pattern for them.

The validator is not asked about them: it copies the whole mapping into what it says of each key.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.openapi.structure.choices import URL
from preclear.openapi.structure.pieces import sections
from preclear.openapi.structure.schemas import NAME, STATUS
from preclear.openapi.structure.unexpected import Trouble, unknown_status
from preclear.openapi.structure.wording import short, subject
from preclear.source.fault import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.openapi.structure.pieces import Piece
    from preclear.source.node import Node
    from preclear.source.suggest import Suggester


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("$", r"\Z"), re.ASCII)  # `$` leaves a line break at the end alone


_NAME, _STATUS, _URL = _compiled(NAME), _compiled(STATUS), _compiled(URL)
_METHOD = re.compile(r"[a-zA-Z0-9!#$%&'*+.^_`|~-]+\Z")
_OF_ITS_OWN = frozenset({"GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY"})


def name_troubles(piece: Piece, version: str, suggester: Suggester) -> Iterator[Trouble]:
    """What is wrong with the keys of the mappings in one object."""
    kind, node = piece.kind, piece.node
    if kind == "operation":
        responses = node.get("responses")
        for name in responses.mapping if responses is not None else ():
            if responses is not None and not _STATUS.match(name):
                yield unknown_status(responses, name, suggester)
    elif kind == "components":
        for section, held in node.entries():
            for name, child in held.entries() if section in sections(version) else ():
                if not _NAME.match(name):
                    wanted = "expected only letters, digits, `.`, `-` and `_`"
                    yield _trouble(child, f"{short(name)} is no name for a component; {wanted}")
    elif kind == "path item":
        additional = node.get("additionalOperations") if version == "3.2" else None
        for name, child in additional.entries() if additional is not None else ():
            if name in _OF_ITS_OWN:
                wanted = f"expected {short(name.lower())} in the path item"
                yield _trouble(child, f"method {short(name)} has a field of its own; {wanted}")
            elif not _METHOD.match(name):
                yield _trouble(child, f"{short(name)} is no HTTP method; expected one word, such as `LINK`")
    elif kind == "schema" and version != "3.0" and not piece.foreign:
        vocabularies = node.get("$vocabulary")
        for name, child in vocabularies.entries() if vocabularies is not None else ():
            if not _URL.match(name):
                yield _trouble(child, f"key {short(name)} of {subject(vocabularies or node)} is no URL")


def _trouble(child: Node, message: str) -> Trouble:
    return Trouble(Report(message, child.key), named=True)
