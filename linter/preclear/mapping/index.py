"""Resources of the plan, found by what an answer says of them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from preclear.connector import Action
from preclear.mapping.field import parameter_spot
from preclear.mapping.path import Path

if TYPE_CHECKING:
    from preclear.connector import AuthScheme, AuthSchemeConfig, Connector, Definition, Operation, Parameter
    from preclear.mapping.answer.answer import Sent
    from preclear.mapping.origin import Origins
    from preclear.mapping.walk import Spot
    from preclear.source import Place

SEVERAL = 8
"""Things of one name that are looked at: more of them are no single thing in any case."""

_PARAM = re.compile(r"\{\{-?\s*\.?param\.([^{}\s]+)\s*-?\}\}")
_BRACES = re.compile(r"\{[^{}]*\}")


def as_written(path: str) -> str:
    """A path, or a text with paths in it, as a document writes it: `{{ param.id }}` is `{id}` again."""
    return _PARAM.sub(r"{\1}", path) if "{{" in path else path


class Index:
    """The resources of one connector model."""

    def __init__(self, connector: Connector, origins: Origins | None = None) -> None:
        self.connector = connector
        self._origins = origins
        self.named: defaultdict[str, list[Operation]] = defaultdict(list)
        self._of_kind: defaultdict[tuple[bool, str], list[Operation]] = defaultdict(list)
        self.at_path: defaultdict[str, list[Action]] = defaultdict(list)
        self.parameters: defaultdict[str, list[Parameter]] = defaultdict(list)
        self.components: defaultdict[str, list[Place]] = defaultdict(list)
        self.definitions: dict[str, Definition] = {each.name.value: each for each in connector.definitions}
        self._parameter_spots: dict[int, dict[str, tuple[Spot, ...]]] = {}
        self._by_operation: dict[int, dict[str, list[Parameter]]] = {}
        self._operations: dict[tuple[str, str | None, str | None, str | None], Operation | None] = {}
        self._by_place = {each.node.identity: each for each in connector.definitions}
        self._keys: dict[str, Place | None] = {}
        self._routes: defaultdict[tuple[str, str, str | None], list[Action]] = defaultdict(list)
        self._schemes = {id(config): scheme for scheme in connector.auth_schemes for config in scheme.configs}
        self._configs = list(connector.auth_scheme_configs)
        for operation in connector.operations:
            if operation.name.value:
                self.named[operation.name.value].append(operation)
                self._of_kind[isinstance(operation, Action), operation.name.value].append(operation)
        for action in connector.actions:
            path = action.path.value
            self.at_path[path].append(action)
            self._add_key(path, action.path.place)
            if action.template.shape != path:
                self._add_key(action.template.shape, action.path.place)
            self._add_route(action, path)
            if action.template.shape != path:
                self._add_route(action, action.template.shape)
        for parameter in connector.parameters:
            self.parameters[parameter.name.value].append(parameter)
        components = connector.root.get("components")
        for section, held in components.entries() if components is not None else ():
            for name, node in held.entries() if not section.startswith("x-") else ():
                self.components[name].append(node.key)
        self.names = frozenset((*self.named, *self.components, *self.parameters))

    def _add_key(self, path: str, key: Place) -> None:
        known = self._keys.setdefault(path, key)
        if known is not None and known.identity != key.identity:
            self._keys[path] = None

    def operation(self, sent: Sent) -> Operation | None:
        """The action or trigger by name, of several by method and path too; else an action by method and path."""
        key = (sent.kind, sent.text("name"), sent.text("method"), sent.text("path"))
        if key not in self._operations:
            self._operations[key] = self._operation(*key)
        return self._operations[key]

    def _operation(self, kind: str, name: str | None, method: str | None, path: str | None) -> Operation | None:
        wanted = self._of_kind.get((kind == "action", name or ""), ())
        if len(wanted) == 1:
            return wanted[0]
        both = self.at_route(method, path, name if wanted else None) if kind == "action" else []
        return both[0] if len(both) == 1 else None

    def at_route(self, method: str | None, path: str | None, name: str | None = None) -> list[Action]:
        """The actions of a method and path, in whichever way placeholders are written, and whatever they are called.

        With a `name`, those that have it.
        """
        if not method or not path:
            return []
        written, method = as_written(path), method.upper()
        exact = (method, written, None) in self._routes
        return self._routes.get((method, written if exact else _BRACES.sub("{}", written), name), [])

    def _add_route(self, action: Action, path: str) -> None:
        names = (None, action.name.value) if action.name.value else (None,)
        for name in names:
            self._routes[action.method.value, path, name].append(action)

    def path_key(self, path: str) -> Place | None:
        """The key of a path that has operations, in whichever way placeholders are written; None where several fit."""
        written = as_written(path)
        return self._keys[written] if written in self._keys else self._keys.get(_BRACES.sub("{}", written))

    def parameter_spots(self, name: str, operation: Operation | None = None) -> tuple[Spot, ...]:
        """The spots of the parameters of a name, those of an operation or of all.

        Of more than SEVERAL the first: they are no single thing anyway.
        """
        known = self._parameter_spots.setdefault(id(operation), {})
        if name not in known:
            listed = self.parameters if operation is None else self._parameters_of(operation)
            places = {each.node.identity: each for each in listed.get(name, ())}
            known[name] = tuple(self._parameter_spot(each) for each in [*places.values()][:SEVERAL])
        return known[name]

    def _parameter_spot(self, parameter: Parameter) -> Spot:
        return parameter_spot(parameter, Path(()), self.connector.description)._replace(placed="text")

    def _parameters_of(self, operation: Operation) -> dict[str, list[Parameter]]:
        if id(operation) not in self._by_operation:
            by_name: dict[str, list[Parameter]] = {}
            for each in operation.parameters:
                by_name.setdefault(each.name.value, []).append(each)
            self._by_operation[id(operation)] = by_name
        return self._by_operation[id(operation)]

    def definition(self, name: str | None) -> Definition | None:
        """The definition by name; in a bundle, by the name that the bundle gave it."""
        found = self.definitions.get(name) if name else None
        if found is None and name and self._origins is not None and (self._origins.mapped or name in self.components):
            place = self._origins.origin(("components", "schemas", name))
            if place is not None:
                found = self._by_place.get(place.identity)
        return found

    def scheme_of(self, config: AuthSchemeConfig) -> AuthScheme:
        """The security scheme that a config was made of."""
        return self._schemes[id(config)]

    def config(self, sent: Sent) -> AuthSchemeConfig | None:
        """The auth scheme config by its type, then by its fields and description, then by its number in the list.

        None where none fits, or where several do that nothing tells apart.
        """
        kind = sent.text("schemeType")
        fitting = [each for each in self._configs if each.scheme_type == kind]
        if not fitting:
            return None
        scored = [(self._agreement(each, sent), each) for each in fitting]
        best = max(score for score, _ in scored)
        first = [each for score, each in scored if score == best]
        if len(first) == 1:
            return first[0]
        at_index = self._configs[sent.number] if sent.number < len(self._configs) else None
        return at_index if at_index in first else None

    def _agreement(self, config: AuthSchemeConfig, sent: Sent) -> int:
        """How much a config has in common with one that was sent."""
        flow = config.flow
        pairs = [
            (config.description, sent.text("description"), 2),
            (self.scheme_of(config).key.value, sent.text("description"), 2),
            (config.name, sent.text("name"), 2),
            (config.location, sent.text("in"), 1),
        ]
        if flow is not None:
            pairs.append((flow.grant, _grant(sent), 3))
            pairs.append((flow.token_url.value, sent.text("tokenUrl"), 2))
            pairs.append((flow.authorize_url.value, sent.text("authorizeUrl"), 2))
        return sum(weight for ours, theirs, weight in pairs if ours and ours == theirs)


def _grant(sent: Sent) -> str | None:
    """The grant as text, or as the object that has its name under `type` or `grantType`."""
    held = sent.value.get("grant")
    if isinstance(held, dict):
        held = held.get("type") or held.get("grantType")
    return held if isinstance(held, str) else None
