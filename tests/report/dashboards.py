"""Readers of the formats that dashboards read: GitLab's, JUnit and rdjson. They know nothing of preclear's code.

The schemas are made from what the formats' owners publish: GitLab's documentation of Code Quality reports and the
checks that its parser makes, and the Protocol Buffers of reviewdog's diagnostic format, as protojson reads them.
"""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from xml.etree import ElementTree

from jsonschema import Draft202012Validator
from junitparser import Error, Failure, JUnitXml

from tests.report.rendered_markdown import render

if TYPE_CHECKING:
    from pathlib import Path


class Listed(NamedTuple):
    """A finding as every format has it. Backticks are left out of the message, because Markdown has none."""

    path: str
    line: int
    column: int
    severity: str
    rule: str
    message: str


def without_backticks(text: str) -> str:
    """The text as far as it must be the same: in Markdown, backticks become code, and many of them escapes."""
    return re.sub(r"\s+", " ", text.replace("\\x60", "").replace("`", "")).strip()


_LINE: dict[str, Any] = {"type": "integer", "minimum": 1}
_POSITION: dict[str, Any] = {
    "type": "object",
    "required": ["line", "column"],
    "properties": {"line": _LINE, "column": _LINE},
    "additionalProperties": False,
}
GITLAB: Any = Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "minLength": 1},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path"],
                    "oneOf": [{"required": ["lines"]}, {"required": ["positions"]}],
                    "properties": {
                        "path": {"type": "string", "minLength": 1, "not": {"pattern": "^\\./"}},
                        "lines": {"type": "object", "required": ["begin"], "properties": {"begin": _LINE}},
                        "positions": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {"begin": _POSITION, "end": _POSITION},
                        },
                    },
                },
            },
            "additionalProperties": False,
        },
    }
)
_SEVERITIES = {"major": "error", "minor": "warning", "info": "info"}


def load_json(text: str) -> Any:
    """Parse JSON as strict readers do: halves of characters are an error, even escaped."""
    value = json.loads(text)
    json.dumps(value, ensure_ascii=False).encode()
    return value


def read_gitlab(text: str) -> list[Listed]:
    """Read a Code Quality report. Fails if GitLab would drop an issue."""
    issues = load_json(text)
    assert [error.message for error in GITLAB.iter_errors(issues)] == []
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    found: list[Listed] = []
    for issue in issues:
        rule, _, message = issue["description"].partition(": ")
        assert rule == issue["check_name"]
        begin = issue["location"]["positions"]["begin"]
        severity = _SEVERITIES[issue["severity"]]
        path = issue["location"]["path"]
        found.append(Listed(path, begin["line"], begin["column"], severity, rule, without_backticks(message)))
    return found


class JUnitCases(NamedTuple):
    """What a JUnit report has: findings that fail, findings that don't, files without findings, and errors."""

    failed: list[Listed]
    passed: list[Listed]
    clean: list[str]
    errors: list[str]


def read_junit(text: str) -> JUnitCases:
    """Read a JUnit report by junitparser. Fails if a number of cases is wrong, or two cases have one name."""
    ElementTree.fromstring(text)  # noqa: S314 - our own output, by an XML parser alone
    report: Any = cast("Any", JUnitXml).fromstring(text.encode())  # its types are incomplete
    read = JUnitCases([], [], [], [])
    declared = (report.tests, report.failures, report.errors, report.skipped)
    totals = [0, 0, 0]
    for suite in report:
        names: set[tuple[str, str]] = set()
        counts = [0, 0, 0]
        for case in suite:
            assert (case.classname, case.name) not in names, case.name
            names.add((case.classname, case.name))
            counts[0] += 1
            counts[1] += any(isinstance(result, Failure) for result in case.result)
            counts[2] += any(isinstance(result, Error) for result in case.result)
            _read_case(suite, case, read)
        assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (*counts, 0)
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
    assert declared == (*totals, 0)
    return read


def _read_case(suite: Any, case: Any, read: JUnitCases) -> None:
    attributes = dict(case._elem.attrib)
    if not case.result:
        if not case.system_out:
            assert attributes["file"] == suite.name
            read.clean.append(suite.name)
        else:
            read.passed.append(_read_text(suite.name, attributes, case.system_out))
        return
    result: Any = case.result[0]
    assert len(case.result) == 1
    if cast("object", type(result)) is Error:
        assert result.text == result.message
        read.errors.append(result.message)
        return
    found = _read_text(suite.name, attributes, result.text)
    assert (found.rule, found.message) == (result.type, without_backticks(result.message))
    read.failed.append(found)


