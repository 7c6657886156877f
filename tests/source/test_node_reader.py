"""The compiled reader of JSON places against the pure one: the same values, faults and places for every text."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from preclear.source import DEFAULT_LIMITS, Limits, load_bytes
from preclear.source.json import load as json_load
from preclear.source.json.compiled import NodeReader, find_node_reader, read_nodes
from tests.fuzz.mutants import make, sources
from tests.import_path import PACKAGES
from tests.source.test_compiled_loader import describe, extent, pointers
from tests.source.test_corpus import CORPUS, corpus_files

pytestmark = pytest.mark.skipif(
    find_node_reader() is None, reason="the compiled reader isn't installed, or PRECLEAR_PURE is set"
)


def give_up(text: str, limits: Limits) -> None:
    """Read no places, like an installation without the compiled reader."""


def compare(data: bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[bool, bool]:
    """Fail if the readers differ about a text. Returns whether the compiled one read it, and decided its limits."""
    readers: list[NodeReader] = []

    def read(text: str, limits: Limits) -> NodeReader | None:
        reader = read_nodes(text, limits)
        readers.extend([reader] if reader else [])
        return reader

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_load, "read_nodes", read)
        compiled = load_bytes(data, "openapi.json", limits)
        patch.setattr(json_load, "read_nodes", give_up)
        pure = load_bytes(data, "openapi.json", limits)
    assert describe(compiled) == describe(pure)
    for pointer in pointers(pure.value):
        assert (pointer, extent(compiled, pointer)) == (pointer, extent(pure, pointer))
    return bool(readers), bool(readers) and readers[0].is_within_limits


@pytest.mark.parametrize("path", [path for path in corpus_files() if path.endswith(".json")])
def test_real_documents(path: str) -> None:
    file = CORPUS / path
    if not file.exists():
        pytest.skip(f"{path} is listed in the corpus and not there")
    assert compare(file.read_bytes())[0]


@pytest.mark.parametrize("sort", ["byte", "structure"])
def test_mutants(sort: Any) -> None:
    origins = [source for source in sources() if source.file.suffix == ".json"]
    assert sum(compare(make(origins, sort, 11, number).data)[0] for number in range(200)) > 20


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\r\n  "])
@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        '"text"',
        "-12.5",
        "null",
        '{"a":{"b":[1,true,{"c":{}},[]]},"d":"e"}',
        '{"a\\"":"\\\\","b\\\\":"\\\\\\"","\\u0061b":"{[,:]}\\""}',
        '{"é":"日本","😀":["ä",{"ö":0}]}',
        '["","\\"","\\\\",[[[]]],{"":{"":""}}]',
        '{"a":{"b":1,"c":[{"b":2}]},"b":3}',
    ],
)
def test_places_with_any_blanks_between_tokens(text: str, blank: str) -> None:
    spaced = "".join(f"{blank}{character}{blank}" if character in "{}[],:" else character for character in text)
    for data in (text, f"{blank}{text}{blank}", spaced if "\\" not in text else text):
        assert compare(data.encode()) == (True, True)
    assert compare(b"\xef\xbb\xbf" + text.encode()) == (True, True)
    assert compare(text.encode("utf-16")) == (True, True)


@pytest.mark.parametrize("text", ['{"a":1,"a":2}', '{"a":1', '{"a" 1}', '{"a":NaN}', "{'a':1}", '{"a":1}]', "", '"\\"'])
def test_what_is_not_plain_json_is_left_to_the_scanner(text: str) -> None:
    assert compare(text.encode()) == (False, False)


LIMITED = b'{"a":[1,{"bb":"ccc"}],"d":1234}'


@pytest.mark.parametrize(
    ("name", "enough", "is_read_below"),
    [("depth", 3, False), ("nodes", 12, True), ("scalar_bytes", 3, True), ("key_bytes", 2, True), ("digits", 4, True)],
)
def test_limits_are_the_same_to_the_last_one(name: str, enough: int, is_read_below: bool) -> None:
    assert compare(LIMITED, Limits().with_overrides({name: enough})) == (True, True)
    assert compare(LIMITED, Limits().with_overrides({name: enough - 1})) == (is_read_below, False)


@pytest.mark.parametrize("number", ["1e3", "1E400", "-1e-3", "9" * 400, "9" * 401, "0." + "1" * 500])
def test_unusual_numbers_are_looked_at(number: str) -> None:
    assert not compare(f'{{"a":[{number}]}}'.encode())[1]


def test_the_variable_turns_the_reader_off() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from preclear.source.json.compiled import *; print(find_node_reader())"],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": PACKAGES, "PRECLEAR_PURE": "1"},
    )
    assert run.stdout == "None\n"
