"""Suggestions for misspelled words: the closest of the known words, if any is close enough.

Comparisons are counted, so that many queries over many words take no longer than a few. Once the budget is spent,
queries get no suggestion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING

from preclear._records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

MAX_WORD_LENGTH = 100
"""The longest word to suggest anything for: nobody misspells longer names."""
DEFAULT_BUDGET = 600_000
"""The total cost of all queries to one suggester. Looking at one word costs 1."""
MAX_QUERY_COST = 60_000
"""The maximum cost of one query."""
_COMPARISON_COST = 15
"""The cost of computing the distance of two words."""
_MAX_INDEXES = 16
"""The number of indexes to cache."""
_MAX_ALPHABET = 80
"""The largest alphabet of known words for which all variants of a word are looked up, instead of a search."""


class Suggester:
    """Suggests the known word that a misspelled word was meant to be, at bounded cost.

    `confusions` maps what people write (lower case, letters and digits only) to the words they may mean, the likeliest
    first. The same queries in the same order get the same answers.
    """

    def __init__(self, confusions: Mapping[str, Sequence[str]] | None = None, budget: int = DEFAULT_BUDGET) -> None:
        self._confusions = confusions or {}
        self._budget_left = budget
        self._indexes: dict[object, tuple[object, _Index]] = {}

    def suggest(self, word: str, candidates: Collection[object]) -> str | None:
        """Return the one of `candidates` that `word` probably means; None if there is none, or more than one."""
        suggestions = self.suggest_all(word, candidates)
        return suggestions[0] if len(suggestions) == 1 else None

    def suggest_all(self, word: str, candidates: Collection[object]) -> list[str]:
        """Return the `candidates` that `word` probably means, which are equally close; none if none is close enough.

        A candidate is close if it has the same letters in another case or with other separators, if it's a usual
        confusion (`int` for `integer`), or if few typing errors lead to it: an added, missing, wrong or swapped letter.
        One error is allowed, two from six letters on, three from twelve. Words of one or two letters get no suggestion,
        and neither does `put` for `cut`. Candidates that aren't strings are skipped. A collection must not change
        between queries.
        """
        if not candidates:
            return []
        normalized = _normalize(word[: MAX_WORD_LENGTH + 1])
        if not normalized or len(word) > MAX_WORD_LENGTH or self._budget_left <= 0:
            return []
        index = self._get_index(candidates)
        equivalents = [name for name in index.by_normalized.get(normalized, ()) if name != word]
        if equivalents:
            return equivalents[:1]
        for name in self._confusions.get(normalized, ()):
            if name != word and name in index.names:
                return [name]
        max_distance = 0 if len(word) < 3 else 1 if len(word) < 6 else 2 if len(word) < 12 else 3
        return self._find_closest(word, word.lower(), index, max_distance) if max_distance else []

    def _get_index(self, candidates: Collection[object]) -> _Index:
        key: object = candidates if isinstance(candidates, tuple) else id(candidates)
        cached = self._indexes.get(key)
        if cached is not None:
            return cached[1]
        self._budget_left -= 3 * len(candidates)
        index = _build_index(candidates)
        if len(self._indexes) >= _MAX_INDEXES:
            del self._indexes[next(iter(self._indexes))]
        self._indexes[key] = candidates, index  # keeps `candidates` alive, so that its id stays unique
        return index

    def _find_closest(self, word: str, lower: str, index: _Index, max_distance: int) -> list[str]:
        """Return the names at the smallest distance, up to `max_distance`."""
        candidates = self._look_up_variants(lower, index)
        scores = _score_candidates(word, lower, candidates, max_distance) if candidates is not None else {}
        if candidates is None or (not scores and max_distance > 1):
            scores = _score_candidates(word, lower, self._search_candidates(lower, index, max_distance), max_distance)
        best = min(scores.values(), default=None)
        return [name for name, score in scores.items() if score == best]

    def _look_up_variants(self, word: str, index: _Index) -> dict[str, str] | None:
        """Return the names at distance 1, each with its lower case; None if a search costs less."""
        cost = len(word) * (2 * len(index.alphabet) + 2)
        if len(index.alphabet) > _MAX_ALPHABET or cost > sum(
            len(index.with_length(len(word), step)) for step in (-1, 0, 1)
        ):
            return None
        self._budget_left -= cost
        return {name: lower for lower in _variants(word, index.alphabet) for name in index.by_lowercase.get(lower, ())}

    def _search_candidates(self, word: str, index: _Index, max_distance: int) -> dict[str, str]:
        """Return the names that can be within `max_distance`, by length and letters; none if they are too many."""
        letter_mask, cost = _letter_mask(word), 0
        candidates: dict[str, str] = {}
        for step in range(-max_distance, max_distance + 1):
            entries = index.with_length(len(word), step)
            cost += len(entries)
            for entry in entries if cost <= MAX_QUERY_COST else ():
                if (entry.letter_mask ^ letter_mask).bit_count() <= 2 * max_distance:
                    candidates[entry.name] = entry.lower
        cost += _COMPARISON_COST * len(candidates)
        self._budget_left -= min(cost, MAX_QUERY_COST)
        return candidates if cost <= MAX_QUERY_COST else {}


class _Entry(NamedTuple):
    name: str
    lower: str
    letter_mask: int


class _Index(NamedTuple):
    """The known words by each of their lookup keys."""

    names: frozenset[str]
    by_normalized: dict[str, list[str]]
    by_lowercase: dict[str, list[str]]
    by_length: dict[int, list[_Entry]]
    alphabet: str

    def with_length(self, length: int, difference: int) -> list[_Entry]:
        """Return the words that are `difference` letters longer than `length`."""
        return self.by_length.get(length + difference, [])


def _build_index(candidates: Collection[object]) -> _Index:
    texts = dict.fromkeys(word for word in candidates if isinstance(word, str))
    names = sorted(texts) if isinstance(candidates, Set) and not isinstance(candidates, Mapping) else list(texts)
    index = _Index(
        frozenset(names), {}, {}, {}, "".join(sorted(frozenset[str]().union(*(name.lower() for name in names))))
    )
    for name in names:
        if len(name) > MAX_WORD_LENGTH + 3:
            continue
        equivalents = index.by_normalized.setdefault(_normalize(name), [])
        if len(equivalents) < 2:  # one of two isn't the word itself
            equivalents.append(name)
        lower = name.lower()
        index.by_lowercase.setdefault(lower, []).append(name)
        index.by_length.setdefault(len(lower), []).append(_Entry(name, lower, _letter_mask(lower)))
    return index


def _variants(word: str, alphabet: str) -> Iterator[str]:
    """Yield every word at distance 1 from `word`."""
    for position in range(len(word) + 1):
        before, after = word[:position], word[position:]
        for letter in alphabet:
            yield before + letter + after
        if after:
            yield before + after[1:]
            for letter in alphabet:
                yield before + letter + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]


def _score_candidates(
    word: str, lower: str, candidates: dict[str, str], max_distance: int
) -> dict[str, tuple[int, int]]:
    """Score each of `candidates` within `max_distance` of `word`: by distance, then by the longest common prefix."""
    scores: dict[str, tuple[int, int]] = {}
    for name, other in candidates.items():
        if name == word or len(other) < 3:
            continue
        distance = edit_distance(lower, other, max_distance)
        if distance > max_distance or (other[0] != lower[0] and (distance > 1 or _is_different_word(lower, other))):
            continue
        scores[name] = distance, -_common_prefix_length(lower, other)
    return scores


def _is_different_word(word: str, name: str) -> bool:
    """Whether a short word that begins with another letter than `name` isn't a typing error for it."""
    return len(word) < 5 and len(word) == len(name) and sorted(word) != sorted(name)


