"""The build hook that compiles the optional YAML loader.

It needs Cython, setuptools, a C compiler, and libyaml with its header. If one of them is missing, the wheel is pure
Python, and installs everywhere. For an editable install, the modules go into the source tree.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = "linter"
PACKAGE = "preclear.source.yaml.compiled"
LIBRARIES: dict[str, list[str]] = {"node_table": [], "parser": ["yaml"], "loader": []}
"""The modules to compile, and the libraries that each needs."""


class CompiledLoaderHook(BuildHookInterface[Any]):
    """Adds the compiled modules to a wheel, and gives it the tag of this platform."""

    folder: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the modules, or say why the wheel has none."""
        if self.target_name != "wheel" or os.environ.get("PRECLEAR_PURE"):
            return
        self.folder = Path(tempfile.mkdtemp())
        try:
            modules = compile_modules(Path(self.root), self.folder)
        except (Exception, SystemExit) as error:
            lines = str(error).strip().splitlines() or [type(error).__name__]
            self.app.display_warning(f"the YAML loader isn't compiled, pure Python is used instead: {lines[-1]}")
            return
        package = Path(*PACKAGE.split("."))
        if version == "editable":
            for module in modules:
                shutil.copy2(module, Path(self.root) / SOURCES / package)
            return
        build_data["pure_python"], build_data["infer_tag"] = False, True
        build_data["force_include"].update({str(module): str(package / module.name) for module in modules})

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what the compiler wrote."""
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def compile_modules(root: Path, folder: Path) -> list[Path]:
    """Compile the modules of the source tree `root` into `folder`, and return their paths. Raises any exception."""
    from Cython.Build import cythonize
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    sources = root / SOURCES
    extensions = [
        Extension(
            f"{PACKAGE}.{name}",
            [str(sources.joinpath(*PACKAGE.split("."), f"{name}.pyx"))],
            libraries=libraries,
            extra_compile_args=["-O3", "-g0"] if os.name == "posix" else [],
        )
        for name, libraries in LIBRARIES.items()
    ]
    modules = cythonize(extensions, build_dir=str(folder / "c"), include_path=[str(sources)], quiet=True)
    command = build_ext(Distribution({"ext_modules": modules}))
    command.build_lib, command.build_temp = str(folder / "lib"), str(folder / "temp")
    command.ensure_finalized()
    command.run()
    return [Path(command.get_ext_fullpath(f"{PACKAGE}.{name}")) for name in LIBRARIES]
