"""What other compiled modules use of `node_table`."""

from libc.stdint cimport uint32_t

cdef uint32_t NO_OFFSET


cdef struct Node:
    uint32_t key_start
    uint32_t key_end
    uint32_t start
    uint32_t end
    uint32_t next


cdef class NodeTable:
    cdef Node *nodes
    cdef Py_ssize_t count
    cdef Py_ssize_t capacity

    cdef Node *get(self, Py_ssize_t index) except NULL
    cdef Py_ssize_t add(self, uint32_t key_start, uint32_t key_end) except -1
    cdef void trim(self) noexcept
