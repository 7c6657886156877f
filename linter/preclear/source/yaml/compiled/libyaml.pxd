"""The part of libyaml's interface that the compiled loader uses."""

cdef extern from "yaml.h" nogil:
    ctypedef unsigned char yaml_char_t

    ctypedef enum yaml_encoding_t:
        YAML_UTF8_ENCODING

    ctypedef enum yaml_error_type_t:
        YAML_MEMORY_ERROR

    ctypedef enum yaml_event_type_t:
        YAML_NO_EVENT
        YAML_STREAM_START_EVENT
        YAML_STREAM_END_EVENT
        YAML_DOCUMENT_START_EVENT
        YAML_DOCUMENT_END_EVENT
        YAML_SCALAR_EVENT
        YAML_SEQUENCE_START_EVENT
        YAML_SEQUENCE_END_EVENT
        YAML_MAPPING_START_EVENT
        YAML_MAPPING_END_EVENT

    ctypedef enum yaml_scalar_style_t:
        YAML_PLAIN_SCALAR_STYLE

    ctypedef struct yaml_mark_t:
        size_t index  # in characters

    ctypedef struct yaml_version_directive_t:
        pass

    ctypedef struct yaml_tag_directive_t:
        pass

    # libyaml doesn't name these: only their fields are used.
    ctypedef struct _tag_directives:
        yaml_tag_directive_t *start
        yaml_tag_directive_t *end

    ctypedef struct _document_start:
        yaml_version_directive_t *version_directive
        _tag_directives tag_directives

    ctypedef struct _scalar:
        yaml_char_t *anchor
        yaml_char_t *tag
        yaml_char_t *value
        size_t length
        yaml_scalar_style_t style

    ctypedef struct _collection:
        yaml_char_t *anchor
        yaml_char_t *tag

    ctypedef union _event_data:
        _document_start document_start
        _scalar scalar
        _collection sequence_start
        _collection mapping_start

    ctypedef struct yaml_event_t:
        yaml_event_type_t type
        _event_data data
        yaml_mark_t start_mark
        yaml_mark_t end_mark

    ctypedef struct yaml_parser_t:
        yaml_error_type_t error

    void yaml_get_version(int *major, int *minor, int *patch)
    int yaml_parser_initialize(yaml_parser_t *parser)
    void yaml_parser_delete(yaml_parser_t *parser)
    void yaml_parser_set_encoding(yaml_parser_t *parser, yaml_encoding_t encoding)
    void yaml_parser_set_input_string(yaml_parser_t *parser, const unsigned char *text, size_t size)
    int yaml_parser_parse(yaml_parser_t *parser, yaml_event_t *event)
    void yaml_event_delete(yaml_event_t *event)
