# cython: language_level=3, embedsignature=True
"""The plain way through a YAML text, compiled: its value and the place of every node, in one pass over libyaml's events.

It reads what nearly all documents consist of: mappings, lists, scalars without tags, keys that are strings. At anything
else (an anchor, a tag, a repeated key, a syntax error, an exceeded limit) it raises `UnsupportedTextError`, and the
event loader reads the text from its start. So all messages come from there, and both agree on every text.
"""

from cpython.unicode cimport PyUnicode_DecodeUTF8

from preclear.source.yaml.compiled.libyaml cimport *
from preclear.source.yaml.compiled.node_table cimport NO_OFFSET, Node, NodeTable
from preclear.source.yaml.compiled.parser cimport Parser

from preclear.source.loader_faults import MAX_FAULTS
from preclear.source.locator import AmbiguousScalar
from preclear.source.yaml.compiled.extension import UnsupportedTextError
from preclear.source.yaml.compiled.scalars import LONGEST_WORD, WORDS, read_key, read_value
from preclear.source.yaml.scalars import CONSTANTS

cdef Py_ssize_t LONGEST = LONGEST_WORD
cdef object MISSING = object()


cdef class Container:
    """An open mapping or list. They are used again for the next one at the same depth."""

    cdef dict mapping  # None for a list
    cdef list items  # None for a mapping
    cdef str key  # of the child that is being read; None before each key
    cdef Py_ssize_t node  # its index in the table
    cdef Py_ssize_t last  # the index of its last child; its own without one

    cdef object part(self):
        """The key or the index of the child that is being read."""
        return len(self.items) if self.mapping is None else self.key


