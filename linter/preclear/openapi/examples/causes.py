"""Choose the failures to report: of a choice, those of the branch that was meant; of similar ones, the first.

The result doesn't depend on the order of a schema's keys: the first failure is the least deep one, then the first one
in the order of the example.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.openapi.examples.edits import remove_examples
from preclear.openapi.examples.evaluator.assertions import equality_key, is_member
from preclear.openapi.examples.wording import explain_failure, merge_branch_types, schema_title
from preclear.openapi.values import as_list, as_mapping
from preclear.openapi.wording import quote_text
from preclear.source import RelatedLocation, Report, report_group

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from preclear.openapi.examples.evaluator.result import ExampleFailure
    from preclear.openapi.examples.sites import ExampleSite
    from preclear.openapi.examples.wording import ExplainedFailure
    from preclear.source import Json, Node, Place, Pointer, Suggester

MAX_CAUSES = 5
"""The most findings of one example."""
MAX_SEPARATE_REPORTS = 2
"""The most examples with the same cause that are reported separately."""


SortKey: TypeAlias = "tuple[int, tuple[int, ...], bool, str, tuple[str, ...], str, tuple[str, ...]]"


class FailureOrder:
    """The order of the failures of one example: the least deep first, then in the order of the example.

    At the same value, missing properties come first; then the keyword decides, then its names, then the place of the
    schema.
    """

    def __init__(self, example: Node) -> None:
        self._example = example
        self._ranks: dict[int, dict[str, int]] = {}

    def sort_key(self, failure: ExampleFailure) -> SortKey:
        """Return the sort key of `failure`."""
        schema, keyword = failure.schema, failure.keyword
        example_ranks = self._example_ranks(failure.node.pointer)
        schema_pointer = tuple(map(str, schema.pointer))
        return (
            len(example_ranks),
            example_ranks,
            keyword != "required",
            keyword,
            failure.names,
            schema.document.path,
            schema_pointer,
        )

    def _example_ranks(self, pointer: Pointer) -> tuple[int, ...]:
        value: Json = self._example.value
        ranks: list[int] = []
        for step in pointer[len(self._example.pointer) :]:
            if isinstance(value, dict):
                key_ranks = self._ranks.get(id(value))
                if key_ranks is None:
                    key_ranks = self._ranks[id(value)] = {key: rank for rank, key in enumerate(value)}
                ranks.append(key_ranks.get(str(step), len(key_ranks)))
                value = value.get(str(step))
            else:
                ranks.append(step if isinstance(step, int) else 0)
                value = value[step] if isinstance(value, list) and isinstance(step, int) else None
        return tuple(ranks)


class Cause(NamedTuple):
    """What is wrong with one example, which is at `example`.

    Causes with the same `group_key` are the same mistake. `repeat_count` is the number of further places of the example
    with it, `omitted_count` the number of other causes that aren't reported.
    """

    failure: ExplainedFailure
    group_key: Hashable
    repeat_count: int
    example: Place
    omitted_count: int = 0


def find_causes(failures: tuple[ExampleFailure, ...], site: ExampleSite, suggester: Suggester) -> list[Cause]:
    """Return the causes of the failures of one example in the order of `FailureOrder`, at most `MAX_CAUSES`.

    Failures of the same keyword of the same schema have one cause. The same failure by two schemas has two causes,
    except for the format of properties of the same name: the same generator usually fills them in.
    """
    order = FailureOrder(site.value)
    failures = tuple(sorted(failures, key=order.sort_key))
    causes_by_key: dict[Hashable, Cause] = {}
    seen: set[Hashable] = set()
    repeated_keys: set[Hashable] = set()
    mistyped_pointers = {failure.node.pointer for failure in failures if failure.keyword == "type"}
    misspellings = _find_misspellings(failures, suggester)
    for failure in failures:
        if failure.keyword == "required" and (failure.node.pointer, failure.names) in misspellings:
            continue
        if _is_enum_member(failure) or (failure.keyword != "type" and failure.node.pointer in mistyped_pointers):
            continue
        intended, branch_note = _intended_failure(failure, order)
        group_key = _group_key(intended)
        if group_key in causes_by_key:
            repeat_count = causes_by_key[group_key].repeat_count + ((group_key, intended.node.pointer) not in seen)
            causes_by_key[group_key] = causes_by_key[group_key]._replace(repeat_count=repeat_count)
        elif group_key not in repeated_keys:
            explained = explain_failure(intended, site, suggester)
            explained = explained._replace(message=explained.message + branch_note)
            location = (explained.place, explained.message)
            if location in seen:
                repeated_keys.add(group_key)  # another schema reports the same at this place
            else:
                causes_by_key[group_key] = Cause(explained, group_key, 0, site.value.place)
            seen.add(location)
        seen.add((group_key, intended.node.pointer))
    result = list(causes_by_key.values())
    if len(result) > MAX_CAUSES:
        result[MAX_CAUSES - 1 :] = [result[MAX_CAUSES - 1]._replace(omitted_count=len(result) - MAX_CAUSES)]
    return result


def _group_key(failure: ExampleFailure) -> Hashable:
    schema = failure.schema
    if failure.keyword == "format" and schema.pointer[-2:-1] == ("properties",):
        return schema.mapping.get("format"), schema.pointer[-1]
    names = () if failure.keyword == "contains" else failure.names
    return id(schema.document), schema.pointer, failure.keyword, names


def _is_enum_member(failure: ExampleFailure) -> bool:
    """Whether a value of the wrong type is in the schema's own `enum`: the schema is wrong then, and another check
    reports it."""
    if failure.keyword != "type":
        return False
    schema = failure.schema.mapping
    value, const = failure.node.value, schema.get("const")
    is_const_value = "const" in schema and equality_key(value) == equality_key(const)
    return is_const_value or is_member(value, as_list(schema.get("enum")))


def _find_misspellings(
    failures: tuple[ExampleFailure, ...], suggester: Suggester
) -> set[tuple[Pointer, tuple[str, ...]]]:
    """Return the missing properties that exist under a misspelled name: that name is reported already."""
    unexpected_names = {
        (failure.node.pointer, failure.names)
        for failure in failures
        if failure.keyword in ("additionalProperties", "unevaluatedProperties") and len(failure.names) == 1
    }
    pointers = {pointer for pointer, _ in unexpected_names}
    return {
        (failure.node.pointer, failure.names)
        for failure in failures
        if failure.keyword == "required" and len(failure.names) == 1 and failure.node.pointer in pointers
        if (failure.node.pointer, (suggester.suggest(failure.names[0], failure.node.mapping),)) in unexpected_names
    }


def report_causes(all_causes: list[Cause]) -> Iterator[Report]:
    """Yield the reports of all examples. If more than `MAX_SEPARATE_REPORTS` share a cause, they are one report."""
    groups: dict[Hashable, dict[Place, Cause]] = {}
    for cause in all_causes:  # an example in `components` is checked against every schema that uses it
        groups.setdefault(cause.group_key, {}).setdefault(cause.failure.place, cause)
    for group in groups.values():
        if len(group) <= MAX_SEPARATE_REPORTS:
            yield from (_report(cause, []) for cause in group.values())
        else:
            yield from _report_shared_cause(group)


def _report_shared_cause(group: dict[Place, Cause]) -> Iterator[Report]:
    def make_report(places: Sequence[Place]) -> Report:
        first, *others = (group[place] for place in places)
        return _report(first, others)

    yield from report_group([*group], make_report)


def _report(cause: Cause, others: list[Cause]) -> Report:
    explained, message = cause.failure, cause.failure.message
    if cause.repeat_count:
        message += (
            f"; the same at {cause.repeat_count} more place{'' if cause.repeat_count == 1 else 's'} of this example"
        )
    if cause.omitted_count:
        message += (
            f"; {cause.omitted_count} more fault{'' if cause.omitted_count == 1 else 's'} of this example not shown"
        )
    if others:
        message += f"; the same in {len(others)} more example{'' if len(others) == 1 else 's'}"
    related = [RelatedLocation("this part of the schema rejects it", explained.schema_place)]
    related += [RelatedLocation("the same problem", other.failure.place) for other in others[:3]]
    edit = remove_examples(every.example for every in (cause, *others))
    return Report(message, explained.place, help=explained.help, related=tuple(related), edit=edit)


def _intended_failure(failure: ExampleFailure, order: FailureOrder) -> tuple[ExampleFailure, str]:
    """Return the failure of the branch that was meant, and a phrase that names the branch."""
    intended, branch_note = failure, ""
    while intended.keyword in ("oneOf", "anyOf") and intended.branches[0][1]:
        branch = _intended_branch(intended)
        if branch is None:
            break
        branch_note = _describe_branch(intended, branch)
        intended = min(branch[1], key=order.sort_key)
    return intended, branch_note


def _intended_branch(failure: ExampleFailure) -> tuple[Node, tuple[ExampleFailure, ...]] | None:
    """Return the branch that the value was probably meant for; never one that requires another type."""
    if merge_branch_types(failure):
        return None
    discriminated = _discriminated_branch(failure)
    if discriminated is not None:
        return discriminated
    node = failure.node
    candidates = [
        branch for branch in failure.branches if not any(_is_root_type_failure(nested, node) for nested in branch[1])
    ]
    if len(candidates) == 1:
        return candidates[0]
    if not isinstance(node.value, dict | list):
        return None
    ranked = sorted(candidates, key=_distance)
    return ranked[0] if ranked and _distance(ranked[0]) < _distance(ranked[1]) else None


def _is_root_type_failure(failure: ExampleFailure, node: Node) -> bool:
    if failure.node.pointer != node.pointer:
        return False
    if failure.keyword in ("anyOf", "oneOf"):
        return bool(merge_branch_types(failure))
    return failure.keyword == "type"


def _distance(branch: tuple[Node, tuple[ExampleFailure, ...]]) -> tuple[int, int]:
    """The distance of a value from a branch: the number of wrong tags (`enum`, `const`), then of all failures."""
    failures = branch[1]
    tags = sum(nested.keyword in ("enum", "const") for nested in failures)
    return tags, sum(max(1, len(nested.names)) for nested in failures)


def _discriminated_branch(failure: ExampleFailure) -> tuple[Node, tuple[ExampleFailure, ...]] | None:
    discriminator = as_mapping(failure.schema.mapping.get("discriminator"))
    value = failure.node.mapping.get(str(discriminator.get("propertyName")))
    if not isinstance(value, str):
        return None
    schema_name = as_mapping(discriminator.get("mapping")).get(value, value)
    for branch in failure.branches:
        reference = branch[0].text("$ref")
        if reference is not None and (reference == schema_name or reference.rpartition("/")[2] == schema_name):
            return branch
    return None


def _describe_branch(failure: ExampleFailure, branch: tuple[Node, tuple[ExampleFailure, ...]]) -> str:
    name = schema_title(branch[0])
    if len(failure.branches) < 2 or not name:
        return ""
    return f" ({quote_text(name)}, the closest of {len(failure.branches)} under `{failure.keyword}`)"
