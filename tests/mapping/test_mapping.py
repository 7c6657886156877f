"""Every message of an answer is placed where its fixture marks it by hand."""

from __future__ import annotations

import pytest

from tests.mapping.answers import expected, line_of, mapped, names


@pytest.mark.parametrize("name", names())
def test_messages_are_placed_as_marked(name: str) -> None:
    assert sorted(line_of(entry) for entry in mapped(name).mapped_findings) == expected(name)
