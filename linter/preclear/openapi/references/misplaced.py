"""References in places where OpenAPI allows none: an operation, a whole `content`, a description."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.openapi.plain_fields import CONTAINER_FIELDS, PLAIN_FIELDS, with_article
from preclear.openapi.references.edits import replace_misplaced
from preclear.openapi.references.kinds import REFERENCE_NOT_ALLOWED, REMOTE_REFERENCE
from preclear.openapi.references.resolver import ref_place
from preclear.openapi.walk import Visit, is_reference
from preclear.source import Fault, Node, Report, report_group

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from preclear.openapi.object_grammar import FieldSpec
    from preclear.openapi.references.kinds import ReferenceFailure
    from preclear.openapi.references.resolver import References
    from preclear.source import Place, Pointer


class MisplacedReference(NamedTuple):
    """A `$ref` in place of an object of `kind`, or of a mapping or list of objects, where OpenAPI allows none.

    `target` is the value of that kind at the end of its references. If there is none, `reason` says why, as a phrase,
    and `failure` is the failure of the reference if it leads nowhere.
    """

    kind: str
    holder: Node
    target: Node | None
    reason: str = ""
    failure: ReferenceFailure | None = None


def plain_field_references(kind: str, node: Node) -> list[Visit]:
    """Return every `$ref` in the plain fields of an object, at any depth, with the kind that it replaces."""
    fields, mapping = PLAIN_FIELDS.get(kind), node.value
    if not fields or not isinstance(mapping, dict):
        return []
    for key, value in mapping.items():  # most objects have no such field: leave early
        if value.__class__ is dict:
            if key in fields:
                break
        elif value.__class__ is list and key in fields and _has_objects(fields[key]):
            break
    else:
        return []
    references: list[Visit] = []
    stack = [(kind, node)]
    while stack:
        kind, node = stack.pop()
        document, pointer, holder = node.document, node.pointer, node.value
        fields = PLAIN_FIELDS.get(kind)
        if not fields or not isinstance(holder, dict):
            continue
        for key, value in holder.items():
            if value.__class__ is not dict and value.__class__ is not list:
                continue
            field = fields.get(key)
            if field is None:
                continue
            if is_reference(value):
                references.append((field.container_kind, Node(document, (*pointer, key), value)))
                continue
            for child in _child_objects(field, Node(document, (*pointer, key), value)):
                (references if is_reference(child.value) else stack).append((field.kind, child))
    return references


def _child_objects(field: FieldSpec, node: Node) -> list[Node]:
    """The objects of a plain field: the value itself, or its entries or items if the field has several."""
    if field.shape == "one":
        return [node]
    if field.shape == "map":
        return [child for _, child in node.entries()]
    return list(node.items()) if _has_objects(field) else []


def _has_objects(field: FieldSpec) -> bool:
    return field.kind not in ("text", "value")


def member_objects(kind: str, node: Node) -> list[Visit]:
    """Return the objects of a mapping or list of this kind; the node itself if the kind is that of one object."""
    field = CONTAINER_FIELDS.get(kind)
    if field is None:
        return [(kind, node)]
    if field.shape == "list":
        return [(field.kind, item) for item in node.items()]
    allows_extensions = field.kind in ("path item", "response")
    return [
        (field.kind, child)
        for name, child in node.entries()
        if name != "$ref" and not (allows_extensions and name.startswith("x-"))
    ]


class MisplacedReferences:
    """Every `$ref` of a description in a place where OpenAPI allows none, and its target."""

    def __init__(
        self, references: References, describe_mismatch: Callable[[str, Node], str | None], series: str
    ) -> None:
        """`describe_mismatch` describes a node if it isn't of a kind (see `TargetKinds.describe_mismatch`)."""
        self.by_identity: dict[tuple[int, Pointer], MisplacedReference] = {}
        self._references = references
        self._describe_mismatch = describe_mismatch
        self._series = series

    def add(self, kind: str, holder: Node) -> MisplacedReference:
        """Add the `$ref` of `holder`, which replaces a value of this kind."""
        reference = self.by_identity[holder.identity] = self._resolve(kind, holder)
        return reference

    def target(self, holder: Node) -> Node | None:
        """Return `holder`, or the target of its misplaced `$ref`; None if that leads nowhere."""
        if not self.by_identity or not is_reference(holder.value):
            return holder
        reference = self.by_identity.get(holder.identity)
        return holder if reference is None else reference.target

    def entries(self, mapping: Node) -> Iterator[tuple[str, Node]]:
        """Yield the entries of a mapping: those of its misplaced `$ref`, overridden by those beside it."""
        target = self.target(mapping)
        return mapping.entries() if target is mapping else self._merge_entries(mapping, target)

    @staticmethod
    def _merge_entries(mapping: Node, target: Node | None) -> Iterator[tuple[str, Node]]:
        siblings = dict(mapping.entries())
        siblings.pop("$ref")
        for name, child in target.entries() if target is not None else ():
            yield name, siblings.pop(name, child)
        yield from siblings.items()

    def faults(self) -> Iterator[Fault]:
        """Yield one fault for all references of a document that replace the same kind, or for each that fails."""
        groups: dict[tuple[int, str, str, str], list[MisplacedReference]] = {}
        for reference in self.by_identity.values():
            own_reference = "" if reference.target is not None else str(reference.holder.mapping["$ref"])
            groups.setdefault(
                (id(reference.holder.document), reference.kind, reference.reason, own_reference), []
            ).append(reference)
        for group in groups.values():
            by_place = {ref_place(reference.holder): reference for reference in group}
            make_report = partial(self._report, by_place)
            yield from (Fault(REFERENCE_NOT_ALLOWED, report) for report in report_group([*by_place], make_report))

    def _resolve(self, kind: str, holder: Node) -> MisplacedReference:
        if kind == "document":
            return MisplacedReference(kind, holder, None, "is not followed")
        target, failure = self._references.resolve_uncached(holder)
        if target is None:
            return MisplacedReference(kind, holder, None, _reason(failure), failure)
        mismatch = self._describe_mismatch(kind, target)
        return (
            MisplacedReference(kind, holder, target)
            if mismatch is None
            else MisplacedReference(kind, holder, None, f"leads to {mismatch}")
        )

    def _report(self, by_place: Mapping[Place, MisplacedReference], places: Sequence[Place]) -> Report:
        first, remaining = by_place[places[0]], len(places) - 1
        noun = with_article(first.kind)
        definite_noun = f"the {first.kind}" if noun.startswith(("a ", "an ")) else noun
        suffix = f", as {remaining} more {'do' if remaining > 1 else 'does'}" if remaining else ""
        message = f"`$ref: {str(first.holder.mapping['$ref'])[:80]}` replaces {noun}{suffix}"
        message += f"; OpenAPI {self._series} allows no reference there"
        field = CONTAINER_FIELDS.get(first.kind)
        expects_list = field is not None and field.shape == "list" and first.reason.endswith(with_article(field.kind))
        references = [(by_place[place].holder, by_place[place].target) for place in places]
        edit = replace_misplaced(references, first.kind, is_item=expects_list)
        if first.target is None:
            advice = "put it in a list: `- $ref: …`" if expects_list else f"write {definite_noun} here"
            return Report(f"{message}, and it {first.reason}", places[0], help=advice, edit=edit)
        advice = f"write {definite_noun} here, as `preclear bundle` does"
        return Report(message, places[0], help=advice, edit=edit)


def _reason(failure: ReferenceFailure | None) -> str:
    """Why a misplaced `$ref` leads to nothing, as a phrase."""
    if failure is None:
        return "leads nowhere"
    if failure.kind is REMOTE_REFERENCE:
        return "leads to a URL, which is not fetched"
    if failure.limit is not None:
        return "is not followed"
    return "leads nowhere" if failure.reported_at is None else "leads to a file that can't be read"
