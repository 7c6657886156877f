"""The built-in rules are what any other pack's rules are: the public API and nothing else of the engine."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import preclear
import preclear_rules
from preclear.rule import discover

PACK = Path(preclear_rules.__file__).parent
MODULES = sorted(PACK.glob("**/*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACK).as_posix())
def test_imports_the_public_api_alone(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert {alias.name.partition(".")[0] for alias in node.names} <= set(sys.stdlib_module_names)
        elif isinstance(node, ast.ImportFrom) and node.module == "preclear":
            assert {alias.name for alias in node.names} <= set(preclear.__all__)
        elif isinstance(node, ast.ImportFrom):
            top = (node.module or "").partition(".")[0]
            assert top in sys.stdlib_module_names or top == "preclear_rules"


def test_every_rule_is_called_after_its_file_and_its_folder() -> None:
    files = {(path.parent.name, path.stem.replace("_", "-")) for path in MODULES if not path.stem.startswith("_")}

    assert {(rule.category, rule.name) for rule in discover().values()} == files


@pytest.mark.parametrize("rule", discover().values(), ids=lambda rule: rule.name)
def test_every_rule_explains_itself(rule: preclear.Rule[object]) -> None:
    summary, _, more = rule.doc.partition("\n\n")

    assert summary.endswith(".")
    assert "\n" not in summary
    assert len(more.split()) >= 12
    assert rule.source
