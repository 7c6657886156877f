"""What the structure check finds."""

from preclear.source import Kind

MAX_FAULTS = 10_000
"""Faults of one document, and of all other files together, after which nothing more is checked."""

INVALID_OPENAPI = Kind(
    name="invalid-openapi",
    category="openapi",
    severity="error",
    basis="openapi",
    source="OpenAPI Specification, official JSON Schema",
    doc="""The document breaks the structure that OpenAPI gives it.

A field is missing that the specification requires, a key stands where the specification knows none of that name, or a
value is of another kind than it must be. What an import does with such a part is anyone's guess: it may refuse the
document, or pass over the part without a word. Keys that begin with `x-` are yours and always fine.
""",
)

INVALID_SCHEMA = Kind(
    name="invalid-schema",
    category="openapi",
    severity="error",
    basis="openapi",
    source="OpenAPI Specification, official JSON Schema",
    doc="""A schema is none: no value can be held against it.

Its `type` is unknown, its `required` is no list of names, its `minimum` lies above its `maximum`, or an array of
OpenAPI 3.0 does not say what its `items` are. Whatever is built from the schema, such as the fields of an action, is
then guessed at best.

An empty `enum` and a `pattern` that is no regular expression of ECMA-262 are warnings: JSON Schema says that they
should not be, not that they must not.
""",
)

STRUCTURE_KINDS = (INVALID_OPENAPI, INVALID_SCHEMA)
