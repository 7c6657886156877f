# cython: language_level=3
"""The places of all nodes of a text, in memory that the interpreter doesn't look into."""

from cpython.mem cimport PyMem_Free, PyMem_Realloc
from libc.stdint cimport UINT32_MAX, uint32_t

cdef uint32_t NO_OFFSET = UINT32_MAX


cdef class NodeTable:
    """The places of all nodes of a text, in the order of the text: 20 bytes a node, and no Python objects."""

    def __dealloc__(self):
        PyMem_Free(self.nodes)

    def __len__(self):
        return self.count

    def extent(self, Py_ssize_t index):
        """Return the offsets of a node: of its key's start and end (-1 without a key), and of its own."""
        cdef Node *node = self.get(index)
        if node.key_start == NO_OFFSET:
            return -1, -1, node.start, node.end
        return node.key_start, node.key_end, node.start, node.end

    def children(self, Py_ssize_t index):
        """Return the indexes of a node's children."""
        cdef Py_ssize_t child = index + 1, end = self.get(index).next
        indexes = []
        while child < end:
            indexes.append(child)
            child = self.get(child).next
        return indexes

    cdef Node *get(self, Py_ssize_t index) except NULL:
        if not 0 <= index < self.count:
            raise IndexError(index)
        return &self.nodes[index]

    cdef Py_ssize_t add(self, uint32_t key_start, uint32_t key_end) except -1:
        """Append a node and return its index. Its own offsets are set later."""
        cdef Py_ssize_t capacity
        cdef void *nodes
        if self.count == self.capacity:
            capacity = 64 + self.capacity + self.capacity // 2
            nodes = PyMem_Realloc(self.nodes, capacity * sizeof(Node))
            if nodes == NULL:
                raise MemoryError
            self.nodes, self.capacity = <Node *>nodes, capacity
        self.nodes[self.count] = Node(key_start, key_end, 0, 0, self.count + 1)
        self.count += 1
        return self.count - 1

    cdef void trim(self) noexcept:
        """Give back the memory that isn't needed."""
        cdef void *nodes = PyMem_Realloc(self.nodes, max(self.count, 1) * sizeof(Node))
        if nodes != NULL:
            self.nodes, self.capacity = <Node *>nodes, max(self.count, 1)
