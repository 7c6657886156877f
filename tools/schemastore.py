"""Write the config's schema into a checkout of SchemaStore, where editors look schemas up.

`python tools/schemastore.py CHECKOUT` adds or replaces the schema with its test, its entry in the catalog, and the
table `tool.preclear` of `pyproject.toml`. Format the files as SchemaStore does, and open a pull request there.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NAME = "preclear"
ADDRESS = f"https://www.schemastore.org/{NAME}.json"
"""The address that SchemaStore gives to the schema."""
ENTRY = {
    "name": "preclear.toml",
    "description": "Config of preclear, a linter for OpenAPI documents that are imported into the Versori platform",
    "fileMatch": ["preclear.toml"],
    "url": ADDRESS,
}
"""What the catalog says of the schema."""
EXAMPLE = """\
#:schema {address}
documents = ["apis/*.yaml"]
exclude = ["apis/drafts"]
fail-on = "warning"
ignore = ["unnamed-definition"]

[severity]
missing-action-name = "warning"
"""
"""A config that SchemaStore validates in its tests."""


def update_checkout(checkout: Path) -> list[Path]:
    """Write the files, and return their paths. Raises OSError, KeyError or ValueError if it isn't such a checkout."""
    source = checkout / "src"
    schema = json.loads((ROOT / "preclear.schema.json").read_text(encoding="utf-8"))
    catalog = _read(source / "api" / "json" / "catalog.json")
    catalog["schemas"] = [*(entry for entry in catalog["schemas"] if entry["name"] != ENTRY["name"]), ENTRY]
    pyproject = _read(source / "schemas" / "json" / "pyproject.json")
    table = {"$ref": ADDRESS, "title": NAME, "description": ENTRY["description"]}
    pyproject["properties"]["tool"]["properties"][NAME] = table
    schema = {"$schema": schema.pop("$schema"), "$id": ADDRESS, **schema}
    texts = {
        source / "schemas" / "json" / f"{NAME}.json": _format(schema),
        source / "test" / NAME / "preclear.toml": EXAMPLE.format(address=ADDRESS),
        source / "api" / "json" / "catalog.json": _format(catalog),
        source / "schemas" / "json" / "pyproject.json": _format(pyproject),
    }
    for path, text in texts.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [*texts]


def _read(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return value


def _format(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Update a checkout and list its files."""
    parser = argparse.ArgumentParser(description="Write the config's schema into a checkout of SchemaStore.")
    parser.add_argument("checkout", type=Path, metavar="CHECKOUT")
    checkout: Path = parser.parse_args(arguments).checkout
    for path in update_checkout(checkout):
        print(path.relative_to(checkout))
    return 0


if __name__ == "__main__":
    sys.exit(main())
