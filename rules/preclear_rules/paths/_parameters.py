"""The path parameters of an operation: which it declares, and where it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Suggester
from preclear_rules.paths._templates import broken_brace, template_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Action, Connector, Node, Operation, Parameter, Place


def declared(action: Action, connector: Connector) -> frozenset[str] | None:
    """Give the names of the path parameters that `action` has; None where one is behind a reference to nowhere.

    A parameter whose `in` is missing or no more than misspelt in its case counts: that is told by other rules.
    """
    resolve = connector.description.resolve
    if None in _lists(action, connector):
        return None
    names = {each.name.value for each in action.parameters if is_path_parameter(each)}
    for held in _listed(action, connector):
        node = resolve(held)
        if node is None:
            return None
        if node.text("in") == "path":
            names.add(node.text("name") or "")
    return frozenset(names)


def is_path_parameter(parameter: Parameter) -> bool:
    """Whether it is one, or meant to be one."""
    return parameter.location.value.lower() == "path" or not parameter.location


class PathParameters:
    """The path parameters of one action, beside the names in its path."""

    def __init__(self, action: Action) -> None:
        names = dict.fromkeys(template_names(action.path.value))
        parameters = [each for each in action.parameters if is_path_parameter(each)]
        known = {each.name.value for each in parameters}
        self._spare = [each for each in parameters if each.name.value not in names]
        self._left = [name for name in names if name not in known]
        self._by_name = {each.name.value: each for each in reversed(action.parameters)}
        self._spare_by_name = {each.name.value: each for each in self._spare}
        self._suggester = Suggester()
        self._is_broken = broken_brace(action.path.value) is not None

    def meant(self, name: str) -> Parameter | None:
        """Give the parameter of that name in another place, or the path parameter of a near name that the path lacks.

        Where one of each is left over, they belong together however far their names are apart.
        """
        near = self._suggester.nearest(name.strip(), self._spare_by_name)
        if name in self._by_name or near is None:
            only = self._spare[0] if len(self._left) == len(self._spare) == 1 else None
            return self._by_name.get(name, only)
        return self._spare_by_name[near]

    def in_vain(self) -> list[Parameter]:
        """Give those that the path lacks, unless it has a name that one may be meant for: that is reported there."""
        if self._is_broken or not self._spare:
            return []
        meant = {id(self.meant(name)) for name in self._left}
        return [each for each in self._spare if id(each) not in meant]


class Mentions:
    """Where operations refer to their parameters; the references of an operation are looked up once."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._known: dict[int, dict[object, Place]] = {}

    def find(self, parameter: Parameter, operation: Operation) -> Place:
        """Give the `$ref` by which `operation` has `parameter`; the parameter's name if it is written out there."""
        if id(operation) not in self._known:
            self._known[id(operation)] = self._references(operation)
        return self._known[id(operation)].get(parameter.node.identity, parameter.place)

    def _references(self, operation: Operation) -> dict[object, Place]:
        found: dict[object, Place] = {}
        for held in _listed(operation, self._connector):
            reference = held.get("$ref")
            target = self._connector.description.resolve(held) if reference is not None else None
            if reference is not None and target is not None:
                found.setdefault(target.identity, reference.place)
        return found


def _listed(operation: Operation, connector: Connector) -> Iterator[Node]:
    """Every entry of the lists of parameters that count for `operation`, its own first."""
    for listed in _lists(operation, connector):
        if listed is not None:
            yield from listed.items()


def _lists(operation: Operation, connector: Connector) -> list[Node | None]:
    """The lists of parameters that count for `operation`, its own first; None for one behind a reference to nowhere."""
    held = (operation.node.get("parameters"), operation.path_item_field("parameters"))
    return [connector.description.misplaced.target(each) for each in held if each is not None]
