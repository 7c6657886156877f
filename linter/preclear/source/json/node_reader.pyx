# cython: language_level=3, wraparound=False, embedsignature=True
"""The places of all nodes of a JSON text, and whether its scalars are surely within the limits, in one pass."""

from preclear.source.yaml.compiled.node_table cimport NO_OFFSET, Node, NodeTable

cdef extern from "Python.h":
    Py_ssize_t PyUnicode_FindChar(str, Py_UCS4, Py_ssize_t, Py_ssize_t, int) except -2

cdef Py_ssize_t LONGEST_FINITE = 300  # characters that make a finite number without an exponent


cdef class NodeReader:
    """Reads one text: valid JSON without repeated keys, without a byte order mark. Each reader is used once."""

    cdef readonly NodeTable nodes
    cdef readonly bint is_within_limits  # False if the values have to be looked at
    cdef str text
    cdef list open_nodes  # the indexes of the open containers
    cdef bint is_in_object  # whether the innermost open container is one
    cdef Py_ssize_t max_depth
    cdef Py_ssize_t max_nodes
    cdef Py_ssize_t max_length
    cdef Py_ssize_t max_key_length
    cdef Py_ssize_t max_digits

    def __cinit__(self, str text not None, limits):
        self.text = text
        self.max_depth, self.max_nodes = limits.depth, limits.nodes
        self.max_length, self.max_key_length = limits.scalar_bytes, limits.key_bytes
        self.max_digits = min(limits.digits, LONGEST_FINITE)
        self.nodes = NodeTable()
        self.open_nodes = []
        self.is_within_limits = True

    def read(self):
        """Fill `nodes`, and set `is_within_limits`.

        Raises ValueError or IndexError if the text isn't JSON, or has more levels or nodes than the limits allow.
        """
        cdef Py_ssize_t offset
        if len(self.text) >= NO_OFFSET:
            raise ValueError("the offsets don't fit in the table")
        self.nodes.add(NO_OFFSET, NO_OFFSET)
        offset = self.read_value(self.skip_blanks(0))
        while self.open_nodes:
            offset = self.skip_blanks(offset)
            if self.text[offset] == c"}" or self.text[offset] == c"]":
                self.close(offset + 1)
                offset += 1
            else:
                if self.text[offset] == c",":
                    offset = self.skip_blanks(offset + 1)
                offset = self.read_value(self.read_key(offset))
        if 2 * self.nodes.count > self.max_nodes:  # a key counts, too
            self.is_within_limits = False
        self.nodes.trim()

    cdef Py_ssize_t read_key(self, Py_ssize_t offset) except -1:
        """Add the node of a child. Returns the offset of its value."""
        cdef Py_ssize_t end
        if not self.is_in_object:
            self.nodes.add(NO_OFFSET, NO_OFFSET)
            return offset
        if self.text[offset] != c'"':
            raise ValueError("expected a key")
        end = self.find_string_end(offset)
        if end - offset - 2 > self.max_key_length:
            self.is_within_limits = False
        self.nodes.add(offset, end)
        offset = self.skip_blanks(end)
        if self.text[offset] != c":":
            raise ValueError("expected a colon")
        return self.skip_blanks(offset + 1)

    cdef Py_ssize_t read_value(self, Py_ssize_t offset) except -1:
        """Set the offsets of the node that was added last. Returns the end of a scalar, or of an opening bracket."""
        cdef Py_ssize_t index = self.nodes.count - 1, end
        cdef Py_UCS4 first = self.text[offset]
        if index > self.max_nodes:
            raise ValueError("too many nodes")
        if first == c"{" or first == c"[":
            if len(self.open_nodes) >= self.max_depth:
                raise ValueError("too many levels")
            self.open_nodes.append(index)
            self.is_in_object = first == c"{"
            end = offset + 1
        elif first == c'"':
            end = self.find_string_end(offset)
            if end - offset - 2 > self.max_length:
                self.is_within_limits = False
        else:
            end = self.find_word_end(offset)
        cdef Node *node = self.nodes.get(index)
        node.start, node.end = offset, end
        return end

    cdef int close(self, Py_ssize_t end) except -1:
        """Finish the innermost open container, whose closing bracket ends at `end`."""
        cdef Node *node = self.nodes.get(self.open_nodes.pop())
        node.end, node.next = end, self.nodes.count
        if self.open_nodes:
            self.is_in_object = self.text[self.nodes.get(self.open_nodes[len(self.open_nodes) - 1]).start] == c"{"
        return 0

    cdef Py_ssize_t find_string_end(self, Py_ssize_t start) except -1:
        """Return the offset after the string that begins at `start`."""
        cdef Py_ssize_t quote = start, first
        while True:
            quote = PyUnicode_FindChar(self.text, c'"', quote + 1, len(self.text), 1)
            if quote < 0:
                raise ValueError("expected a quote")
            first = quote  # of the backslashes before it
            while self.text[first - 1] == c"\\":
                first -= 1
            if (quote - first) % 2 == 0:
                return quote + 1

    cdef Py_ssize_t find_word_end(self, Py_ssize_t start) except -1:
        """Return the offset after the number or word that begins at `start`."""
        cdef Py_ssize_t end = start
        cdef Py_UCS4 character
        cdef bint has_exponent = False
        while end < len(self.text):
            character = self.text[end]
            if character <= c" " or character == c"," or character == c"]" or character == c"}":
                break
            if character == c"e" or character == c"E":
                has_exponent = True
            end += 1
        if end == start:
            raise ValueError("expected a value")
        character = self.text[start]
        if character <= c"9" and (has_exponent or end - start > self.max_digits):
            self.is_within_limits = False
        return end

    cdef Py_ssize_t skip_blanks(self, Py_ssize_t offset) except -1:
        """Return the offset of the next character that isn't blank, or of the text's end."""
        while offset < len(self.text) and self.text[offset] <= c" ":
            offset += 1
        return offset
