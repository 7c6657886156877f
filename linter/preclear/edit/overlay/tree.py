"""The value of a document while overlays change it, with the place where each part of it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

from preclear.source import Place, get_child

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from preclear.source import Json, Pointer

_Key: TypeAlias = "str | int"
_Item = TypeVar("_Item")
_FEW = 8  # items that are removed from a list one by one, which is faster than a new list


class IncompatibleUpdateError(Exception):
    """A value of an update doesn't fit the value at the same place. `place` is where the update comes from."""

    def __init__(self, target: Json, update: Json, place: Place, path: Pointer) -> None:
        super().__init__(path)
        self.target = target
        self.update = update
        self.place = place
        self.path = path


class Part:
    """A value and the place where it comes from.

    As long as nothing in the value has changed, `children` is None, and its children come from the same place. A value
    that has changed is a copy of its own; `children` then has the part of each of its children. `key_place` is set if
    the key comes from another place than the value.
    """

    __slots__ = ("children", "key_place", "place", "value")

    def __init__(self, value: Json, place: Place, key_place: Place | None = None) -> None:
        self.value: Json = value
        self.place: Place = place
        self.key_place: Place | None = key_place
        self.children: dict[_Key, Part] | list[Part] | None = None

    def entries(self) -> Iterator[tuple[_Key, Part]]:
        """Yield the keys or indexes of this mapping or list with their parts; nothing if it's neither."""
        children = self.children
        if isinstance(children, dict):
            yield from children.items()
        elif children is not None:
            yield from enumerate(children)
        else:
            value = self.value
            entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
            for key, child in entries:
                yield key, Part(child, _child_place(self.place, key))

    def known_child(self, key: _Key) -> Part | None:
        """Return the child of an open mapping or list; None if there is none, or if it isn't open."""
        children = self.children
        if isinstance(children, dict):
            return children.get(key)
        return children[key] if children and isinstance(key, int) and 0 <= key < len(children) else None

    def open(self) -> None:
        """Prepare this mapping or list for changes."""
        if self.children is not None:
            return
        value = self.value
        if isinstance(value, dict):
            self.children = dict(self.entries())
            self.value = dict(value)
        elif isinstance(value, list):
            self.children = [part for _, part in self.entries()]
            self.value = list(value)

    def set_child(self, key: _Key, part: Part) -> None:
        """Set the child under `key` of an open mapping, or at an index of an open list; its length appends."""
        children, value = self.children, self.value
        if isinstance(children, dict) and isinstance(value, dict):
            children[key] = part
            value[str(key)] = part.value
        elif isinstance(children, list) and isinstance(value, list) and isinstance(key, int):
            children[key : key + 1] = [part]
            value[key : key + 1] = [part.value]

    def open_child(self, key: _Key) -> Part:
        """Return the child of an open mapping or list, prepared for changes too. Raises LookupError."""
        part = self.known_child(key)
        if part is None:
            raise LookupError(key)
        part.open()
        self.set_child(key, part)
        return part

    def remove_children(self, keys: Iterable[_Key]) -> None:
        """Remove the children of an open mapping or list under `keys`."""
        children, value = self.children, self.value
        if isinstance(children, dict) and isinstance(value, dict):
            for key in keys:
                del children[key]
                del value[str(key)]
        elif isinstance(children, list) and isinstance(value, list):
            _remove_items(children, keys)
            _remove_items(value, keys)

    def clone(self) -> Part:
        """Return a copy whose changes leave this part as it is."""
        copy = Part(self.value, self.place, self.key_place)
        waiting: list[tuple[Part, Part]] = [(self, copy)]
        opened: list[Part] = []
        while waiting:
            source, target = waiting.pop()
            if source.children is None:
                continue
            opened.append(target)
            pairs = [(key, child, Part(child.value, child.place, child.key_place)) for key, child in source.entries()]
            target.children = (
                {key: child for key, _, child in pairs}
                if isinstance(source.children, dict)
                else [child for _, _, child in pairs]
            )
            waiting.extend((old, new) for _, old, new in pairs)
        for part in reversed(opened):  # children before parents
            part.value = (
                {str(key): child.value for key, child in part.entries()}
                if isinstance(part.children, dict)
                else [child.value for _, child in part.entries()]
            )
        return copy


