"""Edit operations whose method an import can't hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import HTTP_METHODS, Edit, Insert, Remove, Rename

if TYPE_CHECKING:
    from preclear import Operation


def correct_method(operation: Operation) -> Edit:
    """Write the method of an operation under `additionalOperations` in capitals, or leave the operation out.

    A method that OpenAPI has a field for moves there, unless that field exists.
    """
    place, path_item = operation.method.place, operation.path_item
    key = str(place.pointer[-1])
    method, field = key.upper(), key.lower()
    siblings = path_item.get("additionalOperations")
    is_plain = operation.node.pointer == place.pointer and siblings is not None
    if is_plain and method in HTTP_METHODS:
        loss = f"that the method is written `{key[:60]}`"
        if method == "CONNECT" and siblings is not None and method not in siblings.mapping:
            return Edit("adapt", f"write `{method}`", (Rename(place, method),), loss)
        if method != "CONNECT" and field not in path_item.mapping:
            operations = (Remove(place), Insert(path_item, field, operation.node.value))
            return Edit("adapt", f"move it to `{field}`", operations, loss)
    return Edit("adapt", "leave the operation out", (Remove(place),), f"the operation `{operation.label[:100]}`")
