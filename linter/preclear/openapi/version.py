"""The OpenAPI version of a document, and whether it is an OpenAPI document."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern
from preclear._records import NamedTuple
from preclear.openapi.synonyms import suggest
from preclear.source import Fault, Kind, Report, describe_type

if TYPE_CHECKING:
    from preclear.source import Json, Node

NOT_OPENAPI = Kind(
    name="not-openapi",
    category="document",
    severity="error",
    basis="contract",
    source="ConnectorFormat",
    fatal=True,
    doc="""A file that isn't an OpenAPI 3 document can't be imported.

The import takes OpenAPI 3 documents. Such a document has an `openapi` key with the version of the specification as a
string. A document that has `swagger: "2.0"` instead must be converted first; converters exist for every language.

If files are found through a folder or a pattern, YAML and JSON files with neither key are skipped and counted, because
they may be anything.

No fix: a document in another format has to be converted.
""",
)

UNSUPPORTED_VERSION = Kind(
    name="unsupported-openapi-version",
    category="document",
    severity="error",
    basis="contract",
    source="ConnectorFormat; user documentation",
    doc="""The import isn't known to read the document's version of OpenAPI.

The platform's documentation names OpenAPI 3.0 and 3.1. A 3.2 document is checked by the rules of 3.2 and gets a
warning, because what the import makes of it isn't documented. Any other version is an error, and nothing else in the
document is checked.

No fix: another version number doesn't make it another document.
""",
)

KINDS = (NOT_OPENAPI, UNSUPPORTED_VERSION)

_ESCAPED_LETTER = lazy_pattern(rb"\\(?:x|u00|U000000)[67]|\\[^ -~]")
"""A letter of `openapi` or `swagger` that's escaped, or an escaped line end, which joins two parts of a word."""

_VERSION = lazy_pattern(r"(?P<series>[0-9]+\.[0-9]+)(?:\.[0-9]+(?:-.+)?)?\Z")


class Version(NamedTuple):
    """The `openapi` field as written, and its series, which decides the rules that apply: `3.0`, `3.1` or `3.2`."""

    text: str
    series: str


def detect_version(root: Node) -> tuple[Version | None, Fault | None]:
    """Return the version of the document at `root`, if it can be checked, and what is wrong with it."""
    if not isinstance(root.value, dict):
        return None, _not_openapi(
            f"the document is {describe_type(root.value)}; expected a mapping with an `openapi` key", root
        )
    version_node = root.get("openapi")
    if version_node is None:
        return None, _missing_version(root)
    text = version_node.value if isinstance(version_node.value, str) else str(version_node.value)
    match = _VERSION.match(text) if isinstance(version_node.value, str | float | int) else None
    if match is None:
        version_text = _format_value(version_node.value)
        message = f"`openapi` is {version_text}, which isn't a version of OpenAPI; expected one such as `3.1.0`"
        return None, Fault(UNSUPPORTED_VERSION, Report(message, version_node.place))
    series = match["series"]
    if series in ("3.0", "3.1"):
        return Version(text, series), None
    if series == "3.2":
        return Version(text, series), Fault(
            UNSUPPORTED_VERSION,
            Report(
                f"`openapi` is `{text}`; the import is only known to read 3.0 and 3.1",
                version_node.place,
                help="write `3.1.0` if the document uses nothing new in 3.2, or try the import with a draft",
                severity="warning",
            ),
        )
    hint = "convert it to OpenAPI 3 first" if series == "2.0" else "write the version that the document follows"
    return None, Fault(
        UNSUPPORTED_VERSION,
        Report(f"`openapi` is `{text[:40]}`; the import reads 3.0 and 3.1", version_node.place, help=hint),
    )


def _format_value(value: Json) -> str:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return f"`{str(value)[:40]}`"
    return f"`{str(value).lower()}`" if isinstance(value, bool) else describe_type(value)


def has_version_key(root: Node) -> bool:
    """Whether the document has a key that marks it as OpenAPI of any version: `openapi` or `swagger`."""
    return isinstance(root.value, dict) and ("openapi" in root.value or "swagger" in root.value)


def may_have_version_key(data: bytes) -> bool:
    """Whether a text in these bytes can have a key `openapi` or `swagger`, however it is written.

    If it returns False, no parser finds the key, and no line looks like it. Nothing is parsed.
    """
    if b"openapi" in data or b"swagger" in data:
        return True
    if b"\\" in data and _ESCAPED_LETTER.search(data) is not None:
        return True
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _missing_version(root: Node) -> Fault:
    swagger = root.get("swagger")
    if swagger is not None:
        return Fault(
            NOT_OPENAPI,
            Report(
                f"`swagger: {str(swagger.value)[:20]}` is not OpenAPI 3, and the import reads nothing older",
                swagger.place,
                help="convert it to OpenAPI 3.0 or 3.1 first",
            ),
        )
    similar_key = suggest("openapi", root.mapping)
    if similar_key is not None:
        place = root.get(similar_key)
        if place is not None:
            message = f"the document has no `openapi` key, but `{similar_key[:40]}`; did you mean `openapi`?"
            return Fault(NOT_OPENAPI, Report(message, place.key))
    return _not_openapi("the document has no `openapi` key; expected one such as `openapi: 3.1.0`", root)


def _not_openapi(message: str, root: Node) -> Fault:
    return Fault(NOT_OPENAPI, Report(message, root.place._replace(missing="openapi")))
