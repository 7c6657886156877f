"""The changes of an adaptation as an overlay (OpenAPI Overlay Specification 1.1)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from preclear.edit.overlay.normalized_path import format_normalized_path
from preclear.edit.overlay.patched_value import PatchedValue
from preclear.source import format_pointer, render_block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.edit.patch_operation import PatchOperation
    from preclear.source import Format, Json, Pointer

_ActionJson: TypeAlias = "dict[str, Json]"
_MAX_DESCRIPTION = 300  # characters, after which an action isn't combined with another


def write_overlay(
    patch: Sequence[PatchOperation],
    base_value: Json,
    *,
    title: str,
    version: str,
    extends: str | None = None,
    format: Format = "yaml",
    descriptions: Sequence[str] = (),
) -> str:
    """Write `patch` as an overlay that does the same to `base_value`.

    The order of keys may differ, because an overlay adds keys at the end. `title` and `version` are those of the
    overlay's `info`, `extends` is a URI reference to the document. `descriptions` has a sentence for each operation,
    or nothing. Raises ValueError if an operation removes the root or changes its type, or if a pointer is malformed,
    and LookupError if it leads nowhere.
    """
    actions = _Actions(base_value)
    for index, operation in enumerate(patch):
        actions.add(operation, descriptions[index] if descriptions else "")
    info: dict[str, Json] = {"title": title, "version": version}
    overlay: dict[str, Json] = {"overlay": "1.1.0", "info": info}
    if extends is not None:
        overlay["extends"] = extends
    overlay["actions"] = [*actions.finish()]
    if format == "json":
        return json.dumps(overlay, indent=2, ensure_ascii=False) + "\n"
    return render_block(overlay) + "\n"


class _Actions:
    """Actions, and the value that they have produced so far."""

    def __init__(self, base_value: Json) -> None:
        self._target = PatchedValue(base_value)
        self._actions: list[_ActionJson] = []
        self._description = ""

    def add(self, operation: PatchOperation, description: str) -> None:
        """Add the actions for an operation."""
        self._description = description
        if operation.op == "move":
            self._move(self._target.resolve(operation.source or ""), operation.pointer)
            return
        pointer = self._target.resolve(operation.pointer)
        if operation.op == "remove":
            self._remove(pointer)
        elif operation.op == "replace":
            self._target.get(pointer)  # raises LookupError if there is nothing to replace
            self._set(pointer, operation.value)
        else:
            self._add(pointer, operation.value)

    def finish(self) -> list[_ActionJson]:
        """Return all actions. The schema wants at least one, and each only once."""
        if not self._actions:
            value = self._target.value
            empty: Json = {} if isinstance(value, dict) else [] if isinstance(value, list) else value
            return [{"target": "$", "description": "there is nothing to change", "update": empty}]
        counts: dict[str, int] = {}
        for action in self._actions:
            text = json.dumps(action, sort_keys=True)
            count = counts[text] = counts.get(text, 0) + 1
            if count > 1:
                action["description"] = f"{action.get('description', 'the same again')} ({count})"
        return self._actions

    def _add(self, pointer: Pointer, value: Json) -> None:
        parent = self._target.get(pointer[:-1]) if pointer else None
        if not isinstance(parent, list):
            self._set(pointer, value)
            return
        is_last = pointer[-1] == len(parent)
        self._target.insert(pointer, value)
        if is_last:
            self._append_action(pointer[:-1], [value])
        else:
            self._rewrite_list(pointer[:-1], parent)

    def _set(self, pointer: Pointer, value: Json) -> None:
        """Set the value at `pointer`, which may be a new entry of a mapping."""
        if not pointer:
            self._set_root(value)
            return
        parent = self._target.get(pointer[:-1])
        if isinstance(parent, dict):
            self._set_entry(pointer, value)
            return
        old = self._target.get(pointer)
        if isinstance(old, dict) and isinstance(value, dict):
            self._change_mapping(pointer, old, value)
        elif _is_scalar(old) and _is_scalar(value):
            self._append_action(pointer, value)
        else:
            self._target.set(pointer, value)
            self._rewrite_list(pointer[:-1], parent)
            return
        self._target.set(pointer, value)

    def _set_root(self, value: Json) -> None:
        old = self._target.value
        self._target.set((), value)
        if isinstance(old, dict) and isinstance(value, dict):
            self._change_mapping((), old, value)
        elif isinstance(old, list) and isinstance(value, list):
            self._rewrite_list((), old)
        elif _is_scalar(old) and _is_scalar(value):
            self._append_action((), value)
        else:
            raise ValueError("an overlay can't change the type of the root")

    def _set_entry(self, pointer: Pointer, value: Json) -> None:
        """Set an entry of a mapping. A merge can replace a scalar by a scalar only, so anything else is removed."""
        if self._target.has(pointer) and not (_is_scalar(self._target.get(pointer)) and _is_scalar(value)):
            self._append_removal(pointer)
        self._append_update(pointer, value)
        self._target.set(pointer, value)

    def _change_mapping(self, pointer: Pointer, old: dict[str, Json], new: dict[str, Json]) -> None:
        """Turn a mapping that can't be replaced, because it's an item or the root, into another one."""
        for key, value in old.items():
            if key not in new or not (_is_same(value, new[key]) or (_is_scalar(value) and _is_scalar(new[key]))):
                self._append_removal((*pointer, key))
        for key, value in new.items():
            if key not in old or not _is_same(value, old[key]):
                self._append_update((*pointer, key), value)

    def _rewrite_list(self, pointer: Pointer, old: Json) -> None:
        """Replace a list by its present value. An overlay can only append items, and only replace those of scalars."""
        value = self._target.snapshot(pointer)
        if not pointer:
            if old:
                self._append({"target": "$[*]"}, "remove", True)
            self._append_action((), value)
        elif isinstance(pointer[-1], str):
            self._append_removal(pointer)
            self._append_update(pointer, value)
        else:
            self._rewrite_list(pointer[:-1], self._target.get(pointer[:-1]))

    def _remove(self, pointer: Pointer) -> None:
        if not pointer:
            raise ValueError("an overlay can't remove the root")
        self._target.get(pointer)
        self._target.remove(pointer)
        self._append_removal(pointer)

    def _move(self, source: Pointer, text: str) -> None:
        """Move a node to the place that `text` means once the node is gone."""
        value = self._target.snapshot(source)
        if not source or text.startswith(f"{format_pointer(source)}/"):
            raise ValueError(f"`{text}` is within the node that is moved there")
        is_item = isinstance(source[-1], int)
        pointer = () if is_item else self._target.resolve(text)
        if source == pointer:
            return
        is_entry = bool(pointer) and isinstance(pointer[-1], str)
        if not is_entry or source[: len(pointer)] == pointer:
            self._remove(source)
            self._add(self._target.resolve(text), value)
            return
        is_copied = isinstance(value, (dict, list)) and bool(value)
        self._set_entry(pointer, ({} if isinstance(value, dict) else []) if is_copied else value)
        if is_copied:
            self._append({"target": format_normalized_path(pointer)}, "copy", format_normalized_path(source))
            self._target.set(pointer, value)
        self._remove(source)

    def _append_update(self, pointer: Pointer, value: Json) -> None:
        """Set an entry of a mapping through its parent, which tools for Overlay 1.0 can do too."""
        self._append_action(pointer[:-1], {str(pointer[-1]): value})

    def _append_action(self, pointer: Pointer, update: Json) -> None:
        target = format_normalized_path(pointer)
        last = self._combinable(target)
        if last is not None:
            old = last["update"]
            if isinstance(old, dict) and isinstance(update, dict) and old.keys().isdisjoint(update):
                last["update"] = {**old, **update}
                self._describe(last)
                return
            if isinstance(old, list) and isinstance(update, list):
                last["update"] = [*old, *update]
                self._describe(last)
                return
        self._append({"target": target}, "update", update)

    def _append_removal(self, pointer: Pointer) -> None:
        """Remove a node; before the last update if that adds other entries to the same mapping, so that it can grow."""
        action: _ActionJson = {"target": format_normalized_path(pointer)}
        last = self._combinable(format_normalized_path(pointer[:-1]))
        update = last["update"] if last is not None else None
        self._append(action, "remove", True)
        if isinstance(update, dict) and isinstance(pointer[-1], str) and pointer[-1] not in update:
            self._actions[-2:] = reversed(self._actions[-2:])

    def _combinable(self, target: str) -> _ActionJson | None:
        """Return the last action if it updates `target` and its description has room for another."""
        last = self._actions[-1] if self._actions else None
        if last is None or last["target"] != target or "update" not in last:
            return None
        return last if len(str(last.get("description", ""))) < _MAX_DESCRIPTION else None

    def _describe(self, action: _ActionJson) -> None:
        """Add the description of the present operation to `action`."""
        description = str(action.get("description", ""))
        if self._description and self._description not in description.split("; "):
            action["description"] = f"{description}; {self._description}" if description else self._description

    def _append(self, action: _ActionJson, name: str, value: Json) -> None:
        self._describe(action)
        action[name] = value
        self._actions.append(action)


def _is_scalar(value: Json) -> bool:
    return not isinstance(value, (dict, list))


def _is_same(left: Json, right: Json) -> bool:
    """Whether two values are the same in JSON: unlike in Python, `true` isn't 1."""
    return left == right and json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)
