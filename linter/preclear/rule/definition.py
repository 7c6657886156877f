"""Rules: a check function for one class of nodes of the connector model, with its metadata."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from preclear._records import NamedTuple
from preclear.source import Kind, Report

if TYPE_CHECKING:
    from preclear.source import Basis, EditLevel, Severity

N = TypeVar("N")
RuleFunction: TypeAlias = Callable[[N], Iterator[Report]]

OPTION_TYPES = ("bool", "int", "float", "str", "tuple[str, ...]")
"""The annotations that an option can have."""


class Option(NamedTuple):
    """An option of a rule. The config key `max-length` sets the keyword argument `max_length`.

    `type` is one of OPTION_TYPES.
    """

    name: str
    type: str
    default: bool | int | float | str | tuple[str, ...]


class Rule(Kind, Generic[N], kw_only=True):
    """A kind of finding with the check that reports it.

    `module` is the name of the module that defines the rule. `on` is the class of the nodes that `check` takes. The
    rule is skipped if the connector has no node of the class `requires`. It can be skipped if it has `keys`, and no
    object of the documents has one of them. `load_check` returns `check`, and may import it. `options` are its
    keyword-only arguments, in order.
    """

    module: str
    on: type[N]
    load_check: Callable[[], RuleFunction[N]]
    requires: type | None = None
    keys: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()

    @property
    def check(self) -> RuleFunction[N]:
        """The function that checks one node. If the rule comes from an index, this imports the rule's module."""
        return self.load_check()


def rule(
    *,
    on: type[N],
    basis: Basis,
    source: str,
    severity: Severity = "error",
    fix: EditLevel | None = None,
    requires: type | None = None,
    keys: tuple[str, ...] = (),
) -> Callable[[RuleFunction[N]], Rule[N]]:
    """Make a rule of a function that checks one node of class `on`.

    The rule's name comes from the function, its category from the folder, its documentation from the module's
    docstring. `severity` applies to a report that has none of its own. `basis` says how reliable the rule is, and
    `source` names its authority: a schema or field of the import contract, or a section of the OpenAPI Specification.
    `fix` is the highest level of the edits that the rule proposes; a rule without edits says why in its documentation.
    A rule that `requires` a class is skipped, and isn't even imported, if the connector has no node of that class.
    A rule that reports nothing unless an object has one of `keys`, wherever it is, is skipped likewise.
    Keyword-only arguments of the function are the rule's options, each with a default. Raises TypeError for an option
    that a config can't set.
    """

    def wrap(check: RuleFunction[N]) -> Rule[N]:
        module_globals: dict[str, Any] = check.__globals__
        return Rule(
            name=check.__name__.replace("_", "-"),
            category=check.__module__.split(".")[-2],
            severity=severity,
            basis=basis,
            source=source,
            doc=module_globals.get("__doc__") or "",
            fix=fix,
            module=check.__module__,
            on=on,
            load_check=lambda: check,
            requires=requires,
            keys=keys,
            options=_read_options(check),
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
