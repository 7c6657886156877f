"""What a pair of schemas is a part of, and what is known of definitions before schemas are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from preclear.mapping.plan_changes.change import Resource
    from preclear.source import Pointer

    _Identity: TypeAlias = "tuple[int, Pointer]"


class KnownDefinitions(NamedTuple):
    """What is known of the definitions of both sides.

    `matched` has the identity of the old schema for that of the new one, and `resources` the resource of the
    definition. `old_names` and `new_names` are by the schema's identity. `unknown` are the names of old definitions
    without a schema.
    """

    matched: Mapping[_Identity, _Identity]
    resources: Mapping[_Identity, Resource]
    old_names: Mapping[_Identity, str]
    new_names: Mapping[_Identity, str]
    unknown: Container[str]


class Context(NamedTuple):
    """What a pair of schemas is a part of: a resource, the part of it (`response 200`), and the property's path."""

    resource: Resource
    label: str
    path: str

    def describe(self, path: str, message: str) -> str:
        """Return a message about the property at `path`, which may be empty."""
        subject = _name_subject(join_path(self.path, path))
        if self.label:
            subject = f"{self.label}: {subject}" if subject else self.label
        return f"{subject or 'the schema'} {message}"


def _name_subject(path: str) -> str:
    """Return the name of a property in messages: "property `owner.name`", "an item of `tags`"."""
    if path.endswith("[]"):
        return f"an item of `{path[:-2]}`" if path != "[]" else "an item"
    return f"property `{path}`" if path else ""


def join_path(path: str, step: str) -> str:
    """Return the path of a property below another one: `owner.name`, `tags[]`."""
    return f"{path}{step}" if not path or not step or step.startswith("[") else f"{path}.{step}"
