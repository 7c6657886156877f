"""The schema as a whole: a definition for each command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.output_schema.checks import build_check_definitions
from preclear.report.output_schema.findings import build_shared_definitions
from preclear.report.output_schema.plans import build_plan_definitions
from preclear.report.output_schema.platform import build_platform_definitions
from preclear.report.output_schema.uploads import build_upload_definitions

if TYPE_CHECKING:
    from preclear.source import Json

DIALECT = "https://json-schema.org/draft/2020-12/schema"

OUTPUTS = (
    "check",
    "plan",
    "adapt",
    "map",
    "upload",
    "uploadRun",
    "verify",
    "rules",
    "config",
    "connectors",
    "connector",
    "versions",
    "connections",
    "platformChange",
    "sourceMap",
)
"""The definitions of whole outputs."""


def build_output_schema() -> dict[str, Json]:
    """Return the schema. Any output of preclear is valid against it; `#/$defs/check` is the schema of one command."""
    definitions: dict[str, Json] = {
        **build_check_definitions(),
        **build_plan_definitions(),
        **build_upload_definitions(),
        **build_platform_definitions(),
        **build_shared_definitions(),
    }
    outputs: dict[str, Json] = {name: definitions.pop(name) for name in OUTPUTS}
    return {
        "$schema": DIALECT,
        "title": "preclear's JSON output",
        "description": "What preclear's commands write with `--output-format json`. Use the definition of a command,"
        " such as `#/$defs/check`. New fields can be added without a new version.",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in OUTPUTS],
        "$defs": {**outputs, **definitions},
    }
