"""Examples in shared files that were accepted by their own schemas: known for all documents of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.openapi.examples.evaluator.simple_validator import SimpleValidator
    from preclear.openapi.examples.sites import ExampleSite
    from preclear.source import Document, Node, Pointer

_BYTES_PER_SCHEMA = 16
"""A file keeps one schema for so many of its bytes: aliases can repeat one schema many times."""

_KEYWORDS = frozenset({"example", "examples", "default"})


class AcceptedSchemas:
    """The schemas of a file whose only example is accepted, with the steps that this took, by pointer."""

    __slots__ = ("steps",)

    def __init__(self) -> None:
        self.steps: dict[Pointer, int] = {}


class AcceptedExamples:
    """Accepts what `validator` does, and keeps with each file other than `entry` what depends on the file alone."""

    def __init__(self, validator: SimpleValidator, entry: Document) -> None:
        self._validator = validator
        self._entry = entry
        self._steps_by_document: dict[int, dict[Pointer, int]] = {}

    def is_settled(self, schema: Node) -> bool:
        """Whether the example of a schema in another file was accepted before. Takes its steps off the total."""
        steps = self._find_steps(schema.document).get(schema.pointer)
        return steps is not None and self._validator.take_steps(steps)

    def accepts(self, site: ExampleSite) -> bool:
        """Whether the example is known to be valid against its schema."""
        schema, value = site.schema, site.value.value
        if schema.document is self._entry:
            return self._validator.accepts(schema, value)
        before = self._validator.remaining_steps
        if not self._validator.accepts(schema, value):
            return False
        if self._is_settled_by_schema(site):
            known = self._find_steps(schema.document)
            if (len(known) + 1) * _BYTES_PER_SCHEMA <= len(schema.document.data):
                known[schema.pointer] = before - self._validator.remaining_steps
        return True

    def _is_settled_by_schema(self, site: ExampleSite) -> bool:
        """Whether the schema has no other example, and its own is a scalar that nothing outside the schema decides."""
        schema, value = site.schema, site.value
        return (
            value.document is schema.document
            and value.pointer[:-1] == schema.pointer
            and not isinstance(value.value, dict | list)
            and len(_KEYWORDS & schema.mapping.keys()) == 1
            and self._validator.is_flat(schema.mapping)
        )

    def _find_steps(self, document: Document) -> dict[Pointer, int]:
        steps = self._steps_by_document.get(id(document))
        if steps is None:
            key = ("accepted examples", self._validator.is_3_0)
            kept = document.walks.get(key)
            if not isinstance(kept, AcceptedSchemas):
                kept = document.walks[key] = AcceptedSchemas()
            steps = self._steps_by_document[id(document)] = kept.steps
        return steps