class OverlaidTree:
    """The value of a document, and every change that overlays make to it."""

    def __init__(self, value: Json, place: Place) -> None:
        self.root: Part = Part(value, place)

    @property
    def value(self) -> Json:
        """The value as it is now."""
        return self.root.value

    def find(self, pointer: Pointer) -> Part:
        """Return the part at `pointer`, to be read. Raises LookupError if there is none."""
        part, rest = self._descend(pointer)
        for key in rest:
            part = _unopened_child(part, key)
        return part

    def original(self, place: Place) -> Place:
        """Return the place that `place`, in the resulting document, comes from."""
        part, rest = self._descend(place.pointer)
        origin = part.place
        if rest:
            try:
                for key in rest:
                    part = _unopened_child(part, key)
            except LookupError:
                return origin
            return place._replace(document=origin.document, pointer=part.place.pointer, exact=None)
        if place.part == "key" and part.key_place is not None:
            origin = part.key_place
        is_key = place.part == "key" and bool(origin.pointer) and isinstance(origin.pointer[-1], str)
        return Place(origin.document, origin.pointer, "key" if is_key else "value", place.missing)

    def check_merges(self, pointers: Iterable[Pointer], update: Part) -> None:
        """Raise IncompatibleUpdateError if `update` can't be merged into the value at one of `pointers`."""
        for pointer in pointers:
            _check_merge(self.find(pointer), update)

    def merge(self, pointer: Pointer, update: Part) -> None:
        """Merge `update` into the value at `pointer`. Raises IncompatibleUpdateError; then nothing has changed."""
        target = self._open(pointer)
        _check_merge(target, update)
        if not isinstance(target.value, (dict, list)):
            parent = self._open(pointer[:-1]) if pointer else None
            part = Part(update.value, update.place, target.key_place or _key_place(target.place))
            if parent is None:
                self.root = part
            else:
                parent.set_child(pointer[-1], part)
            return
        _merge(target, update)

    def remove(self, pointers: Sequence[Pointer]) -> None:
        """Remove the nodes at `pointers`, none of which is the root or within another."""
        keys_by_parent: dict[Pointer, list[_Key]] = {}
        for pointer in pointers:
            keys_by_parent.setdefault(pointer[:-1], []).append(pointer[-1])
        for parent in sorted(keys_by_parent, key=len, reverse=True):  # an index in a pointer must still be right
            self._open(parent).remove_children(keys_by_parent[parent])

    def _open(self, pointer: Pointer) -> Part:
        part = self.root
        part.open()
        for key in pointer:
            part = part.open_child(key)
        return part

    def _descend(self, pointer: Pointer) -> tuple[Part, Pointer]:
        """Return the last part on the way to `pointer` that is known, and the rest of the way."""
        part = self.root
        for length, key in enumerate(pointer):
            child = part.known_child(key)
            if child is None:
                return part, pointer[length:]
            part = child
        return part, ()


def _remove_items(items: list[_Item], indexes: Iterable[_Key]) -> None:
    removed = {int(index) for index in indexes}
    if len(removed) <= _FEW:
        for index in sorted(removed, reverse=True):
            del items[index]
    else:
        items[:] = [item for index, item in enumerate(items) if index not in removed]


def _check_merge(target: Part, update: Part) -> None:
    """Raise IncompatibleUpdateError if `update` can't be merged into `target`."""
    if isinstance(target.value, list):
        return
    waiting: list[tuple[Json, Part, Pointer]] = [(target.value, update, ())]
    while waiting:
        value, new, path = waiting.pop()
        if _type_of(value) != _type_of(new.value):
            raise IncompatibleUpdateError(value, new.value, new.place, path)
        if isinstance(value, dict):
            pairs = [(value[key], part, (*path, key)) for key, part in new.entries() if key in value]
            waiting.extend(reversed(pairs))


def _merge(target: Part, update: Part) -> None:
    """Merge a mapping into an open mapping, or add to an open list."""
    if isinstance(target.value, list):
        _append(target, update)
        return
    waiting = [(target, update)]
    while waiting:
        old, new = waiting.pop()
        for key, part in new.entries():
            old_value = old.value[str(key)] if isinstance(old.value, dict) and key in old.value else None
            if isinstance(old_value, dict):
                waiting.append((old.open_child(key), part))
            elif isinstance(old_value, list):
                _append(old.open_child(key), part)
            else:
                old.set_child(key, part.clone())


def _append(target: Part, update: Part) -> None:
    parts = [part for _, part in update.entries()] if isinstance(update.value, list) else [update]
    for part in parts:
        size = len(target.value) if isinstance(target.value, list) else 0
        target.set_child(size, part.clone())


def _type_of(value: Json) -> Callable[[], Json] | None:
    return dict if isinstance(value, dict) else list if isinstance(value, list) else None


def _unopened_child(part: Part, key: _Key) -> Part:
    """Return a child of a part that hasn't changed. Raises LookupError if there is none."""
    if part.children is not None:
        raise LookupError(key)
    return Part(get_child(part.value, key), _child_place(part.place, key))


def _child_place(place: Place, key: _Key) -> Place:
    return Place(place.document, (*place.pointer, key))


def _key_place(place: Place) -> Place | None:
    return place._replace(part="key") if place.pointer and isinstance(place.pointer[-1], str) else None
