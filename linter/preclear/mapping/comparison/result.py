"""What a comparison covers: counts of what was compared, and of what the answer doesn't say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.mapping.comparison.difference import Difference

ComparedKind: TypeAlias = Literal["connector", "auth scheme", "action", "trigger", "definition", "schema"]
"""A kind of what is counted. A schema is counted apart from its definition: most answers have none."""

COMPARED_KINDS: tuple[ComparedKind, ...] = ("connector", "auth scheme", "action", "trigger", "definition", "schema")
"""All kinds, in the order in which a summary lists them."""


class ComparedResources(NamedTuple):
    """The planned resources of one kind that were compared.

    `field_count` counts their fields that the answer has, `differing_count` the resources that are missing or have a
    difference, and `unexpected_count` the resources that the plan doesn't have.
    """

    resource_count: int
    field_count: int
    differing_count: int
    unexpected_count: int

    @property
    def matching_count(self) -> int:
        """The number of resources that are as planned in every field that was compared."""
        return self.resource_count - self.differing_count


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison covers.

    `compared` has only kinds of which something was compared. `unknown` counts what the plan has and the answer doesn't
    say, by its noun in the singular: `schema`, `summary`.
    """

    compared: dict[ComparedKind, ComparedResources] = field(default_factory=dict["ComparedKind", ComparedResources])
    unknown: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def field_count(self) -> int:
        """The number of fields that were compared."""
        return sum(resources.field_count for resources in self.compared.values())

    @property
    def has_differences(self) -> bool:
        """Whether anything differs."""
        return any(resources.differing_count or resources.unexpected_count for resources in self.compared.values())


class ComparisonTally:
    """Counts while the comparison runs."""

    def __init__(self) -> None:
        self._resources: Counter[ComparedKind] = Counter()
        self._fields: Counter[ComparedKind] = Counter()
        self._differing: Counter[ComparedKind] = Counter()
        self._unexpected: Counter[ComparedKind] = Counter()
        self._unknown: Counter[str] = Counter()

    def track(self, kind: ComparedKind, differences: Iterator[Difference]) -> Iterator[Difference]:
        """Count a planned resource of `kind`, which differs if `differences` yields anything, and yield them on."""
        self._resources[kind] += 1
        is_first = True
        for difference in differences:
            if is_first:
                self._differing[kind] += 1
                is_first = False
            yield difference

    def add_fields(self, kind: ComparedKind, count: int = 1) -> None:
        """Count fields that were compared."""
        self._fields[kind] += count

    def add_unexpected(self, kind: ComparedKind) -> None:
        """Count a resource that the plan doesn't have."""
        self._unexpected[kind] += 1

    def add_unknown(self, noun: str, count: int = 1) -> None:
        """Count what the answer doesn't say."""
        if count:
            self._unknown[noun] += count

    def build(self) -> Comparison:
        """Return the counts so far."""
        kinds: list[ComparedKind] = [kind for kind in COMPARED_KINDS if self._resources[kind] or self._unexpected[kind]]
        return Comparison(
            {
                kind: ComparedResources(
                    self._resources[kind], self._fields[kind], self._differing[kind], self._unexpected[kind]
                )
                for kind in kinds
            },
            dict(sorted(self._unknown.items())),
        )
