"""The public API: what is listed is there, and nothing stands in its place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import preclear
import preclear_rules


def test_everything_listed_is_there() -> None:
    for name in preclear.__all__:
        assert not isinstance(getattr(preclear, name), ModuleType), name


def test_the_list_is_sorted_like_the_code_has_it() -> None:
    assert len(set(preclear.__all__)) == len(preclear.__all__)
    assert "rule" in preclear.__all__


def test_what_is_not_listed_is_not_there() -> None:
    assert not hasattr(preclear, "no_such_thing")


def test_the_decorator_is_not_hidden_by_the_module_of_its_name() -> None:
    program = "import preclear.rule.packs, preclear; from preclear import rule; print(callable(rule))"

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)

    assert ran.stdout == "True\n"


def test_type_checkers_read_the_types_of_both_packages() -> None:
    for package in (preclear, preclear_rules):
        (folder,) = package.__path__
        assert (Path(folder) / "py.typed").is_file()
