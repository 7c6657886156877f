"""References in place of what takes none: an operation, a whole `content`, a description."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.plain_fields import PLAIN, WHOLES, with_article
from preclear.openapi.references.kinds import REFERENCE_NOT_ALLOWED, REMOTE_REFERENCE
from preclear.openapi.references.resolver import ref_place
from preclear.openapi.walk import Visit, is_reference
from preclear.source import Fault, Node, Report, together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from preclear.openapi.grammar import Child
    from preclear.openapi.references.kinds import DeadEnd
    from preclear.openapi.references.resolver import References
    from preclear.source import Place, Pointer


class Misplaced(NamedTuple):
    """A `$ref` in place of an object of `kind`, or of a mapping or list of objects, that takes no reference.

    `target` is what it leads to over all steps, of that very kind. Where there is none, `reason` says why, and
    `dead_end` is where it leads instead, if that is nowhere.
    """

    kind: str
    holder: Node
    target: Node | None
    reason: str = ""
    dead_end: DeadEnd | None = None


def plain_references(kind: str, node: Node) -> list[Visit]:
    """Every `$ref` in a plain field of an object, or of a plain object in it, each with the kind that it replaces."""
    fields, held = PLAIN.get(kind), node.value
    if not fields or not isinstance(held, dict):
        return []
    for key, value in held.items():  # the many objects that have nothing to look into are done with here
        if key in fields and (value.__class__ is dict or (value.__class__ is list and _has_objects(fields[key]))):
            break
    else:
        return []
    found: list[Visit] = []
    stack = [Visit(kind, node)]
    while stack:
        kind, (document, pointer, holder) = stack.pop()
        fields = PLAIN.get(kind)
        if not fields or not isinstance(holder, dict):
            continue
        for key, value in holder.items():
            if value.__class__ is not dict and value.__class__ is not list:
                continue
            field = fields.get(key)
            if field is None:
                continue
            if is_reference(value):
                found.append(Visit(field.whole, Node(document, (*pointer, key), value)))
                continue
            for child in _objects(field, Node(document, (*pointer, key), value)):
                (found if is_reference(child.value) else stack).append(Visit(field.kind, child))
    return found


def _objects(field: Child, node: Node) -> list[Node]:
    """The mappings that stand under a plain field: itself, or those that it has, where its shape wants several."""
    if field.shape == "one":
        return [node]
    if field.shape == "map":
        return [child for _, child in node.entries()]
    return list(node.items()) if _has_objects(field) else []


def _has_objects(field: Child) -> bool:
    return field.kind not in ("text", "value")


def members(kind: str, node: Node) -> list[Visit]:
    """The objects in the mapping or list at `node`, which is of this kind; the node itself where it is an object."""
    field = WHOLES.get(kind)
    if field is None:
        return [Visit(kind, node)]
    if field.shape == "list":
        return [Visit(field.kind, item) for item in node.items()]
    loose = field.kind in ("path item", "response")
    return [
        Visit(field.kind, child)
        for name, child in node.entries()
        if name != "$ref" and not (loose and name.startswith("x-"))
    ]


class MisplacedReferences:
    """Every `$ref` of a description that stands where OpenAPI takes none, and what stands behind each."""

    def __init__(self, references: References, other_kind: Callable[[str, Node], str | None], series: str) -> None:
        """`other_kind` says what a node is, in words, that is not of the kind wanted."""
        self.found: dict[tuple[int, Pointer], Misplaced] = {}
        self._references = references
        self._other_kind = other_kind
        self._series = series

    def add(self, kind: str, holder: Node) -> Misplaced:
        """Take the `$ref` of `holder`, in place of what is of this kind."""
        found = self.found[holder.identity] = self._follow(kind, holder)
        return found

    def target(self, holder: Node) -> Node | None:
        """What stands in place of `holder`: itself, or what its misplaced `$ref` leads to; None at a dead end."""
        found = self.found.get(holder.identity) if is_reference(holder.value) else None
        return holder if found is None else found.target

    def entries(self, mapping: Node) -> Iterator[tuple[str, Node]]:
        """The entries of a mapping: those behind a misplaced `$ref`, and those beside it, which win."""
        target = self.target(mapping)
        if target is mapping:
            yield from mapping.entries()
            return
        beside = dict(mapping.entries())
        beside.pop("$ref")
        for name, child in target.entries() if target is not None else ():
            yield name, beside.pop(name, child)
        yield from beside.items()

    def faults(self) -> Iterator[Fault]:
        """One fault for all in a document that replace one kind of object and lead to it; one for each dead end."""
        groups: dict[tuple[int, str, str, str], list[Misplaced]] = {}
        for each in self.found.values():
            alone = "" if each.target is not None else str(each.holder.mapping["$ref"])
            groups.setdefault((id(each.holder.document), each.kind, each.reason, alone), []).append(each)
        for group in groups.values():
            by_place = {ref_place(each.holder): each for each in group}
            tell = partial(self._report, by_place)
            yield from (Fault(REFERENCE_NOT_ALLOWED, report) for report in together([*by_place], tell))

    def _follow(self, kind: str, holder: Node) -> Misplaced:
        if kind == "document":
            return Misplaced(kind, holder, None, "is not followed")
        target, dead_end = self._references.end(holder)
        if target is None:
            return Misplaced(kind, holder, None, _reason(dead_end), dead_end)
        other = self._other_kind(kind, target)
        return Misplaced(kind, holder, target) if other is None else Misplaced(kind, holder, None, f"leads to {other}")

    def _report(self, by_place: Mapping[Place, Misplaced], places: Sequence[Place]) -> Report:
        first, more = by_place[places[0]], len(places) - 1
        thing = with_article(first.kind)
        itself = f"the {first.kind}" if thing.startswith(("a ", "an ")) else thing
        as_others = f", as {more} more {'do' if more > 1 else 'does'}" if more else ""
        message = f"`$ref: {str(first.holder.mapping['$ref'])[:80]}` stands in place of {thing}{as_others}"
        message += f"; OpenAPI {self._series} takes no reference there"
        if first.target is None:
            field = WHOLES.get(first.kind)
            in_list = field is not None and field.shape == "list" and first.reason.endswith(with_article(field.kind))
            advice = "put it in a list: `- $ref: …`" if in_list else f"write {itself} here"
            return Report(f"{message}, and it {first.reason}", places[0], help=advice)
        return Report(message, places[0], help=f"write {itself} here, as `preclear bundle` does")


def _reason(dead_end: DeadEnd | None) -> str:
    """Why a misplaced `$ref` leads to nothing, in words."""
    if dead_end is None:
        return "leads nowhere"
    if dead_end.kind is REMOTE_REFERENCE:
        return "leads to a URL, which is not fetched"
    if dead_end.limit is not None:
        return "is not followed"
    return "leads nowhere" if dead_end.reported is None else "leads to a file that can't be read"
