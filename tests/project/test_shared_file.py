"""What several documents have in common is read and walked once a run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.shared_file import write_documents

from preclear.openapi import walk as walk_module
from preclear.openapi.description import ApiDescription
from preclear.openapi.examples.accepted import AcceptedExamples
from preclear.openapi.examples.evaluator.patterns import PatternMatcher
from preclear.openapi.examples.evaluator.simple_validator import SimpleValidator
from preclear.openapi.examples.sites import ExampleSite
from preclear.openapi.version import Version
from preclear.project import check_paths
from preclear.source import DEFAULT_LIMITS, FileAccess, load_bytes
from preclear.source.node import Node

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from preclear.engine import Finding
    from preclear.source import Json


def test_a_shared_file_is_read_and_each_part_walked_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_documents(folder, 20, is_shared=True, schemas=5)
    read_files: list[str] = []
    walked: Counter[object] = Counter()
    read, walk = FileAccess.read, walk_module.walk

    def note_read(self: FileAccess, path: Path, limit: int) -> object:
        read_files.append(path.name)
        return read(self, path, limit)

    def note_walk(root: Node, *arguments: object) -> Iterator[object]:
        walked[root.pointer] += 1
        return walk(root, *arguments)  # type: ignore[arg-type]

    check_paths(["api0.yaml"])  # imports all modules
    monkeypatch.setattr(FileAccess, "read", note_read)
    monkeypatch.setattr(walk_module, "walk", note_walk)

    results = check_paths(["."])

    assert results.checked == 20
    assert read_files == ["common.yaml"]
    assert walked == {(f"Schema{number}",): 1 for number in range(5)}


_NESTED = """\
Outer:
  type: object
  properties:
    inner:
      type: object
      properties:
        wrong: {type: integer, example: text}
        next: {$ref: '#/Other'}
        gone: {$ref: '#/Missing'}
Other:
  type: array
  items: {type: string, minLength: 3, maxLength: 2, default: 1}
"""
_PARTS = ("Outer", "Outer/properties/inner", "Outer/properties/inner/properties/wrong", "Other", "Other/items")


def test_examples_of_a_shared_file_are_checked_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_documents(folder, 20, is_shared=True, schemas=5)
    checked: Counter[object] = Counter()
    accepts = SimpleValidator.accepts

    def note_example(self: SimpleValidator, schema: Node, value: Json) -> bool:
        checked[schema.pointer] += 1
        return accepts(self, schema, value)

    monkeypatch.setattr(SimpleValidator, "accepts", note_example)

    assert check_paths(["."]).checked == 20
    assert len(checked) == 50
    assert {*checked.values()} == {1}


def test_examples_known_to_be_valid_take_their_steps_again() -> None:
    document = load_bytes(b"{type: string, example: text}", "x.yaml")
    schema = Node(document, (), document.value)
    example = schema.get("example")
    assert example is not None
    entry = load_bytes(b"{openapi: 3.0.3}", "y.yaml")
    site = ExampleSite(schema, example, "example")
    version = Version("3.0.3", "3.0")
    remaining: list[int] = []
    for _ in range(2):
        description = ApiDescription(entry, version, None, DEFAULT_LIMITS)
        validator = SimpleValidator(description, PatternMatcher())
        examples = AcceptedExamples(validator, entry)
        assert examples.is_settled(schema) or examples.accepts(site)
        remaining.append(validator.remaining_steps)
        validator.remaining_steps = 0
        assert not examples.is_settled(schema)
    assert remaining[0] == remaining[1]


def test_documents_that_share_parts_have_the_findings_that_each_has_alone(folder: Path) -> None:
    (folder / "common.yaml").write_text(_NESTED)
    orders = [_PARTS, _PARTS[::-1], (*_PARTS[2:], *_PARTS[:2]), _PARTS[1:2]]
    for number, parts in enumerate(orders):
        responses = "".join(
            f"        '2{index:02}':\n          description: d\n          content:\n            application/json:\n"
            f"              schema: {{$ref: 'common.yaml#/{part}'}}\n"
            for index, part in enumerate(parts)
        )
        (folder / f"api{number}.yaml").write_text(
            f"openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /a{number}:\n    get:\n"
            f"      responses:\n{responses}"
        )
    paths = [f"api{number}.yaml" for number in range(len(orders))]

    together = {_key(finding) for finding in check_paths(paths).findings}
    alone = {_key(finding) for path in paths for finding in check_paths([path]).findings}

    assert {rule for path, rule, *_ in alone if path == "common.yaml"} >= {"invalid-example", "unresolved-reference"}
    assert together == alone


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.path, finding.rule.name, finding.span, finding.message, finding.help


def test_a_file_keeps_only_as_many_visits_as_it_has_room_for() -> None:
    depth = 40
    text = "{type: object, properties: {a: " * depth + "{type: string}" + "}}" * depth
    document = load_bytes(text.encode(), "x.yaml")
    assert document.is_loaded
    node: Node | None = Node(document, (), document.value)
    count = 0
    while node is not None:
        count += len(walk_module.walk_part(node, "schema", "3.1").visits)
        properties = node.get("properties")
        node = None if properties is None else properties.get("a")

    kept = [part for part in document.walks.values() if isinstance(part, walk_module.PartWalk)]
    assert count > len(document.data) / 16
    assert 0 < sum(len(part.visits) for part in kept) <= len(document.data) / 16