def _read_text(path: str, attributes: dict[str, str], text: str) -> Listed:
    heading, place, *_ = text.split("\n")
    match = re.fullmatch(r"(error|warning|info)\[([^]]+)\]: (.*)", heading)
    assert match, heading
    assert attributes["name"].startswith(match[2])
    start, line, column = place.rsplit(":", 2)
    assert start == f"--> {path}"
    assert (attributes["file"], attributes["line"]) == (path, line)
    return Listed(path, int(line), int(column), match[1], match[2], without_backticks(match[3]))


_RANGE: dict[str, Any] = {
    "type": "object",
    "required": ["start"],
    "properties": {"start": _POSITION, "end": _POSITION},
    "additionalProperties": False,
}
_LOCATION: dict[str, Any] = {
    "type": "object",
    "required": ["path"],
    "properties": {"path": {"type": "string", "minLength": 1}, "range": _RANGE},
    "additionalProperties": False,
}
_SOURCE: dict[str, Any] = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "url": {"type": "string"}},
    "additionalProperties": False,
}
_SEVERITY: dict[str, Any] = {"enum": ["ERROR", "WARNING", "INFO"]}
RDJSON: Any = Draft202012Validator(
    {
        "type": "object",
        "required": ["diagnostics"],
        "properties": {
            "source": _SOURCE,
            "severity": _SEVERITY,
            "diagnostics": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["message", "location"],
                    "properties": {
                        "message": {"type": "string", "minLength": 1},
                        "location": _LOCATION,
                        "severity": _SEVERITY,
                        "source": _SOURCE,
                        "code": {
                            "type": "object",
                            "required": ["value"],
                            "properties": {"value": {"type": "string"}, "url": {"type": "string"}},
                            "additionalProperties": False,
                        },
                        "suggestions": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["range", "text"],
                                "properties": {"range": _RANGE, "text": {"type": "string"}},
                                "additionalProperties": False,
                            },
                        },
                        "relatedLocations": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "properties": {"message": {"type": "string"}, "location": _LOCATION},
                                "additionalProperties": False,
                            },
                        },
                        "originalOutput": {"type": "string"},
                    },
                    "additionalProperties": False,  # protojson refuses what it doesn't know
                },
            },
        },
        "additionalProperties": False,
    }
)


def load_rdjson(text: str) -> dict[str, Any]:
    """Parse a report. Fails if reviewdog would refuse it."""
    report: dict[str, Any] = load_json(text)
    assert [error.message for error in RDJSON.iter_errors(report)] == []
    return report


def read_rdjson(text: str, root: Path) -> list[Listed]:
    """Read a report; the files are in `root`. Columns of bytes become columns of characters."""
    found: list[Listed] = []
    files: dict[str, list[bytes]] = {}
    for diagnostic in load_rdjson(text)["diagnostics"]:
        path, start = diagnostic["location"]["path"], diagnostic["location"]["range"]["start"]
        if path not in files:
            files[path] = _read_lines(root / path)
        column = count_characters(files[path], start["line"], start["column"])
        message = "".join(text for _, text in render(diagnostic["message"].split("\n\n")[0]).texts)
        listed = Listed(
            path,
            start["line"],
            column,
            diagnostic["severity"].lower(),
            diagnostic["code"]["value"],
            without_backticks(message),
        )
        found.append(listed)
    return found


def _read_lines(file: Path) -> list[bytes]:
    """Read the lines of a file in UTF-8; none if there is no such file."""
    data = file.read_bytes() if file.is_file() else b""
    return split_lines(data.decode("utf-16").encode() if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data)


def count_characters(lines: list[bytes], line: int, column: int) -> int:
    """Convert a column of bytes. A byte order mark isn't a character."""
    before = lines[line - 1][: column - 1] if line <= len(lines) else b" " * (column - 1)
    return len(before.decode("utf-8-sig" if line == 1 else "utf-8")) + 1


def apply_suggestion(data: bytes, suggestion: dict[str, Any]) -> bytes:
    """Apply a suggestion to the bytes of a file, as the format says."""
    starts = [0]
    for line in split_lines(data):
        starts.append(starts[-1] + len(line))
    ends: list[int] = [
        starts[position["line"] - 1] + position["column"] - 1
        for position in (suggestion["range"]["start"], suggestion["range"]["end"])
    ]
    first, last = ends
    text: str = suggestion["text"]
    return data[:first] + text.encode() + data[last:]


def split_lines(data: bytes) -> list[bytes]:
    """Split at line feeds, as reviewdog does."""
    return [*io.BytesIO(data).readlines(), b""]
