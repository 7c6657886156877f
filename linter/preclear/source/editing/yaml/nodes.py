"""The entries of a YAML text with the offsets of all their parts, from one pass over its events."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from preclear.source.editing.edits import describe_pointer
from preclear.source.lines import Lines
from preclear.source.yaml.events import create_event_reader, event_classes
from preclear.source.yaml.input import prepare_yaml_input
from preclear.source.yaml.keys import MERGE_KEY, MERGE_TAG

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.editing.tree import OperationNode
    from preclear.source.yaml.events import Event, YamlMark

NodeKind: TypeAlias = Literal["scalar", "mapping", "list", "alias"]

_SKIP = re.compile(r"(?:[ \t\r\n]+|(?:(?<=[ \t\r\n])|\A)#[^\r\n]*)*")
_PROPERTY = re.compile(r"(?:&[^\s,\[\]{}]+|!<[^>\s]*>|![^\s,\[\]{}]*)(?:[ \t\r\n]+|(?<=[ \t\r\n])#[^\r\n]*)*")
_ANCHOR: Final = re.compile(r"(?:(?<=[\s,\[{])|\A)&([^\s,\[\]{}]+)")


class TextNode:
    """A node in the text, with its entry in the collection around it. All offsets are 0-based, in characters.

    `start` is where its entry begins: at a `-`, a `?`, or the properties of its key. `property_start` is where its
    anchor or tag begins, and `value_start` what follows them.
    """

    __slots__ = (
        "anchor", "block_header", "children", "has_tag", "is_flow", "is_merge", "key_end", "key_has_properties",
        "key_start", "key_style", "kind", "parent", "part", "property_start", "raw_end", "start", "style", "target",
        "value_end", "value_start",
    )  # fmt: skip

    def __init__(self, part: str | int, parent: TextNode | None) -> None:
        self.part: str | int = part
        self.parent: TextNode | None = parent
        self.start: int = 0
        self.key_start: int = -1
        self.key_end: int = -1
        self.key_style: str | None = None
        self.key_has_properties: bool = False
        self.property_start: int = 0
        self.value_start: int = 0
        self.value_end: int = 0
        self.raw_end: int = 0
        self.kind: NodeKind = "scalar"
        self.style: str | None = None
        self.block_header: int = -1  # of a scalar in block style, or of the last scalar of a collection if it's one
        self.is_flow: bool = False
        self.is_merge: bool = False
        self.anchor: str | None = None
        self.has_tag: bool = False
        self.children: list[TextNode] = []  # empty if they weren't needed
        self.target: TextNode | None = None  # the node that an alias refers to

    @property
    def depth(self) -> int:
        """The number of collections around the node."""
        depth, node = 0, self
        while node.parent is not None:
            depth, node = depth + 1, node.parent
        return depth

    @property
    def is_in_flow(self) -> bool:
        """Whether the node is in a flow collection."""
        return self.parent is not None and self.parent.is_flow

    @property
    def is_block_collection(self) -> bool:
        """Whether the node is a mapping or a list in block style."""
        return self.kind in ("mapping", "list") and not self.is_flow


def describe_node(node: TextNode) -> str:
    """Return a short name of a node for messages."""
    parts: list[str | int] = []
    current = node
    while current.parent is not None:
        parts.append(current.part)
        current = current.parent
    return describe_pointer(tuple(reversed(parts)))


def may_share_nodes(text: str) -> bool:
    """Whether a YAML text may have aliases or merge keys, through which one node of it stands for several."""
    if "*" not in text or "&" not in text:
        return MERGE_KEY in text
    return MERGE_KEY in text or any(f"*{name}" in text for name in {match[1] for match in _ANCHOR.finditer(text)})


def skip_blanks(text: str, offset: int) -> int:
    """Return the offset after the whitespace and comments at `offset`."""
    match = _SKIP.match(text, offset)
    return match.end() if match else offset


class NodeReader:
    """Reads the nodes of a document's text. The children of a node are read only if `tree` has operations in it."""

    def __init__(self, document: Document, tree: OperationNode | None) -> None:
        """Without a `tree`, all nodes are read."""
        self._text = document.text
        yaml_input = document.yaml_input or prepare_yaml_input(document.text)
        self._lines = None if yaml_input.text == document.text else Lines(document.text)
        self._next_event = create_event_reader(yaml_input)
        self._tree = tree
        self.aliases: list[TextNode] = []
        self._anchored_nodes: dict[str, TextNode] = {}
        self._anchored_texts: dict[str, str] = {}

    def read(self) -> TextNode:
        """Return the root. Raises yaml.YAMLError."""
        classes = event_classes()
        event = self._next_event()
        while event.__class__ in (classes.stream_start, classes.document_start):
            event = self._next_event()
        root = TextNode("", None)
        self._fill(root, event)
        root.start = root.property_start
        stack = [(root, self._tree)]
        if not classes.is_start(event):
            return root
        while stack:
            parent, operations = stack[-1]
            event = self._next_event()
            if classes.is_end(event):
                self._close(parent, event)
                stack.pop()
                continue
            node = self._read_entry(parent, event)
            child_operations = None if operations is None else operations.children.get(node.part)
            if node.kind not in ("mapping", "list"):
                continue
            if self._tree is None or (child_operations and (child_operations.children or child_operations.inserts)):
                stack.append((node, child_operations))
            else:
                self._skip(node)
        return root

    def _read_entry(self, parent: TextNode, event: Event) -> TextNode:
        """Read an entry that begins with `event`, up to the first event of its value."""
        previous = parent.children[-1] if parent.children else None
        node = TextNode(len(parent.children), parent)
        node.start = self._find_start(parent, previous)
        if parent.kind == "mapping":
            self._read_key(node, event)
            event = self._next_event()
        self._fill(node, event)
        if node.kind == "scalar" and node.value_start == node.value_end and node.key_end >= 0:
            # Without a colon, a missing value is where the next token begins.
            colon = skip_blanks(self._text, node.key_end)
            if self._text[colon : colon + 1] != ":":
                node.property_start = node.value_start = node.value_end = node.raw_end = node.key_end
        parent.children.append(node)
        return node

    def _find_start(self, parent: TextNode, previous: TextNode | None) -> int:
        text = self._text
        if previous is None:
            if not parent.is_flow or text[parent.value_start : parent.value_start + 1] not in ("{", "["):
                return parent.value_start
            return skip_blanks(text, parent.value_start + 1)
        start = skip_blanks(text, previous.value_end)
        if parent.is_flow and text[start : start + 1] == ",":
            start = skip_blanks(text, start + 1)
        return start

    def _read_key(self, node: TextNode, event: Event) -> None:
        classes = event_classes()
        start, end = self._offset(event.start_mark), self._find_end(event)
        key: str
        if event.__class__ is classes.scalar:
            content = self._skip_properties(start, event)
            node.key_has_properties = content != start
            node.key_style = event.style or ""
            start, end, key = min(content, end) if content != start else start, end, event.value
            if event.anchor is not None:
                self._anchored_nodes.pop(event.anchor, None)  # an alias refers to the key from here on
                self._anchored_texts[event.anchor] = event.value
            node.is_merge = key == MERGE_KEY and (event.tag == MERGE_TAG or (event.tag is None and not event.style))
        elif event.__class__ is classes.alias:
            node.key_has_properties = True
            key = self._anchored_texts.get(event.anchor or "", f"*{event.anchor}")
        else:
            key_node = TextNode("", None)
            self._fill(key_node, event)
            self._skip(key_node)
            node.key_has_properties = True
            end = key_node.value_end
            key = self._text[start:end]
        node.part, node.key_start, node.key_end = key, start, end

    def _fill(self, node: TextNode, event: Event) -> None:
        """Set the attributes of a node from its first event."""
        classes = event_classes()
        node.property_start = node.value_start = self._offset(event.start_mark)
        node.value_end = max(self._find_end(event), node.value_start)
        node.raw_end = node.value_end
        if event.__class__ is classes.alias:
            node.kind = "alias"
            node.target = self._anchored_nodes.get(event.anchor or "")
            self.aliases.append(node)
            return
        node.has_tag = event.tag is not None
        if node.has_tag or event.anchor is not None:
            node.value_start = self._skip_properties(node.property_start, event)
            node.value_end = node.raw_end = max(node.value_end, node.property_start)
        if event.__class__ is classes.scalar:
            node.value_start = min(node.value_start, node.value_end)
            node.style = event.style or ""
            if node.style in ("|", ">"):
                node.block_header = node.value_start
                header = self._text[node.value_start : node.value_start + 3]
                if "+" in header.split("\n")[0]:
                    node.raw_end = self._offset(event.end_mark)
        else:
            node.kind = "mapping" if event.__class__ is classes.mapping_start else "list"
            node.is_flow = bool(event.flow_style)
        if event.anchor is not None:
            node.anchor = event.anchor
            self._anchored_nodes[event.anchor] = node
            self._anchored_texts.pop(event.anchor, None)
            if node.kind == "scalar":
                self._anchored_texts[event.anchor] = event.value

    def _skip_properties(self, start: int, event: Event) -> int:
        for has_property in (event.anchor is not None, event.tag is not None):
            match = _PROPERTY.match(self._text, start) if has_property else None
            start = match.end() if match else start
        return start

    def _close(self, node: TextNode, event: Event) -> None:
        end = self._offset(event.end_mark)
        if end > self._offset(event.start_mark):
            node.value_end = node.raw_end = end
        elif node.children:
            last = node.children[-1]
            node.value_end, node.raw_end, node.block_header = last.value_end, last.raw_end, last.block_header

    def _skip(self, node: TextNode) -> None:
        """Read the collection `node` to its end, without its children."""
        classes, next_event = event_classes(), self._next_event
        last: Event | None = None
        depth = 1
        while depth:
            event = next_event()
            if classes.is_start(event):
                depth += 1
            elif classes.is_end(event):
                depth -= 1
                if event.end_mark.index > event.start_mark.index:
                    last = event
            else:
                last = event
        if last is not None:
            end = TextNode("", None)
            if classes.is_end(last):
                node.value_end = node.raw_end = self._offset(last.end_mark)
            else:
                self._fill(end, last)
                node.value_end, node.raw_end, node.block_header = end.value_end, end.raw_end, end.block_header

    def _offset(self, mark: YamlMark) -> int:
        lines = self._lines
        return min(mark.index, len(self._text)) if lines is None else lines.offset(mark.line, mark.column)

    def _find_end(self, event: Event) -> int:
        """Return the offset where the event ends, without the whitespace after it."""
        end, text, start = self._offset(event.end_mark), self._text, self._offset(event.start_mark)
        while end > start and text[end - 1] in " \t\r\n":
            end -= 1
        return end
