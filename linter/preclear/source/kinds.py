"""What a kind of finding is, and the kinds that loading a document can find."""

from __future__ import annotations

from typing import Literal, TypeAlias

from preclear._records import Record

Severity: TypeAlias = Literal["error", "warning", "info"]
SEVERITY_RANK: dict[Severity, int] = {"info": 0, "warning": 1, "error": 2}
"""The rank of each severity: the more severe, the higher."""

EditLevel: TypeAlias = Literal["safe", "rename", "adapt"]
EDIT_LEVEL_RANK: dict[EditLevel, int] = {"safe": 0, "rename": 1, "adapt": 2}
"""The rank of each level of edits: the more an edit changes, the higher."""

Basis: TypeAlias = Literal["contract", "docs", "openapi", "inferred", "practice"]


class Kind(Record, kw_only=True):
    """A kind of finding. A rule is a kind with a check; the loader, the resolver and others declare kinds without one.

    `name` is in kebab case. `basis` says what the kind rests on, and `source` names the schema, field or section.
    `doc` explains the kind to a person; its first line is the summary. A `fatal` kind can't be ignored. `fix` is the
    highest level of the edits that its reports propose, None if they propose none.
    """

    name: str
    category: str
    severity: Severity
    basis: Basis
    source: str
    doc: str
    fatal: bool = False
    fix: EditLevel | None = None

    @property
    def summary(self) -> str:
        """The first line of the explanation."""
        return self.doc.strip().partition("\n")[0]


UNREADABLE_FILE = Kind(
    name="unreadable-file",
    category="document",
    severity="error",
    basis="openapi",
    source="OpenAPI 3.1, 4.3 Format; RFC 8259, section 8.1",
    fatal=True,
    doc="""The file can't be read as text, or it's empty.

The file is missing, isn't a regular file, can't be opened, is empty, or its bytes aren't UTF-8. An import reads a
document as UTF-8: an invalid byte makes it refuse the file, or read names that the author didn't write. UTF-8 with a
byte order mark is fine, and so is UTF-16 with one (see `unexpected-encoding`). A file that begins with `ï»¿` has had
its byte order mark decoded in another encoding and saved as letters: it's no longer valid JSON or YAML.

No fix: there's no text to edit.""",
)

UNEXPECTED_ENCODING = Kind(
    name="unexpected-encoding",
    category="document",
    severity="warning",
    basis="practice",
    source="RFC 8259, section 8.1",
    doc="""The file is in UTF-16.

JSON that systems exchange must be in UTF-8, and many YAML readers support nothing else. The file is checked anyway, but
a server may refuse the same bytes.

No fix: a fix keeps the encoding of a file. `preclear adapt` writes UTF-8.""",
)

SYNTAX_ERROR = Kind(
    name="syntax-error",
    category="document",
    severity="error",
    basis="openapi",
    source="OpenAPI 3.1, 4.3 Format",
    fatal=True,
    doc="""The text is neither valid YAML nor valid JSON.

An OpenAPI document is a YAML or JSON text. Past a syntax error nothing in the text can be trusted, so nothing else in
this file is checked, and an import refuses the whole file. The finding is at the character or word that isn't allowed;
its message says what is.

No fix: edits are made to values, and the text has none before it can be read.""",
)

EXCEEDED_LIMIT = Kind(
    name="exceeded-limit",
    category="document",
    severity="error",
    basis="practice",
    source="limits on input",
    fatal=True,
    doc="""The document exceeds a limit on its size or depth.

A text of a few hundred bytes can expand to billions of values, or nest so deeply that a reader crashes. So every
dimension has a limit, far above what real documents need. The message names the limit, its setting, and the option that
raises it. Servers have limits too: a document that needs higher ones here may be refused there.

A limit on the number of files, on total bytes, on the bytes of one file or on the length of a chain of references is
reported once, at the first `$ref` that isn't followed. Nothing else is reported about what wasn't read, and the exit
code is 2.

A number in JSON such as `1e999` exceeds a limit that no option raises: RFC 8259 lets readers limit the range of
numbers, and anything above the largest 64-bit number is infinity in one reader and an error in the next. No option
raises `depth` above 500 or `digits` above 4,300, because Python itself fails beyond that.

No fix: what exceeds a limit isn't read, so nothing is known about it.
""",
)

DUPLICATE_KEY = Kind(
    name="duplicate-key",
    category="document",
    severity="error",
    basis="openapi",
    source="YAML 1.2.2, 3.2.1.1 Nodes; RFC 8259, section 4",
    doc="""A mapping has the same key twice.

The keys of a mapping must be unique. Most readers keep the later value and silently drop the earlier one, so an
operation, a response or a property goes missing from the import, and nothing reports it. In YAML, `200` and `"200"` are
the same key, because both are the same in JSON. A second merge key `<<` is a duplicate too: write one that merges
several mappings, as in `<<: [*a, *b]`. Here, the values of all merge keys are kept, so that nothing they define is
reported as missing.

No fix: only you know which of the two values is meant.""",
)

NON_STRING_KEY = Kind(
    name="non-string-key",
    category="document",
    severity="error",
    basis="openapi",
    source="OpenAPI 3.1, 4.3 Format; YAML 1.2.2, 10.2 JSON Schema",
    doc="""A mapping has a key that isn't a string.

JSON has string keys only, and OpenAPI restricts YAML to them. Readers turn a key that is null, a boolean, a fraction, a
list or a mapping into different names: `null`, `None`, `~`, `1.1` for `1.10`. Whole numbers are allowed, because that's
how everyone writes response statuses.

No fix: only you know the name that is meant.""",
)

MULTIPLE_DOCUMENTS = Kind(
    name="multiple-documents",
    category="document",
    severity="error",
    basis="openapi",
    source="OpenAPI 3.1, 4.3 Format",
    doc="""The YAML file contains more than one document.

A `---` line, or any text after a `...` line, starts another document in the same file. An OpenAPI document is a single
YAML document: readers use the first or the last one, or refuse the file. Only the first is checked here.

No fix: only you know which of the documents is meant.""",
)

UNSUPPORTED_YAML = Kind(
    name="unsupported-yaml",
    category="document",
    severity="error",
    basis="openapi",
    source="OpenAPI 3.1, 4.3 Format; YAML 1.2.2, 10.2 JSON Schema",
    doc="""The document uses a YAML feature that JSON can't represent.

OpenAPI allows only YAML that converts to JSON and back: the tags of the JSON schema, and no values but mappings, lists,
strings, numbers, booleans and null. Readers disagree on other tags, infinity and not-a-number, values that contain
themselves, and merge keys that merge something other than a mapping, or refuse them. The tag `!!merge` and tabs in the
empty lines of a block scalar are warnings: many readers accept them, and others refuse the file.

No fix: only you know the value that is meant.""",
)

KINDS = (
    UNREADABLE_FILE,
    SYNTAX_ERROR,
    EXCEEDED_LIMIT,
    DUPLICATE_KEY,
    NON_STRING_KEY,
    MULTIPLE_DOCUMENTS,
    UNSUPPORTED_YAML,
    UNEXPECTED_ENCODING,
)
"""The kinds that loading a document can find."""
