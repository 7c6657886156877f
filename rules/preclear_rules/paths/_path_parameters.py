"""Find the path parameters that an operation declares, and where it refers to them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from preclear import Suggester
from preclear_rules.paths._templates import find_broken_brace, template_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Action, Connector, Node, Operation, Parameter, Place


def declared_names(action: Action, connector: Connector) -> frozenset[str] | None:
    """Return the names of the path parameters of `action`; None if a reference to one doesn't resolve.

    A parameter counts even if its `in` is missing or has the wrong case, which other rules report.
    """
    resolve = connector.api.resolve
    if None in _parameter_lists(action, connector):
        return None
    names = resolved_names(action)
    for reference in _list_items(action, connector):
        node = resolve(reference)
        if node is None:
            return None
        if node.text("in") == "path":
            names.add(node.text("name") or "")
    return frozenset(names)


def resolved_names(action: Action) -> set[str]:
    """Return the names of the path parameters of `action` whose references resolve."""
    return {parameter.name.value for parameter in action.parameters if is_path_parameter(parameter)}


def is_path_parameter(parameter: Parameter) -> bool:
    """Whether `parameter` is a path parameter, or is probably meant to be one."""
    location = parameter.location
    return location.value.lower() == "path" or not location


class PathParameters:
    """The path parameters of one action, compared with the names in its path."""

    def __init__(self, action: Action) -> None:
        self._path = action.path.value
        names = template_names(self._path)
        parameters = [parameter for parameter in action.parameters if is_path_parameter(parameter)]
        known = {parameter.name.value for parameter in parameters}
        self._parameters = action.parameters
        self._unused = [parameter for parameter in parameters if parameter.name.value not in names]
        self._undeclared = [name for name in names if name not in known]

    @cached_property
    def _by_name(self) -> dict[str, Parameter]:
        return {parameter.name.value: parameter for parameter in reversed(self._parameters)}

    @cached_property
    def _unused_by_name(self) -> dict[str, Parameter]:
        return {parameter.name.value: parameter for parameter in self._unused}

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester()

    def find_intended(self, name: str) -> Parameter | None:
        """Return the parameter that is probably meant by `name`; None if there is no candidate.

        This is a parameter with that name in another location, or an unused path parameter with a similar name. If
        one undeclared name and one unused parameter are left, they belong together, however different the names are.
        """
        similar_name = self._suggester.suggest(name.strip(), self._unused_by_name)
        if name in self._by_name or similar_name is None:
            only_candidate = self._unused[0] if len(self._undeclared) == len(self._unused) == 1 else None
            return self._by_name.get(name, only_candidate)
        return self._unused_by_name[similar_name]

    def find_unused(self) -> list[Parameter]:
        """Return the parameters that aren't in the path, except those that an undeclared name probably means."""
        if not self._unused or find_broken_brace(self._path) is not None:
            return []
        intended = {id(self.find_intended(name)) for name in self._undeclared}
        return [parameter for parameter in self._unused if id(parameter) not in intended]


class ParameterReferences:
    """The places where operations refer to their parameters; the references of each operation are cached."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._references_by_operation: dict[int, dict[object, Place]] = {}

    def find(self, parameter: Parameter, operation: Operation) -> Place:
        """Return the `$ref` through which `operation` has `parameter`, or the parameter's place if it is inline."""
        if id(operation) not in self._references_by_operation:
            self._references_by_operation[id(operation)] = self._find_references(operation)
        return self._references_by_operation[id(operation)].get(parameter.node.identity, parameter.place)

    def _find_references(self, operation: Operation) -> dict[object, Place]:
        places: dict[object, Place] = {}
        for item in _list_items(operation, self._connector):
            reference = item.get("$ref")
            target = self._connector.api.resolve(item) if reference is not None else None
            if reference is not None and target is not None:
                places.setdefault(target.identity, reference.place)
        return places


def _list_items(operation: Operation, connector: Connector) -> Iterator[Node]:
    """Yield every entry of the parameter lists that apply to `operation`, its own list first."""
    for parameter_list in _parameter_lists(operation, connector):
        if parameter_list is not None:
            yield from parameter_list.items()


def _parameter_lists(operation: Operation, connector: Connector) -> list[Node | None]:
    """Return the parameter lists that apply to `operation`, its own first; None for an unresolved one."""
    lists = (operation.node.get("parameters"), operation.path_item_field("parameters"))
    return [connector.api.misplaced_references.target(node) for node in lists if node is not None]
