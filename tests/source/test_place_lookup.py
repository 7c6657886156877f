"""From an offset to the innermost node: what a full pass that shares no code with it finds there."""

from __future__ import annotations

import os
import subprocess
import sys
from bisect import bisect_right
from typing import TYPE_CHECKING

import pytest

from preclear.source import PlacePart, load, load_bytes, place_at
from tests.source.all_places import all_places
from tests.source.test_corpus import CORPUS, corpus_files

if TYPE_CHECKING:
    from preclear.source import Document, Pointer
    from tests.source.all_places import Seen

OFFSETS = 200
GOLDEN_RATIO = 1.618033988749895  # its multiples, without their integer parts, are spread evenly and never repeat
MAX_BYTES = 1_000_000  # of a document that a full pass reads in time


def outer(seen: Seen) -> tuple[int, int]:
    """Where a node begins and ends, with its key."""
    return (seen.start if seen.key_start < 0 else seen.key_start), max(seen.end, seen.key_end)


def check_offsets(document: Document, offsets: list[int]) -> None:
    nodes = sorted(all_places(document.text, document.format), key=lambda node: (outer(node[1]), len(node[0])))
    starts = [outer(seen)[0] for _, seen in nodes]
    around: list[tuple[Pointer, Seen]] = []
    begun = 0
    for offset in sorted(offsets):
        end = bisect_right(starts, offset)
        around = [(pointer, seen) for pointer, seen in (*around, *nodes[begun:end]) if offset < outer(seen)[1]]
        begun = end
        place = place_at(document, offset)
        if not around:
            assert place == (document, (), "value", None, None)
            continue
        # nodes nest: the innermost begins last, and of those that begin at the same offset, it's the shortest
        start, negative_end = max((outer(seen)[0], -outer(seen)[1]) for _, seen in around)
        innermost = [(pointer, seen) for pointer, seen in around if outer(seen) == (start, -negative_end)]
        deepest = max(len(pointer) for pointer, _ in innermost)
        assert place.pointer in [pointer for pointer, _ in innermost if len(pointer) == deepest], offset
        extent = document.extent(place.pointer)
        assert place.part == ("key" if extent.key_start <= offset < extent.key_end else "value")


@pytest.mark.once
@pytest.mark.skipif(not corpus_files(), reason="the corpus of real documents is not beside this repository")
@pytest.mark.parametrize("path", [path for path in corpus_files() if (CORPUS / path).stat().st_size <= MAX_BYTES])
def test_many_offsets_of_a_real_document(path: str) -> None:
    document = load(CORPUS / path)
    check_offsets(document, [int(number * GOLDEN_RATIO % 1 * len(document.text)) for number in range(OFFSETS)])


SHARED = """\
base: &base   # the text of all
  a: {x: [1, 2]}
  "b": |
    a block
copy: *base
merged:
  <<: *base
  own: [*base, {<<: {in: 1}}]
? long
: value
empty:
"twice": 1
last: >-
  folded

  text
# the end
"""


def every_place(text: str) -> list[tuple[Pointer, PlacePart]]:
    document = load_bytes(text.encode(), "a.yaml")
    return [place_at(document, offset)[1:3] for offset in range(len(text) + 1)]


def test_aliases_lead_to_the_text_that_is_there() -> None:
    document = load_bytes(SHARED.encode(), "a.yaml")

    def at(text: str) -> tuple[Pointer, PlacePart]:
        return place_at(document, SHARED.index(text))[1:3]

    assert at("2]") == (("base", "a", "x", 1), "value")
    assert at("# the text") == (("base",), "value")
    assert at("*base\nmerged") == (("copy",), "value")
    assert at("<<: *") == (("merged",), "value")
    assert at("*base, {") == (("merged", "own", 0), "value")
    assert at("in: 1") == (("merged", "own", 1, "in"), "key")
    assert at("block") == (("base", "b"), "value")
    assert at("empty") == (("empty",), "key")
    assert at("folded") == (("last",), "value")
    assert at("# the end") == ((), "value")


def test_json_and_the_ends_of_a_text() -> None:
    text = '\n{"a" : [ 10,{"b":"c"} ] }\n'
    document = load_bytes(text.encode(), "a.json")

    def at(text_part: str) -> tuple[Pointer, PlacePart]:
        return place_at(document, text.index(text_part))[1:3]

    assert at('"a"') == (("a",), "key")
    assert at(" : [") == (("a",), "value")
    assert at("0,") == (("a", 0), "value")
    assert at(",{") == (("a",), "value")
    assert at('"c"') == (("a", 1, "b"), "value")
    assert place_at(document, 0) == place_at(document, len(text)) == (document, (), "value", None, None)


def test_a_text_that_cannot_be_read_has_no_places() -> None:
    with pytest.raises(LookupError):
        place_at(load_bytes(b"a: [", "a.yaml"), 0)


def test_the_compiled_and_the_plain_reader_agree() -> None:
    program = "from tests.source.test_place_lookup import SHARED, every_place; print(every_place(SHARED))"
    environment = {**os.environ, "PRECLEAR_PURE": "1"}
    plain = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert plain.stdout.strip() == str(every_place(SHARED))
