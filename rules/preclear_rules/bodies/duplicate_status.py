"""Two responses of an operation are for the same status, spelled differently.

An action has one response per status, and at most one default. Different keys can mean the same status: `200` and
`0200`, `default` and `Default`, `4XX` and `4xx`.

Identical keys, and `200` next to `"200"`, are reported by `duplicate-key`.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from preclear import Operation, Place, RelatedLocation, Report, Response, report_group, rule
from preclear_rules._grouping import join_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MAX_RELATED = 5


@rule(on=Operation, basis="contract", source="ActionHTTPResponse.status", fix="adapt")
def duplicate_status(operation: Operation) -> Iterator[Report]:
    if not _has_repeats(operation.statuses):
        return
    groups: dict[str, dict[Place, Response]] = {}
    for response in operation.responses:
        groups.setdefault(_normalize_status(response.status.value), {})[response.place] = response
    for status, group in groups.items():
        yield from report_group([*group][1:], partial(_report, status, group))


def _report(status: str, group: dict[Place, Response], places: Sequence[Place]) -> Report:
    from preclear_rules.bodies._response_edits import remove_repeats

    first = next(iter(group.values()))
    spellings = [f"`{response.status}`" for response in (first, *(group[place] for place in places))]
    times = "twice" if len(spellings) == 2 else f"{len(spellings)} times"
    message = f"status `{status}` occurs {times}, as {join_words(spellings)}; expected it once"
    related = (
        RelatedLocation("first here", first),
        *(RelatedLocation("again here", place) for place in places[1:_MAX_RELATED]),
    )
    edit = remove_repeats(first, [group[place] for place in places])
    return Report(message, places[0], help="merge them into one response", related=related, edit=edit)


@lru_cache(maxsize=256)
def _has_repeats(statuses: tuple[str, ...]) -> bool:
    """Whether two statuses are the same. Most operations have the same statuses as another one."""
    return len(set(map(_normalize_status, statuses))) < len(statuses)


def _normalize_status(status: str) -> str:
    text = status.strip().lower().lstrip("+0")
    return text.upper() if text[1:] == "xx" else text or "0"
