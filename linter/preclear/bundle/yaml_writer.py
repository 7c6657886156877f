"""Values as YAML that YAML 1.1 and 1.2 parsers read alike."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from preclear.source import is_always_text

if TYPE_CHECKING:
    from preclear.source import Json

_CONSTANTS = frozenset({"", "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE"})


class _Dumper(yaml.SafeDumper):
    """Quotes every string that some parser could read as another type; writes no aliases."""

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
    """Render `value` in block style, without a final line break; `indent` applies from the second line on."""
    text: str = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000_000, default_flow_style=False
    )
    text = text.removesuffix("...\n").rstrip("\n")
    margin = " " * indent
    return "\n".join(margin + line if line and index else line for index, line in enumerate(text.split("\n")))


def render_flow(value: Json) -> str:
    """Render `value` on one line, as JSON, which is also YAML."""
    return json.dumps(value, ensure_ascii=False)
