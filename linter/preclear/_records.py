"""Classes of named fields that cost little to define: `NamedTuple` and `Record`.

A run imports about 150 such classes and makes instances of half of them. `typing.NamedTuple` and `dataclasses`
compile the methods of each class when it's defined, which takes a fifth of the time to check a small document. A class
of this module compiles its constructor when it's first called, and shares its other methods with all others.
"""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING, Any, TypeVar, cast, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import NamedTuple as NamedTuple

R = TypeVar("R", bound="_RecordMethods")
T = TypeVar("T", bound="_FieldsTuple")

# The class of the attributes in `collections.namedtuple`: a property would be slower.
_make_tuple: Callable[..., object] = vars(tuple)["__new__"]
_make_getter: Callable[[int, str], object] = vars(collections)["_tuplegetter"]


class _FieldSpec:
    """How a field is initialized, if not by an argument or a constant."""

    __slots__ = ("is_argument", "make_default")

    def __init__(self, make_default: Callable[[], object], is_argument: bool) -> None:
        self.make_default = make_default
        self.is_argument = is_argument


def _make_none() -> None:
    return None


def field(*, default_factory: Callable[[], Any] = _make_none, init: bool = True) -> Any:
    """Declare a field whose default is made for each record. Without `init`, the field isn't an argument."""
    return _FieldSpec(default_factory, init)


def replace(record: R, /, **changes: Any) -> R:
    """Return a copy of `record` with other values in some fields. Raises TypeError for an unknown name."""
    return record.__replace__(**changes)


class _DataclassFields:
    """The fields of a record as `dataclasses` has them, so that its functions take records. Made once for a class."""

    def __init__(self) -> None:
        self._by_class: dict[type, Mapping[str, Any]] = {}

    def __get__(self, record: object, owner: type[_RecordMethods]) -> Mapping[str, Any]:
        fields = self._by_class.get(owner)
        if fields is None:
            fields = self._by_class[owner] = self._make_fields(owner)
        return fields

    def _make_fields(self, owner: type[_RecordMethods]) -> Mapping[str, Any]:
        import dataclasses

        def describe(default: object) -> Any:
            if isinstance(default, _FieldSpec):
                return dataclasses.field(default_factory=default.make_default, init=default.is_argument)
            return dataclasses.field(default=default)

        specs = [
            (name, Any, describe(owner.__record_defaults__.get(name, dataclasses.MISSING)))
            for name in owner.__record_fields__
        ]
        same_fields = dataclasses.make_dataclass(owner.__name__, specs, kw_only=True)
        fields: Mapping[str, Any] = vars(same_fields)["__dataclass_fields__"]
        return fields


class _RecordMethods:
    """What records have in common."""

    __slots__ = ()
    __record_fields__: tuple[str, ...]
    __record_defaults__: Mapping[str, object]
    __record_is_keyword_only__: bool
    __dataclass_fields__: _DataclassFields = _DataclassFields()

    def __repr__(self) -> str:
        values = ", ".join(
            f"{name}={value!r}"
            for name, value in zip(self.__record_fields__, self.__getstate__(), strict=True)
            if not name.startswith("_")
        )
        return f"{self.__class__.__qualname__}({values})"

    def __getstate__(self) -> tuple[object, ...]:
        return tuple([getattr(self, name) for name in self.__record_fields__])

    def __setstate__(self, state: Sequence[object]) -> None:
        for name, value in zip(self.__record_fields__, state, strict=True):
            object.__setattr__(self, name, value)

    def __replace__(self: R, /, **changes: Any) -> R:
        for name in self.__record_fields__:
            default = self.__record_defaults__.get(name)
            is_argument = default.is_argument if isinstance(default, _FieldSpec) else True
            if is_argument and name not in changes:
                changes[name] = getattr(self, name)
        return self.__class__(**changes)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class _RecordType(type):
    """Makes a class with a slot for each annotated field."""

    def __new__(
        mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], *, kw_only: bool = False
    ) -> _RecordType:
        own_fields = tuple(namespace.get("__annotations__", ()))
        own_defaults = {field: namespace.pop(field) for field in own_fields if field in namespace}
        base = next((base for base in bases if isinstance(base, _RecordType)), None)
        fields, defaults = own_fields, own_defaults
        if base is not None:
            record = cast("type[_RecordMethods]", base)
            fields = (*record.__record_fields__, *own_fields)
            defaults = {**record.__record_defaults__, **own_defaults}
            namespace["__init__"] = _compile_initializer
        namespace["__slots__"] = own_fields
        namespace["__record_fields__"], namespace["__record_defaults__"] = fields, defaults
        namespace["__record_is_keyword_only__"] = kw_only
        namespace["__match_args__"] = () if kw_only else fields
        return super().__new__(mcs, name, bases, namespace)


class Record(_RecordMethods, metaclass=_RecordType):
    """The base of classes that are like frozen dataclasses with slots. The functions of `dataclasses` take them.

    Two records are equal if they have the same class and equal fields. The constructor of a class `Name(Record)` takes
    arguments by position or name, that of `Name(Record, kw_only=True)` by name only.
    """

    def __setattr__(self, name: str, value: object) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, self.__class__) or other.__class__ is not self.__class__:
            return NotImplemented
        return self.__getstate__() == other.__getstate__()

    def __hash__(self) -> int:
        return hash(self.__getstate__())


