"""What a rule is: facts about it, and a function over one kind of node of the connector model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar

from preclear.source import Kind, Report

if TYPE_CHECKING:
    from preclear.source import Basis, Severity

N = TypeVar("N")
RuleFunction: TypeAlias = Callable[[N], Iterator[Report]]

OPTION_TYPES = ("bool", "int", "float", "str", "tuple[str, ...]")
"""How the annotation of an option may be written."""


class Option(NamedTuple):
    """An option of a rule: `max-length` in a config is the keyword argument `max_length`, of one of OPTION_TYPES."""

    name: str
    type: str
    default: bool | int | float | str | tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Rule(Kind, Generic[N]):
    """A kind of finding with the check that finds it. `on` is the class of the nodes that `check` is given."""

    on: type[N]
    check: RuleFunction[N]

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be set of it: the keyword-only arguments of `check`, in their order."""
        return _read_options(self.check)


def rule(
    *, on: type[N], basis: Basis, source: str, severity: Severity = "error"
) -> Callable[[RuleFunction[N]], Rule[N]]:
    """Make a rule of a function over one kind of node.

    Its name comes from the function, its category from the folder, its documentation from the module's docstring.
    `severity` is what it reports where a report says nothing else, `basis` how sure we are and `source` what says it:
    the schema or field of the import contract, or the section of the OpenAPI Specification. Keyword-only arguments of
    the function are the rule's options, each with a default. Raises TypeError for an option that no config can hold.
    """

    def wrap(check: RuleFunction[N]) -> Rule[N]:
        _read_options(check)
        module_globals: dict[str, Any] = check.__globals__
        return Rule(
            name=check.__name__.replace("_", "-"),
            category=check.__module__.split(".")[-2],
            severity=severity,
            basis=basis,
            source=source,
            doc=module_globals.get("__doc__") or "",
            on=on,
            check=check,
        )

    return wrap


def _read_options(check: RuleFunction[Any]) -> tuple[Option, ...]:
    code = check.__code__
    names = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    return tuple(_read_option(check, name) for name in names)


def _read_option(check: RuleFunction[Any], name: str) -> Option:
    annotation = check.__annotations__.get(name)
    type_text = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    defaults = check.__kwdefaults__ or {}
    if type_text not in OPTION_TYPES or name not in defaults:
        expected = f"expected {', '.join(OPTION_TYPES[:-1])} or {OPTION_TYPES[-1]}, and a default"
        raise TypeError(f"option `{name}` of rule `{check.__name__}` is `{type_text}`; {expected}")
    return Option(name.replace("_", "-"), type_text, defaults[name])
