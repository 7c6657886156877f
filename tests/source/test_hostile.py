"""Texts that were made to crash, hang or fill the machine: each is refused, or read, in bounded time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.import_path import PACKAGES, PACKAGES_AND_TESTS
from tests.pace import seconds
from tests.source.dense import DENSE
from tests.source.loading import message, read_json, read_yaml, reported

PURE = "PRECLEAR_PURE"  # the variable that turns the compiled loader off
WAIT = 180  # seconds, after which it hangs
MEMORY = 1_500_000_000

# Writes what the document's faults are, and how long loading took, from a process that can't take more than its share.
CHILD = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), int(sys.argv[1])))
data = eval(sys.argv[2])
from preclear.source import load_bytes
start = time.process_time()
document = load_bytes(data, sys.argv[3])
taken = time.process_time() - start
faults = [(f.kind.name, tuple(f.report.location.place.span.start), f.report.message) for f in document.faults]
print(json.dumps([document.is_loaded, faults, taken]))
"""


# Writes how long loading and finding the last place took, the most memory that was held, and the number of faults.
PEAK = """
import json, sys, time
from tests.memory import peak_memory
from tests.source.dense import DENSE
make, number = DENSE[sys.argv[1]]
data = make(number)
from preclear.source import load_bytes
start = time.process_time()
document = load_bytes(data, "openapi.yaml")
if document.is_loaded:
    last = len(document.value) - 1 if isinstance(document.value, list) else next(reversed(document.value), None)
    document.span(() if last is None else (last,))
taken = time.process_time() - start
print(json.dumps([len(data), taken, peak_memory(), len(document.faults)]))
"""


