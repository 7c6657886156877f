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
_OLD_BREAKS: Final = "\x85\u2028\u2029"
_OLD_BREAK = re.compile(f"[{_OLD_BREAKS}]")

# In `{?a: 1}` and `[?a]` the question mark is text, as no blank follows it (1.2.2, 7.3.3). libyaml takes it for the
# indicator of a key.
_ENDS_INDICATOR: Final = " \t\r\n,[]{}"
_BEFORE_BRACKET: Final = " \t\r\n[{,:-"

# The same elsewhere, and for a colon: libyaml refuses these. Behind a quote, the second of two colons is text.
_INDICATOR = re.compile(r"(?:[\[{,]\s*|[:?-]\s+|[\"']:\s*)([?:])(?=[^\s,\[\]{}])")

_ESCAPE = re.compile(r"\\(?:u|U0000)([0-9a-fA-F]{4})")

_NAME_CHARACTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
_MOST_NAMES: Final = 8  # each costs another reading of the text
_MOST_TRIALS: Final = 100


class Source(NamedTuple):
    """A text as libyaml is given it.

    `characters` has the original of each private character, `names` the original of each replaced anchor name.
    `misplaced` is how many tabs were taken out that YAML has no place for, and the offset of the first.
    """

    text: str
    characters: dict[int, str]
    names: dict[str, str]
    misplaced: tuple[int, int] = (0, 0)

    @property
    def is_changed(self) -> bool:
        """Whether something has to be read back."""
        return bool(self.characters or self.names)

    def original(self, value: str) -> str:
        """Read a scalar's text back."""
        if self.characters and not value.isascii():
            value = value.translate(self.characters)
        for new, name in self.names.items():
            if new in value:
                value = value.replace("&" + new, "&" + name).replace("*" + new, "*" + name)
        return value


def source_of(text: str) -> Source:
    """What libyaml is given at first: what is replaced here it would read otherwise, and not refuse."""
    source = Source(text, {}, {})
    if not text.isascii() and any(old in text for old in _OLD_BREAKS):
        source = _without(source, (found.start() for found in _OLD_BREAK.finditer(text))) or source
    marks = _question_marks(text)
    first = next(marks, None)
    if first is not None:
        source = _without(source, chain((first,), marks)) or source
    if text.endswith(" ") and text.rstrip(" ")[-1:] in ("", "\n", "\r"):
        # libyaml would not take a last line of nothing but spaces for one of the block scalar before it
        source = source._replace(text=source.text + "\n")
    return source


def without_indicators(source: Source) -> Source | None:
    """`source` with each `?` and `:` replaced that begins a text in a flow collection; None where none does."""
    if not _INDICATOR.search(source.text):
        return None
    return _without(source, (found.start(1) for found in _INDICATOR.finditer(source.text)))


def without_name(source: Source, name: str) -> Source | None:
    """`source` with an anchor's name replaced by one that libyaml can read; None where that can't be done."""
    text = source.text
    if not name or len(source.names) >= _MOST_NAMES:
        return None
    used = re.compile(rf"([&*]){re.escape(name)}(?=[\s,\[\]{{}}]|\Z)")
    letters = product(_NAME_CHARACTERS, repeat=min(len(name), 4))
    for trial in islice(letters, _MOST_TRIALS):
        new = "".join(trial).rjust(len(name), "x")
        if new not in source.names and "&" + new not in text and "*" + new not in text:
            return source._replace(text=used.sub(rf"\g<1>{new}", text), names={**source.names, new: name})
    return None


def old_break(text: str) -> str | None:
    """The first character of `text` that ends a line in YAML 1.1 and not in 1.2, as people write it; None without."""
    found = None if text.isascii() else _OLD_BREAK.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def _question_marks(text: str) -> Iterator[int]:
    """Where a question mark may be the first character of a text in a flow collection."""
    at = text.find("?")
    while at >= 0:
        before = at - 1
        while before >= 0 and text[before] in " \t\r\n":
            before -= 1
        opens = before >= 0 and text[before] in "[{," and text[at + 1 : at + 2] not in _ENDS_INDICATOR
        if opens and (text[before] == "," or before == 0 or text[before - 1] in _BEFORE_BRACKET):
            yield at
        at = text.find("?", at + 1)


def _without(source: Source, offsets: Iterable[int]) -> Source | None:
    """`source` with private characters at `offsets`; None where the text uses all there are."""
    text, back = source.text, dict(source.characters)
    used = {*text, *(chr(int(found[1], 16)) for found in _ESCAPE.finditer(text))}
    private = (code for code in range(0xE000, 0xF900) if chr(code) not in used)
    new = {old: chr(code) for code, old in back.items()}
    written = StringIO()
    last = 0
    for at in offsets:
        old = text[at]
        if old not in new:
            code = next(private, None)
            if code is None:
                return None
            new[old], back[code] = chr(code), old
        written.write(text[last:at])
        written.write(new[old])
        last = at + 1
    written.write(text[last:])
    return source._replace(text=written.getvalue(), characters=back)
