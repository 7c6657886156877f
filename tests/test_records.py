"""Cheap classes of fields behave like those of `typing` and `dataclasses`."""

from __future__ import annotations

import copy
import dataclasses
from typing import Any
from typing import NamedTuple as TypingNamedTuple

import pytest

from preclear._records import MutableRecord, NamedTuple, Record, field, replace


class Nothing(NamedTuple):
    """No values."""


class Pair(NamedTuple):
    """Two values."""

    first: int
    second: str = "b"

    @property
    def both(self) -> str:
        return f"{self.first}{self.second}"


class TypingPair(TypingNamedTuple):
    first: int
    second: str = "b"


class Named(Record, kw_only=True):
    """A record with arguments by name."""

    name: str
    is_fatal: bool = False


class Numbered(Named, kw_only=True):
    """A record with the fields of another."""

    number: int


class Listed(Record):
    """A record with a default of its own for each instance."""

    number: int
    items: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("below zero")


class Counter(MutableRecord):
    """A record that changes."""

    count: int
    memo: str | None = field(init=False)


def test_named_tuples_are_tuples_with_the_same_methods_as_those_of_typing() -> None:
    pair = Pair(1, second="c")

    assert pair == (1, "c")
    assert (pair.first, pair.second, pair.both) == (1, "c", "1c")
    assert Pair(1) == Pair(first=1) == (1, "b")
    assert pair._replace(first=2) == Pair._make((2, "c")) == (2, "c")
    assert pair._asdict() == TypingPair(1, "c")._asdict()
    assert (Pair._fields, Pair._field_defaults) == (TypingPair._fields, TypingPair._field_defaults)
    assert repr(pair) == repr(TypingPair(1, "c")).removeprefix("Typing")
    assert Nothing() == ()
    assert not hasattr(pair, "__dict__")
    for same in (copy.copy(pair), copy.deepcopy(pair)):
        assert (same, type(same)) == (pair, Pair)
    match pair:
        case Pair(first, second):
            assert (first, second) == (1, "c")
    with pytest.raises(ValueError, match="third"):
        pair._replace(third=1)  # type: ignore[call-arg]


@pytest.mark.parametrize(("values", "named"), [((), {}), ((1, "b", 3), {}), ((1,), {"third": 3}), ((1,), {"first": 1})])
def test_a_constructor_refuses_other_arguments_at_every_call(values: tuple[object, ...], named: dict[str, int]) -> None:
    for _ in range(2):
        with pytest.raises(TypeError):
            Pair(*values, **named)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            Listed(*values, **named)  # type: ignore[arg-type]


def test_records_are_frozen_and_equal_by_class_and_fields() -> None:
    named = Named(name="a")

    assert named == Named(name="a", is_fatal=False)
    assert hash(named) == hash(Named(name="a"))
    assert named != Named(name="b")
    assert named != Numbered(name="a", number=1)
    assert repr(Numbered(name="a", number=1)) == "Numbered(name='a', is_fatal=False, number=1)"
    assert not hasattr(named, "__dict__")
    for same in (copy.copy(named), copy.deepcopy(named)):
        assert (same, type(same)) == (named, Named)
    with pytest.raises(dataclasses.FrozenInstanceError):
        named.name = "c"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        delattr(named, "name")
    with pytest.raises(TypeError):
        Named("a")  # type: ignore[call-arg]


def test_the_functions_of_dataclasses_take_records() -> None:
    listed: Any = Listed(1, [2])
    record: object = Listed

    assert dataclasses.is_dataclass(record)
    assert [each.name for each in dataclasses.fields(Numbered)] == ["name", "is_fatal", "number"]
    assert dataclasses.asdict(listed) == {"number": 1, "items": [2]}
    assert replace(listed, number=3) == Listed(3, [2])
    assert Listed(3, [2]) == dataclasses.replace(listed, number=3)
    with pytest.raises(TypeError):
        replace(listed, total=3)
    with pytest.raises(ValueError, match="below zero"):
        replace(listed, number=-1)


def test_the_functions_of_dataclasses_compile_a_class_once(monkeypatch: pytest.MonkeyPatch) -> None:
    class Once(Record):
        number: int
        text: str = ""

    compiled: list[str] = []
    make_dataclass = dataclasses.make_dataclass

    def record(name: str, *arguments: Any, **options: Any) -> type:
        compiled.append(name)
        return make_dataclass(name, *arguments, **options)

    monkeypatch.setattr(dataclasses, "make_dataclass", record)
    once = Once(0)
    for number in range(5):
        once = dataclasses.replace(once, number=number)
    assert once == Once(4)
    assert compiled == ["Once"]


def test_a_default_is_made_for_each_record() -> None:
    assert Listed(1).items is not Listed(1).items


def test_records_that_change_are_equal_to_themselves_only() -> None:
    counter = Counter(1)
    counter.count += 1
    counter.memo = "two"

    assert (counter.count, counter.memo, Counter(1).memo) == (2, "two", None)
    assert counter != Counter(2)
    assert repr(counter) == "Counter(count=2, memo='two')"
    assert replace(counter, count=5).memo is None
    with pytest.raises(AttributeError):
        counter.total = 1  # type: ignore[attr-defined]
