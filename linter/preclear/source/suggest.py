"""Suggest the word that was meant: the nearest of the known words, or none where nothing is near.

What is compared is counted, so that many questions over many words take no longer than a few. A question past that gets
no suggestion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LONGEST = 100
"""Letters of a word that is looked at: nobody misspells a name of that length."""
COST = 600_000
"""What the questions to one suggester may cost together; a look at a word is 1."""
QUESTION = 60_000
"""What one question may cost."""
_COMPARISON = 15
"""What it costs to count the slips between two words."""
_INDEXED = 16
"""Collections of known words that are remembered."""
_ALPHABET = 80
"""Different letters of known words up to which a word with one slip in it is looked up and not searched for."""


class Suggester:
    """Suggests words to those who misspelled them, at bounded cost.

    `confused` gives for what people write (lower case, letters and digits only) the words it may stand for, the
    likelier first. The same questions in the same order get the same answers.
    """

    def __init__(self, confused: Mapping[str, Sequence[str]] | None = None, cost: int = COST) -> None:
        self._confused = confused or {}
        self._left = cost
        self._indexes: dict[object, tuple[object, _Index]] = {}

    def nearest(self, word: str, known: Collection[object]) -> str | None:
        """Give the one of `known` that `word` was probably meant to be; None where none or several are as near."""
        near = self.near(word, known)
        return near[0] if len(near) == 1 else None

    def near(self, word: str, known: Collection[object]) -> list[str]:
        """Give those of `known` that `word` was probably meant to be, all as near; none where none is near enough.

        Near are: the same letters in other case or with other separators, a usual confusion (`int` for `integer`), and
        a slip of the keyboard: one letter more, less, other, or two exchanged, in short words; two in words of six
        letters and more; three from twelve on. Words of one or two letters are never guessed at, nor is `put` for
        `cut`. What is no text in `known` is passed over; a collection that is asked about again must be the same.
        """
        bare = _bare(word[: LONGEST + 1])
        if not bare or len(word) > LONGEST or self._left <= 0:
            return []
        index = self._index(known)
        same = [name for name in index.bare.get(bare, ()) if name != word]
        if same:
            return same[:1]
        for name in self._confused.get(bare, ()):
            if name != word and name in index.names:
                return [name]
        allowed = 0 if len(word) < 3 else 1 if len(word) < 6 else 2 if len(word) < 12 else 3
        return self._slip(word, word.lower(), index, allowed) if allowed else []

    def _index(self, known: Collection[object]) -> _Index:
        key: object = known if isinstance(known, tuple) else id(known)
        found = self._indexes.get(key)
        if found is not None:
            return found[1]
        self._left -= 3 * len(known)
        index = _indexed(known)
        if len(self._indexes) >= _INDEXED:
            del self._indexes[next(iter(self._indexes))]
        self._indexes[key] = known, index  # and so nothing else gets the same id
        return index

    def _slip(self, word: str, lower: str, index: _Index, allowed: int) -> list[str]:
        """Give the names that the fewest slips lead to, where these are few for the word's length."""
        near = self._looked_up(lower, index)
        scores = _scores(word, lower, near, allowed) if near is not None else {}
        if near is None or (not scores and allowed > 1):
            scores = _scores(word, lower, self._searched(lower, index, allowed), allowed)
        best = min(scores.values(), default=None)
        return [name for name, score in scores.items() if score == best]

    def _looked_up(self, word: str, index: _Index) -> dict[str, str] | None:
        """The names that one slip leads to, each with its lower case; None where it is less work to search for them."""
        work = len(word) * (2 * len(index.letters) + 2)
        if len(index.letters) > _ALPHABET or work > sum(len(index.of_length(len(word), step)) for step in (-1, 0, 1)):
            return None
        self._left -= work
        return {name: lower for lower in _variants(word, index.letters) for name in index.lower.get(lower, ())}

    def _searched(self, word: str, index: _Index, allowed: int) -> dict[str, str]:
        """The names that so many slips may lead to, by their lengths and letters; none where they are too many."""
        letters, cost = _letters(word), 0
        found: dict[str, str] = {}
        for step in range(-allowed, allowed + 1):
            entries = index.of_length(len(word), step)
            cost += len(entries)
            for entry in entries if cost <= QUESTION else ():
                if (entry.letters ^ letters).bit_count() <= 2 * allowed:
                    found[entry.name] = entry.lower
        cost += _COMPARISON * len(found)
        self._left -= min(cost, QUESTION)
        return found if cost <= QUESTION else {}


class _Entry(NamedTuple):
    name: str
    lower: str
    letters: int


class _Index(NamedTuple):
    """Known words by what they are looked up by."""

    names: frozenset[str]
    bare: dict[str, list[str]]
    lower: dict[str, list[str]]
    lengths: dict[int, list[_Entry]]
    letters: str

    def of_length(self, length: int, step: int) -> list[_Entry]:
        """The words that are `step` letters longer than `length`."""
        return self.lengths.get(length + step, [])


def _indexed(known: Collection[object]) -> _Index:
    texts = dict.fromkeys(word for word in known if isinstance(word, str))
    names = sorted(texts) if isinstance(known, Set) and not isinstance(known, Mapping) else list(texts)
    index = _Index(
        frozenset(names), {}, {}, {}, "".join(sorted(frozenset[str]().union(*(name.lower() for name in names))))
    )
    for name in names:
        if len(name) > LONGEST + 3:
            continue
        same = index.bare.setdefault(_bare(name), [])
        if len(same) < 2:  # one of two is not the word itself
            same.append(name)
        lower = name.lower()
        index.lower.setdefault(lower, []).append(name)
        index.lengths.setdefault(len(lower), []).append(_Entry(name, lower, _letters(lower)))
    return index


def _variants(word: str, letters: str) -> Iterator[str]:
    """Every word that one slip makes of `word`."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        for letter in letters:
            yield before + letter + after
        if after:
            yield before + after[1:]
            for letter in letters:
                yield before + letter + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]


def _scores(word: str, lower: str, near: dict[str, str], allowed: int) -> dict[str, tuple[int, int]]:
    """How far each of `near` is from `word`: how many slips, then how short the same beginning; not those too far."""
    found: dict[str, tuple[int, int]] = {}
    for name, other in near.items():
        if name == word or len(other) < 3:
            continue
        steps = slips(lower, other, allowed)
        if steps > allowed or (other[0] != lower[0] and (steps > 1 or _another_word(lower, other))):
            continue
        found[name] = steps, -_common_start(lower, other)
    return found


def _another_word(word: str, name: str) -> bool:
    """Whether a short word begins with another letter than the name, and not for being cut or its letters mixed up."""
    return len(word) < 5 and len(word) == len(name) and sorted(word) != sorted(name)


def slips(left: str, right: str, most: int = LONGEST) -> int:
    """Count the letters to add, drop, change or exchange with their neighbour that lead from `left` to `right`.

    Where that takes more than `most`, the answer is some number above `most`.
    """
    start = _common_start(left, right)
    left, right = left[start:], right[start:]
    end = _common_start(left[::-1], right[::-1])
    left, right = left[: len(left) - end], right[: len(right) - end]
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
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _letters(word: str) -> int:
    """Which letters a word has, as bits: one slip changes two of them at most."""
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) & 63)
    return found


def _bare(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalnum())
