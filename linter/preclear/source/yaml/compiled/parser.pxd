"""What other compiled modules use of `parser`."""

from preclear.source.yaml.compiled.libyaml cimport yaml_event_t, yaml_event_type_t, yaml_parser_t, YAML_NO_EVENT


cdef class Parser:
    cdef yaml_parser_t parser
    cdef yaml_event_t event
    cdef bint is_open
    cdef str text  # libyaml reads its bytes
    cdef Py_ssize_t events

    cdef yaml_event_type_t advance(self) except? YAML_NO_EVENT
    cdef int expect(self, yaml_event_type_t event_type) except -1
    cdef int check_directives(self) except -1
    cdef bint has_properties(self) except -1
    cdef bint is_bracket(self, Py_ssize_t start) except -1
    cdef Py_ssize_t find_end(self, Py_ssize_t start) except -1
