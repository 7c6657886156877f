"""Secrets: texts that print as `***`, and that are removed from everything that is shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NoReturn, TypeAlias

from preclear.platform.option_errors import InvalidOptionError
from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.source import Json

TokenScheme: TypeAlias = Literal["Bearer", "JWT"]
"""The authentication scheme: `Bearer` for API keys, `JWT` for tokens of the `versori` CLI and of signing keys."""

_TOKEN = re.compile(r"[\x21-\x7e]{8,4096}")
_INVALID_CHARACTER = re.compile(r"[^\x21-\x7e]")
_PIECE_LENGTH = 8  # characters; no token is shorter
_WORD_LENGTH = 4  # characters; a shorter secret is only removed where it's a word, or no text would be readable
_PERCENT = re.compile(r"%[0-9A-F]{2}")
_PIPELINE_COMMAND = re.compile(r"(?<=#)#(?=[A-Za-z]{0,20}\[)")  # reports escape it


class Secret:
    """A secret text, which always prints as `***`. It can't be pickled, and its text is only in `reveal`."""

    __slots__ = ("_forms", "_pieces", "_text", "_word")

    def __init__(self, text: str) -> None:
        self._text = text
        self._forms: tuple[str, ...] = ()
        self._pieces: frozenset[str] | None = None
        self._word: re.Pattern[str] | None = None

    def __repr__(self) -> str:
        return "***"

    def __format__(self, spec: str) -> str:
        return "***"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret can't be pickled")

    def reveal(self) -> str:
        """Return the text. Only the request that sends it may use it."""
        return self._text

    def is_in(self, text: str) -> bool:
        """Whether `text` contains the secret."""
        return self._text in text

    def redact(self, text: str) -> str:
        """Replace the secret in `text` with `***`, also in its encodings in JSON, URLs, base64 and reports."""
        if len(self._text) < _WORD_LENGTH:
            return self._redact_word(text)
        if len(text) < len(self._text):
            return text  # no encoding is shorter
        if not self._forms:
            self._forms = _encoded_forms(self._text)
        for form in self._forms:
            text = text.replace(form, "***")
        return text

    def redact_response(self, text: str) -> str:
        """Redact a server's text as `redact` does, and also replace pieces of the secret, ignoring case.

        A piece has at least 8 characters, with a digit or a capital letter, so that words aren't replaced.
        """
        text = self.redact(text)
        if len(text) < _PIECE_LENGTH or len(self._text) < _PIECE_LENGTH:
            return text
        if self._pieces is None:
            self._pieces = frozenset(_secret_pieces(self._text))
        if not self._pieces:
            return text
        folded = text.lower()
        if len(folded) != len(text):  # a letter with a longer lower case, which no token contains
            folded = "".join(character if character.isascii() else " " for character in text).lower()
        output: list[str] = []
        copied_end = end = 0
        for start in range(len(folded) - _PIECE_LENGTH + 1):
            if folded[start : start + _PIECE_LENGTH] in self._pieces:
                if start > end or not end:
                    output += [text[copied_end:start], "***"]
                copied_end = end = start + _PIECE_LENGTH
        return "".join([*output, text[copied_end:]])

    def redact_json(self, value: Json) -> Json:
        """Redact the secret in all texts and keys of `value`, and pieces of it in texts.

        Lists and objects are changed in place, because an answer can have millions of values.
        """
        if isinstance(value, str):
            return self.redact_response(value)
        if isinstance(value, dict):
            for key in value:
                value[key] = self.redact_json(value[key])
            if any(self.redact(key) != key for key in value):
                return {self.redact(key): item for key, item in value.items()}
        elif isinstance(value, list):
            for index, item in enumerate(value):
                value[index] = self.redact_json(item)
        return value

    def _redact_word(self, text: str) -> str:
        if not self._text:
            return text
        if self._word is None:
            self._word = re.compile(rf"(?<!\w){re.escape(self._text)}(?!\w)")
        return self._word.sub("***", text)


class Token(Secret):
    """The token of the platform, which stands in a header.

    Raises InvalidOptionError if it can't: the message names `origin`, and says of the faults only where they are.
    """

    __slots__ = ()

    def __init__(self, text: str, origin: str) -> None:
        invalid = _INVALID_CHARACTER.search(text)
        if invalid is not None:
            raise InvalidOptionError(
                f"the token in {origin} contains {_describe_character(invalid[0])} at position {invalid.start() + 1}"
            )
        if not _TOKEN.fullmatch(text):
            expected = "expected 8 to 4,096"
            raise InvalidOptionError(f"the token in {origin} has {format_count(len(text), 'character')}; {expected}")
        super().__init__(text)

    def authorization(self, scheme: TokenScheme) -> str:
        """Return the value of the `Authorization` header, the only place where the token is used."""
        return f"{scheme} {self._text}"


def sort_secrets(secrets: Iterable[Secret]) -> tuple[Secret, ...]:
    """Return secrets in the order in which they're redacted: longest first, because one can be a part of another."""
    return tuple(sorted(secrets, key=lambda secret: -len(secret.reveal())))


def _describe_character(character: str) -> str:
    match character:
        case " ":
            return "a space"
        case "\n" | "\r":
            return "a newline"
        case "\t":
            return "a tab"
        case _:
            return "a control character" if character.isascii() else "a character that is not ASCII"


def _secret_pieces(text: str) -> Iterator[str]:
    """Yield every piece of a secret that could identify it, in lower case."""
    for start in range(len(text) - _PIECE_LENGTH + 1):
        piece = text[start : start + _PIECE_LENGTH]
        if any(character.isdigit() or character.isupper() for character in piece):
            yield piece.lower()


def _encoded_forms(text: str) -> tuple[str, ...]:
    """Return the encodings of a secret that programs use in texts, longest first, because one can contain another.

    A program can also encode a whole request, where the secret is written in JSON.
    """
    import json

    in_json = json.dumps(text)[1:-1]
    in_html = "".join(
        {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}.get(character, character) for character in in_json
    )
    in_unicode = json.dumps(text, ensure_ascii=False)[1:-1]
    forms = {in_json.replace("##", "#\\u0023"), _PIPELINE_COMMAND.sub(r"\\x23", text)}
    for written_text in {text, in_json, in_json.replace("/", "\\/"), in_html, in_unicode}:
        forms.update(_encode_text(written_text))
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def _encode_text(text: str) -> Iterator[str]:
    """Yield the text itself, and how it looks in URLs, HTML, base64 and as hexadecimal digits."""
    import base64
    from html import escape
    from urllib.parse import quote, quote_plus

    data = text.encode()
    yield from (text, escape(text), escape(text, quote=False))
    yield escape(text).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")  # as Go does
    for url_text in (quote(text, safe=""), quote(text), quote_plus(text)):
        yield from (url_text, _PERCENT.sub(lambda match: match[0].lower(), url_text))
    yield from (data.hex(), data.hex().upper())
    for encoded in (base64.b64encode(data).decode(), base64.urlsafe_b64encode(data).decode()):
        yield from (encoded, encoded.rstrip("="))
    yield from _base64_cores(data)


def _base64_cores(data: bytes) -> Iterator[str]:
    """Yield how `data` looks in the base64 of a longer text, such as Basic credentials or a whole request.

    That depends on where it begins. A character at an end that also has bits of what is around it is left out, and so
    are forms that are too short to be told from other texts.
    """
    import base64

    for offset in range(3):
        end = (offset + len(data)) * 8 // 6
        start = (offset * 8 + 5) // 6
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            core = encode(b"\0" * offset + data).decode()[start:end]
            if len(core) >= _PIECE_LENGTH:
                yield core
