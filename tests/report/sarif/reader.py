"""A reader of SARIF logs for tests. It knows the specification, and nothing of preclear."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from functools import lru_cache
from typing import Any, TypeAlias
from urllib.parse import unquote_to_bytes

Object: TypeAlias = dict[str, Any]

_SEVERITIES = {"error": "error", "warning": "warning", "note": "info"}


def read_path(log: Object, location: Object) -> str:
    """The path that an artifact location stands for; `<stdin>` for a standard stream."""
    if "uri" not in location:
        artifact = log["runs"][0]["artifacts"][location["index"]]
        assert "standardStream" in artifact["roles"]
        return "<stdin>"
    uri: str = location["uri"]
    if "uriBaseId" in location:
        assert location["uriBaseId"] in log["runs"][0]["originalUriBaseIds"]
        assert ":" not in uri
        assert not uri.startswith("/")
    else:
        assert uri.startswith("file:///")
        uri = uri.removeprefix("file://")
    return unquote_to_bytes(uri).decode("utf-8", "surrogateescape")


def read_findings(log: Object, *, suppressed: bool = False) -> list[tuple[Any, ...]]:
    """Rule, severity, path and span of each result; the suppressed ones or the others."""
    (run,) = log["runs"]
    found: list[tuple[Any, ...]] = []
    for result in run["results"]:
        if bool(result.get("suppressions")) != suppressed:
            continue
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        related = [
            (read_path(log, other["physicalLocation"]["artifactLocation"]), _span(other["physicalLocation"]["region"]))
            for other in result.get("relatedLocations", ())
        ]
        path = read_path(log, place["artifactLocation"])
        found.append((result["ruleId"], _SEVERITIES[result["level"]], path, _span(place["region"]), related))
    return found


def apply_fix(log: Object, texts: dict[str, str], fix: Object) -> dict[str, str]:
    """Make a fix in the texts of files, by path, as section 3.57 says."""
    new = dict(texts)
    for change in fix["artifactChanges"]:
        path = read_path(log, change["artifactLocation"])
        new[path] = _splice(texts[path], change["replacements"])
    return new


def apply_fixes(log: Object, texts: dict[str, str]) -> dict[str, str]:
    """Make the fixes of all results that neither overlap nor touch an earlier one. Equal replacements are made once."""
    taken = {path: _Taken() for path in texts}
    for result in log["runs"][0]["results"]:
        for fix in result.get("fixes", ())[:1]:
            places = [
                (taken[path], _offsets(texts[path], replacement["deletedRegion"]), replacement)
                for change in fix["artifactChanges"]
                for path in [read_path(log, change["artifactLocation"])]
                for replacement in change["replacements"]
            ]
            if all(others.has_room(place, replacement) for others, place, replacement in places):
                for others, place, replacement in places:
                    others.add(place, replacement)
    return {path: _splice(text, [*taken[path].replacements.values()]) for path, text in texts.items()}


class _Taken:
    """The replacements of one text, by their 0-based offsets."""

    def __init__(self) -> None:
        self.replacements: dict[tuple[int, int], Object] = {}
        self._places: list[tuple[int, int]] = []

    def has_room(self, place: tuple[int, int], replacement: Object) -> bool:
        """Whether a replacement is there already, or neither overlaps nor touches one that is."""
        if place in self.replacements:
            return self.replacements[place] == replacement
        index = bisect_left(self._places, place)
        is_free_before = not index or self._places[index - 1][1] < place[0]
        return is_free_before and (index == len(self._places) or self._places[index][0] > place[1])

    def add(self, place: tuple[int, int], replacement: Object) -> None:
        if place not in self.replacements:
            insort(self._places, place)
        self.replacements[place] = replacement


def _splice(text: str, replacements: list[Object]) -> str:
    parts = [
        (*_offsets(text, replacement["deletedRegion"]), replacement.get("insertedContent", {}).get("text", ""))
        for replacement in replacements
    ]
    pieces: list[str] = []
    position = 0
    for start, end, new_text in sorted(parts):
        pieces += [text[position:start], new_text]
        position = end
    return "".join([*pieces, text[position:]])


def _offsets(text: str, region: Object) -> tuple[int, int]:
    start_line, start_column, end_line, end_column = _span(region)
    starts = _line_starts(text)
    return starts[start_line - 1] + start_column - 1, starts[end_line - 1] + end_column - 1


@lru_cache
def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]


def _span(region: Object) -> tuple[int, int, int, int]:
    return region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]
