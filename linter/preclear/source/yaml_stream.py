"""What stands around YAML's documents: directives, and a second document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.source.fault import Kind
from preclear.source.trouble import add_fault
from preclear.source.yaml_reading import UNSUPPORTED_YAML

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.yaml_events import Event
    from preclear.source.yaml_reading import Reading

MULTIPLE_DOCUMENTS = Kind(
    name="multiple-documents",
    category="document",
    severity="error",
    basis="openapi",
    source="OpenAPI 3.1, 4.3 Format",
    doc="""The YAML text holds more than one document.

A line of `---` begins another document in the same file. An OpenAPI document is one: readers take the first, or the
last, or refuse the file. What is checked here is the first.""",
)

_DIRECTIVES = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r)|%[^\r\n]*(?:\r\n|\n|\r))*")
_DIRECTIVE = re.compile(r"^%([^ \t\r\n]+)(?:[ \t]+([^ \t\r\n]+))?", re.MULTILINE)


def report_second_document(reading: Reading, event: Event) -> None:
    """Report the document that begins with `event`: no OpenAPI document has a second one."""
    document = reading.document
    start, end = reading.offsets(event)
    end = start + 3 if document.text.startswith("---", start) else max(end, start)
    add_fault(
        document,
        MULTIPLE_DOCUMENTS,
        "a second document begins here, expected one: only the first is read",
        start,
        end,
        help="remove the line, or put the second document into a file of its own",
    )


def report_directives(document: Document) -> None:
    """Report every directive before the first document that YAML 1.2 does not know, and every other version's `%YAML`.

    What YAML 1.2 does not know is to be passed over with a warning (1.2.2, 6.8 Directives).
    """
    if "%" not in document.text[:4096]:
        return
    head = _DIRECTIVES.match(document.text)
    for found in _DIRECTIVE.finditer(document.text, 0, head.end() if head else 0):
        name, version = found[1], found[2]
        if name == "TAG" or (name == "YAML" and version == "1.2"):
            continue
        known = name == "YAML"
        message = f"`%{name[:40]}` is a directive that YAML does not know, expected none: it is passed over"
        if known:
            message = f"`%YAML {version}` asks for another version of YAML, expected 1.2: it is read as 1.2"
        add_fault(
            document,
            UNSUPPORTED_YAML,
            message,
            found.start(),
            found.end() if known else found.end(1),
            help="remove the directive",
            severity="warning" if version == "1.1" or not known else None,
        )
