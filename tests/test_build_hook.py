"""The build hook makes a pure wheel if it can't compile the loaders, unless the build requires them."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("hatchling", reason="needs hatchling, of the development tools")

ROOT = Path(__file__).parents[1]
REASON = "no C compiler here"


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The hook of a build in which no module can be compiled."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def compile_modules(root: Path, folder: Path) -> None:
        raise SystemExit(f"cannot compile\n{REASON}")

    monkeypatch.setattr(module, "compile_modules", compile_modules)
    for variable in ("PRECLEAR_COMPILED", "PRECLEAR_PURE"):
        monkeypatch.delenv(variable, raising=False)
    return module.WheelHook(str(ROOT), {}, None, None, str(tmp_path), "wheel")


def initialize(hook: Any) -> dict[str, Any]:
    """Run the hook, and return what it says of the wheel."""
    build_data: dict[str, Any] = {"force_include": {}}
    try:
        hook.initialize("standard", build_data)
    finally:
        hook.finalize("standard", build_data, "")
    return build_data


def test_without_a_compiler_the_wheel_is_pure_and_the_build_says_why(
    hook: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    build_data = initialize(hook)

    assert "infer_tag" not in build_data
    assert [*build_data["force_include"].values()] == ["preclear_rules/_rule_index.py"]
    assert f"pure Python is used instead: {REASON}" in capsys.readouterr().err


def test_a_build_that_requires_compiled_loaders_fails(hook: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECLEAR_COMPILED", "1")

    with pytest.raises(SystemExit, match=REASON):
        initialize(hook)


def test_a_pure_build_compiles_nothing(
    hook: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PRECLEAR_PURE", "1")

    assert "infer_tag" not in initialize(hook)
    assert REASON not in capsys.readouterr().err
