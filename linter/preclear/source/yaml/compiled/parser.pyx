# cython: language_level=3
"""libyaml's parser, and what the compiled loader needs to know about its current event."""

from cpython.exc cimport PyErr_CheckSignals
from cpython.unicode cimport PyUnicode_AsUTF8AndSize

from preclear.source.yaml.compiled.libyaml cimport *

from preclear.source.yaml.compiled.extension import UnsupportedTextError

cdef Py_ssize_t EVENTS_BETWEEN_SIGNALS = 4096


cdef int check_version() except -1:
    """Raise ImportError if this libyaml reads some texts differently from the one in PyYAML."""
    cdef int major, minor, patch
    yaml_get_version(&major, &minor, &patch)
    if (major, minor, patch) < (0, 2, 5):
        raise ImportError(f"libyaml {major}.{minor}.{patch} is too old, expected 0.2.5 or later")
    return 0


check_version()


cdef class Parser:
    """libyaml's parser, and its current event. Both are freed with the object, whatever happens."""

    def __cinit__(self, str text not None):
        cdef Py_ssize_t size
        cdef const char *data = PyUnicode_AsUTF8AndSize(text, &size)
        self.text = text
        if not yaml_parser_initialize(&self.parser):
            raise MemoryError
        self.is_open = True
        yaml_parser_set_encoding(&self.parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(&self.parser, <const unsigned char *>data, size)

    def __dealloc__(self):
        yaml_event_delete(&self.event)
        if self.is_open:
            yaml_parser_delete(&self.parser)

    cdef yaml_event_type_t advance(self) except? YAML_NO_EVENT:
        """Read the next event and return its type. Raises UnsupportedTextError for a syntax error."""
        yaml_event_delete(&self.event)
        if not yaml_parser_parse(&self.parser, &self.event):
            if self.parser.error == YAML_MEMORY_ERROR:
                raise MemoryError
            raise UnsupportedTextError
        self.events += 1
        if self.events % EVENTS_BETWEEN_SIGNALS == 0:
            PyErr_CheckSignals()
        return self.event.type

    cdef int expect(self, yaml_event_type_t event_type) except -1:
        """Read the next event. Raises UnsupportedTextError if it has another type."""
        if self.advance() != event_type:
            raise UnsupportedTextError
        return 0

    cdef int check_directives(self) except -1:
        event = &self.event
        if event.data.document_start.version_directive != NULL or (
            event.data.document_start.tag_directives.start != event.data.document_start.tag_directives.end
        ):
            raise UnsupportedTextError
        return 0

    cdef bint has_properties(self) except -1:
        """Whether the node that begins with the event has an anchor or a tag."""
        event = &self.event
        cdef Py_ssize_t start = event.start_mark.index
        if start < len(self.text) and self.text[start] == c'!':  # libyaml doesn't tell of the tag `!`
            return True
        if event.type == YAML_SCALAR_EVENT:
            return event.data.scalar.anchor != NULL or event.data.scalar.tag != NULL
        if event.type == YAML_MAPPING_START_EVENT:
            return event.data.mapping_start.anchor != NULL or event.data.mapping_start.tag != NULL
        return event.data.sequence_start.anchor != NULL or event.data.sequence_start.tag != NULL

    cdef bint is_bracket(self, Py_ssize_t start) except -1:
        """Whether a flow collection with brackets begins here."""
        return start < len(self.text) and self.text[start] in "[{"

    cdef Py_ssize_t find_end(self, Py_ssize_t start) except -1:
        """Return the offset where the event ends, without the whitespace after it."""
        cdef Py_ssize_t end = min(<Py_ssize_t>self.event.end_mark.index, len(self.text))
        while end > start and self.text[end - 1] in " \t\r\n":
            end -= 1
        return end
