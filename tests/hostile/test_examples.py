"""Schemas and examples that were made to hang or to crash: each is judged, or said not to be, in bounded time."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.pace import seconds

WAIT = 180  # seconds, after which it hangs
MEMORY = 2_000_000_000

# Checks the document that an expression makes in a process that can't take more than its share; says what is found.
CHILD = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), int(sys.argv[1])))
schemas = eval(sys.argv[2])
from preclear.engine import check_document
from preclear.source import load_bytes
root = {"openapi": sys.argv[3], "info": {"title": "t", "version": "1"}, "paths": {}, "components": {"schemas": schemas}}
text = json.dumps(root).encode()
document = load_bytes(text, "a.json")
start = time.process_time()
checked = check_document(document, rules={})
taken = time.process_time() - start
found = [(f.rule.name, f.severity, f.message) for f in checked.findings if f.rule.name != "exceeded-limit"]
print(json.dumps([document.is_loaded, checked.failed, found, taken]))
"""


def run(expression: str, version: str = "3.1.0") -> tuple[list[tuple[str, str, str]], float]:
    """The findings, each with rule, severity and message, of a document with these schemas; the seconds of CPU time."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(MEMORY), expression, version], capture_output=True, timeout=WAIT
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    loaded, failed, found, taken = json.loads(done.stdout)
    assert loaded
    assert not failed
    return [(rule, severity, message) for rule, severity, message in found], taken


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_pattern_that_backtracks_is_matched_at_once(version: str) -> None:
    found, taken = run("{'A': {'pattern': '^(a+)+$', 'default': 'a' * 40 + '!'}}", version)
    assert [(rule, severity) for rule, severity, _ in found] == [("invalid-example", "warning")]
    assert taken < seconds(2)


def test_so_is_one_of_names() -> None:
    found, taken = run("{'A': {'patternProperties': {'^(a+)+$': {'type': 'string'}}, 'default': {'a' * 40 + '!': 1}}}")
    assert found == []
    assert taken < seconds(2)


@pytest.mark.parametrize("pattern", [r"\p{L}", r"(?<y>x)\k<y>", "[^]", "(?=a)", "(?:)", "a{,1}|a"])
def test_what_only_ecma_262_allows_is_no_fault(pattern: str) -> None:
    found, _ = run(f"{{'A': {{'pattern': {pattern!r}, 'default': 'a'}}}}")
    assert {severity for _, severity, _ in found} <= {"info"}


@pytest.mark.parametrize("pattern", ["[", "(?P<x>a)", "\\Z"])
def test_a_pattern_that_is_none_is_told_of_once(pattern: str) -> None:
    found, _ = run(f"{{'A': {{'pattern': {pattern!r}, 'default': 'a'}}}}")
    assert [rule for rule, _, _ in found] == ["invalid-schema"]


@pytest.mark.parametrize(
    "pattern",
    ["'a' * 900_000", "'(a{1000}){1000}'", "'((((a{99}){99}){99}){99}){99}'", "'(' * 5_000 + 'a' + ')' * 5_000"],
)
def test_a_large_pattern_is_not_evaluated_and_that_is_said(pattern: str) -> None:
    found, taken = run(f"{{'A': {{'pattern': {pattern}, 'default': 'a'}}}}")
    assert ["could not be evaluated" in message for rule, _, message in found if rule == "invalid-example"] == [True]
    assert taken < seconds(5)


def test_many_large_patterns_are_bounded_together() -> None:
    found, taken = run("{f'A{n}': {'pattern': '(a{%d}){300}' % (n % 300 + 300), 'default': 'a'} for n in range(3000)}")
    assert {severity for rule, severity, _ in found if rule == "invalid-example"} == {"info"}
    assert taken < seconds(10)


@pytest.mark.parametrize(
    ("schema", "count"),
    [
        ("{'multipleOf': 0, 'default': 1}", 0),
        ("{'multipleOf': 1e-320, 'default': 1}", 0),
        ("{'multipleOf': 7, 'default': 10**399}", 1),
        ("{'multipleOf': 0.01, 'default': 10**399}", 0),
        ("{'type': 'integer', 'format': 'int64', 'default': 10**399}", 1),
        ("{'maximum': 10**399, 'default': 1.5}", 0),
        ("{'maximum': 1e308, 'minimum': -1e308, 'default': -10**399}", 1),
        ("{'exclusiveMinimum': True, 'minimum': 1, 'default': 1e300}", 0),
    ],
)
def test_numbers_at_the_edge(schema: str, count: int) -> None:
    found, _ = run(f"{{'A': {schema}}}")
    assert [rule for rule, _, _ in found].count("invalid-example") == count


@pytest.mark.parametrize("word", ["oneOf", "anyOf", "allOf"])
def test_choices_within_choices_are_bounded(word: str) -> None:
    found, taken = run(
        f"{{f'A{{n}}': {{'{word}': [{{'$ref': f'#/components/schemas/A{{n + 1}}'}}] * 2}} for n in range(25)}}"
        " | {'A25': {'type': 'string'}, 'B': {'$ref': '#/components/schemas/A0', 'default': [1]}}"
    )
    assert {rule for rule, _, _ in found} == {"invalid-example"}
    assert taken < seconds(3)


@pytest.mark.parametrize("depth", [10, 30, 90])
def test_choices_that_multiply_with_the_depth_of_the_example_are_bounded(depth: int) -> None:
    part = "{'properties': {'a': {'$ref': '#/components/schemas/A'}}, 'required': ['b']}"
    example = "{'a': " * depth + "1" + "}" * depth
    found, taken = run(f"{{'A': {{'oneOf': [{part}, {part}, {{'type': 'string'}}], 'example': {example}}}}}")
    assert {rule for rule, _, _ in found} == {"invalid-example"}
    assert taken < seconds(5)


def test_an_evaluation_of_too_many_steps_is_given_up_and_said_so() -> None:
    parts = "[{'properties': {'a': {'$ref': '#/components/schemas/A'}}, 'minProperties': %d} % n for n in range(3)]"
    parts = parts.replace("{'properties'", "{'properties'").replace("%d}", "2}").replace(" % n", "")
    found, taken = run(
        f"{{'A': {{'items': {{'$ref': '#/components/schemas/A'}}, 'oneOf': {parts}, 'type': 'array', "
        "'example': [[[1] * 40] * 40] * 40}}"
    )
    (found_one,) = [message for _, severity, message in found if severity == "info"]
    assert "could not be evaluated: checking it against its schema takes more than 200,000 steps" in found_one
    assert taken < seconds(10)


@pytest.mark.parametrize("part", ["{'type': 'string', 'format': 'date'}", "{'pattern': '^b'}", "{'not': {}}"])
def test_a_long_text_with_many_choices_is_bounded(part: str) -> None:
    found, taken = run(
        f"{{'A': {{'anyOf': [dict({part}, title=str(n)) for n in range(20000)], 'example': 'a' * 400000}}}}"
    )
    assert {rule for rule, _, _ in found} <= {"invalid-example"}
    assert taken < seconds(2)


def test_a_list_of_thousands_of_unique_mappings_is_fast() -> None:
    found, taken = run("{'A': {'uniqueItems': True, 'example': [{'a': n, 'b': [n]} for n in range(3000)]}}")
    assert found == []
    assert taken < seconds(1)


def test_so_is_one_that_holds_one_of_them_twice() -> None:
    found, taken = run(
        "{'A': {'uniqueItems': True, 'example': [{'a': n % 2999, 'b': [n % 2999]} for n in range(3000)]}}"
    )
    assert len(found) == 1
    assert taken < seconds(1)


@pytest.mark.parametrize(
    "content", ["{'$ref': REF}", "{'$ref': REF, 'minLength': 0}", "{'properties': {'a': {'$ref': REF}}}"]
)
@pytest.mark.parametrize("length", [90, 5_000])
def test_long_chains_of_references_end(content: str, length: int) -> None:
    content = content.replace("REF", "f'#/components/schemas/A{n + 1}'")
    found, taken = run(
        f"{{f'A{{n}}': {content} for n in range({length})}} | {{'A{length}': {{'type': 'string'}}, "
        "'B': {'allOf': [{'$ref': '#/components/schemas/A0'}], 'example': {'a': {'a': 1}}}}"
    )
    assert {rule for rule, _, _ in found} <= {"invalid-example", "unresolved-reference", "reference-loop"}
    assert taken < seconds(20)


@pytest.mark.parametrize(
    "schema",
    [
        "{'$ref': '#/components/schemas/A', 'example': 1}",
        "{'anyOf': [{'$ref': '#/components/schemas/A'}], 'example': 1}",
        "{'not': {'$ref': '#/components/schemas/A'}, 'example': 1}",
        "{'additionalProperties': {'$ref': '#/components/schemas/A'}, 'example': {'a': {'b': {}}}}",
        "{'unevaluatedProperties': {'$ref': '#/components/schemas/A'}, 'example': {'a': {'b': {}}}}",
        "{'$dynamicRef': '#a', '$dynamicAnchor': 'a', 'example': 1}",
        "{'$id': 'http://127.0.0.1:9/x', '$ref': 'y.json', 'example': 1}",
    ],
)
def test_schemas_that_lead_to_themselves_end(schema: str) -> None:
    found, taken = run(f"{{'A': {schema}}}")
    assert "invalid-example" not in {rule for rule, _, _ in found}
    assert taken < seconds(2)


def test_dynamic_anchors_that_many_schemas_have_are_bounded() -> None:
    found, taken = run(
        "{f'A{n}': {'$id': f's{n}', **{'$defs': {str(m): {'$dynamicAnchor': f'a{m}'} for m in range(60)}},"
        " 'anyOf': [{'$ref': f's{(n * k + 1) % 60}'} for k in (1, 3, 7)] + [{'$dynamicRef': f'#a{n}'}],"
        " 'properties': {'x': {'$ref': f's{(n * 5 + 1) % 60}'}}} for n in range(60)}"
        " | {'B': {'$ref': 's0', 'example': {'x': {'x': {'x': 1}}}}}"
    )
    assert {rule for rule, _, _ in found} <= {"invalid-example", "reference-loop"}
    assert taken < seconds(10)


def test_an_anchor_of_ten_thousand_schemas_costs_no_more_than_one() -> None:
    many = "{f'S{n}': {'$id': f's{n}', '$dynamicAnchor': 'a'} for n in range(10_000)}"
    holder = "{'type': 'array', 'items': {'$dynamicRef': 's0#a'}, 'example': [1] * 10_000}"
    found, taken = run(f"{many} | {{'B': {holder}}}")
    assert found == []
    assert taken < seconds(5)
