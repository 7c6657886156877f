"""The word that was meant: the nearest of the known words, or none where nothing is near."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CONFUSED = {
    "any": ("object",),
    "basepath": ("servers",),
    "basic": ("http",),
    "bearer": ("http",),
    "body": ("requestBody",),
    "bool": ("boolean",),
    "char": ("string",),
    "code": ("authorizationCode",),
    "accesscode": ("authorizationCode",),
    "application": ("clientCredentials",),
    "date": ("string",),
    "datetime": ("string",),
    "decimal": ("number",),
    "definitions": ("schemas", "components"),
    "desc": ("description",),
    "dict": ("object",),
    "docs": ("externalDocs",),
    "double": ("number",),
    "email": ("string",),
    "file": ("string",),
    "float": ("number",),
    "host": ("servers",),
    "int": ("integer",),
    "int32": ("integer",),
    "int64": ("integer",),
    "jwt": ("http",),
    "list": ("array",),
    "long": ("integer",),
    "map": ("object",),
    "mandatory": ("required",),
    "max": ("maximum",),
    "min": ("minimum",),
    "oauth": ("oauth2",),
    "obj": ("object",),
    "oidc": ("openIdConnect",),
    "params": ("parameters",),
    "ref": ("$ref",),
    "regex": ("pattern",),
    "regexp": ("pattern",),
    "schemes": ("servers",),
    "securitydefinitions": ("securitySchemes", "components"),
    "str": ("string",),
    "text": ("string",),
    "timestamp": ("string",),
    "tos": ("termsOfService",),
    "uri": ("url",),
    "uuid": ("string",),
}
"""What people write (lower case, letters and digits only), and the words it may stand for, the likelier first."""

LONGEST = 60
"""A longer word is not looked at: nobody misspells a name of OpenAPI at that length."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Give the one of `known` that `word` was probably meant to be; None where none is near enough to be named.

    Near are: the same letters in other case or with other separators, a usual confusion (`int` for `integer`), and a
    slip of the keyboard: one letter more, less, other, or two exchanged, in short words; two in words of six letters
    and more; three from twelve on. Words of one or two letters are never guessed at, nor is `put` for `cut`.
    """
    return _nearest(word, tuple(dict.fromkeys(known)))


@lru_cache(maxsize=1024)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    names = [name for name in known if name != word]
    bare = _bare(word)
    if not bare or len(word) > LONGEST:
        return None
    for name in names:
        if _bare(name) == bare:
            return name
    for name in CONFUSED.get(bare, ()):
        if name in names:
            return name
    return _slip(word.lower(), names)


def _slip(word: str, names: list[str]) -> str | None:
    """Give the name that the fewest slips lead to, where these are few for the word's length."""
    allowed = 0 if len(word) < 3 else 1 if len(word) < 6 else 2 if len(word) < 12 else 3
    best: tuple[int, int] | None = None
    found: list[str] = []
    for name in names:
        lower = name.lower()
        if len(lower) < 3 or abs(len(lower) - len(word)) > allowed:
            continue
        steps = slips(word, lower, allowed)
        if steps > allowed or (lower[0] != word[0] and (steps > 1 or _another_word(word, lower))):
            continue
        score = (steps, -_common_start(word, lower))
        if best is None or score < best:
            best, found = score, [name]
        elif score == best:
            found.append(name)
    return found[0] if len(found) == 1 else None


def _another_word(word: str, name: str) -> bool:
    """Whether a short word begins with another letter than the name, and not for being cut or its letters mixed up."""
    return len(word) < 5 and len(word) == len(name) and sorted(word) != sorted(name)


def slips(left: str, right: str, most: int = LONGEST) -> int:
    """Count the letters to add, drop, change or exchange with their neighbour that lead from `left` to `right`.

    Where that takes more than `most`, the answer is some number above `most`.
    """
    start = _common_start(left, right)
    end = min(_common_start(left[::-1], right[::-1]), len(left) - start, len(right) - start)
    left, right = left[start : len(left) - end], right[start : len(right) - end]  # what is equal takes no steps
    before: list[int] = []
    row = list(range(len(right) + 1))
    least = 0
    for i, letter in enumerate(left):
        earlier, before, row, least_before = before, row, [i + 1], least
        for j, other in enumerate(right):
            steps = before[j] if letter == other else 1 + min(before[j], before[j + 1], row[j])
            if i and j and letter == right[j - 1] and left[i - 1] == other and earlier[j - 1] < steps:
                steps = earlier[j - 1] + 1
            row.append(steps)
        least = min(row)
        if least > most and least_before >= most:
            return most + 1
    return row[-1]


def _common_start(left: str, right: str) -> int:
    for count, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return count
    return min(len(left), len(right))


def _bare(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalnum())
