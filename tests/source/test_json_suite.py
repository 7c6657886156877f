"""The JSONTestSuite, where it is beside this repository: what must be accepted is, and what must be refused is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from preclear.source import load_bytes

SUITE = Path(__file__).parents[3] / "shared" / "suites" / "json" / "test_parsing"

DUPLICATE_KEYS = {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"}
"""Read, and reported: an OpenAPI document has each key once (RFC 8259, section 4, lets readers decide)."""

ACCEPTED: set[str] = set()
"""What RFC 8259 refuses and we read: nothing, and nothing may come to it."""


def names(first: str) -> list[str]:
    return sorted(file.name for file in SUITE.glob(f"{first}_*.json")) if SUITE.is_dir() else []


@pytest.mark.skipif(not names("y"), reason="the JSONTestSuite is not beside this repository")
@pytest.mark.parametrize("name", names("y"))
def test_json_that_every_reader_must_accept_is_read(name: str) -> None:
    data = (SUITE / name).read_bytes()
    document = load_bytes(data, name)
    assert document.is_loaded, document.faults[0].report.message
    assert (document.value, repr(document.value)) == (json.loads(data), repr(json.loads(data)))
    assert [fault.kind.name for fault in document.faults] == ["duplicate-key"] * (name in DUPLICATE_KEYS)


@pytest.mark.skipif(not names("n"), reason="the JSONTestSuite is not beside this repository")
@pytest.mark.parametrize("name", names("n"))
def test_json_that_no_reader_may_accept_is_refused(name: str) -> None:
    document = load_bytes((SUITE / name).read_bytes(), name)
    assert document.is_loaded == (name in ACCEPTED)
    assert bool(document.faults) == (name not in ACCEPTED)


@pytest.mark.skipif(not names("i"), reason="the JSONTestSuite is not beside this repository")
@pytest.mark.parametrize("name", names("i"))
def test_json_that_readers_may_accept_is_read_or_refused_with_a_reason(name: str) -> None:
    document = load_bytes((SUITE / name).read_bytes(), name)
    assert document.is_loaded != bool({fault.kind.name for fault in document.faults} - {"unexpected-encoding"})
