"""YAML scalars that are values, not keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from preclear.source.kinds import UNSUPPORTED_YAML
from preclear.source.loader_faults import add_fault
from preclear.source.yaml.input import find_yaml11_break
from preclear.source.yaml.scalars import (
    CONSTANTS,
    NonFiniteNumberError,
    TooManyDigitsError,
    describe_yaml11_value,
    describe_yaml12_value,
    is_always_text,
    parse_plain,
)

if TYPE_CHECKING:
    from preclear.source.json_value import Json
    from preclear.source.kinds import Severity
    from preclear.source.locator import PlacePart
    from preclear.source.yaml.events import Event
    from preclear.source.yaml.state import LoaderState

_TAG_PREFIX: Final = "tag:yaml.org,2002:"
_TAG_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "int": (int,),
    "float": (float, int),
    "bool": (bool,),
    "null": (type(None),),
}
_TEXT_TAGS: Final = frozenset(("!", _TAG_PREFIX + "str"))

MISSING: Final = str(b"missing", "ascii")
"""Means "not in the memo". It's compared by identity, and no text from a parser is this object."""


class ValueReader:
    """Turns scalar events into values. The value of each plain text is computed once and remembered."""

    def __init__(self, state: LoaderState) -> None:
        self.state = state
        self.memo: dict[str, Json] = dict(CONSTANTS)
        self.yaml11_meanings: dict[str, str] = {}

    def read(self, event: Event, part: str | int) -> Json:
        """Return the value of a scalar under `part` of the innermost open container. Raises LoadError."""
        text = event.value
        limits = self.state.limits
        if len(text) > limits.scalar_bytes:
            message = f"this string has {len(text):,} characters"
            raise self.state.report_exceeded_limit(event, "scalar_bytes", message, limits.scalar_bytes, width=1)
        if not text.isascii() and (character := find_yaml11_break(text)):
            self._add_ambiguous(event, part, f"two lines, broken at {character}")
        if event.tag is not None:
            return self._read_tagged(event, part)
        return text if event.style else self._read_plain(event, part)

    def _read_plain(self, event: Event, part: str | int) -> Json:
        text = event.value
        value = self.memo.get(text, MISSING)
        if value is not MISSING:
            return value
        if is_always_text(text):
            self.memo[text] = text
            return text
        value = self._parse_scalar(event, part)
        yaml11_meaning = self.yaml11_meanings.get(text) or describe_yaml11_value(text)
        if yaml11_meaning is None:
            self.memo[text] = value
        else:
            self.yaml11_meanings[text] = yaml11_meaning
            self._add_ambiguous(event, part, yaml11_meaning, describe_yaml12_value(value))
        return value

    def _parse_scalar(self, event: Event, part: str | int) -> Json:
        digits = self.state.limits.digits
        try:
            return parse_plain(event.value, digits)
        except TooManyDigitsError as error:
            message = f"this number has {len(event.value):,} digits"
            raise self.state.report_exceeded_limit(event, "digits", message, digits) from error
        except NonFiniteNumberError:
            message = f"`{event.value}` can't be represented in JSON, expected a finite number"
            self.state.add_fault(UNSUPPORTED_YAML, event, message, part, help="write a number, or quote it")
            return event.value

    def _read_tagged(self, event: Event, part: str | int) -> Json:
        text, tag = event.value, event.tag or ""
        if tag in _TEXT_TAGS:
            return text
        types = _TAG_TYPES.get(tag.removeprefix(_TAG_PREFIX)) if tag.startswith(_TAG_PREFIX) else None
        if types is None:
            self.report_unknown_tag(event, part)
            return text if event.style else self._parse_scalar(event, part)
        value = self._parse_scalar(event, part)
        if value.__class__ in types:
            return float(value) if types[0] is float and isinstance(value, int) else value
        subject = f"`{text[:40]}`" if text else "an empty scalar"
        message = f"{subject} is tagged `{_format_tag(tag)}`, but has another type"
        self.state.add_fault(UNSUPPORTED_YAML, event, message, part, help="remove the tag, or fix the value")
        return text

    def check_container_tag(self, event: Event, part: str | int, expected: str) -> None:
        """Report the tag of a mapping or list if it's not the one in JSON. `expected` is "map" or "seq"."""
        if event.tag is not None and event.tag not in ("!", _TAG_PREFIX + expected):
            self.report_unknown_tag(event, part)

    def check_key_tag(self, event: Event, key: str) -> None:
        """Report the tag of a key if it's not a string tag."""
        if event.tag not in _TEXT_TAGS:
            self.report_unknown_tag(event, key, "key")

    def report_merge_tag(self, event: Event) -> None:
        """Report the tag of a merge key, at the tag itself: the key works without it."""
        message = "tag `!!merge` isn't supported by every reader, expected a plain `<<`"
        self._report_tag(event, event.value, "key", message, "warning")

    def report_unknown_tag(self, event: Event, part: str | int, place_part: PlacePart = "value") -> None:
        """Report a tag that has no equivalent in JSON, at the tag itself."""
        message = f"tag `{_format_tag(event.tag or '')}` has no meaning in JSON, expected a plain value"
        self._report_tag(event, part, place_part, message)

    def _report_tag(
        self, event: Event, part: str | int, place_part: PlacePart, message: str, severity: Severity | None = None
    ) -> None:
        start, _ = self.state.offsets(event)
        text = self.state.document.text
        begin = text.find("!", start)
        end = begin
        while end < len(text) and text[end] not in " \t\r\n,]}":
            end += 1
        pointer = self.state.pointer(part)
        add_fault(
            self.state.document,
            UNSUPPORTED_YAML,
            message,
            max(begin, 0),
            max(end, 0),
            help="remove the tag",
            pointer=pointer,
            part=place_part if pointer else "value",
            severity=severity,
        )

    def _add_ambiguous(self, event: Event, part: str | int, yaml11_meaning: str, yaml12_meaning: str = "text") -> None:
        self.state.add_ambiguous(event.value, part, "value", yaml11_meaning, yaml12_meaning)


def _format_tag(tag: str) -> str:
    """Format a tag in its short form: `!!str`."""
    return "!!" + tag.removeprefix(_TAG_PREFIX) if tag.startswith(_TAG_PREFIX) else tag
