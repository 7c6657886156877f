"""Write `preclear.schema.json`, the JSON Schema of a config. With `--check`, only report whether it is up to date."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from preclear.config import RuleRegistry
from preclear.config.schema import build_config_schema
from preclear.engine import all_kinds
from preclear.rule import Rule, discover_rules

SCHEMA = Path(__file__).parents[1] / "preclear.schema.json"
OURS = "preclear_rules."


def schema_text() -> str:
    """Return the text of the file. It has the built-in rules only, even if other packs are installed."""
    rules = {name: each for name, each in discover_rules().items() if _is_ours(each)}
    return json.dumps(build_config_schema(RuleRegistry(all_kinds(rules))), indent=2) + "\n"


def _is_ours(rule: Rule[object]) -> bool:
    return rule.module.startswith(OURS)


def main(arguments: list[str]) -> int:
    """Write the file. With `--check`, return 1 if the file is out of date."""
    if arguments == ["--check"]:
        current = SCHEMA.exists() and SCHEMA.read_text(encoding="utf-8") == schema_text()
        if not current:
            sys.stderr.write(f"{SCHEMA.name} is out of date: run `python tools/config_schema.py`\n")
        return 0 if current else 1
    if arguments:
        sys.stderr.write("usage: python tools/config_schema.py [--check]\n")
        return 2
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