def edit_distance(left: str, right: str, max_distance: int = MAX_WORD_LENGTH) -> int:
    """Return how many letters to add, drop, change or swap with the next one lead from `left` to `right`.

    Beyond `max_distance`, the result is any number above it.
    """
    start = _common_prefix_length(left, right)
    left, right = left[start:], right[start:]
    end = _common_prefix_length(left[::-1], right[::-1])
    left, right = left[: len(left) - end], right[: len(right) - end]
    previous_row: list[int] = []
    row = list(range(len(right) + 1))
    row_minimum = 0
    for i, left_letter in enumerate(left):
        second_last_row, previous_row, row, previous_minimum = previous_row, row, [i + 1], row_minimum
        for j, right_letter in enumerate(right):
            distance = (
                previous_row[j]
                if left_letter == right_letter
                else 1 + min(previous_row[j], previous_row[j + 1], row[j])
            )
            if (
                i
                and j
                and left_letter == right[j - 1]
                and left[i - 1] == right_letter
                and second_last_row[j - 1] < distance
            ):
                distance = second_last_row[j - 1] + 1
            row.append(distance)
        row_minimum = min(row)
        if row_minimum > max_distance and previous_minimum >= max_distance:
            return max_distance + 1
    return row[-1]


def _common_prefix_length(left: str, right: str) -> int:
    count = 0
    for left_letter, right_letter in zip(left, right, strict=False):
        if left_letter != right_letter:
            break
        count += 1
    return count


def _letter_mask(word: str) -> int:
    """Return the letters of a word as bits. One typing error changes at most two of them."""
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 63)
    return mask


def _normalize(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalnum())
