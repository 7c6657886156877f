"""Report unquoted scalars that YAML 1.1 and YAML 1.2 read differently."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Edit, Report, Set
from preclear_rules.document._expected_types import is_name, is_number, is_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Place, Pointer

_LEADING_ZERO = r"[-+]?0[0-9]+"


def report_text(place: Place, text: str, yaml11_meaning: str) -> Iterator[Report]:
    """Report a scalar that is text in YAML 1.2."""
    if not (is_name(place.pointer) if place.part == "key" else is_text(place.pointer, place.document.value)):
        return
    subject = f"{'key' if place.part == 'key' else 'text'} `{text[:60]}`"
    message = f"{subject} is {yaml11_meaning} in YAML 1.1; expected text that every reader reads the same way"
    has_line_break = yaml11_meaning.startswith("two lines")
    help = "escape the character, in double quotes" if has_line_break else f'put it in quotes: `"{text}"`'
    edit = _quote(place, text) if place.part == "value" else None
    yield Report(message, place, help=help, severity="info" if len(text) == 1 else None, edit=edit)


def report_number(place: Place, text: str, meaning: str, yaml11_meaning: str) -> Iterator[Report]:
    """Report a scalar that is a number in YAML 1.2 (`meaning`), and another number or text in YAML 1.1."""
    pointer = place.pointer
    meanings = meaning if meaning == yaml11_meaning else f"{meaning}, and {yaml11_meaning} in YAML 1.1"
    quote_help = f'put it in quotes: `"{text}"`'
    if place.part == "key":
        if is_name(pointer) and not _is_status(pointer):
            message = f"key `{text}` is {meanings}; expected text that every reader reads the same way"
            yield Report(message, place, help=quote_help)
    elif is_text(pointer, place.document.value):
        is_value = (pointer[-2] if isinstance(pointer[-1], int) else pointer[-1]) in ("enum", "const", "default")
        message = f"`{text}` is {meanings}; expected text"
        edit = _quote(place, text)
        yield Report(message, place, help=quote_help, severity=None if is_value else "error", edit=edit)
    elif is_number(pointer) and re.fullmatch(_LEADING_ZERO, text):
        help = f"write `{meaning.split()[-1]}`, or put it in quotes if it's text"
        message = f"`{text}` is {meanings}; expected a number that every reader reads the same way"
        yield Report(message, place, help=help)


def _quote(place: Place, text: str) -> Edit:
    """Return the edit that writes `text` in quotes; its value can be the same as before."""
    return Edit("safe", f'write `"{text[:60]}"`', (Set(place, text),))


def _is_status(pointer: Pointer) -> bool:
    """Whether the key is a response status, which `invalid-status` checks."""
    return pointer[-2:-1] == ("responses",) and pointer[:1] != ("components",)
