"""Names that the import accepts, made from a text, from a method and a path, or from the place of a schema.

Each list of candidates is a pure function of the thing to name. Its first is the name that the thing gets if nothing
else wants it, and its last ones have a digest of what identifies the thing. `choose_unique_names` chooses from it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern
from preclear.source import choose_unique_names, digest_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

OPERATION_NAME = lazy_pattern(r"[a-zA-Z0-9_\-$]+")
"""A valid name of an action or a trigger (ActionCommon.name, TriggerCommon.name)."""
DEFINITION_NAME = lazy_pattern(r"[a-zA-Z0-9_\-]+")
"""A valid name of a definition (Definition.name). Names that are made up have no other characters."""

MAX_NAME_LENGTH = 200
"""The length at which a name that is made up is cut, before a digest is added."""
_WORD_OR_CHARACTER = lazy_pattern(r"[a-zA-Z0-9_\-]+|.", re.DOTALL)
_PATH_WORD = lazy_pattern(r"(\{?)([a-zA-Z0-9]+)")
_PATH_TOKEN = lazy_pattern(r"/?(\{?)([a-zA-Z0-9]+)\}?|(.)", re.DOTALL)
_CHARACTER_NAMES = {
    " ": "space", "!": "bang", '"': "quote", "#": "hash", "$": "dollar", "%": "percent", "&": "and",
    "'": "apostrophe", "(": "lparen", ")": "rparen", "*": "star", "+": "plus", ",": "comma", "-": "dash",
    ".": "dot", "/": "slash", ":": "colon", ";": "semicolon", "<": "less", "=": "equals", ">": "greater",
    "?": "question", "@": "at", "[": "lbracket", "\\": "backslash", "]": "rbracket", "^": "caret",
    "_": "underscore", "`": "backtick", "{": "lbrace", "|": "pipe", "}": "rbrace", "~": "tilde",
}  # fmt: skip


def sanitize_name(text: str) -> str:
    """Reduce `text` to the characters that any name can have: `été.x` becomes `ete_x`. The result may be empty."""
    if DEFINITION_NAME.fullmatch(text):
        return text[:MAX_NAME_LENGTH]
    return "_".join(DEFINITION_NAME.findall(_strip_accents(text)))[:MAX_NAME_LENGTH]


def spell_out(text: str) -> str:
    """Replace each character that a name can't have by its own name: `a.b` becomes `a_dot_b`."""
    parts = _WORD_OR_CHARACTER.findall(text[:MAX_NAME_LENGTH])
    return "_".join(part if DEFINITION_NAME.match(part) else _character_name(part) for part in parts)[:MAX_NAME_LENGTH]


def text_candidates(text: str) -> Iterator[str]:
    """Yield the names that can be made from `text` alone, which can be empty."""
    yield sanitize_name(text)
    yield spell_out(text)


def endpoint_candidates(method: str, path: str) -> list[str]:
    """Return the names that can be made from a method and a path.

    `get /pets/{pet-id}` becomes `getPetsByPetId`, `getPetsByPetDashId` or `get_pets_by_pet_dash_id`.
    """
    verb = "".join(re.findall(r"[a-zA-Z0-9_\-]", method.lower())) or "call"
    words = [("By" if brace else "") + _capitalize(word) for brace, word in _PATH_WORD.findall(_strip_accents(path))]
    tokens = [(brace, word or _character_name(other)) for brace, word, other in _PATH_TOKEN.findall(path)]
    names = (
        verb + ("".join(words) or "Root"),
        verb + ("".join(("By" if brace else "") + _capitalize(word) for brace, word in tokens) or "Root"),
        "_".join([verb, *(f"{'by_' if brace else ''}{word}" for brace, word in tokens)]),
    )
    return [name[:MAX_NAME_LENGTH] for name in names]


def with_digest(names: Iterable[str], identity: str, fallback: str = "Definition") -> Iterator[str]:
    """Yield `names` without empty ones, or `fallback` if there are no others, then names with a digest of `identity`.

    Identities of things that are named together have to differ.
    """
    first = None
    for name in names:
        if name:
            first = first or name
            yield name
    if first is None:
        yield fallback
    yield from digest_names(first or fallback, "_", identity)


def choose_component_names(keys: Collection[str]) -> dict[str, str]:
    """Choose a valid name for each of `keys` of `components.schemas` that isn't valid itself."""
    invalid = [key for key in keys if not DEFINITION_NAME.fullmatch(key)]
    if not invalid:
        return {}
    used = {key.lower() for key in keys}
    return choose_unique_names(
        invalid, lambda key: with_digest(text_candidates(key), key), used.__contains__, str.lower
    )


def _character_name(character: str) -> str:
    return _CHARACTER_NAMES.get(character, f"u{ord(character):04x}")


def _strip_accents(text: str) -> str:
    if text.isascii():
        return text
    from unicodedata import combining, normalize

    return "".join(letter for letter in normalize("NFKD", text) if not combining(letter))


def _capitalize(word: str) -> str:
    return word[0].upper() + word[1:]
