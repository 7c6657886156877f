"""The public API: what is listed is there, and nothing stands in its place."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import preclear
import preclear_rules

PACKAGE = Path(preclear.__file__).parent
MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
FACES = [name for name, path in MODULES.items() if path.name == "__init__.py" and "lazy_exports(" in path.read_text()]


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

    completed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)

    assert completed.stdout == "True\n"


def test_type_checkers_read_the_types_of_both_packages() -> None:
    for package in (preclear, preclear_rules):
        (folder,) = package.__path__
        assert (Path(folder) / "py.typed").is_file()


@pytest.mark.parametrize("face", FACES)
def test_type_checkers_and_programs_get_the_same_names_of_a_package(face: str) -> None:
    package = import_module(".".join(["preclear", *Path(face).parent.parts]))
    seen_by_checkers = _names_for_type_checkers(MODULES[face])

    assert sorted(package.__all__) == sorted({*package.__all__})
    assert {*package.__all__} <= {*dir(package)}
    assert [name for name in package.__all__ if not hasattr(package, name)] == []
    assert {*package.__all__} <= seen_by_checkers
    assert "__getattr__" not in seen_by_checkers  # they would accept any name
    assert "__getattr__" in vars(package)


def _names_for_type_checkers(path: Path) -> set[str]:
    """The names that a module binds, without what `if not TYPE_CHECKING` hides."""
    names: set[str] = set()
    pending: list[ast.stmt] = list(ast.parse(path.read_text(encoding="utf-8")).body)
    for statement in pending:
        match statement:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                pending += statement.body
            case ast.Import() | ast.ImportFrom():
                names.update(alias.asname or alias.name for alias in statement.names)
            case ast.FunctionDef() | ast.ClassDef():
                names.add(statement.name)
            case ast.Assign():
                names.update(
                    node.id for target in statement.targets for node in ast.walk(target) if isinstance(node, ast.Name)
                )
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
            case _:
                pass
    return names


def test_nothing_below_the_command_line_prints_or_ends_the_process() -> None:
    below = {name: path for name, path in MODULES.items() if not name.startswith("cli/") and name != "__main__.py"}
    faults = {name: _find_calls_of_scripts(path) for name, path in below.items()}

    assert len(below) > 300
    assert {name: calls for name, calls in faults.items() if calls} == {}


def _find_calls_of_scripts(path: Path) -> list[str]:
    """The calls that only a program's own script may make, because they print or end the process."""
    calls: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            calls.append(ast.unparse(node.func))
        elif isinstance(node, ast.Raise) and node.exc is not None:
            calls.append(ast.unparse(node.exc).partition("(")[0])
    return [call for call in calls if call in {"print", "exit", "quit", "sys.exit", "os._exit", "SystemExit"}]
