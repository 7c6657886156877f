"""An API key has no valid `name` or `in`.

OpenAPI and the import both require the name of the header, query parameter or cookie that carries the key, and which of
the three it is. A header or cookie name consists of letters, digits and a few punctuation characters, without spaces or
colons.

A query parameter's name can contain any character if it's percent-encoded. A space, `&`, `=` or `#` is only a warning:
if the name is sent as it's written, it ends at that character.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from preclear import AuthScheme, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCATIONS = ("header", "query", "cookie")
_INVALID_CHARACTERS = {
    "header": re.compile(r"[^A-Za-z0-9!#$%&'*+\-.^_`|~]"),  # RFC 9110, 5.6.2; RFC 6265, 4.1.1 has the same for cookies
    "cookie": re.compile(r"[^A-Za-z0-9!#$%&'*+\-.^_`|~]"),
    "query": re.compile(r"[&=#\s\x00-\x1f\x7f]"),
}


@rule(on=AuthScheme, basis="openapi", source="OpenAPI Specification, Security Scheme Object; RFC 9110, section 5.1")
def invalid_api_key_name(scheme: AuthScheme) -> Iterator[Report]:
    if scheme.type.value != "apiKey":
        return
    name, location = scheme.name, scheme.location  # not the scheme's: `$ref` can make several schemes one
    if not name.value.strip():
        if name or name.place.missing:
            message = "the API key has no `name`; expected the name of a header, query parameter or cookie"
            yield Report(message, name, help="set the name that the API reads, such as `X-Api-Key`")
    elif location.value in _LOCATIONS:
        invalid = _INVALID_CHARACTERS[location.value].search(name.value)
        if invalid is not None:
            character = {" ": "a space", "\t": "a tab", "\n": "a line break"}.get(invalid[0], f"`{invalid[0]}`")
            message = f"API key name `{name.value[:60]}` contains {character}; expected a valid {location} name"
            report = Report(message, name, help=_suggest_fix(name.value))
            yield replace(report, severity="warning") if location.value == "query" else report
    if location and location.value not in _LOCATIONS:
        message = f"the API key has `in: {location.value[:40]}`; expected `header`, `query` or `cookie`"
        normalized = location.value.strip().lower()
        yield Report(message, location, help=f"write `{normalized}`" if normalized in _LOCATIONS else None)
    elif location.place.missing:
        message = "the API key has no `in`; expected `header`, `query` or `cookie`"
        yield Report(message, location, help="add where the API reads the key, such as `in: header`")


def _suggest_fix(name: str) -> str:
    bare = re.split(r"\s*[:=]", name.strip())[0]
    if bare and bare != name and not _INVALID_CHARACTERS["header"].search(bare):
        return f"write `{bare[:60]}` if that's the name that the API reads"
    return "use the name that the API reads"
