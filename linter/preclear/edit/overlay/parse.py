"""An overlay as it's written: its actions, and what doesn't conform to the Overlay Specification."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.edit.overlay.query import ComplexQueryError, InvalidQueryError, check_query
from preclear.engine import INEFFECTIVE_OVERLAY_ACTION, INVALID_OVERLAY
from preclear.source import Node, describe_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.edit.overlay.faults import OverlayFaults
    from preclear.source import Document, HasPlace

_VERSION = re.compile(r"(1\.[01])\.[0-9]+\Z")
_EXTENSION = "x-"
_ROOT_FIELDS = ("overlay", "info", "extends", "actions")
_INFO_FIELDS = {"1.0": ("title", "version"), "1.1": ("title", "version", "description")}
_ACTION_FIELDS = {
    "1.0": ("target", "description", "update", "remove"),
    "1.1": ("target", "description", "update", "copy", "remove"),
}


class Action(NamedTuple):
    """An action that can be applied. `content` is its `update` or `copy`; None if it removes its target."""

    target: Node
    content: Node | None

    @property
    def is_copy(self) -> bool:
        """Whether `content` is a query for the value to copy."""
        return self.content is not None and self.content.pointer[-1] == "copy"


class Overlay(NamedTuple):
    """The valid actions of an overlay, in order. `series` is `1.0` or `1.1`."""

    document: Document
    series: str
    actions: tuple[Action, ...]
    extends: Node | None


class _Parser:
    def __init__(self, document: Document, faults: OverlayFaults) -> None:
        self._document = document
        self._faults = faults
        self._series = "1.1"

    def parse(self) -> Overlay | None:
        root = Node(self._document, (), self._document.value)
        if not isinstance(root.value, dict):
            self._add(f"the overlay is {describe_type(root.value)}, expected a mapping", root)
            return None
        if not self._check_version(root):
            return None
        self._check_fields(root, "the overlay", _ROOT_FIELDS)
        self._check_info(root)
        extends = self._text(root, "extends")
        return Overlay(self._document, self._series, tuple(self._parse_actions(root)), extends)

    def _check_version(self, root: Node) -> bool:
        version = root.get("overlay")
        if version is None:
            is_description = "openapi" in root.mapping or "swagger" in root.mapping
            help = "this is an OpenAPI document; give an overlay here" if is_description else "add `overlay: 1.1.0`"
            self._add("the overlay has no `overlay`, expected the version of the specification", root, help)
            return False
        if not isinstance(version.value, str):
            message = f"`overlay` is {describe_type(version.value)}, expected a string such as `1.1.0`"
            self._add(message, version, "write the version with all three numbers: `1.1.0`")
            return False
        match = _VERSION.match(version.value)
        if match is None:
            message = f"`overlay: {version.value}` isn't a supported version, expected `1.0.0` or `1.1.0`"
            self._add(message, version)
            return False
        self._series = match[1]
        return True

    def _check_info(self, root: Node) -> None:
        info = root.get("info")
        if info is None:
            self._add("the overlay has no `info`, expected a mapping with `title` and `version`", root)
        elif not isinstance(info.value, dict):
            self._add(f"`info` is {describe_type(info.value)}, expected a mapping", info)
        else:
            self._check_fields(info, "`info`", _INFO_FIELDS[self._series])
            for name in _INFO_FIELDS[self._series]:
                if self._text(info, name) is None and name not in info.mapping and name != "description":
                    self._add(f"`info` has no `{name}`, expected a string", info.key)

    def _parse_actions(self, root: Node) -> Iterator[Action]:
        actions = root.get("actions")
        if actions is None:
            self._add("the overlay has no `actions`, expected a list", root)
            return
        if not isinstance(actions.value, list):
            self._add(f"`actions` is {describe_type(actions.value)}, expected a list", actions)
            return
        if not actions.value:
            self._add("`actions` is empty, expected at least one action", actions)
        first_by_text: dict[str, int] = {}
        for index, node in enumerate(actions.items()):
            if not isinstance(node.value, dict):
                self._add(f"action {index + 1} is {describe_type(node.value)}, expected a mapping", node)
                continue
            first = first_by_text.setdefault(json.dumps(node.value, sort_keys=True), index)
            if first != index:
                message = f"action {index + 1} is the same as action {first + 1}, expected each action once"
                self._add(message, node, "remove it, or give the two a different `description`")
            action = self._parse_action(node, index + 1)
            if action is not None:
                yield action

    def _parse_action(self, node: Node, number: int) -> Action | None:
        label = f"action {number}"
        fault_count = self._faults.count
        self._check_fields(node, label, _ACTION_FIELDS[self._series])
        self._text(node, "description")
        target = self._query(node, "target", f"`target` of {label}")
        if target is None and "target" not in node.mapping:
            self._add(f"{label} has no `target`, expected a JSONPath query", node)
        copy = self._query(node, "copy", f"`copy` of {label}") if self._series != "1.0" else None
        remove = node.get("remove")
        if remove is not None and not isinstance(remove.value, bool):
            message = f"`remove` of {label} is {describe_type(remove.value)}, expected a boolean"
            self._add(message, remove)
        if self._faults.count > fault_count or target is None:
            return None
        is_removal = remove is not None and remove.value is True
        contents = [field for field in (node.get("update"), copy) if field is not None]
        if self._has_effect(node, label, contents, is_removal=is_removal):
            return Action(target, None if is_removal else contents[0])
        return None

    def _has_effect(self, node: Node, label: str, contents: list[Node], *, is_removal: bool) -> bool:
        """Whether the action has an effect. Reports each of its fields that has none."""
        if is_removal:
            for field in contents:
                name = field.pointer[-1]
                self._warn(f"`{name}` of {label} has no effect, because the action removes its target", field.key)
            return True
        if len(contents) > 1:
            message = f"{label} has both `update` and `copy`, so neither has an effect, expected one of them"
            self._warn(message, contents[1].key)
        elif not contents:
            fields = "`update`, `copy`" if self._series != "1.0" else "`update`"
            self._warn(f"{label} changes nothing, expected {fields} or `remove: true`", node)
        return len(contents) == 1

    def _query(self, node: Node, name: str, label: str) -> Node | None:
        """Return the field if it's a valid query; report it otherwise."""
        field = self._text(node, name)
        if field is None or not isinstance(field.value, str):
            return None
        try:
            check_query(field.value)
        except InvalidQueryError as error:
            where = "" if error.offset is None else f" at character {error.offset + 1}"
            message = f"{label} is invalid{where}, expected a JSONPath query as in RFC 9535"
            self._add(message, field, "put names such as `/pets` into quotes: `$.paths['/pets']`")
        except ComplexQueryError:
            self._add(f"{label} is too long or too deeply nested, expected a shorter query", field)
        else:
            return field
        return None

    def _text(self, node: Node, name: str) -> Node | None:
        """Return the field if it's a string; report it if it's something else."""
        field = node.get(name)
        if field is not None and not isinstance(field.value, str):
            self._add(f"`{name}` is {describe_type(field.value)}, expected a string", field)
            return None
        return field

    def _check_fields(self, node: Node, label: str, names: tuple[str, ...]) -> None:
        for key, field in node.entries():
            if key in names or key.startswith(_EXTENSION):
                continue
            if key == "copy" and "target" in names:
                message = f"`copy` of {label} needs Overlay 1.1, but the overlay is for {self._series}"
                self._add(message, field.key, "set `overlay: 1.1.0`")
                continue
            expected = ", ".join(f"`{name}`" for name in names)
            suggestion = self._faults.suggester.suggest(key, names)
            help = f"did you mean `{suggestion}`?" if suggestion else f"expected fields: {expected}"
            self._add(f"{label} has the unknown field `{key}`, expected a known one or `x-…`", field.key, help)

    def _add(self, message: str, location: HasPlace, help: str | None = None) -> None:
        self._faults.add(INVALID_OVERLAY, message, location, help)

    def _warn(self, message: str, location: HasPlace) -> None:
        self._faults.add(INEFFECTIVE_OVERLAY_ACTION, message, location)


def parse_overlay(document: Document, faults: OverlayFaults) -> Overlay | None:
    """Return the overlay in a loaded document, with its valid actions. None if it's no overlay of a known version."""
    return _Parser(document, faults).parse()
