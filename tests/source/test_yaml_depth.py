"""Nesting in YAML: our limit is reported at its exact place, whatever limit the build of libyaml has of its own."""

from __future__ import annotations

import pytest

from preclear.source import Limits
from tests.source.loading import message, read_yaml, reported

WIDE = Limits(depth=500)
FLOW = f"a: {'[' * 2_000}{']' * 2_000}\n"
BLOCK = f"{'- ' * 2_000}a\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (FLOW, "1:103-1:104"),
        (BLOCK, "1:201-1:202"),
        ("a: {b: " + "[{c: " * 3_000, "1:253-1:254"),
        ("? " + "[" * 3_000, "1:102-1:103"),
        ("x: [1,\n  2]\na:\n- " + "[" * 1_500, "4:101-4:102"),
        ("é: \u2028\nb: " + "{" * 1_500, "2:103-2:104"),
        ("a: &x [1]\nb: [*x, " + "[" * 1_500, "2:107-2:108"),
    ],
)
def test_our_limit_is_exceeded_at_the_first_level_too_many(text: str, place: str) -> None:
    document = read_yaml(text)

    assert reported(document) == [("exceeded-limit", place)]
    assert "nested more than 100 levels deep; the limit is 100 (`--limit depth=N`)" in message(document)


@pytest.mark.parametrize("limits", [Limits(), WIDE], ids=["100", "500"])
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: [}, " + "[" * 1_500, "1:5-1:6"),
        ("a: [*y, " + "[" * 1_500, "1:5-1:7"),
        ("a: b: " + "[" * 1_500, "1:5-1:6"),
        ("a: {b: c: " + "{" * 1_500, "1:9-1:10"),
    ],
)
def test_a_syntax_error_in_front_of_it_is_what_is_reported(text: str, place: str, limits: Limits) -> None:
    assert reported(read_yaml(text, limits)) == [("syntax-error", place)]


@pytest.mark.parametrize("text", [f"a: {'[' * 450}{']' * 450}\n", f"{'- ' * 450}a\n"])
def test_what_every_libyaml_reads_is_read_with_a_wider_limit(text: str) -> None:
    assert read_yaml(text, WIDE).is_loaded
    assert reported(read_yaml(text)) == [("exceeded-limit", "1:103-1:104" if text.startswith("a") else "1:201-1:202")]