cdef class CompiledLoader:
    """Reads one text. Each loader is used once."""

    cdef readonly object value
    cdef readonly NodeTable nodes
    cdef readonly list ambiguous_scalars
    cdef readonly Py_ssize_t omitted_scalar_count
    cdef Parser parser
    cdef dict values  # of plain scalars, by their text
    cdef dict keys  # plain keys
    cdef dict quoted_keys
    cdef str text
    cdef list containers  # the open ones, up to `depth`, and those to use again
    cdef Py_ssize_t depth
    cdef Container current  # the innermost open container
    cdef Py_ssize_t written_nodes
    cdef Py_ssize_t max_depth
    cdef Py_ssize_t max_nodes
    cdef Py_ssize_t max_length
    cdef Py_ssize_t max_key_length
    cdef Py_ssize_t max_digits

    def __cinit__(self, str text not None, limits):
        self.text = text
        self.max_depth, self.max_nodes = limits.depth, limits.nodes
        self.max_length, self.max_key_length = limits.scalar_bytes, limits.key_bytes
        self.max_digits = limits.digits
        self.values, self.keys, self.quoted_keys = dict(CONSTANTS), {}, {}
        self.nodes = NodeTable()
        self.ambiguous_scalars = []
        self.containers = []

    def load(self):
        """Read the text. Raises UnsupportedTextError if the event loader has to."""
        if len(self.text) >= NO_OFFSET or "\ufeff" in self.text:  # libyaml skips a byte order mark on any line
            raise UnsupportedTextError
        self.parser = Parser(self.text)
        self.parser.expect(YAML_STREAM_START_EVENT)
        self.parser.expect(YAML_DOCUMENT_START_EVENT)
        self.parser.check_directives()
        self.read_document()
        self.parser.expect(YAML_DOCUMENT_END_EVENT)
        self.parser.expect(YAML_STREAM_END_EVENT)
        self.nodes.trim()

    cdef int read_document(self) except -1:
        """Read the root and all that's in it."""
        cdef yaml_event_type_t event_type
        while True:
            event_type = self.parser.advance()
            if event_type == YAML_SCALAR_EVENT:
                self.read_scalar()
            elif event_type == YAML_MAPPING_START_EVENT:
                self.open({}, None)
            elif event_type == YAML_SEQUENCE_START_EVENT:
                self.open(None, [])
            elif event_type == YAML_MAPPING_END_EVENT or event_type == YAML_SEQUENCE_END_EVENT:
                self.close()
            else:  # an alias
                raise UnsupportedTextError
            if self.depth == 0:
                return 0

    cdef int read_scalar(self) except -1:
        """Read a key, or a value and its node."""
        event = &self.parser.event
        cdef bint is_plain = event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE
        if self.parser.has_properties():
            raise UnsupportedTextError
        cdef str text = PyUnicode_DecodeUTF8(
            <const char *>event.data.scalar.value, event.data.scalar.length, NULL
        )
        if <size_t>len(text) != event.data.scalar.length:  # not ASCII
            check_breaks(text)
        cdef Container parent = self.current
        if parent is not None and parent.mapping is not None and parent.key is None:
            self.read_key(parent, text, is_plain)
            return 0
        if len(text) > self.max_length or (parent is None and not text):
            raise UnsupportedTextError  # an empty root has no place of its own
        value = self.read_plain_value(text) if is_plain else text
        self.begin_node()
        self.add(value)
        return 0

    cdef int read_key(self, Container parent, str text, bint is_plain) except -1:
        cdef Py_ssize_t start
        cdef Node *mapping
        if len(text) > self.max_key_length:
            raise UnsupportedTextError
        parent.key = self.read_plain_key(parent, text) if is_plain else self.quoted_keys.setdefault(text, text)
        if parent.key == "<<":
            raise UnsupportedTextError  # readers disagree on it in quotes, too
        start = self.parser.event.start_mark.index
        mapping = self.nodes.get(parent.node)
        if parent.last == parent.node and not self.parser.is_bracket(mapping.start):
            mapping.start = start
        parent.last = self.nodes.add(start, self.parser.find_end(start))
        return 0

    cdef str read_plain_key(self, Container parent, str text):
        """Return the text of a plain key, always the same object. Notes if it's ambiguous."""
        key = self.keys.get(text)
        if key is not None:
            return key
        parent.key = text
        scalar = None if is_surely_text(text) else self.read(read_key, text)
        if scalar is None or scalar.yaml11_meaning is None:
            self.keys[text] = text
        else:
            self.add_ambiguous("key", text, scalar)
        return text

    cdef object read_plain_value(self, str text):
        """Return the value of a plain scalar, and note if it's ambiguous."""
        value = self.values.get(text, MISSING)
        if value is not MISSING:
            return value
        if is_surely_text(text):
            self.values[text] = text
            return text
        scalar = self.read(read_value, text)
        if scalar.yaml11_meaning is None:
            self.values[text] = scalar.value
        else:
            self.add_ambiguous("value", text, scalar)
        return scalar.value

    cdef Py_ssize_t begin_node(self) except -1:
        """Set the offsets of the node that begins with the event, as if it ended there, too. Returns its index."""
        cdef Container parent = self.current
        cdef Py_ssize_t index
        if parent is None or parent.mapping is None:
            index = self.nodes.add(NO_OFFSET, NO_OFFSET)
            if parent is not None:
                parent.last = index
        else:
            index = parent.last
        if index > self.max_nodes:
            raise UnsupportedTextError
        cdef Node *node = self.nodes.get(index)
        node.start = self.parser.event.start_mark.index
        node.end = self.parser.find_end(node.start)
        return index

    cdef int open(self, dict mapping, list items) except -1:
        """Begin a container. One of `mapping` and `items` is None, the other empty."""
        cdef Container parent = self.current, container
        if self.parser.has_properties() or self.depth >= self.max_depth:
            raise UnsupportedTextError
        if parent is not None and parent.mapping is not None and parent.key is None:
            raise UnsupportedTextError
        if self.depth == len(self.containers):
            self.containers.append(Container())
        container = self.containers[self.depth]
        container.mapping, container.items, container.key = mapping, items, None
        container.node = container.last = self.begin_node()
        self.current = container
        self.depth += 1
        return 0

    cdef int close(self) except -1:
        """Finish the innermost container."""
        cdef Container container = self.current
        cdef Node *node = self.nodes.get(container.node)
        node.next = len(self.nodes)
        node.end = self.parser.find_end(node.start) if self.parser.is_bracket(node.start) else self.nodes.get(container.last).end
        if container.mapping is None:
            value = container.items
            self.written_nodes += len(container.items)
        else:
            value = container.mapping
            self.written_nodes += 2 * len(container.mapping)
        if self.written_nodes > self.max_nodes:
            raise UnsupportedTextError
        container.mapping = container.items = None
        self.depth -= 1
        self.current = self.containers[self.depth - 1] if self.depth else None
        self.add(value)
        return 0

    cdef int add(self, value) except -1:
        """Add a value to the innermost open container. Raises UnsupportedTextError if its key is there already."""
        cdef Container parent = self.current
        cdef Py_ssize_t count
        if parent is None:
            self.value = value
        elif parent.mapping is None:
            parent.items.append(value)
        else:
            count = len(parent.mapping)
            parent.mapping[parent.key] = value
            if len(parent.mapping) == count:
                raise UnsupportedTextError
            parent.key = None
        return 0

    cdef object read(self, function, str text):
        """Return what a function of `scalars` reads. Raises UnsupportedTextError if the event loader must."""
        try:
            return function(text, self.max_digits)
        except ValueError as error:
            raise UnsupportedTextError from error

    cdef int add_ambiguous(self, str part, str text, scalar) except -1:
        """Note that readers understand a scalar differently."""
        cdef Container container
        if len(self.ambiguous_scalars) >= MAX_FAULTS:
            self.omitted_scalar_count += 1
            return 0
        pointer = tuple([container.part() for container in self.containers[:self.depth]])
        meanings = scalar.yaml11_meaning, scalar.yaml12_meaning
        self.ambiguous_scalars.append(AmbiguousScalar(pointer, part, text, *meanings))
        return 0

cdef int check_breaks(str text) except -1:
    """Raise UnsupportedTextError if `text` has a character that ends a line in YAML 1.1 only."""
    cdef Py_UCS4 character
    for character in text:
        if character in u"\x85\u2028\u2029":
            raise UnsupportedTextError
    return 0


cdef bint is_surely_text(str text) except -1:
    """Whether a plain scalar is surely a string in every version of YAML."""
    if len(text) <= LONGEST and text in WORDS:
        return False
    cdef Py_UCS4 first = text[0]
    return not (first <= c'9' and (first >= c'0' or first == c'+' or first == c'-' or first == c'.'))
