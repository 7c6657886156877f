"""An API key has no valid `name` or `in`.

OpenAPI and the import both require the name of the header, query parameter or cookie that carries the key, and which of
the three it is. A header or cookie name consists of letters, digits and a few punctuation characters, without spaces or
colons.

A query parameter's name can contain any character if it's percent-encoded. A space, `&`, `=` or `#` is only a warning:
if the name is sent as it's written, it ends at that character.

A location in other letters, such as `Header`, can be fixed safely. A name with a separator in it, such as `X-Key:`, is
cut there by an adaptation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import AuthScheme, Edit, Report, Set, replace, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Value

_LOCATIONS = ("header", "query", "cookie")
_INVALID_CHARACTERS = {
    "header": re.compile(r"[^A-Za-z0-9!#$%&'*+\-.^_`|~]"),  # RFC 9110, 5.6.2; RFC 6265, 4.1.1 has the same for cookies
    "cookie": re.compile(r"[^A-Za-z0-9!#$%&'*+\-.^_`|~]"),
    "query": re.compile(r"[&=#\s\x00-\x1f\x7f]"),
}


@rule(
    on=AuthScheme,
    basis="openapi",
    source="OpenAPI Specification, Security Scheme Object; RFC 9110, section 5.1",
    fix="adapt",
)
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
            bare = _bare_name(name.value)
            report = Report(message, name, help=_suggest_fix(bare), edit=_cut_name(name, bare) if bare else None)
            yield replace(report, severity="warning") if location.value == "query" else report
    if location and location.value not in _LOCATIONS:
        message = f"the API key has `in: {location.value[:40]}`; expected `header`, `query` or `cookie`"
        normalized = location.value.strip().lower()
        if normalized not in _LOCATIONS:
            yield Report(message, location)
            return
        edit = Edit("safe", f"write `{normalized}`", (Set(location, normalized),))
        yield Report(message, location, help=f"write `{normalized}`", edit=edit)
    elif location.place.missing:
        message = "the API key has no `in`; expected `header`, `query` or `cookie`"
        yield Report(message, location, help="add where the API reads the key, such as `in: header`")


def _bare_name(name: str) -> str | None:
    """Return the part of `name` before a separator if that's a valid name, else None."""
    bare = re.split(r"\s*[:=]", name.strip())[0]
    return bare if bare and bare != name and not _INVALID_CHARACTERS["header"].search(bare) else None


def _cut_name(name: Value[str], bare: str) -> Edit:
    return Edit("adapt", f"write `{bare[:60]}`", (Set(name, bare),), f"the rest of the name, after `{bare[:60]}`")


def _suggest_fix(bare: str | None) -> str:
    return f"write `{bare[:60]}` if that's the name that the API reads" if bare else "use the name that the API reads"