@dataclass_transform(eq_default=False, field_specifiers=(field,))
class _MutableRecordType(_RecordType):
    """The same for fields that can be set."""


class MutableRecord(_RecordMethods, metaclass=_MutableRecordType):
    """A record whose fields can be set. It's equal to itself only."""


def _compile_initializer(record: _RecordMethods, /, *values: object, **named_values: object) -> None:
    """Compile the constructor of the record's class, and call it."""
    owner = record.__class__
    is_frozen = isinstance(record, Record)
    parameters = ["self", "*"] if owner.__record_is_keyword_only__ else ["self"]
    lines: list[str] = []
    constants: dict[str, object] = {}
    for name in owner.__record_fields__:
        value, parameter = name, name
        if name in owner.__record_defaults__:
            default = owner.__record_defaults__[name]
            if isinstance(default, _FieldSpec):
                value = f"_make_{name}()"
                if default.is_argument:
                    value = f"{value} if {name} is _default_{name} else {name}"
                constants[f"_make_{name}"] = default.make_default
            parameter = "" if value == f"_make_{name}()" else f"{name}=_default_{name}"
            constants[f"_default_{name}"] = default
        if parameter:
            parameters.append(parameter)
        if is_frozen:
            constants[f"_set_{name}"] = getattr(owner, name).__set__
            lines.append(f"_set_{name}(self, {value})")
        else:
            lines.append(f"self.{name} = {value}")
    if hasattr(owner, "__post_init__"):
        lines.append("self.__post_init__()")
    mutable_owner: Any = owner
    mutable_owner.__init__ = _compile(owner, "__init__", parameters, lines, constants)
    mutable_owner.__init__(record, *values, **named_values)


class _FieldsTuple(tuple[object, ...]):
    """What all named tuples have in common: the methods of `typing.NamedTuple`."""

    __slots__ = ()
    _fields: tuple[str, ...]
    _field_defaults: Mapping[str, object]

    @classmethod
    def _make(cls: type[T], values: Iterable[object]) -> T:
        make: Callable[..., T] = cls.__new__
        return make(cls, *values)

    def _replace(self: T, /, **changes: object) -> T:
        values = [changes.pop(name, value) for name, value in zip(self._fields, self, strict=True)]
        if changes:
            raise ValueError(f"Got unexpected field names: {[*changes]!r}")
        return self._make(values)

    __replace__ = _replace

    def _asdict(self) -> dict[str, object]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{self.__class__.__name__}({values})"

    def __getnewargs__(self) -> tuple[object, ...]:
        return tuple(self)


class _NamedTupleType(type):
    """Makes a class of tuples out of the body of `class Name(NamedTuple)`. That class has the type `type`."""

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> Any:
        fields = tuple(namespace.get("__annotations__", ()))
        defaults = {field: namespace[field] for field in fields if field in namespace}
        for index, field in enumerate(fields):
            namespace[field] = _make_getter(index, f"Alias for field number {index}")
        namespace["__slots__"] = ()
        namespace["__new__"] = _compile_constructor
        namespace["__match_args__"] = namespace["_fields"] = fields
        namespace["_field_defaults"] = defaults
        return type(name, (_FieldsTuple, *bases[1:]), namespace)


def _compile_constructor(cls: type[Any], /, *values: object, **named_values: object) -> Any:
    """Compile the constructor of the named tuple `cls`, and call it."""
    owner: Any = next(owner for owner in cls.__mro__ if "_fields" in vars(owner))
    fields: tuple[str, ...] = owner._fields
    defaults: Mapping[str, object] = owner._field_defaults
    parameters = [f"{field}=_default_{field}" if field in defaults else field for field in fields]
    line = f"return _make_tuple(cls, ({''.join(f'{field}, ' for field in fields)}))"
    constants: dict[str, object] = {f"_default_{field}": default for field, default in defaults.items()}
    constants["_make_tuple"] = _make_tuple
    owner.__new__ = staticmethod(_compile(owner, "__new__", ["cls", *parameters], [line], constants))
    return owner.__new__(cls, *values, **named_values)


def _compile(
    owner: type, name: str, parameters: Sequence[str], lines: Sequence[str], constants: dict[str, object]
) -> Callable[..., Any]:
    """Compile the method `name` of `owner`, whose globals are `constants`."""
    constants["__name__"] = owner.__module__
    body = "".join(f"\n    {line}" for line in lines)
    exec(f"def {name}({', '.join(parameters)}):{body}", constants)
    method: Any = constants.pop(name)
    method.__qualname__ = f"{owner.__qualname__}.{name}"
    return method  # type: ignore[no-any-return]


if not TYPE_CHECKING:
    NamedTuple = type.__new__(
        _NamedTupleType, "NamedTuple", (), {"__doc__": "The base in place of `typing.NamedTuple`."}
    )
