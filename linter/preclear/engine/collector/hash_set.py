"""A compact set of hashes, which takes a fraction of the memory of a set of integers."""

from __future__ import annotations

from array import array

_SMALLEST = 64  # slots; always a power of 2


class HashSet:
    """A set of hashes, as `hash` returns them, of 12 to 24 bytes each: open addressing in one array."""

    __slots__ = ("_count", "_slots")

    def __init__(self) -> None:
        self._count = 0
        self._slots = array("q", bytes(8 * _SMALLEST))

    def __len__(self) -> int:
        return self._count

    def __contains__(self, value: int) -> bool:
        slots, value = self._slots, value or 1
        mask = len(slots) - 1
        index = (value ^ value >> 32) & mask
        while (slot := slots[index]) and slot != value:
            index = (index + 1) & mask
        return slot != 0

    def add(self, value: int) -> None:
        """Add a hash."""
        value = value or 1  # 0 marks a free slot
        index = self._find(self._slots, value)
        if not self._slots[index]:
            self._slots[index] = value
            self._count += 1
            if 3 * self._count > 2 * len(self._slots):
                self._grow()

    def _grow(self) -> None:
        old = self._slots
        new = array("q", bytes(16 * len(old)))
        for value in old:
            if value:
                new[self._find(new, value)] = value
        self._slots = new

    @staticmethod
    def _find(slots: array[int], value: int) -> int:
        """Return the index of the slot that has `value`, or of the free slot for it."""
        mask = len(slots) - 1
        index = (value ^ value >> 32) & mask
        while (slot := slots[index]) and slot != value:
            index = (index + 1) & mask
        return index