def load_in_child(expression: str, name: str = "openapi.yaml") -> tuple[bool, list[tuple[str, list[int], str]], float]:
    """Load the bytes that `expression` makes: whether they loaded, the faults, the seconds of CPU time."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(MEMORY), expression, name],
        capture_output=True,
        timeout=WAIT,
        check=False,
        env={"PYTHONPATH": PACKAGES, PURE: os.environ.get(PURE, "")},
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    loaded, faults, taken = json.loads(done.stdout)
    return loaded, faults, taken


@pytest.mark.parametrize(
    ("expression", "start"),
    [
        ("b'[' * 10_000", [1, 101]),
        ("b'[' * 25_000", [1, 101]),
        ("b'[' * 1_000_000", [1, 101]),
        ("b'a: ' + b'[' * 1_000_000", [1, 103]),
        ("b'- ' * 30_000", [1, 201]),
        ("b'{a: ' * 30_000", [1, 401]),
        ("b'? ' * 100_000", [1, 201]),
        ("b''.join(b' ' * n + b'a:\\n' for n in range(5_000))", [101, 101]),
    ],
)
@pytest.mark.parametrize("name", ["openapi.yaml", "<stdin>"])
def test_depth_is_refused_at_the_first_level_too_many(expression: str, start: list[int], name: str) -> None:
    loaded, faults, taken = load_in_child(expression, name)
    assert not loaded
    assert [(kind, place) for kind, place, _ in faults] == [("exceeded-limit", start)]
    assert "depth" in faults[0][2]
    assert taken < seconds(3)


@pytest.mark.parametrize("expression", ["b'[' * 1_000_000", "b'[' * 150 + b']' * 150", "b'{\"a\":' * 100_000"])
def test_deep_json_is_refused(expression: str) -> None:
    loaded, faults, taken = load_in_child(expression, "openapi.json")
    assert not loaded
    assert [kind for kind, _, _ in faults] == ["exceeded-limit"]
    assert taken < seconds(3)


NINE = (
    "b'a: &a [x,x,x,x,x,x,x,x,x]\\n' + b''.join("
    "b'%c: &%c [' % (n, n) + b','.join([b'*%c' % (n - 1)] * 9) + b']\\n' for n in range(98, 106))"
)
MERGES = (
    "b'a: &a {' + b','.join(b'k%d: x' % n for n in range(9)) + b'}\\n' + b''.join("
    "b'%c: &%c {<<: [' % (n, n) + b','.join([b'*%c' % (n - 1)] * 9) + b'], k%d: x}\\n' % n for n in range(98, 106))"
)
LARGE_MERGES = (
    "b'a: &a {' + b','.join(b'k%d: x' % n for n in range(50_000)) + b'}\\n'"
    " + b''.join(b'm%d: {<<: *a}\\n' % n for n in range(50_000))"
)


@pytest.mark.parametrize(("expression", "line"), [(NINE, 7), (MERGES, 7)])
def test_what_aliases_and_merges_stand_for_is_counted(expression: str, line: int) -> None:
    loaded, faults, taken = load_in_child(expression)
    assert not loaded
    assert [kind for kind, _, _ in faults] == ["exceeded-limit"]
    assert "`--limit expanded_nodes=N`" in faults[0][2]
    assert abs(faults[0][1][0] - line) <= 1
    assert taken < seconds(1)


def test_a_merge_of_many_large_mappings_is_counted_before_it_is_made() -> None:
    loaded, faults, taken = load_in_child(LARGE_MERGES)
    assert not loaded
    assert [kind for kind, _, _ in faults] == ["exceeded-limit"]
    assert taken < seconds(4)


@pytest.mark.parametrize(
    "expression",
    [
        "b''.join(b'k%d: &a%d x\\n' % (n, n) for n in range(200_000))",
        "b'a: >\\n' + b'  folded text\\n' * 60_000",
        "b'a: [' + b'1,' * 300_000 + b'1]'",
        "b'a: ' + b'x' * 900_000",
    ],
)
def test_large_and_harmless_texts_load(expression: str) -> None:
    loaded, faults, taken = load_in_child(expression)
    assert (loaded, faults) == (True, [])
    assert taken < seconds(6)


@pytest.mark.parametrize(
    ("expression", "limit"),
    [
        ("b'k' * 1_000_000 + b': 1'", None),
        ("b'? ' + b'k' * 1_000_000 + b'\\n: 1'", "key_bytes"),
        ("b'\"' + b'k' * 900 + b'\" : 1\\n? \"' + b'k' * 900_000 + b'\"\\n: 1'", "key_bytes"),
        ("b'a: ' + b'x' * 15_000_000", "scalar_bytes"),
        ("b'a: |\\n  ' + b'x' * 15_000_000", "scalar_bytes"),
        ("b'x' * 50_000_000", "file_bytes"),
        ("b'a: ' + b'9' * 5_000", "digits"),
        ("b'a: 0x' + b'f' * 4_000", "digits"),
        ("b'a: 0.' + b'9' * 4_000", "digits"),
        ("b'a: [' + b'1,' * 3_000_001 + b'1]'", "nodes"),
    ],
)
def test_what_is_too_large_is_refused(expression: str, limit: str | None) -> None:
    loaded, faults, taken = load_in_child(expression)
    assert not loaded
    (fault,) = faults
    if limit is None:  # YAML itself allows no key of more than 1024 characters without `?`
        assert fault[0] == "syntax-error"
    else:
        assert fault[0] == "exceeded-limit"
        assert f"`--limit {limit}=N`" in fault[2]
    assert taken < seconds(18)


@pytest.mark.parametrize("name", DENSE)
def test_a_text_that_is_dense_with_one_thing_takes_bounded_time_and_memory(name: str) -> None:
    """Of the 120 MB that are promised, 72 are left for texts that could be twice as large: 24 are Python's own."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK, name],
        capture_output=True,
        timeout=WAIT,
        check=False,
        env={"PYTHONPATH": PACKAGES_AND_TESTS, PURE: os.environ.get(PURE, "")},
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    size, taken, peak, faults = json.loads(done.stdout)
    assert taken < seconds(3 + size / 1e6)
    assert peak < 72_000_000 + 64 * size
    assert faults <= 10_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &a [*a]\n", [("unsupported-yaml", "1:8-1:10")]),
        ("A: &a {properties: {x: *a}}\n", [("unsupported-yaml", "1:24-1:26")]),
        ("a: *b\n", [("syntax-error", "1:4-1:6")]),
        ("a:\n  <<: [1, 2]\n", [("unsupported-yaml", "2:3-2:5"), ("unsupported-yaml", "2:3-2:5")]),
        ("a: 1\nb:\n  a: 1\na: 2\n", [("duplicate-key", "4:1-4:2")]),
        ("200: a\n'200': b\n", [("duplicate-key", "2:1-2:6")]),
        ("a:\n\tb: 1\n", [("syntax-error", "2:1-2:2")]),
        ("a: x\u2028b: 2\n", [("syntax-error", "1:7-1:8")]),
        ('a: !!python/object/apply:os.system ["id"]\n', [("unsupported-yaml", "1:4-1:35")]),
        ("a: !Foo x\nb: !!omap []\n", [("unsupported-yaml", "1:4-1:8"), ("unsupported-yaml", "2:4-2:10")]),
        ("a: =\n", []),
        ("~: 1\n", [("non-string-key", "1:1-1:2")]),
        ("responses: {200: a}\n", []),
        ("on: 1\n", []),
        ("a: 2024-13-45\nb: 0000-00-00\nc: 2001-01-01 00:00:00 +99:99\n", []),
        ("a: !!timestamp x\n", [("unsupported-yaml", "1:4-1:15")]),
        ("a: !!bool x\nb: !!int x\n", [("unsupported-yaml", "1:4-1:12"), ("unsupported-yaml", "2:4-2:11")]),
        ("a: -.inf\nb: .nan\n", [("unsupported-yaml", "1:4-1:9"), ("unsupported-yaml", "2:4-2:8")]),
    ],
)
def test_a_hostile_text_is_told_at_its_place(text: str, expected: list[tuple[str, str]]) -> None:
    assert reported(read_yaml(text)) == expected


@pytest.mark.parametrize(
    "text", ["[", "{", '{"a":', "[1", '"', '"\\', '"\\u', "-", "1e", "t", "//", "/*", "'", ",", ":", "\\", "\x7f"]
)
def test_cut_json_is_a_syntax_error(text: str) -> None:
    for wrapped in (text, f"[{text}", f'{{"a": {text}'):
        assert [kind for kind, _ in reported(read_json(wrapped))] == ["syntax-error"]
        assert message(read_json(wrapped))


@pytest.mark.parametrize("text", ["x", "[1, 2]", "null", "~", "- a\n"])
def test_a_root_of_any_kind_is_loaded_and_left_to_others_to_judge(text: str) -> None:
    document = read_yaml(text)
    assert document.is_loaded
    assert document.faults == []
    assert document.span(()).start == (1, 1)
