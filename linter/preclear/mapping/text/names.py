"""Names of operations, components and parameters in one text, and the nouns beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.mapping.connector_index import MAX_CANDIDATES
from preclear.mapping.location import locate_place
from preclear.mapping.text.mentions import ParameterMention
from preclear.mapping.text.words import (
    COMPONENT_NOUNS,
    LOCATION_NOUNS,
    NOUNS,
    OPERATION_NOUNS,
    PARAMETER_NOUNS,
    SECTIONS_BY_NOUN,
    is_error_word,
    is_field_word,
    is_identifier,
)

if TYPE_CHECKING:
    from preclear.mapping.connector_index import ConnectorIndex
    from preclear.mapping.text.named_things import NamedThings
    from preclear.source import Place

_QUOTED = re.compile(r"`([^`\n]{1,200})`|\"([^\"\n]{1,200})\"|(?<!\w)'([^'\n]{1,200})'(?!\w)")
_KEY_VALUES = re.compile(r"=\(([^()\n]{1,200})\)")
"""The values of a unique key, as PostgreSQL reports them: `Key (version_id, name)=(7, getPet) already exists`."""

_WORD = re.compile(r"[A-Za-z0-9_$][\w$.-]*")
_WORDS_BEFORE = re.compile(r"(?:([A-Za-z]+)[\s:]+)?(?<![A-Za-z])([A-Za-z]+)[\s:]*$")
_WORD_AFTER = re.compile(r"\s([A-Za-z]+)")
_IN_LOCATION = re.compile(r"\)?[\s,]+in:? (?:the )?(query|path|header|cookie)\b")
_LOCATION_AFTER = re.compile(r"\s?[(\[](query|path|header|cookie)[)\]]")
_NOUN = re.compile("|".join(sorted(NOUNS)), re.IGNORECASE)
_OF = re.compile(r"\b(?:of|in|on) $")
_CODE = re.compile(r"\b(?:code|error|reason|status|with|type|kind|returned|got)[\s:=]*$", re.IGNORECASE)
_ONLY_LOCATIONS = LOCATION_NOUNS - COMPONENT_NOUNS
_MAX_DISTANCE = 40  # characters before a name that are searched for nouns


class _Context(NamedTuple):
    """The words beside a name, in the singular: `before` directly, `further` before that, and `after`. May be empty.

    `nouns` are those directly beside it that say what kind of thing it is.
    """

    further: str = ""
    before: str = ""
    after: str = ""
    nouns: frozenset[str] = frozenset()


class NameReader:
    """Reads the names in one text, of which everything recognized before is blanked out."""

    __slots__ = ("_has_nouns", "_index", "_is_in_operation", "_text", "_things")

    def __init__(self, index: ConnectorIndex, things: NamedThings, text: str, *, is_in_operation: bool) -> None:
        self._index = index
        self._things = things
        self._text = text
        self._is_in_operation = is_in_operation
        self._has_nouns: bool | None = None  # not known yet

    def read(self) -> None:
        """Add what the text names to the things."""
        text = self._text
        if "=(" in text:
            for match in _KEY_VALUES.finditer(text):
                for value in match[1].split(","):
                    self._read_name(value.strip(), match, is_quoted=True)
        if "`" in text or '"' in text or "'" in text:
            for match in _QUOTED.finditer(text):
                self._read_name(match[match.lastindex or 0].strip(), match, is_quoted=True)
            self._text = _QUOTED.sub(_blank, text)
        names = self._index.names
        for match in _WORD.finditer(self._text):
            name = match[0].rstrip(".-")
            if name in names:
                self._read_name(name, match, is_quoted=False)

    def _read_name(self, name: str, match: re.Match[str], *, is_quoted: bool) -> None:
        """Accept a name if it's quoted, next to a noun, a label at the start, or clearly an identifier."""
        context = self._context_of(match)
        if not name or self._read_parameter(name, match, context, is_quoted=is_quoted):
            return
        nouns = context.nouns - _ONLY_LOCATIONS if context.nouns else context.nouns
        if not self._is_accepted(name, match, context, is_quoted=is_quoted):
            return
        index, things = self._index, self._things
        operations = index.operations_by_name.get(name, [])
        if nouns and not nouns & OPERATION_NOUNS and (context.before in nouns or name in index.components_by_name):
            operations = []  # the noun after it can begin another part of the sentence
        components = self._find_components(name, nouns)
        definition = index.find_definition(name) if not operations and not components else None
        if definition is not None:
            components = [definition.place]
        elif "scheme" in nouns and not components:
            components = index.find_schemes(name)
        if not operations and not components and (is_quoted or self._is_in_operation):
            things.mentions.weak_names.append(name)
        things.operations.extend(
            operation for operation in operations[:MAX_CANDIDATES] if operation not in things.operations
        )
        things.components.extend(locate_place(place, "text") for place in components)

    def _read_parameter(self, name: str, match: re.Match[str], context: _Context, *, is_quoted: bool) -> bool:
        """Read the name of a parameter beside a noun for one, or for where it is; return whether it's one."""
        further, before, after, _ = context
        if before in PARAMETER_NOUNS or after in PARAMETER_NOUNS:
            is_kind = name in LOCATION_NOUNS and before not in PARAMETER_NOUNS  # a `query parameter` is any of them
            if is_quoted or not (is_kind or is_field_word(name)):
                location = further if before in PARAMETER_NOUNS else before
                self._add_parameter(name, location, match)
            return True
        if before in LOCATION_NOUNS and (is_quoted or is_identifier(name)):
            if not self._index.parameter_locations(name, None, before):
                return False
            self._add_parameter(name, before, match)
            return True
        place = _LOCATION_AFTER.match(self._text, match.end())
        if place is not None and name in self._index.parameters_by_name:
            self._add_parameter(name, place[1], match)
            return True
        return False

    def _add_parameter(self, name: str, location: str, match: re.Match[str]) -> None:
        """Add a parameter by its name or, if none is called so, by its key among the components."""
        if name not in self._index.parameters_by_name:
            self._things.components += self._index.component_locations(name, "parameters")
        if location not in LOCATION_NOUNS:
            place = _IN_LOCATION.match(self._text, match.end())
            location = place[1] if place is not None else ""
        self._things.mentions.parameters.append(ParameterMention(name, location or None))

    def _is_accepted(self, name: str, match: re.Match[str], context: _Context, *, is_quoted: bool) -> bool:
        nouns = context.nouns
        is_label = match.start() == 0 and self._text[match.end() : match.end() + 1] == ":"
        if is_error_word(name):
            if is_quoted:
                start = match.start()
                return bool(nouns) or _CODE.search(self._text, max(0, start - _MAX_DISTANCE), start) is None
            return context.before in NOUNS or (context.after in NOUNS and is_identifier(name))
        if is_quoted or is_identifier(name):
            return True
        if nouns or is_label:
            return not is_field_word(name)
        return (
            bool(self._things.mentions.properties)
            and name[:1].isupper()
            and _OF.search(self._text, max(0, match.start() - 4), match.start()) is not None
        )

    def _find_components(self, name: str, nouns: frozenset[str]) -> list[Place]:
        """Return the components of a name, in the section that a noun beside it stands for if there are any."""
        if nouns and not nouns & COMPONENT_NOUNS:
            return []
        components = self._index.components_by_name.get(name, [])
        if not components or not nouns:
            return components
        sections = {SECTIONS_BY_NOUN[noun] for noun in nouns if noun in SECTIONS_BY_NOUN}
        in_section = [place for place in components if place.pointer[1] in sections]
        return in_section if in_section or (sections and is_error_word(name)) else components

    def _context_of(self, match: re.Match[str]) -> _Context:
        """Return the nouns directly before and after a name, which say what kind of thing it is."""
        if self._has_nouns is None:
            self._has_nouns = _NOUN.search(self._text) is not None
        start = match.start()
        if not self._has_nouns:
            return _NO_CONTEXT
        before = _WORDS_BEFORE.search(self._text[max(0, start - _MAX_DISTANCE) : start])
        after = _WORD_AFTER.match(self._text, match.end(), match.end() + 20)
        word_before = _singular(before[2]) if before is not None else ""
        word_after = _singular(after[1]) if after is not None else ""
        return _Context(
            _singular(before[1]) if before is not None and before[1] else "",
            word_before,
            word_after,
            NOUNS & {word_before, word_after},
        )


_NO_CONTEXT = _Context()


def _singular(word: str) -> str:
    return word.lower().removesuffix("s")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
