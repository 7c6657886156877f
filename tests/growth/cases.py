"""Documents that grow: each bad fixture with one of its mappings or lists repeated n times."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine import check_document
from preclear.rule import discover_rules
from preclear.source import load_bytes
from tests.carets import expected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source import Json, Pointer

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rules"
KEYS_WITH_NAMES = ("name", "operationId", "$id", "$anchor", "url")
"""Keys whose text tells an object from its siblings: copies get texts of their own where names are to differ."""


class Case(NamedTuple):
    """A fixture and what of it is repeated: the entries of the container at `pointer`, or the lines of a text.

    With `distinct`, copies have names of their own; otherwise all copies of list items are equal, and the copies of a
    mapping's entries differ in their keys alone.
    """

    fixture: Path
    pointer: Pointer | None
    distinct: bool

    @property
    def label(self) -> str:
        """How a person names it: fixture, container and kind of copies."""
        where = "lines" if self.pointer is None else "/" + "/".join(map(str, self.pointer))
        return f"{self.fixture.parent.name}/{self.fixture.name} {where} {'distinct' if self.distinct else 'equal'}"

    @property
    def file_name(self) -> str:
        """The name of the file that the grown document is written to."""
        return self.fixture.name if self.pointer is None else "grown.json"

    def document(self, copies: int) -> bytes:
        """The grown document."""
        if self.pointer is None:
            return _repeated_lines(self.fixture, copies)
        value = copy.deepcopy(_value(self.fixture))
        grown = _grow(_at(value, self.pointer), copies, distinct=self.distinct)
        if not self.pointer:
            return json.dumps(grown).encode()
        parent = _at(value, self.pointer[:-1])
        if isinstance(parent, dict):
            parent[str(self.pointer[-1])] = grown
        elif isinstance(parent, list):
            parent[int(self.pointer[-1])] = grown
        return json.dumps(value).encode()


def bad_fixtures() -> list[Path]:
    """Every bad fixture, sorted."""
    found = FIXTURES.glob("*/bad*")
    return sorted(path for path in found if path.suffix in (".yaml", ".json") and path.is_file())


def cases(fixture: Path) -> Iterator[Case]:
    """All ways in which `fixture` grows: at each container that holds one of its findings, and line by line."""
    rule = fixture.parent.name
    data = fixture.read_bytes()
    if fixture.suffix == ".yaml" and data.isascii():
        yield Case(fixture, None, distinct=True)
    checked = check_document(load_bytes(data, fixture.name, file=fixture), rules=discover_rules())
    if not checked.document.is_loaded or not _as_json_keeps(fixture):
        return
    containers: dict[Pointer, None] = {}
    for finding in checked.findings:
        if finding.rule.name == rule and finding.document is checked.document:
            pointer = finding.place.pointer
            for length in range(len(pointer) + 1):
                containers[pointer[:length]] = None
    value = _value(fixture)
    for pointer in containers:
        if _at(value, pointer) and isinstance(_at(value, pointer), dict | list):
            yield Case(fixture, pointer, distinct=True)
            yield Case(fixture, pointer, distinct=False)


def _as_json_keeps(fixture: Path) -> bool:
    """Whether the document still has its finding when it is written as JSON."""
    rule = fixture.parent.name
    try:
        data = json.dumps(_value(fixture)).encode()
    except TypeError:
        return False
    again = check_document(load_bytes(data, "grown.json", file=fixture.with_name("grown.json")), rules=discover_rules())
    return any(finding.rule.name == rule for finding in again.findings)


def _value(fixture: Path) -> Json:
    document = load_bytes(fixture.read_bytes(), fixture.name, file=fixture)
    return document.value


def _at(value: Json, pointer: Pointer) -> Json:
    for part in pointer:
        if isinstance(value, dict):
            value = value.get(str(part))
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value


def _grow(container: Json, copies: int, *, distinct: bool) -> Json:
    if isinstance(container, dict):
        grown = dict(container)
        for number in range(copies):
            for key, value in container.items():
                grown[f"{key}-{number}"] = _named(value, number) if distinct else value
        return grown
    if isinstance(container, list):
        items = list(container)
        for number in range(copies):
            items += [_named(item, number) if distinct else item for item in container]
        return items
    raise TypeError(f"{container!r} can't grow")


def _named(value: Json, number: int) -> Json:
    """A copy in which the texts that name things end with `number`, and so do texts of a list."""
    if isinstance(value, dict):
        return {
            key: f"{content}-{number}"
            if key in KEYS_WITH_NAMES and isinstance(content, str)
            else _named(content, number)
            for key, content in value.items()
        }
    if isinstance(value, list):
        return [f"{item}-{number}" if isinstance(item, str) else _named(item, number) for item in value]
    return value


_KEY = re.compile(r"""^( +)(["']?)([^\s"'#:\-][^"'#:]*)(["']?):(?=\s|$)""")


def _repeated_lines(fixture: Path, copies: int) -> bytes:
    """The text with its innermost entry around the first marked line repeated, each copy's key made its own."""
    lines = fixture.read_text(encoding="utf-8").splitlines()
    marks = [finding.line for finding in expected(fixture) if finding.rule == fixture.parent.name]
    marked = min(max(marks[0] - 1 if marks else 0, 0), len(lines) - 1)
    start = next((at for at in range(marked, -1, -1) if _KEY.match(lines[at])), None)
    if start is None:
        return "\n".join(lines * (copies + 1)).encode()
    match = _KEY.match(lines[start])
    indent = len(match[1]) if match else 0
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > indent):
        end += 1
    block = lines[start:end]
    repeated: list[str] = []
    for number in range(copies):
        repeated += [_KEY.sub(rf"\g<1>\g<2>\g<3>-{number}\g<4>:", block[0]), *block[1:]]
    return "\n".join([*lines[:end], *repeated, *lines[end:], ""]).encode()
