"""Following `$ref`: within a document, into other files under the root, never over the network.

Nothing is ever replaced by what it refers to: a reference is followed when somebody asks, once, and remembered.
OpenAPI Specification 3.1.1, sections "Reference Object" and "Relative References in API Description URIs".
"""

from __future__ import annotations

import os.path
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.reference_kinds import (
    REFERENCE_LOOP,
    REMOTE_REFERENCE,
    UNRESOLVED_REFERENCE,
    DeadEnd,
    no_such_anchor,
    no_such_node,
)
from preclear.source import OPTION, Node, Refusal, load_bytes, pointer_parts
from preclear.source.numbers import counted

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.source import Document, Fault, Gate, Json, Limits, Place, Pointer


class Hop(NamedTuple):
    """Where one `$ref` leads: to a node, or to a dead end; and whether that is in another file."""

    node: Node | None
    dead_end: DeadEnd | None
    external: bool


class _Course(NamedTuple):
    """Where a chain of references leads from a node: over how many, to which end; None for a dead end or a loop.

    `steps` to a dead end are those before it, in a loop those that lead to no node again. `first` is whether the node
    itself has the reference that is dead, or is on the loop.
    """

    steps: int
    end: Node | None
    first: bool


class References:
    """The documents that belong together, joined by `$ref`, and what each reference leads to."""

    def __init__(self, entry: Document, gate: Gate | None, limits: Limits) -> None:
        self.entry = entry
        self.documents: list[Document] = [entry]
        self._by_path: dict[Path, Document] = {} if entry.file is None else {entry.file: entry}
        self._gate = gate
        self._limits = limits
        self._bytes = len(entry.data)
        self._hops: dict[tuple[int, str], Hop] = {}
        self._anchors: dict[int, dict[str, Node]] = {}
        self._courses: dict[tuple[int, Pointer], _Course] = {}

    def follow(self, holder: Node, word: str = "$ref") -> Hop | None:
        """Take one step along the `$ref` of `holder` (or its `$dynamicRef`); None where it has none that is text."""
        value = holder.value
        reference = value.get(word) if isinstance(value, dict) else None
        if not isinstance(reference, str):
            return None
        identity = (id(holder.document), reference)
        hop = self._hops.get(identity)
        if hop is None:
            hop = self._hops[identity] = self._hop(holder.document, reference)
        return hop

    def target(self, holder: Node, word: str = "$ref") -> Node | None:
        """The node that one step leads to; None where there is no reference, or a dead end."""
        hop = self.follow(holder, word)
        return None if hop is None else hop.node

    def resolve(self, node: Node) -> Node | None:
        """The object that `node` is or, over one `$ref` or several, refers to; None at a dead end or in a loop."""
        value = node.value
        if not (isinstance(value, dict) and "$ref" in value):
            return node
        return self.chain(node)[0]

    def chain(self, node: Node) -> tuple[Node | None, Fault | None]:
        """Follow references from `node` to their end; a fault where its own first step fails or goes in circles.

        A dead end further on is the fault of the reference that stands there, and told there alone.
        """
        hop = self.follow(node)
        if hop is None or (hop.node is not None and "$ref" not in hop.node.mapping and self._limits.ref_chain > 1):
            return (hop.node if hop else node), None
        start = node.identity
        course = self._courses.get(start)
        if course is None:
            self._learn(node)
            course = self._courses[start]
        if course.steps < self._limits.ref_chain:
            if course.end is not None or not course.first:
                return course.end, None
            dead_end = hop.dead_end if hop.node is None else _loop(self._way(node, course.steps))
            return None, dead_end.at(ref_place(node)) if dead_end else None
        many = DeadEnd(
            f"`{_written(node)}` leads over more than {counted(self._limits.ref_chain, 'reference')} (limit ref_chain)",
            f"refer to the object itself, or widen the limit: `{OPTION} ref_chain=N`",
        )
        return None, many.at(ref_place(node))

    def _learn(self, node: Node) -> None:
        """Note the course of every reference from `node` to the end, each once."""
        way: dict[tuple[int, Pointer], int] = {}
        at = node
        while (place := at.identity) not in self._courses and place not in way:
            way[place] = len(way)
            hop = self.follow(at)
            if hop is None:
                self._courses[place] = _Course(0, at, first=False)
            elif hop.node is None:
                self._courses[place] = _Course(0, None, first=True)
            else:
                at = hop.node
        if place not in self._courses:
            entry, last = way[place], len(way) - 1
            for each, index in way.items():
                self._courses[each] = _Course(last - min(index, entry), None, first=index >= entry)
            return
        steps, end, _ = self._courses[place]
        for each in reversed(way):
            if each not in self._courses:
                steps += 1
                self._courses[each] = _Course(steps, end, first=False)

    def _way(self, node: Node, steps: int) -> list[Node]:
        """The nodes from `node` on, as many steps as there are."""
        way = [node]
        for _ in range(steps):
            hop = self.follow(way[-1])
            if hop is not None and hop.node is not None:
                way.append(hop.node)
        return way

    def _hop(self, base: Document, reference: str) -> Hop:
        file_part, hash_sign, fragment = reference.partition("#")
        external = bool(file_part)
        if not reference:
            return Hop(None, DeadEnd("`$ref` is empty; expected a reference such as `#/components/schemas/Pet`"), False)
        document: Document | DeadEnd = self._open(base, file_part) if external else base
        if isinstance(document, DeadEnd):
            return Hop(None, document, external)
        root = Node(document, (), document.value)
        if fragment and not fragment.startswith("/"):
            anchors = self._anchors_of(root)
            found = anchors.get(fragment)
            return Hop(found, None if found else self._no_anchor(root, reference, fragment), external)
        try:
            parts = pointer_parts(_decoded(fragment) if "%" in fragment else fragment)
        except (ValueError, UnicodeDecodeError) as error:
            message = f"`$ref: {reference[:80]}` has no JSON Pointer behind `{hash_sign}`: {error}"
            return Hop(None, DeadEnd(message), external)
        node, rest = _walk(root, parts)
        return Hop(None, no_such_node(reference, node, rest), external) if rest else Hop(node, None, external)

    def _no_anchor(self, root: Node, reference: str, fragment: str) -> DeadEnd:
        entry = self.entry.value
        old = isinstance(entry, dict) and str(entry.get("openapi")).startswith("3.0")
        try:
            pointer = not _walk(root, pointer_parts(f"/{fragment}"))[1]
        except ValueError:
            pointer = False
        return no_such_anchor(reference, fragment, self._anchors_of(root), pointer=pointer, known=not old)

    def _open(self, base: Document, file_part: str) -> Document | DeadEnd:
        if self._gate is None:
            return DeadEnd(
                f"`$ref: {file_part[:80]}` leads to another file, and the document came without a folder to find it in",
                "join the files with `preclear bundle`; for standard input, say where it belongs: `--stdin-filename`",
            )
        path = self._gate.admit(file_part, base.file)
        if isinstance(path, Refusal):
            return _refused(file_part, path)
        document = self._by_path.get(path)
        if document is None:
            loaded = self._load(path, file_part)
            if isinstance(loaded, DeadEnd):
                return loaded
            document = loaded
        if not document.loaded:
            return DeadEnd(f"`$ref: {file_part[:80]}` leads to a file that cannot be read: see {document.path}")
        return document

    def _load(self, path: Path, file_part: str) -> Document | DeadEnd:
        limits = self._limits
        if len(self.documents) >= limits.files:
            return DeadEnd(
                f"`$ref: {file_part[:80]}` leads to one file more than the {limits.files} that are read (limit files)",
                f"widen the limit: `{OPTION} files=N`",
            )
        if self._gate is None:
            raise AssertionError("a file is only opened through the gate")
        left = limits.total_bytes - self._bytes
        data = self._gate.read(path, min(limits.file_bytes, left))
        if isinstance(data, Refusal):
            if left < limits.file_bytes:
                return DeadEnd(
                    f"`$ref: {file_part[:80]}` leads past the {counted(limits.total_bytes, 'byte')} that are read in "
                    "all (limit total_bytes)",
                    f"widen the limit: `{OPTION} total_bytes=N`",
                )
            return _refused(file_part, data)
        self._bytes += len(data)
        document = load_bytes(data, self._shown(path), limits=limits, file=path)
        self._by_path[path] = document
        self.documents.append(document)
        return document

    def _shown(self, path: Path) -> str:
        """Another file's path as people are shown it: beside the entry document's own."""
        entry = self.entry
        if entry.file is None:
            return path.name
        beside = PurePath(entry.path).parent / os.path.relpath(path, entry.file.parent)
        return os.path.normpath(beside).replace(os.sep, "/")

    def _anchors_of(self, root: Node) -> dict[str, Node]:
        anchors = self._anchors.get(id(root.document))
        if anchors is None:
            anchors = self._anchors[id(root.document)] = _anchors(root)
        return anchors


