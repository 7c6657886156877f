"""Which texts are regular expressions of ECMA-262."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from preclear.openapi.ecma_regex import regex_error

GOOD = [
    "",
    "^[a-z]+$",
    r"^\d{3}-\d{2,}$",
    r"\p{L}+",
    r"(?<y>x)\k<y>",
    "[^]",
    "[]",
    r"[\w-.]",
    r"\-\_\@\/",
    "a{",
    "{a}",
    "]",
    "}",
    "(?:a|b)*?",
    "(?=a)b(?!c)",
    "(?<=a)b(?<!c)",
    r"[\]\\]",
    r"\u{1F600}",
    "[a-]",
    "[-a]",
    "a|",
    "|*".replace("*", "b"),
    r"^[\u0000-\uFFFF]*$",
    r"[\d-x]",
]
BAD = [
    ("[", "not closed"),
    ("(a", "not closed"),
    ("a)", "closes nothing"),
    ("*a", "nothing to repeat"),
    ("a**", "nothing to repeat"),
    ("a++", "nothing to repeat"),
    ("^*", "nothing to repeat"),
    ("{2}", "nothing to repeat"),
    ("(?P<x>a)", "doesn't open a group"),
    (r"\Z", "isn't an escape"),
    (r"\Aabc", "isn't an escape"),
    ("(?i)a", "doesn't open a group"),
    ("(?>a)", "doesn't open a group"),
    ("a{2,1}", "a minimum above its maximum"),
    ("[z-a]", "out of order"),
    ("abc\\", "backslash"),
    (r"\p{L", "not closed"),
]


@pytest.mark.parametrize("pattern", GOOD)
def test_takes_what_ecma_262_takes(pattern: str) -> None:
    assert regex_error(pattern) is None


@pytest.mark.parametrize(("pattern", "why"), BAD)
def test_error_says_why_a_pattern_is_invalid(pattern: str, why: str) -> None:
    fault = regex_error(pattern)

    assert fault is not None
    assert why in fault


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node, whose regular expressions are ECMA-262's")
def test_agrees_with_an_implementation_of_ecma_262() -> None:
    patterns = [*GOOD, *(pattern for pattern, _ in BAD)]
    program = """
        const reads = (p, f) => { try { new RegExp(p, f); return true } catch { return false } };
        const given = JSON.parse(require('fs').readFileSync(0, 'utf8'));
        console.log(JSON.stringify(given.map(p => [reads(p, ''), reads(p, 'u')])));
    """
    answer = subprocess.run(
        ["node", "-e", program], input=json.dumps(patterns), capture_output=True, text=True, check=True, timeout=60
    )

    differing = [
        pattern
        for pattern, reads in zip(patterns, json.loads(answer.stdout), strict=True)
        if any(reads) != (regex_error(pattern) is None)
    ]

    assert differing == [r"\Z", r"\Aabc", r"\p{L"], "escapes that mean something else elsewhere, reported on purpose"
