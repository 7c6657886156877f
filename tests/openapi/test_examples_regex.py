"""Patterns of ECMA-262 match what they match there, though another engine reads them."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from preclear.openapi.examples.evaluator.patterns import PatternMatcher
from preclear.source import Place, load_bytes

AT = Place(load_bytes(b"a: 1", "a.yaml"), ())

TEXTS = [
    *("", "a", "aa", "b", "-", ".", "a.b-c", "a b", "^", "[", "]", "a]", "&", "~", ":]", "p", "pL", "L", "é", "😀"),
    *("a{,3}", "x{1", "{", "}", "\b", "\0", "x", "u12", "1", "d", "\n", "a{b}"),
]
PATTERNS = [
    r"^[\w-.]+$",
    "^[^]$",
    "^[]$",
    "^a{,3}$",
    r"^[\d-x]$",
    r"^[a-\d]$",
    "^[[:alpha:]]$",
    "^[a-z&&[b]]$",
    "^[~~a]$",
    "^[-a]$",
    "^[a-]$",
    "^[^^]$",
    r"^[\b]$",
    r"^\0$",
    r"^\uD83D\uDE00$",
    r"^[\uD83D\uDE00]$",
    "x{1",
    "^{$",
    "^}$",
    "a{b}",
    r"^\x$",
    r"^\u12$",
    "^\\é$",
    r"^\pL$",
    r"^\p{L}$",
    r"^(?<y>a)(?:b|a{1,2}?)$",
    r"^[\]\[]$",
]


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node, whose regular expressions are ECMA-262's")
def test_matches_as_an_implementation_of_ecma_262_does() -> None:
    program = """
        const read = p => { try { return new RegExp(p, 'u') } catch { return new RegExp(p) } };
        const [patterns, texts] = JSON.parse(require('fs').readFileSync(0, 'utf8'));
        console.log(JSON.stringify(patterns.map(p => texts.filter(t => read(p).test(t)))));
    """
    answer = subprocess.run(
        ["node", "-e", program], input=json.dumps([PATTERNS, TEXTS]), capture_output=True, text=True, check=True
    )
    patterns = PatternMatcher()
    found = [[text for text in TEXTS if patterns.match(pattern, text, AT)] for pattern in PATTERNS]

    assert dict(zip(PATTERNS, found, strict=True)) == dict(zip(PATTERNS, json.loads(answer.stdout), strict=True))
    assert patterns.unsupported == {}


@pytest.mark.parametrize(
    ("pattern", "fitting", "other"),
    [
        (r"^[\w-.]+$", "a.b-c", "a b"),
        ("^[^]$", "\n", "ab"),
        ("^a{,3}$", "a{,3}", "aa"),
        ("^[a-z&&[b]]$", "&]", "b"),
        ("^[[:alpha:]]$", ":]", "a"),
    ],
)
def test_what_is_not_written_so_elsewhere_is_matched(pattern: str, fitting: str, other: str) -> None:
    patterns = PatternMatcher()
    assert patterns.match(pattern, fitting, AT)
    assert patterns.match(pattern, other, AT) is False


def test_the_empty_class_matches_nothing() -> None:
    assert not any(PatternMatcher().match("[]", text, AT) for text in TEXTS)


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(?=a)", "lookahead"),
        (r"(a)\1", "backreference"),
        (r"^\uD83D$", "lone surrogate"),
        (r"^\p{Nothing}$", "property"),
        ("(" * 5_000 + ")" * 5_000, "nested too deeply"),
        ("(a{1000}){1000}", "too large once its repetitions"),
    ],
)
def test_why_a_pattern_is_not_matched_is_reported(pattern: str, why: str) -> None:
    patterns = PatternMatcher()
    assert patterns.match(pattern, "a", AT) is None
    (unmatched,) = patterns.unsupported.values()
    assert why in unmatched.reason