def _decoded(fragment: str) -> str:
    """The fragment with its percent-encoding read (RFC 3986, 2.1). Raises UnicodeDecodeError."""
    from urllib.parse import unquote

    return unquote(fragment, errors="strict")


def ref_place(holder: Node, word: str = "$ref") -> Place:
    """The place of the reference that `holder` has."""
    return holder.place._replace(pointer=(*holder.pointer, word))


def _refused(file_part: str, refusal: Refusal) -> DeadEnd:
    kind = REMOTE_REFERENCE if refusal.remote else UNRESOLVED_REFERENCE
    nowhere = " leads nowhere:" if refusal.reason.startswith("there is") else ""
    return DeadEnd(f"`$ref: {file_part[:80]}`{nowhere} {refusal.reason}", kind=kind)


def _anchors(root: Node) -> dict[str, Node]:
    """Every `$anchor` and `$dynamicAnchor` of a document (JSON Schema 2020-12, 8.2.2), the first of each name."""
    found: dict[str, Node] = {}
    stack = [root]
    seen: set[int] = set()
    while stack:
        node = stack.pop()
        if id(node.value) in seen:
            continue
        seen.add(id(node.value))
        for word in ("$anchor", "$dynamicAnchor"):
            name = node.text(word)
            if name is not None:
                found.setdefault(name, node)
        children = [child for _, child in node.entries()] if isinstance(node.value, dict) else list(node.items())
        stack.extend(child for child in reversed(children) if isinstance(child.value, dict | list))
    return found


def _walk(root: Node, parts: tuple[str, ...]) -> tuple[Node, tuple[str, ...]]:
    """As far as `parts` leads from `root`: the last node that is there, and what is left over."""
    value: Json = root.value
    pointer: list[str | int] = []
    for position, part in enumerate(parts):
        if isinstance(value, dict) and part in value:
            value = value[part]
            pointer.append(part)
        elif isinstance(value, list) and part.isdecimal() and len(part) < 10 and int(part) < len(value):
            value = value[int(part)]
            pointer.append(int(part))
        else:
            return Node(root.document, tuple(pointer), value), parts[position:]
    return Node(root.document, tuple(pointer), value), ()


def _written(node: Node) -> str:
    return f"$ref: {str(node.mapping.get('$ref'))[:80]}"


def _loop(way: list[Node]) -> DeadEnd:
    steps = [str(step.mapping.get("$ref"))[:60] for step in way[:6]]
    shown = " → ".join(f"`{step}`" for step in [*steps, steps[0]])
    return DeadEnd(
        f"`{_written(way[0])}` never reaches an object: {shown}",
        "let one of them be the object itself",
        REFERENCE_LOOP,
    )
