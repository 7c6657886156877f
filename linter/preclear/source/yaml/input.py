"""What libyaml is given to read in place of a text, where it would read the text otherwise than YAML 1.2 does.

Characters that libyaml takes for more than text are replaced by private ones, and read back from every value: so a
replacement in a place where the character was text anyway changes nothing. No line or column moves that a place is
found by.
"""

from __future__ import annotations

import re
from io import StringIO
from itertools import chain, islice, product
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Line ends of YAML 1.1 alone. libyaml knows no other version.
_YAML11_BREAKS: Final = "\x85\u2028\u2029"
_YAML11_BREAK = re.compile(f"[{_YAML11_BREAKS}]")

# In `{?a: 1}` and `[?a]` the question mark is text, as no blank follows it (1.2.2, 7.3.3). libyaml takes it for the
# indicator of a key.
_AFTER_INDICATOR: Final = " \t\r\n,[]{}"
_BEFORE_BRACKET: Final = " \t\r\n[{,:-"

# The same elsewhere, and for a colon: libyaml refuses these. Behind a quote, the second of two colons is text.
_INDICATOR = re.compile(r"(?:[\[{,]\s*|[:?-]\s+|[\"']:\s*)([?:])(?=[^\s,\[\]{}])")

_ESCAPE = re.compile(r"\\(?:u|U0000)([0-9a-fA-F]{4})")

_NAME_CHARACTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
_MAX_NAMES: Final = 8  # each costs another reading of the text
_MAX_TRIALS: Final = 100


class YamlInput(NamedTuple):
    """A text as libyaml is given it.

    `original_characters` has the original of each private character, `original_names` the original of each replaced
    anchor name. `misplaced_tabs` is how many tabs were taken out that YAML has no place for, and the offset of the
    first.
    """

    text: str
    original_characters: dict[int, str]
    original_names: dict[str, str]
    misplaced_tabs: tuple[int, int] = (0, 0)

    @property
    def has_replacements(self) -> bool:
        """Whether something has to be read back."""
        return bool(self.original_characters or self.original_names)

    def restore(self, value: str) -> str:
        """Read a scalar's text back."""
        if self.original_characters and not value.isascii():
            value = value.translate(self.original_characters)
        for new, name in self.original_names.items():
            if new in value:
                value = value.replace("&" + new, "&" + name).replace("*" + new, "*" + name)
        return value


def prepare_yaml_input(text: str) -> YamlInput:
    """What libyaml is given at first: what is replaced here it would read otherwise, and not refuse."""
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
        # libyaml would not take a last line of nothing but spaces for one of the block scalar before it
        yaml_input = yaml_input._replace(text=yaml_input.text + "\n")
    return yaml_input


def replace_indicators(yaml_input: YamlInput) -> YamlInput | None:
    """`yaml_input` with each `?` and `:` replaced that begins a text in a flow collection; None where none does."""
    if not _INDICATOR.search(yaml_input.text):
        return None
    return _replace_characters(yaml_input, (match.start(1) for match in _INDICATOR.finditer(yaml_input.text)))


def replace_anchor_name(yaml_input: YamlInput, name: str) -> YamlInput | None:
    """`yaml_input` with an anchor's name replaced by one that libyaml can read; None where that can't be done."""
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
    """The first character of `text` that ends a line in YAML 1.1 and not in 1.2, as people write it; None without."""
    match = None if text.isascii() else _YAML11_BREAK.search(text)
    return f"U+{ord(match[0]):04X}" if match else None


def _find_question_marks(text: str) -> Iterator[int]:
    """Where a question mark may be the first character of a text in a flow collection."""
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
    """`yaml_input` with private characters at `offsets`; None where the text uses all there are."""
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
