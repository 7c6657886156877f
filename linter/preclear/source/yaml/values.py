"""YAML's scalars in the place of a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from preclear.source.trouble import add_fault
from preclear.source.yaml.reading import UNSUPPORTED_YAML
from preclear.source.yaml.scalars import (
    CONSTANTS,
    NoJsonNumber,
    TooManyDigits,
    in_words,
    is_plainly_text,
    older_reading,
    plain_value,
)
from preclear.source.yaml.source import old_break

if TYPE_CHECKING:
    from preclear.source.fault import Severity
    from preclear.source.json_value import Json
    from preclear.source.place import Part
    from preclear.source.yaml.events import Event
    from preclear.source.yaml.reading import Reading

_PREFIX: Final = "tag:yaml.org,2002:"
_KINDS: Final[dict[str, tuple[type, ...]]] = {
    "int": (int,),
    "float": (float, int),
    "bool": (bool,),
    "null": (type(None),),
}
_TEXT_TAGS: Final = frozenset(("!", _PREFIX + "str"))

MISSING: Final = str(b"missing", "ascii")
"""Stands for "not in the memo". It is told by identity, and no text that is read is this very object."""


class ValueReader:
    """Turns scalar events into values. What a plain text means is decided once and remembered."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.memo: dict[str, Json] = dict(CONSTANTS)
        self.older: dict[str, str] = {}

    def read(self, event: Event, part: str | int) -> Json:
        """The value of a scalar that stands under `part` of the innermost open container. Raises Unusable."""
        text = event.value
        limits = self.reading.limits
        if len(text) > limits.scalar_bytes:
            message = f"this string has {len(text):,} characters"
            raise self.reading.refuse_limit(event, "scalar_bytes", message, limits.scalar_bytes, width=1)
        if not text.isascii() and (character := old_break(text)):
            self._ambiguous(event, part, f"two lines, broken at {character}")
        if event.tag is not None:
            return self._tagged(event, part)
        return text if event.style else self._plain(event, part)

    def _plain(self, event: Event, part: str | int) -> Json:
        text = event.value
        value = self.memo.get(text, MISSING)
        if value is not MISSING:
            return value
        if is_plainly_text(text):
            self.memo[text] = text
            return text
        value = self._decide(event, part)
        older = self.older.get(text) or older_reading(text)
        if older is None:
            self.memo[text] = value
        else:
            self.older[text] = older
            self._ambiguous(event, part, older, in_words(value))
        return value

    def _decide(self, event: Event, part: str | int) -> Json:
        digits = self.reading.limits.digits
        try:
            return plain_value(event.value, digits)
        except TooManyDigits as error:
            message = f"this number has {len(event.value):,} digits"
            raise self.reading.refuse_limit(event, "digits", message, digits) from error
        except NoJsonNumber:
            message = f"`{event.value}` is no number that JSON can hold, expected a finite one"
            self.reading.report(UNSUPPORTED_YAML, event, message, part, help="write a number, or put it in quotes")
            return event.value

    def _tagged(self, event: Event, part: str | int) -> Json:
        text, tag = event.value, event.tag or ""
        if tag in _TEXT_TAGS:
            return text
        kinds = _KINDS.get(tag.removeprefix(_PREFIX)) if tag.startswith(_PREFIX) else None
        if kinds is None:
            self.unknown_tag(event, part)
            return text if event.style else self._decide(event, part)
        value = self._decide(event, part)
        if value.__class__ in kinds:
            return float(value) if kinds[0] is float and isinstance(value, int) else value
        subject = f"`{text[:40]}`" if text else "an empty text"
        message = f"{subject} is tagged `{_shown(tag)}`, but that is not what it is"
        self.reading.report(UNSUPPORTED_YAML, event, message, part, help="remove the tag, or mend the value")
        return text

    def container_tag(self, event: Event, part: str | int, expected: str) -> None:
        """Report the tag of a mapping or list that is none of JSON's. `expected` is "map" or "seq"."""
        if event.tag is not None and event.tag not in ("!", _PREFIX + expected):
            self.unknown_tag(event, part)

    def key_tag(self, event: Event, key: str) -> None:
        """Report the tag of a key that is no string's."""
        if event.tag not in _TEXT_TAGS:
            self.unknown_tag(event, key, "key")

    def merge_tag(self, event: Event) -> None:
        """Report the tag of a merge key, at the tag itself: the key is one without it."""
        message = "tag `!!merge` stands before a merge key, expected a plain `<<`: not every reader knows the tag"
        self._report_tag(event, event.value, "key", message, "warning")

    def unknown_tag(self, event: Event, part: str | int, at: Part = "value") -> None:
        """Report a tag that JSON has no word for, at the tag itself."""
        message = f"tag `{_shown(event.tag or '')}` has no meaning in JSON, expected a plain value"
        self._report_tag(event, part, at, message)

    def _report_tag(
        self, event: Event, part: str | int, at: Part, message: str, severity: Severity | None = None
    ) -> None:
        start, _ = self.reading.offsets(event)
        text = self.reading.document.text
        begin = text.find("!", start)
        end = begin
        while end < len(text) and text[end] not in " \t\r\n,]}":
            end += 1
        pointer = self.reading.pointer(part)
        add_fault(
            self.reading.document,
            UNSUPPORTED_YAML,
            message,
            max(begin, 0),
            max(end, 0),
            help="remove the tag",
            pointer=pointer,
            part=at if pointer else "value",
            severity=severity,
        )

    def _ambiguous(self, event: Event, part: str | int, older: str, newer: str = "text") -> None:
        self.reading.add_ambiguous(event.value, part, "value", older, newer)


def _shown(tag: str) -> str:
    """A tag as people write it."""
    return "!!" + tag.removeprefix(_PREFIX) if tag.startswith(_PREFIX) else tag
