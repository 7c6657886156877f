"""Values as YAML that YAML 1.1 and 1.2 parsers read alike."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from preclear.source.yaml.keys import MERGE_KEY
from preclear.source.yaml.scalars import CONSTANTS, describe_yaml11_value, is_always_text, parse_plain

if TYPE_CHECKING:
    from preclear.source.json_value import Json

MAX_KEY_LENGTH: Final = 1000
"""Readers look no further than 1,024 characters for the colon after a key; a longer key is written as `? key`."""

_MAX_NUMBER: Final = 60
"""A longer text that begins like a number is always written in quotes."""

_UNPRINTABLE: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_PLAIN = re.compile(
    rf"(?!---|\.\.\.)(?:[^\s,\[\]{{}}#&*!|>'\"%@`?:{_UNPRINTABLE}-]|[?:-](?=[^\s,\[\]{{}}{_UNPRINTABLE}]))"
    rf"(?:[^\s:#{_UNPRINTABLE}]|(?<! )#|:(?! |\Z)| (?![ ]*(?:\#|\Z)))*"
).fullmatch
_FLOW_INDICATOR = re.compile(r"[,\[\]{}?'\"]").search
_UNQUOTABLE = re.compile(f"[\n\t{_UNPRINTABLE}]").search
_NOT_LITERAL = re.compile(f"[\t{_UNPRINTABLE}]|\n +(?=\n)").search


class YamlStyle(NamedTuple):
    """How a YAML text is laid out: the spaces of one level, and those before the dashes of a list in a mapping."""

    step: int = 2
    list_step: int = 2


def quote_double(text: str) -> str:
    """Return `text` in double quotes, on one line."""
    return _ESCAPED.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def quote_single(text: str) -> str | None:
    """Return `text` in single quotes; None if it needs an escape."""
    return None if _UNQUOTABLE(text) else f"""'{text.replace("'", "''")}'"""


def is_plain(text: str, *, is_flow: bool) -> bool:
    """Whether `text` can be written without quotes, as a string in every version of YAML."""
    return is_unambiguous(text) and _PLAIN(text) is not None and not (is_flow and _FLOW_INDICATOR(text))


def render_text(text: str, *, is_flow: bool = False) -> str:
    """Render a string on one line: without quotes where every reader takes it for a string."""
    if is_plain(text, is_flow=is_flow):
        return text
    if not is_unambiguous(text):
        return quote_double(text)
    return quote_single(text) or quote_double(text)


def is_unambiguous(text: str) -> bool:
    """Whether unquoted `text` is a string in every version of YAML, as far as its type goes."""
    if text in CONSTANTS or text == MERGE_KEY:
        return False
    if is_always_text(text):
        return True
    try:
        return len(text) <= _MAX_NUMBER and parse_plain(text, _MAX_NUMBER) == text and not describe_yaml11_value(text)
    except ValueError:
        return False


def render_flow(value: Json) -> str:
    """Render `value` on one line, as JSON, which is also YAML."""
    return _ESCAPED.sub(_escape, json.dumps(value, ensure_ascii=False))


DEFAULT_STYLE: Final = YamlStyle()


class BlockWriter:
    """Writes values in block style."""

    def __init__(self, style: YamlStyle = DEFAULT_STYLE) -> None:
        self._style = style
        self._texts: dict[str, str] = {}

    def render(self, value: Json, column: int = 0) -> str:
        """Render `value` without a final line break. From the second line on, its margin is `column` spaces."""
        parts: list[str] = []
        self._write(parts, value, column)
        return "".join(parts)

    def _write(self, parts: list[str], value: Json, column: int) -> None:
        """Write a value. It calls itself once for each level, because there may be hundreds."""
        if isinstance(value, dict) and value:
            step, list_step = self._style
            margin = "\n" + " " * column
            head = ""
            for key, child in value.items():
                parts.append(head)
                head = margin
                key_text = self._render_key(key)
                parts.append(f"{key_text}:" if len(key_text) <= MAX_KEY_LENGTH else f"? {key_text}{margin}:")
                if isinstance(child, (dict, list)) and child:
                    child_column = column + (step if isinstance(child, dict) else list_step)
                    parts.append("\n" + " " * child_column)
                    self._write(parts, child, child_column)
                else:
                    parts.append(" ")
                    parts.append(render_scalar(child, column + step))
        elif isinstance(value, list) and value:
            head, margin = "- ", "\n" + " " * column + "- "
            for item in value:
                parts.append(head)
                head = margin
                self._write(parts, item, column + 2)
        else:
            parts.append(render_scalar(value, column or self._style.step))

    def _render_key(self, key: str) -> str:
        text = self._texts.get(key)
        if text is None:
            text = self._texts[key] = render_text(key)
        return text


def render_scalar(text: Json, column: int) -> str:
    """Render a scalar, or an empty collection, in a block collection.

    A string of several lines is written on several, with a margin of `column` spaces.
    """
    if not isinstance(text, str):
        return json.dumps(text)
    if "\n" not in text:
        return render_text(text)
    content = text.removesuffix("\n")
    if content != content.strip() or _NOT_LITERAL(text):
        return quote_double(text)
    margin = " " * column
    lines = "\n".join(margin + line if line else line for line in content.split("\n"))
    return f"|{'' if content != text else '-'}\n{lines}"


def render_block(value: Json, column: int = 0, style: YamlStyle = DEFAULT_STYLE) -> str:
    """Render `value` in block style, without a final line break; `column` is its margin from the second line on."""
    return BlockWriter(style).render(value, column)
