"""Patterns are compiled when they are first used."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from preclear._patterns import lazy_pattern

COUNT = """
import re, sys
compiled = []
compile_pattern = re.compile

def compile(pattern, flags=0):
    module = sys._getframe(1).f_globals["__name__"]
    if module.startswith("preclear."):
        compiled.append((module, pattern))
    return compile_pattern(pattern, flags)

re.compile = compile
import preclear.cli.check, preclear.engine.document_check, preclear.connector.builder, preclear.source.yaml.load
import preclear.source.yaml.locate, preclear.source.json.locate, preclear.project.run.run
import preclear.openapi.examples.sites, preclear.report.rendering.frame
import preclear.source.files.reference_path, preclear.source.yaml.tabs
print(*compiled)
"""


def test_no_pattern_is_compiled_when_a_module_is_imported() -> None:
    completed = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, text=True, check=True, timeout=60)

    assert completed.stdout == "\n"


def test_a_pattern_has_the_methods_of_a_compiled_one() -> None:
    pattern = lazy_pattern(r"(?P<letter>[a-c])", re.IGNORECASE)

    assert [match["letter"] for match in pattern.finditer("xAb")] == ["A", "b"]
    assert pattern.sub("-", "abx") == "--x"
    assert (pattern.pattern, pattern.groups) == (r"(?P<letter>[a-c])", 1)
    assert pattern.fullmatch("d") is None
    with pytest.raises(AttributeError):
        _ = pattern.no_such_method  # type: ignore[attr-defined]


def test_a_pattern_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_pattern = re.compile

    def count(pattern: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(pattern)
        return compile_pattern(pattern, flags)

    monkeypatch.setattr(re, "compile", count)
    pattern = lazy_pattern("a")
    assert not compiled
    assert all(pattern.match("a") for _ in range(3))
    assert compiled == ["a"]
