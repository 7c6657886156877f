"""The places of entries in JSON texts with odd indentation, found without the compiled reader."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preclear.source import load_bytes
from preclear.source.json.locate import JsonLocator

if TYPE_CHECKING:
    from random import Random

    from preclear.source import Json, Pointer

TEXTS = {
    "a nested line in the same column": '{\n  "a": {\n  "b": 1\n  }, "b": 2}',
    "a nested line after another entry": '{\n  "a": {"x": 0,\n  "b": 1\n  }, "b": 2}',
    "a nested line after a collection": '{\n  "a": {"x": {},\n  "b": 1\n  }, "b": 2}',
    "several nested lines": '{\n  "a": {\n  "b": 1,\n  "c": 1\n  },"b": 2,"c": 3\n}',
    "an entry further left": '{\n  "a": {\n  "b": 1\n  },\n"b": 2\n}',
    "a nested item in the same column": "[\n  [\n  1\n  ], 2]",
    "a bracket in a string": '{\n  "a": "}",\n  "b": "{"\n}',
}


def assert_exact(text: str, value: Json, locator: JsonLocator, pointer: Pointer) -> None:
    """Check that the text at `pointer`, and at everything in it, is that of its key and value."""
    extent = locator.extent(pointer)
    assert json.loads(text[extent.start : extent.end]) == value
    if pointer and isinstance(pointer[-1], str):
        assert json.loads(text[extent.key_start : extent.key_end]) == pointer[-1]
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, child in children:
        assert_exact(text, child, locator, (*pointer, part))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_line_of_another_collection_is_no_entry(text: str) -> None:
    value: Json = json.loads(text)
    assert_exact(text, value, JsonLocator(text, value), ())


@given(
    st.recursive(
        st.integers(0, 9), lambda inner: st.dictionaries(st.sampled_from("abc"), inner) | st.lists(inner, max_size=3)
    ),
    st.randoms(use_true_random=False),
)
def test_places_are_exact_with_any_line_breaks(value: Json, random: Random) -> None:
    text = "".join(
        character + random.choice(("", "", "\n", "\n  ")) if character in "{[,]}" else character
        for character in json.dumps(value, separators=(",", ": "))
    )
    document = load_bytes(text.encode(), "places.json")
    assert document.value == value
    assert_exact(text, value, JsonLocator(text, value), ())
