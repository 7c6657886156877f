"""Faults below an empty key stand there, although the validator leaves empty keys out of its paths."""

from __future__ import annotations

from preclear.openapi.structure.conformance import check_structure
from preclear.source import format_pointer
from tests.texts import describe


def test_a_fault_below_an_empty_key_stands_there() -> None:
    description = describe(
        'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\ncomponents:\n  schemas:\n'
        '    A: {properties: {"": 5, b: {properties: {"": {type: 7}}}}}\n'
    )

    found = [format_pointer(fault.report.location.place.pointer) for fault in check_structure(description.root, "3.1")]

    assert sorted(found) == [
        "/components/schemas/A/properties/",
        "/components/schemas/A/properties/b/properties//type",
    ]
