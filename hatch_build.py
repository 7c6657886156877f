"""The build hook, which adds generated files to the wheel. An editable install has none of them."""

from __future__ import annotations

import runpy
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelHook(BuildHookInterface[Any]):
    """Adds the index of the built-in rules to a wheel."""

    folder: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the generated files. Raises ValueError for a rule that the index can't describe."""
        if self.target_name != "wheel" or version == "editable":
            return
        self.folder = Path(tempfile.mkdtemp())
        add_rule_index(Path(self.root), self.folder, build_data)

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
