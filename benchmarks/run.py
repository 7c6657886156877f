"""Run the benchmark from any folder: `python benchmarks/run.py`. See benchmarks/README.md for what is measured."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    runpy.run_module("benchmarks.command", run_name="__main__")
