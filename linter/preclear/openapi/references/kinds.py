"""The kinds of findings about references, and the failure of one reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.source import Fault, Kind, Report

if TYPE_CHECKING:
    from preclear.source import Edit, Place

UNRESOLVED_REFERENCE = Kind(
    name="unresolved-reference",
    category="openapi",
    severity="error",
    basis="openapi",
    source="OpenAPI Specification, Reference Object",
    fix="adapt",
    doc="""A `$ref` leads to nothing that can be read.

The object that it should stand for, such as a parameter, a body or a schema, is missing from the import. The reference
may name something that the document doesn't have, a file that doesn't exist, or a file that isn't read: preclear reads
only regular `.yaml`, `.yml` and `.json` files under the document's folder (`--root` widens it), no dotfiles, and
follows no link that leads outside.

In a schema of OpenAPI 3.1 and later, a reference is relative to the nearest `$id` around it, and may name the `$id` or
the `$anchor` of any schema in the files that are read. A JSON Pointer that leads nowhere in the schema with the `$id`
is followed from the document's root instead. A path that isn't the `$id` of any schema is followed from the document's
folder.

An adaptation puts a schema that allows any value, or an empty response or media type, in the place of the reference. It
removes a parameter, a request body, a header, an example, a link or a callback.
""",
)

REFERENCE_LOOP = Kind(
    name="reference-loop",
    category="openapi",
    severity="error",
    basis="openapi",
    source="OpenAPI Specification, Reference Object",
    fix="adapt",
    doc="""A chain of references leads back to its start and never reaches an object.

A schema that contains itself as a property or an item is fine, because every value ends somewhere. A `$ref` that leads
to a `$ref` that leads back stands for nothing. No value can be checked against a schema that is a part of its own
`allOf`. A loop through `anyOf`, `oneOf`, `not`, `if`, `then`, `else` or `dependentSchemas` is a warning, reported once
for all schemas of the loop: JSON Schema leaves its meaning undefined, and readers differ.

An adaptation removes the reference from `allOf`. In place of an object, it's treated like one that leads nowhere (see
`unresolved-reference`).
""",
)

REFERENCE_TO_WRONG_KIND = Kind(
    name="reference-to-wrong-kind",
    category="openapi",
    severity="error",
    basis="openapi",
    source="OpenAPI Specification, Components Object",
    fix="adapt",
    doc="""A `$ref` leads to an object of the wrong kind.

In a list of parameters, a reference must lead to a parameter. If it leads to a schema, the import gets something that
has neither a name nor a location.

An adaptation treats the reference like one that leads nowhere (see `unresolved-reference`).
""",
)

EXTERNAL_REFERENCE = Kind(
    name="external-reference",
    category="document",
    severity="info",
    basis="contract",
    source="ImportHTTPConnectorMetadata (one part `file`)",
    doc="""A reference leads to another file, and the import takes one file.

References to files under the document's folder are followed and checked as if everything were in one file. The file
that is sent must contain everything: `preclear upload` joins the files before it sends them, and `preclear bundle`
writes the joined document. A document in several files is valid, so this is an info. Reported once for a document, at
its first reference to another file.

No fix: several files are fine. `preclear upload` and `preclear bundle` join them.
""",
)

REMOTE_REFERENCE = Kind(
    name="remote-reference",
    category="document",
    severity="warning",
    basis="practice",
    source="promise: a check sends nothing",
    fix="adapt",
    doc="""A `$ref` leads to a URL, and URLs aren't fetched.

A check never uses the network, so the object at the URL isn't checked, and what the import does with it isn't known.
Copy the object into the document, or into a file beside it.

An adaptation treats the reference like one that leads nowhere (see `unresolved-reference`).
""",
)

REFERENCE_NOT_ALLOWED = Kind(
    name="reference-not-allowed",
    category="openapi",
    severity="error",
    basis="openapi",
    source="OpenAPI Specification, Reference Object",
    fix="adapt",
    doc="""A `$ref` is in a place where OpenAPI allows no reference.

OpenAPI lets a `$ref` replace a schema, a parameter, a response, a path item and the other objects that `components`
has a section for. It may not replace an operation, a media type (before OpenAPI 3.2), or a whole mapping or list, such
as `content`, `components.schemas` or `parameters`. Some tools follow such a reference anyway, others see an empty
object. `preclear bundle` writes a document with the target in place of the reference. The target is checked, and what
would be missing without it isn't reported. Reported once for each kind of object.

An adaptation writes the target in the place of the reference, if the target is in the same file.
""",
)

UNRESOLVED_MAPPING = Kind(
    name="unresolved-mapping",
    category="openapi",
    severity="error",
    basis="openapi",
    source="OpenAPI Specification, Discriminator Object",
    fix="adapt",
    doc="""The `mapping` of a discriminator leads to no schema.

Each value of `mapping` is the name of a schema or a reference to one. If it leads nowhere, objects with that
discriminator value have no schema. A name is that of a schema under `components.schemas`, or of one that the `oneOf`
or `anyOf` beside the discriminator refers to.

An adaptation removes the entry.
""",
)

UNRESOLVED_LINK_TARGET = Kind(
    name="unresolved-link-target",
    category="openapi",
    severity="error",
    basis="openapi",
    source="OpenAPI Specification, Link Object",
    fix="adapt",
    doc="""A link leads to no operation.

A link names the next operation by its `operationId`, or refers to it with an `operationRef`. Either must lead to an
operation that exists. An `operationRef` that is a URL of another API isn't followed.

An adaptation removes the link.
""",
)

KINDS = (
    UNRESOLVED_REFERENCE,
    REFERENCE_LOOP,
    REFERENCE_TO_WRONG_KIND,
    REFERENCE_NOT_ALLOWED,
    UNRESOLVED_MAPPING,
    UNRESOLVED_LINK_TARGET,
    EXTERNAL_REFERENCE,
    REMOTE_REFERENCE,
)


class ReferenceFailure(NamedTuple):
    """Why a reference leads nowhere, without its place.

    `limit` is the name of the limit that stops it from being followed. `reported_at` is the place of another finding
    that already reports the cause. `uri` is its absolute URI if no schema that was read so far has it as its `$id`.
    """

    message: str
    help: str | None = None
    kind: Kind = UNRESOLVED_REFERENCE
    limit: str | None = None
    reported_at: Place | None = None
    uri: str | None = None

    def at(self, place: Place, edit: Edit | None = None) -> Fault:
        """Return the fault of the reference at `place`, which `edit` settles."""
        return Fault(self.kind, Report(self.message, place, help=self.help, edit=edit))

    def for_keyword(self, keyword: str) -> ReferenceFailure:
        """Return the failure of a reference under another keyword than `$ref`."""
        return self._replace(message=self.message.replace("`$ref", f"`{keyword}", 1))
