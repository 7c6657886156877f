"""An API key has no name under which it could be sent.

OpenAPI requires the name of the header, query parameter or cookie that carries the key, and which of the three it is;
so does the import. The name of a header or cookie has letters, digits and a few marks, without spaces or colons.

A name in a query can have any character if it is percent-encoded. One with a space, `&`, `=` or `#` is a warning:
if it is sent as it is written, it ends there.
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
    name, location = scheme.name, scheme.location  # no message says which scheme: several can be one, over `$ref`
    if not name.value.strip():
        if name or name.place.missing:
            message = "the API key has no `name`; expected that of the header, query parameter or cookie"
            yield Report(message, name, help="write the name that the API reads, such as `X-Api-Key`")
    elif location.value in _LOCATIONS:
        invalid = _INVALID_CHARACTERS[location.value].search(name.value)
        if invalid is not None:
            character = {" ": "a space", "\t": "a tab", "\n": "a line end"}.get(invalid[0], f"`{invalid[0]}`")
            message = f"API key name `{name.value[:60]}` holds {character}; expected a legal {location} name"
            report = Report(message, name, help=_suggest_fix(name.value))
            yield replace(report, severity="warning") if location.value == "query" else report
    if location and location.value not in _LOCATIONS:
        message = f"the API key is sent in `{location.value[:40]}`; expected `header`, `query` or `cookie`"
        normalized = location.value.strip().lower()
        yield Report(message, location, help=f"write `{normalized}`" if normalized in _LOCATIONS else None)
    elif location.place.missing:
        message = "the API key does not say where it is sent; expected `in` with `header`, `query` or `cookie`"
        yield Report(message, location, help="write where the API reads the key, such as `in: header`")


def _suggest_fix(name: str) -> str:
    bare = re.split(r"\s*[:=]", name.strip())[0]
    if bare and bare != name and not _INVALID_CHARACTERS["header"].search(bare):
        return f"write the name alone, `{bare[:60]}`, if that is what it is"
    return "write the name as the API reads it"
