"""What can be wrong with a reference, and how that is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.source import Fault, Kind, Report

if TYPE_CHECKING:
    from preclear.source import Place

UNRESOLVED_REFERENCE = Kind(
    name="unresolved-reference",
    category="openapi",
    severity="error",
    basis="openapi",
    source="OpenAPI Specification, Reference Object",
    doc="""A `$ref` leads to nothing that can be read.

What it should stand for is missing then: a parameter, a body or a schema of the import. It may lead to a name that the
document does not have, to a file that is not there, or to one that is not read: only regular `.yaml`, `.yml` and
`.json` files under the document's folder are (`--root` widens it), no dotfiles, and nothing over a link that leads
outside.

In a schema of OpenAPI 3.1 and later, a reference is relative to the nearest `$id` around it, and may name the `$id` or
the `$anchor` of any schema in the files that are read. A JSON Pointer that leads nowhere in the schema with the `$id`
is followed from the document's root, and a path that no schema has as its `$id` from the document's own folder.
""",
)

REFERENCE_LOOP = Kind(
    name="reference-loop",
    category="openapi",
    severity="error",
    basis="openapi",
    source="OpenAPI Specification, Reference Object",
    doc="""A chain of references comes back to where it began and never reaches an object.

A schema that contains itself, as a property or an item, is fine: every value of it ends somewhere. A `$ref` that leads
to a `$ref` that leads back is nothing at all. Nor can a value be checked against a schema that is a part of its own
`allOf`. Through `anyOf`, `oneOf`, `not`, `if`, `then`, `else` or `dependentSchemas` it is a warning, reported once for
all schemas that lead to one another: JSON Schema leaves undefined what that means, and readers differ.
""",
)

REFERENCE_TO_WRONG_KIND = Kind(
    name="reference-to-wrong-kind",
    category="openapi",
    severity="error",
    basis="openapi",
    source="OpenAPI Specification, Components Object",
    doc="""A `$ref` leads to an object of another kind than the one that is wanted where it stands.

A parameter's place takes a parameter; a reference to a schema there gives the import something without name or place.
""",
)

EXTERNAL_REFERENCE = Kind(
    name="external-reference",
    category="document",
    severity="info",
    basis="contract",
    source="ImportHTTPConnectorMetadata (one part `file`)",
    doc="""A reference leads to another file, and the import takes one file.

Everything under the document's folder is followed and checked as if it were in one file. The file that is sent must
hold it all: `preclear upload` joins the files before it sends them, and `preclear bundle` writes the joined document.
Nothing is wrong with a document in several files, so this is an info. Reported once for a document, at its first
reference to another file.
""",
)

REMOTE_REFERENCE = Kind(
    name="remote-reference",
    category="document",
    severity="warning",
    basis="practice",
    source="promise: a check sends nothing",
    doc="""A `$ref` leads to a URL, and nothing is fetched.

A check sends not one packet, so what stands behind the URL is not checked, and what the import does with it is not
known. Copy it into the document, or into a file beside it.
""",
)

REFERENCE_NOT_ALLOWED = Kind(
    name="reference-not-allowed",
    category="openapi",
    severity="error",
    basis="openapi",
    source="OpenAPI Specification, Reference Object",
    doc="""A `$ref` stands where OpenAPI takes no reference.

OpenAPI lets a `$ref` replace a schema, a parameter, a response, a path item and the other objects that `components`
has a section for. It may not replace an operation, a media type (before OpenAPI 3.2), or a whole mapping or list, such
as `content`, `components.schemas` or `parameters`. Some tools follow such a reference all the same, others find an
empty object. `preclear bundle` writes a document that has what the reference leads to in its place. What stands behind
the reference is checked; what seems to be missing because of it is not reported. Reported once for each kind of object.
""",
)

UNRESOLVED_MAPPING = Kind(
    name="unresolved-mapping",
    category="openapi",
    severity="error",
    basis="openapi",
    source="OpenAPI Specification, Discriminator Object",
    doc="""The `mapping` of a discriminator leads to no schema.

Each value of `mapping` is the name of a schema or a reference to one. A value that leads nowhere leaves a kind of
object without a schema. A name is that of a schema under `components.schemas`, or of one that the `oneOf` or `anyOf`
beside the discriminator refers to.
""",
)

UNRESOLVED_LINK_TARGET = Kind(
    name="unresolved-link-target",
    category="openapi",
    severity="error",
    basis="openapi",
    source="OpenAPI Specification, Link Object",
    doc="""A link leads to no operation.

A link names the operation that follows by its `operationId`, or refers to it by an `operationRef`. Either must lead to
an operation that exists. An `operationRef` to another API on the network is not followed.
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
    """Why a reference leads nowhere, before it is known at which of its places that is said.

    `limit` names the limit that keeps it from being followed; `reported_at` is the place of a finding that says it
    already; `uri` the absolute URI that it leads to, where no schema that was read so far has it as its `$id`.
    """

    message: str
    help: str | None = None
    kind: Kind = UNRESOLVED_REFERENCE
    limit: str | None = None
    reported_at: Place | None = None
    uri: str | None = None

    def at(self, place: Place) -> Fault:
        """The fault of the reference that stands at `place`."""
        return Fault(self.kind, Report(self.message, place, help=self.help))

    def for_keyword(self, keyword: str) -> ReferenceFailure:
        """The same of a reference that stands under another word than `$ref`."""
        return self._replace(message=self.message.replace("`$ref", f"`{keyword}", 1))
