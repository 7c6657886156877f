"""The published schema and the tool that writes it are beside the sources; without them, nothing is compared."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[3]

collect_ignore = [] if (ROOT / "preclear.output.schema.json").exists() else ["test_output_schema.py"]
