"""Which dialect of JSON Schema a schema is read in, and what draft-07 says in other words than 2020-12.

JSON Schema draft-07, core, 8.3; validation, 6.4.1, 6.4.2 and 6.5.7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from preclear.openapi.examples.evaluator.applied import NEW, branches, under
from preclear.openapi.examples.evaluator.outcome import FINE, Failure, Outcome, together
from preclear.openapi.references.dialects import DRAFT_07 as DRAFT_07_URI
from preclear.openapi.references.dialects import declared_dialect, default_dialect
from preclear.openapi.structure.choices import listing, mapping
from preclear.openapi.structure.schemas import DIALECTS
from preclear.source import Node

if TYPE_CHECKING:
    from preclear.openapi.description import Description
    from preclear.openapi.examples.evaluator.applied import Applied
    from preclear.openapi.examples.evaluator.evaluation import Evaluation
    from preclear.source import Json, Place

Dialect: TypeAlias = Literal["2020-12", "draft-07"]


class Dialects:
    """The dialects of one description. `mixed` is set where one of its schemas is in another one than 2020-12."""

    def __init__(self, description: Description) -> None:
        self.unread: dict[str, Place] = {}
        """The dialects that a schema was asked for in and that are not read here, and where each is named."""
        old = description.version.series == "3.0"  # it has one dialect, its own
        defaults = [default_dialect(document) for document in description.documents]
        named: list[Json] = [dialect.uri for dialect in defaults if dialect is not None]
        named += [schema.mapping.get("$schema") for schema in description.schemas]
        self.mixed = not old and any(isinstance(each, str) and _plain(each) not in DIALECTS for each in named)

    def of(self, schema: Node) -> Dialect | None:
        """The dialect of `schema`; None, which is noted, where it is not read here."""
        if not self.mixed:
            return "2020-12"
        declared = declared_dialect(schema.document, schema.pointer)
        if declared is None or _plain(declared.uri) in DIALECTS:
            return "2020-12"
        if DRAFT_07_URI.fullmatch(declared.uri):
            return "draft-07"
        self.unread.setdefault(declared.uri, Node(schema.document, declared.pointer, declared.uri).place)
        return None


def _plain(name: str) -> str:
    return name.removesuffix("#")


def _items(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    if not isinstance(wanted, list):
        return together([evaluation.whole(under(schema, "items"), child) for child in node.items()])
    children = list(node.items())
    pairs = zip(branches(schema, "items"), children, strict=False)
    outcomes = [evaluation.whole(held, child) for held, child in pairs]
    rest = children[len(wanted) :]
    if rest and schema.mapping.get("additionalItems") is False:
        names = tuple(str(child.pointer[-1]) for child in rest)
        outcomes.append(Outcome((Failure("additionalItems", schema, node, names),)))
    elif rest and "additionalItems" in schema.mapping:
        outcomes += [evaluation.whole(under(schema, "additionalItems"), child) for child in rest]
    return together(outcomes)


def _dependencies(evaluation: Evaluation, schema: Node, wanted: Json, node: Node) -> Outcome:
    held = node.mapping
    present = {key: needed for key, needed in mapping(wanted).items() if key in held}
    names = [name for needed in present.values() for name in listing(needed)]
    missing = tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name not in held))
    outcomes = [Outcome((Failure("dependencies", schema, node, missing),)) if missing else FINE]
    schemas = [key for key, needed in present.items() if not isinstance(needed, list)]
    return together(outcomes + [evaluation.part(under(schema, "dependencies", key), node) for key in schemas])


_SINCE = frozenset({"$dynamicRef", "$recursiveRef", "dependentSchemas", "dependentRequired", "prefixItems"})

DRAFT_07: dict[str, Applied] = {
    **{keyword: apply for keyword, apply in NEW.items() if keyword not in _SINCE},
    "items": _items,
    "dependencies": _dependencies,
}
"""The keywords of draft-07."""
