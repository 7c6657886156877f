"""What can be wrong with a reference, and how that is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.suggest import nearest
from preclear.source import Fault, Kind, Report, pointer_text
from preclear.source.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.source import Node, Place

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
to a `$ref` that leads back is nothing at all, and so is a schema that is a part of its own `allOf`.
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
    severity="warning",
    basis="contract",
    source="ImportHTTPConnectorMetadata (one part `file`)",
    doc="""A `$ref` leads to another file, and the import takes one file.

Everything under the document's folder is followed and checked here, as it would be once joined. The file that is sent
must hold it all: `preclear upload` joins the files before it sends them, `preclear bundle` writes what it joins.
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

KINDS = (UNRESOLVED_REFERENCE, REFERENCE_LOOP, REFERENCE_TO_WRONG_KIND, EXTERNAL_REFERENCE, REMOTE_REFERENCE)


class DeadEnd(NamedTuple):
    """Why a reference leads nowhere, before it is known at which of its places that is said."""

    message: str
    help: str | None = None
    kind: Kind = UNRESOLVED_REFERENCE

    def at(self, place: Place) -> Fault:
        """The fault of the reference that stands at `place`."""
        return Fault(self.kind, Report(self.message, place, help=self.help))

    def of(self, word: str) -> DeadEnd:
        """The same of a reference that stands under another word than `$ref`."""
        return self._replace(message=self.message.replace("`$ref", f"`{word}", 1))


def no_such_node(reference: str, node: Node, rest: tuple[str, ...]) -> DeadEnd:
    """`node` is as far as the pointer leads, and `rest` what could not be followed from there."""
    wanted = rest[0]
    file_part = reference.partition("#")[0]
    where = f"`{file_part[:60]}`" if file_part else "the document"
    if node.pointer:
        where = f"`{file_part[:60]}#{pointer_text(node.pointer)}`"
    message = f"`$ref: {reference[:80]}` leads nowhere: {where} has no `{wanted[:60]}`"
    if isinstance(node.value, list):
        return DeadEnd(f"{message}, only {counted(len(node.value), 'item')}, counted from 0")
    if not isinstance(node.value, dict):
        return DeadEnd(f"{message}, for it is no mapping")
    near = nearest(wanted, node.value)
    if near is not None:
        return DeadEnd(f"{message}; did you mean `{near[:60]}`?")
    return DeadEnd(message, _elsewhere(node, wanted))


def no_such_anchor(reference: str, name: str, anchors: Iterable[str], *, pointer: bool, known: bool) -> DeadEnd:
    """`name` is no `$anchor` of the document that `reference` leads to.

    `pointer` is whether it would be a JSON Pointer that leads somewhere, with a slash before it; `known` whether this
    version of OpenAPI has anchors.
    """
    message = f"`$ref: {reference[:80]}` leads nowhere: "
    if pointer:
        meant = reference.replace("#", "#/", 1)
        return DeadEnd(f"{message}a JSON Pointer begins with `/`; did you mean `{meant[:80]}`?")
    unlike = "/" in name or not known
    message += "a JSON Pointer begins with `/`" if unlike else f"no `$anchor` is called `{name[:60]}`"
    near = nearest(name, anchors)
    if near is not None:
        return DeadEnd(f"{message}; did you mean `#{near[:60]}`?")
    return DeadEnd(message, "write a JSON Pointer, such as `#/components/schemas/Pet`")


def no_text(found: str, commented: str | None) -> DeadEnd:
    """A `$ref` has no text but a `found` (`a number`); `commented` is what stands behind it as a comment of YAML."""
    if commented is None:
        return DeadEnd(f"`$ref` is {found}; expected the reference as text, such as `#/components/schemas/Pet`")
    message = f"`$ref` is {found}, for `#` begins a comment in YAML; expected the reference in quotes"
    return DeadEnd(message, f"write `$ref: '{commented[:80]}'`")


def _elsewhere(node: Node, wanted: str) -> str | None:
    """Where else in `components` something of the wanted name stands: a section that was mixed up."""
    root = node.document.value
    components = root.get("components") if isinstance(root, dict) else None
    if not isinstance(components, dict):
        return None
    for section, held in components.items():
        if isinstance(held, dict) and wanted in held:
            return f"refer to `#/components/{section}/{wanted[:60]}`, if that is what is meant"
    return None
