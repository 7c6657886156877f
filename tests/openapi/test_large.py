"""Large documents with faults everywhere: reported in bounded time and memory, with what was not looked at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from preclear import check
from preclear.openapi.structure import conformance
from preclear.openapi.structure.conformance import check_structure
from preclear.openapi.structure.kinds import MAX_FAULTS
from preclear.openapi.structure.shallow_objects import MAX_NODES
from preclear.source import Node, format_pointer, load_bytes

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def faults(value: dict[str, object]) -> list[tuple[str, str]]:
    data = json.dumps({"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, **value}).encode()
    document = load_bytes(data, "openapi.json")
    found = check_structure(Node(document, (), document.value), "3.1")
    return [(format_pointer(item.report.location.place.pointer), item.report.message) for item in found]


def test_a_part_that_is_huge_is_gone_through_up_to_a_limit_and_is_reported() -> None:
    found = faults({"paths": {}, "tags": [{"name": 5}] * 80_000})

    assert 4_000 < len(found) <= MAX_NODES
    assert found[0] == ("/tags/0/name", "`name` is `5`, a number; expected a string")
    assert found[-1][0] == ""
    assert "only the first were checked against the official schema" in found[-1][1]


def test_of_many_parts_with_faults_the_later_ones_are_only_reported_to_have_some() -> None:
    found = faults({"components": {"schemas": {f"A{number}": {"type": 5} for number in range(40_000)}}})

    assert len(found) == MAX_FAULTS + 1
    assert found[-1][0] == f"/components/schemas/A{MAX_FAULTS}/type"
    assert found[-1][1].startswith("more than 10,000 faults were found before this one; nothing from here on")


def test_one_fault_in_a_large_document_is_found_wherever_it_is() -> None:
    schemas: dict[str, object] = {f"A{number}": {"type": "string"} for number in range(30_000)}

    found = faults({"components": {"schemas": {**schemas, "Last": {"type": "strin"}}}})

    assert [pointer for pointer, _ in found] == ["/components/schemas/Last/type"]


def test_the_faults_of_all_other_files_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conformance, "MAX_FAULTS", 4)
    names = [f"s{number}.yaml" for number in range(5)]
    for name in names:
        tmp_path.joinpath(name).write_text("type: strin\nminLength: -1\n")
    schemas = ", ".join(f"A{number}: {{$ref: {name}}}" for number, name in enumerate(names))
    entry = tmp_path / "openapi.yaml"
    entry.write_text(f"openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\ncomponents: {{schemas: {{{schemas}}}}}\n")

    found = [finding for finding in check(entry, rules={}).findings if finding.rule.name.startswith("invalid")]

    assert [(item.document.file or entry).name for item in found] == ["s0.yaml"] * 2 + ["s1.yaml"] * 2 + ["s2.yaml"]
    assert found[-1].message.startswith("more than 4 faults were found in other files before this one")
