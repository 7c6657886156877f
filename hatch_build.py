"""The build hook: adds the index of the rules to a wheel, and the optional loaders, which it compiles.

The loaders need Cython, setuptools, a C compiler, and libyaml with its header. If one of them is missing, the wheel is
pure Python, and installs everywhere. An editable install has no index; its compiled modules go into the source tree.
`PRECLEAR_PURE=1` builds a pure wheel, and with `PRECLEAR_COMPILED=1`, a build that can't compile the loaders fails.
"""

from __future__ import annotations

import os
import runpy
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = "linter"
PACKAGE = "preclear.source"
LIBRARIES: dict[str, list[str]] = {
    "yaml.compiled.node_table": [],
    "yaml.compiled.parser": ["yaml"],
    "yaml.compiled.loader": [],
    "json.node_reader": [],
}
"""The modules to compile, by their names in the package, and the libraries that each needs."""


class WheelHook(BuildHookInterface[Any]):
    """Adds what is made at build time. A wheel with compiled modules gets the tag of this platform."""

    folder: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the index and the modules. Raises ValueError for a rule that the index can't describe."""
        if self.target_name != "wheel":
            return
        self.folder = Path(tempfile.mkdtemp())
        is_editable = version == "editable"
        if not is_editable:
            add_rule_index(Path(self.root), self.folder, build_data)
        if not os.environ.get("PRECLEAR_PURE"):
            self.add_compiled_loader(self.folder, build_data, is_editable=is_editable)

    def add_compiled_loader(self, folder: Path, build_data: dict[str, Any], *, is_editable: bool) -> None:
        """Compile the modules of the loaders, or say why there are none. Raises any exception if they're required."""
        try:
            modules = compile_modules(Path(self.root), folder)
        except (Exception, SystemExit) as error:
            if os.environ.get("PRECLEAR_COMPILED"):
                raise
            lines = str(error).strip().splitlines() or [type(error).__name__]
            self.app.display_warning(f"the loaders aren't compiled, pure Python is used instead: {lines[-1]}")
            return
        if is_editable:
            for module, path in modules.items():
                shutil.copy2(module, Path(self.root) / SOURCES / path)
            return
        build_data["pure_python"], build_data["infer_tag"] = False, True
        build_data["force_include"].update({str(module): str(path) for module, path in modules.items()})

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was written outside the wheel."""
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def add_rule_index(root: Path, folder: Path, build_data: dict[str, Any]) -> None:
    """Write the index of the rules of the repository `root` into `folder`, and add it to the wheel."""
    tool = runpy.run_path(str(root / "tools" / "rule_index.py"))
    index = folder / tool["INDEX_FILE"]
    index.write_text(tool["build_index"](root), encoding="utf-8")
    build_data["force_include"][str(index)] = f"{tool['PACK'].name}/{index.name}"


def compile_modules(root: Path, folder: Path) -> dict[Path, Path]:
    """Compile the modules of the source tree `root` into `folder`. Raises any exception.

    Returns the path of each in a wheel, by its path in `folder`.
    """
    from Cython.Build import cythonize
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    sources = root / SOURCES
    extensions = [
        Extension(
            f"{PACKAGE}.{name}",
            [f"{sources.joinpath(*PACKAGE.split('.'), *name.split('.'))}.pyx"],
            libraries=libraries,
            extra_compile_args=["-O3", "-g0"] if os.name == "posix" else [],
        )
        for name, libraries in LIBRARIES.items()
    ]
    cythonized = cythonize(extensions, build_dir=str(folder / "c"), include_path=[str(sources)], quiet=True)
    command = build_ext(Distribution({"ext_modules": cythonized}))
    command.build_lib, command.build_temp = str(folder / "lib"), str(folder / "temp")
    command.ensure_finalized()
    command.run()
    modules = [Path(command.get_ext_fullpath(f"{PACKAGE}.{name}")) for name in LIBRARIES]
    return {module: module.relative_to(command.build_lib) for module in modules}
