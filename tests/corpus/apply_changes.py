"""Applies the changes that `preclear adapt --output-format json` lists to plain dicts, without preclear."""

from __future__ import annotations

from typing import Any

from tests.corpus.plain import is_list, is_mapping


def apply_changes(document: Any, patch: list[dict[str, Any]]) -> Any:
    """Apply the operations of a JSON Patch (RFC 6902) in order to a copy of `document`, and return it."""
    document = copied(document)
    for operation in copied(patch):
        steps = read_pointer(operation["path"])
        if not steps:
            document = operation["value"]
            continue
        holder = find(document, steps[:-1])
        match operation["op"]:
            case "replace":
                holder[find_member(holder, steps[-1])] = operation["value"]
            case "remove":
                del holder[find_member(holder, steps[-1])]
            case "add" if is_list(holder):
                holder.insert(len(holder) if steps[-1] == "-" else int(steps[-1]), operation["value"])
            case "add":
                assert steps[-1] not in holder, operation
                holder[steps[-1]] = operation["value"]
            case "move":
                source = read_pointer(operation["from"])
                source_holder = find(document, source[:-1])
                assert steps[-1] not in holder, operation
                holder[steps[-1]] = source_holder.pop(find_member(source_holder, source[-1]))
            case other:
                raise ValueError(other)
    return document


def copied(value: Any) -> Any:
    """A copy that has no part in two places, as a document has that a YAML reader made of aliases."""
    if is_mapping(value):
        return {key: copied(child) for key, child in value.items()}
    return [copied(child) for child in value] if is_list(value) else value


def read_pointer(pointer: str) -> list[str]:
    """The steps of a JSON Pointer (RFC 6901)."""
    assert not pointer or pointer.startswith("/")
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def find(value: Any, steps: list[str]) -> Any:
    """The value that `steps` lead to."""
    for step in steps:
        value = value[find_member(value, step)]
    return value


def find_member(holder: Any, step: str) -> Any:
    """The key or index that `step` stands for: a YAML reader makes numbers of keys such as 200."""
    if is_list(holder):
        assert 0 <= int(step) < len(holder)
        return int(step)
    if step in holder:
        return step
    return next(key for key in holder if not isinstance(key, str) and as_text(key) == step)


def as_text(key: Any) -> str:
    """A key as JSON writes it."""
    return str(key).lower() if isinstance(key, bool) else "null" if key is None else str(key)
