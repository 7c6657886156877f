"""What can be wrong with a mapping's keys, in YAML and in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source.fault import Kind
from preclear.source.loader_faults import add_fault, related_location

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.pointer import Pointer

DUPLICATE_KEY = Kind(
    name="duplicate-key",
    category="document",
    severity="error",
    basis="openapi",
    source="YAML 1.2.2, 3.2.1.1 Nodes; RFC 8259, section 4",
    doc="""A key stands twice in one mapping.

The keys of a mapping must differ. Most readers keep the later value and drop the earlier one without a word, so an
operation, a response or a property is gone from what is imported, and nobody is told. In YAML `200` and `"200"` are
the same key, as both are the same in JSON. A second merge key `<<` is a duplicate too: several mappings are merged by
one, as `<<: [*a, *b]`. What the others bring is kept here, so that nothing is reported as missing.""",
)

NON_STRING_KEY = Kind(
    name="non-string-key",
    category="document",
    severity="error",
    basis="openapi",
    source="OpenAPI 3.1, 4.3 Format; YAML 1.2.2, 10.2 JSON Schema",
    doc="""A mapping's key is no string.

JSON knows no keys but strings, and OpenAPI limits YAML's keys to them. A key that is null, a boolean, a fraction, a
list or a mapping becomes a different name in every reader: `null`, `None`, `~`, `1.1` for `1.10`. Whole numbers are
let pass, as everyone writes response statuses so.""",
)


def report_duplicate(
    document: Document, pointer: Pointer, first: tuple[int, int], second: tuple[int, int], help: str | None = None
) -> None:
    """Add the fault that a key stands twice in one mapping; `first` and `second` are the keys' extents."""
    lines = document.lines
    subject = f"key `{pointer[-1]}`" if pointer[-1] else "the empty key"
    add_fault(
        document,
        DUPLICATE_KEY,
        f"{subject} stands here again, expected once: first on line {lines.position(first[0]).line}",
        *second,
        help=help or "remove or rename one of the two",
        pointer=pointer,
        part="key",
        related=(related_location(document, "first here", *first),),
    )
