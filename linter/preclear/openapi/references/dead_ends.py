"""Where a reference that leads nowhere was to lead, and what was probably meant."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING

from preclear.openapi.references.kinds import REFERENCE_LOOP, REMOTE_REFERENCE, UNRESOLVED_REFERENCE, DeadEnd
from preclear.openapi.suggest import suggester
from preclear.source import array_index, kind_of, pointer_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from preclear.openapi.references.identifiers import Identifiers, Resource
    from preclear.source import Document, Node

_LONGEST = 200  # characters of a reference that is proposed

IF_MEANT = "if that is what is meant"


class DeadEnds:
    """Words for the dead ends of one description. Near names are proposed as long as that costs little."""

    def __init__(self, entry: Document, identifiers: Identifiers) -> None:
        self._entry = entry
        self._identifiers = identifiers
        self._suggester = suggester()

    def no_node(self, base: Document, reference: str, root: Node, node: Node, rest: tuple[str, ...]) -> DeadEnd:
        """`reference`, in the document `base`, points into `root`, and leads as far as `node`; `rest` is left over."""
        wanted = rest[0]
        where = self._where(base, reference.partition("#")[0][:60], root, node)
        message = f"`$ref: {reference[:80]}` leads nowhere: {where} has no `{wanted[:60]}`"
        if isinstance(node.value, list):
            if wanted.isdecimal() and array_index(wanted) is None:
                return DeadEnd(f"{message}: an index is written in the digits 0 to 9, without leading zeros")
            count = len(node.value)
            there = "the list is empty" if not count else f"the last item is `{count - 1}`"
            return DeadEnd(f"{message}: {there}")
        if not isinstance(node.value, dict):
            return DeadEnd(f"{message}, for it is no mapping")
        near = self._in_entry(base, reference) or self._nearest(wanted, node.value)
        if near is not None:
            return DeadEnd(f"{message}; did you mean `{near}`?")
        return DeadEnd(message, _elsewhere(node, wanted))

    def _where(self, base: Document, file_part: str, root: Node, node: Node) -> str:
        """`node` in words, as far as a reference with this `file_part` leads into `root`."""
        document, pointer, _ = node
        if document is not root.document or pointer[: len(root.pointer)] != root.pointer:  # behind another reference
            file_part = "" if document is base else self._name(document)[:60]
        elif file_part:
            pointer = pointer[len(root.pointer) :]
        if pointer:
            return f"`{file_part}#{pointer_text(pointer)}`"
        if file_part:
            return f"`{file_part}`"
        return "the document" if base is self._entry else f"`{self._name(base)[:80]}`"

    def no_anchor(self, reference: str, resource: Resource, name: str, *, is_pointer: bool) -> DeadEnd:
        """`name` is no anchor of `resource`. `is_pointer`: it would lead somewhere with a slash before it."""
        message = f"`$ref: {reference[:80]}` leads nowhere: "
        if is_pointer:
            meant = reference.replace("#", "#/", 1)
            return DeadEnd(f"{message}a JSON Pointer begins with `/`; did you mean `{meant[:80]}`?")
        unlike = "/" in name or not self._identifiers.has_anchors
        message += "a JSON Pointer begins with `/`" if unlike else f"no `$anchor` is called `{name[:60]}`"
        near = self._nearest(name, resource.anchors)
        if near is not None:
            return DeadEnd(f"{message}; did you mean `#{near}`?")
        other = self._identifiers.with_anchor(name)
        if other is not None and other is not resource:
            message += f" outside of the schema with the `$id` `{other.uri[:80]}`"
            return DeadEnd(message, f"refer to `{other.uri[:80]}#{name[:60]}`, {IF_MEANT}")
        return DeadEnd(message, "write a JSON Pointer, such as `#/components/schemas/Pet`")

    def no_resource(self, reference: str, around: Resource | None, uri: str, no_file: DeadEnd) -> DeadEnd:
        """Nothing that was read has the absolute `uri` that `reference` leads to, nor is it a file: `no_file` says why.

        `around` is the schema with an `$id` that the reference stands in, which makes a relative one absolute.
        """
        if no_file.limit is not None or no_file.reported is not None:
            return no_file
        dead_end = no_file
        if around is not None and not around.uri.startswith("file:") and no_file.kind is UNRESOLVED_REFERENCE:
            remote = uri.startswith(("http://", "https://"))
            message = f"`$ref: {reference[:80]}` leads to `{uri[:80]}` by the `$id` around it, and "
            message += "nothing is fetched" if remote else "no schema has that `$id`"
            dead_end = DeadEnd(message, kind=REMOTE_REFERENCE if remote else UNRESOLVED_REFERENCE)
        near = self._nearest(uri, self._identifiers.uris)
        if near is not None:
            dead_end = dead_end._replace(message=f"{dead_end.message}; did you mean `{near}`?")
        return dead_end._replace(uri=uri)

    def _nearest(self, word: str, names: Collection[str]) -> str | None:
        near = self._suggester.nearest(word, names)
        return None if near is None else near[:60]

    def _name(self, document: Document) -> str:
        """The path of another file, from the folder of the entry document."""
        if document.file is None or self._entry.file is None:
            return document.path
        return os.path.relpath(document.file, self._entry.file.parent).replace(os.sep, "/")

    def _in_entry(self, base: Document, reference: str) -> str | None:
        """The reference from `base` to the same place in the entry document, where that has it and `base` has not."""
        entry = self._entry
        if base is entry or not reference.startswith("#/") or base.file is None or entry.file is None:
            return None
        from urllib.parse import quote

        from preclear.openapi.references.pointers import follow_pointer

        if follow_pointer(self._identifiers.document(entry).root, reference[1:])[1]:
            return None
        path = os.path.relpath(entry.file, base.file.parent).replace(os.sep, "/")
        meant = f"{quote(os.fsencode(path))}{reference}"
        return meant if len(meant) <= _LONGEST else None


def no_text(holder: Node) -> DeadEnd:
    """The `$ref` of `holder` is no text."""
    found, commented = kind_of(holder.mapping["$ref"]), _commented(holder)
    if commented is None:
        return DeadEnd(f"`$ref` is {found}; expected the reference as text, such as `#/components/schemas/Pet`")
    message = f"`$ref` is {found}, for `#` begins a comment in YAML; expected the reference in quotes"
    return DeadEnd(message, f"write `$ref: '{commented[:80]}'`")


def _commented(holder: Node) -> str | None:
    """What was meant by a `$ref` without quotes, whose `#` begins a comment in YAML; None where that is not so."""
    if holder.mapping["$ref"] is not None:
        return None
    import re

    try:
        key = holder.place._replace(pointer=(*holder.pointer, "$ref"), part="key")
        line = holder.document.line(key.span.start.line)
    except LookupError:
        return None
    found = re.search(r"\$ref[\"']?\s*:\s+(#/\S+)", line)
    return found[1] if found else None


def loop(way: Sequence[Node]) -> DeadEnd:
    """The references of the nodes of `way` lead from one to the next, and from the last to the first."""
    texts = [str(node.mapping.get("$ref")) for node in way[:6]]
    shown = " → ".join(f"`{text[:60]}`" for text in [*texts, texts[0]])
    message = f"`$ref: {texts[0][:80]}` never reaches an object: {shown}"
    return DeadEnd(message, "let one of them be the object itself", REFERENCE_LOOP)


def _elsewhere(node: Node, wanted: str) -> str | None:
    """Where else in `components` something of the wanted name stands: a section that was mixed up."""
    root = node.document.value
    components = root.get("components") if isinstance(root, dict) else None
    if not isinstance(components, dict):
        return None
    for section, held in components.items():
        if isinstance(held, dict) and wanted in held:
            return f"refer to `#/components/{section}/{wanted[:60]}`, {IF_MEANT}"
    return None
