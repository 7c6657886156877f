"""Input for libyaml in place of texts that it reads differently from YAML 1.2.

Characters that libyaml misreads as syntax are replaced by private ones, and restored in every value. So replacing a
character that is ordinary text changes nothing. Every node and key keeps its line and column.
"""

from __future__ import annotations

import re
from io import StringIO
from itertools import chain, islice, product
from typing import TYPE_CHECKING, Final

from preclear._patterns import lazy_pattern
from preclear.source.parser_input import YamlInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Line ends in YAML 1.1 but not in 1.2. libyaml implements only 1.1.
_YAML11_BREAKS: Final = "\x85\u2028\u2029"
_YAML11_BREAK = lazy_pattern(f"[{_YAML11_BREAKS}]")

# In `{?a: 1}` and `[?a]`, the question mark is text because no space follows (YAML 1.2.2, 7.3.3). libyaml reads it
# as the indicator of a key.
_AFTER_INDICATOR: Final = " \t\r\n,[]{}"
_BEFORE_BRACKET: Final = " \t\r\n[{,:-"

# The same elsewhere, and for colons: libyaml refuses these. After a quote, the second of two colons is text.
_INDICATOR = lazy_pattern(r"(?:[\[{,]\s*|[:?-]\s+|[\"']:\s*)([?:])(?=[^\s,\[\]{}])")

_ESCAPE = lazy_pattern(r"\\(?:u|U0000)([0-9a-fA-F]{4})")

_NAME_CHARACTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
_MAX_NAMES: Final = 8  # each one means parsing the text again
_MAX_TRIALS: Final = 100


def prepare_yaml_input(text: str) -> YamlInput:
    """Return the first input to try. It replaces what libyaml silently misreads; what it refuses comes later."""
    yaml_input = YamlInput(text, {}, {})
    if not text.isascii() and any(line_break in text for line_break in _YAML11_BREAKS):
        yaml_input = (
            _replace_characters(yaml_input, (match.start() for match in _YAML11_BREAK.finditer(text))) or yaml_input
        )
    question_marks = _find_question_marks(text)
    first_mark = next(question_marks, None)
    if first_mark is not None:
        yaml_input = _replace_characters(yaml_input, chain((first_mark,), question_marks)) or yaml_input
    if text.endswith(" ") and text.rstrip(" ")[-1:] in ("", "\n", "\r"):
        # libyaml doesn't count a last line of only spaces as part of the block scalar before it
        yaml_input = yaml_input._replace(text=yaml_input.text + "\n")
    return yaml_input


def replace_indicators(yaml_input: YamlInput) -> YamlInput | None:
    """Replace each `?` and `:` that begins a plain scalar in a flow collection. None if there are none."""
    if not _INDICATOR.search(yaml_input.text):
        return None
    return _replace_characters(yaml_input, (match.start(1) for match in _INDICATOR.finditer(yaml_input.text)))


def replace_anchor_name(yaml_input: YamlInput, name: str) -> YamlInput | None:
    """Replace an anchor's name with one that libyaml can read. None if there is no such name."""
    text = yaml_input.text
    if not name or len(yaml_input.original_names) >= _MAX_NAMES:
        return None
    pattern = re.compile(rf"([&*]){re.escape(name)}(?=[\s,\[\]{{}}]|\Z)")
    candidates = product(_NAME_CHARACTERS, repeat=min(len(name), 4))
    for candidate in islice(candidates, _MAX_TRIALS):
        new_name = "".join(candidate).rjust(len(name), "x")
        if new_name not in yaml_input.original_names and "&" + new_name not in text and "*" + new_name not in text:
            return yaml_input._replace(
                text=pattern.sub(rf"\g<1>{new_name}", text),
                original_names={**yaml_input.original_names, new_name: name},
            )
    return None


def find_yaml11_break(text: str) -> str | None:
    """Return the first character that ends a line in YAML 1.1 but not in 1.2, as `U+0085`; None if there is none."""
    match = None if text.isascii() else _YAML11_BREAK.search(text)
    return f"U+{ord(match[0]):04X}" if match else None


def _find_question_marks(text: str) -> Iterator[int]:
    """Yield the offsets of question marks that may begin a plain scalar in a flow collection."""
    offset = text.find("?")
    while offset >= 0:
        before = offset - 1
        while before >= 0 and text[before] in " \t\r\n":
            before -= 1
        is_indicator = before >= 0 and text[before] in "[{," and text[offset + 1 : offset + 2] not in _AFTER_INDICATOR
        if is_indicator and (text[before] == "," or before == 0 or text[before - 1] in _BEFORE_BRACKET):
            yield offset
        offset = text.find("?", offset + 1)


def _replace_characters(yaml_input: YamlInput, offsets: Iterable[int]) -> YamlInput | None:
    """Replace the characters at `offsets` with private ones. None if the text leaves too few unused."""
    text, originals = yaml_input.text, dict(yaml_input.original_characters)
    used_characters = {*text, *(chr(int(match[1], 16)) for match in _ESCAPE.finditer(text))}
    private_codes = (code for code in range(0xE000, 0xF900) if chr(code) not in used_characters)
    replacements = {character: chr(code) for code, character in originals.items()}
    output = StringIO()
    last = 0
    for offset in offsets:
        character = text[offset]
        if character not in replacements:
            code = next(private_codes, None)
            if code is None:
                return None
            replacements[character], originals[code] = chr(code), character
        output.write(text[last:offset])
        output.write(replacements[character])
        last = offset + 1
    output.write(text[last:])
    return yaml_input._replace(text=output.getvalue(), original_characters=originals)
