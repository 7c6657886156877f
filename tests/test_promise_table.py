"""`docs/promises.md`: every promise is there, and every test that it names is one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "promises.md"
TEXT = PAGE.read_text(encoding="utf-8")

PROMISES = (
    "No input crashes it, hangs it or fills the machine",
    "A check and a plan send nothing",
    "Local references stay inside",
    "The token is never shown and goes to one host",
    "One POST",
    "What was checked is what is sent",
    "Text from a document or a server cannot act",
    "Same input, same bytes out",
    "One bad file never hides another",
    "Nothing is written but what was asked for",
    "Known suites",
)
_PROOF = re.compile(r"^  - \[`(tests/[\w/]+\.py)::(test_\w+)`\]\(\.\./(tests/[\w/]+\.py)\)$")


def sections(text: str) -> dict[str, str]:
    """Each promise and what is below its heading."""
    _, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    return {heading: body for heading, _, body in (part.partition("\n") for part in parts)}


def statements(body: str) -> dict[str, list[str]]:
    """Each statement of a promise and the lines below it."""
    found: dict[str, list[str]] = {}
    last = ""
    for line in body.split("\n"):
        if line.startswith("- "):
            last = line
            found[last] = []
        elif line.startswith("  - "):
            found[last].append(line)
    return found


def names_of(file: Path) -> set[str]:
    """The tests that pytest collects from a file: functions at its top, by their names."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {item.name for item in tree.body if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef))}


ALL = [
    (promise, message, proofs)
    for promise, body in sections(TEXT).items()
    for message, proofs in statements(body).items()
]
PROOFS = sorted({line for _, _, proofs in ALL for line in proofs})


def test_every_promise_is_there_in_its_order() -> None:
    assert list(sections(TEXT)) == [f"{number}. {promise}" for number, promise in enumerate(PROMISES, start=1)]


@pytest.mark.parametrize("promise", sections(TEXT))
def test_a_promise_has_statements(promise: str) -> None:
    assert statements(sections(TEXT)[promise])


@pytest.mark.parametrize(("statement", "proofs"), [(message, proofs) for _, message, proofs in ALL])
def test_a_statement_has_a_test(statement: str, proofs: list[str]) -> None:
    assert proofs, statement


@pytest.mark.parametrize("line", PROOFS)
def test_a_test_that_is_named_is_there(line: str) -> None:
    proof = _PROOF.match(line)

    assert proof is not None
    file, name, link = proof.groups()
    assert file == link
    assert name in names_of(ROOT / file)
