"""Write `preclear.output.schema.json`, the JSON Schema of the JSON output. With `--check`, only report whether it's
up to date.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from preclear.report.output_schema.schema import build_output_schema

SCHEMA = Path(__file__).parents[1] / "preclear.output.schema.json"


def schema_text() -> str:
    """Return the text of the file."""
    return json.dumps(build_output_schema(), indent=2) + "\n"


def main(arguments: list[str]) -> int:
    """Write the file. With `--check`, return 1 if the file is out of date."""
    if arguments == ["--check"]:
        is_current = SCHEMA.exists() and SCHEMA.read_text(encoding="utf-8") == schema_text()
        if not is_current:
            sys.stderr.write(f"{SCHEMA.name} is out of date: run `python tools/output_schema.py`\n")
        return 0 if is_current else 1
    if arguments:
        sys.stderr.write("usage: python tools/output_schema.py [--check]\n")
        return 2
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
