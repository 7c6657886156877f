"""The kinds of findings of the structure checks."""

from preclear.source import Kind

MAX_FAULTS = 10_000
"""The most faults of one document, and of all other files together; checking stops after them."""

INVALID_OPENAPI = Kind(
    name="invalid-openapi",
    category="openapi",
    severity="error",
    basis="openapi",
    source="OpenAPI Specification, official JSON Schema",
    fix="adapt",
    doc="""The document breaks the structure that OpenAPI gives it.

A required field is missing, an object has a key that the specification doesn't define, or a value has the wrong type.
What an import does with such a part isn't defined: it may refuse the document, or silently drop the part. Keys that
begin with `x-` are extensions and always allowed.

A value that reads as the right type, such as the version `1.0` or the flag `yes`, is fixed safely, and so is a missing
`description` of a response. An adaptation removes what the object can do without, and corrects misspelled words. What
it needs has no fix.
""",
)

INVALID_SCHEMA = Kind(
    name="invalid-schema",
    category="openapi",
    severity="error",
    basis="openapi",
    source="OpenAPI Specification, official JSON Schema",
    fix="adapt",
    doc="""A schema is invalid, so no value can be checked against it.

Its `type` is unknown, its `required` isn't a list of names, its `minimum` is above its `maximum`, or an array of
OpenAPI 3.0 has no `items`. Whatever is built from the schema, such as the fields of an action, is at best a guess.

An empty `enum` and a `pattern` that isn't a regular expression of ECMA-262 are warnings, because JSON Schema says
that they SHOULD NOT occur, not that they MUST NOT.

A keyword whose meaning is clear, such as `exclusiveMinimum: true` in OpenAPI 3.1 or `type: [string, "null"]` in 3.0,
is fixed safely. An adaptation corrects a misspelled type, and removes any other invalid keyword.
""",
)

STRUCTURE_KINDS = (INVALID_OPENAPI, INVALID_SCHEMA)
