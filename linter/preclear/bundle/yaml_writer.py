"""Values as YAML that every version of YAML reads alike."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from preclear.source import is_always_text

if TYPE_CHECKING:
    from preclear.source import Json

_CONSTANTS = frozenset({"", "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE"})


class _Dumper(yaml.SafeDumper):
    """Writes a text in quotes where some reader could take it for something else; never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    is_ambiguous = text in _CONSTANTS or not is_always_text(text)
    style = '"' if is_ambiguous else "|" if "\n" in text and text == text.strip() else None
    return _represent_scalar(dumper, "str", text, style)


def _represent_number(dumper: yaml.SafeDumper, number: float) -> yaml.ScalarNode:
    return _represent_scalar(dumper, "float", json.dumps(number), None)


def _represent_scalar(dumper: Any, tag: str, text: str, style: str | None) -> yaml.ScalarNode:
    node: yaml.ScalarNode = dumper.represent_scalar(f"tag:yaml.org,2002:{tag}", text, style=style)
    return node


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(float, _represent_number)


def render_block(value: Json, indent: int = 0) -> str:
    """`value` as lines of block style, every line after the first indented by `indent` blanks; no line end at last."""
    text: str = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000_000, default_flow_style=False
    )
    text = text.removesuffix("...\n").rstrip("\n")
    margin = " " * indent
    return "\n".join(margin + line if line and index else line for index, line in enumerate(text.split("\n")))


def render_flow(value: Json) -> str:
    """`value` on one line, as JSON, which YAML reads."""
    return json.dumps(value, ensure_ascii=False)
