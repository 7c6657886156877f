"""Two responses of one operation are for the same status, written differently.

An action has one response for each status and at most one default. Keys that differ as text can still mean the same:
`200` and `0200`, `default` and `Default`, `4XX` and `4xx`.

Two keys that are the same text are a duplicate key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Operation, Related, Report, Response, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Operation, basis="contract", source="ActionHTTPResponse.status")
def duplicate_status(operation: Operation) -> Iterator[Report]:
    found: dict[str, list[Response]] = {}
    for response in operation.responses:
        found.setdefault(_meant(response.status.value), []).append(response)
    for status, group in found.items():
        for index, response in enumerate(group if len(group) > 1 else ()):
            other, word = (group[0], "first") if index else (group[1], "again")
            times = "twice" if len(group) == 2 else f"{len(group)} times"
            message = f"status `{status}` stands here {times}, {word} as `{other.status}`; expected it once"
            help = "keep one of them, with all that both describe"
            yield Report(message, response, help=help, related=(Related(f"{word} here", other),))


def _meant(status: str) -> str:
    text = status.strip().lower().lstrip("+0")
    return text.upper() if text[1:] == "xx" else text or "0"
