"""An operation's method is none that an action can have.

An action has one of nine methods: GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS, CONNECT and TRACE. OpenAPI 3.2
knows `query` as well, and under `additionalOperations` any other method that HTTP may have: an action has no place
for these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import HTTP_METHODS, Action, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Action, basis="contract", source="HTTPMethod")
def unsupported_action_method(action: Action) -> Iterator[Report]:
    method = action.method.value
    if method in HTTP_METHODS or method.lower().startswith("x-"):
        return
    raw_method = str(action.method.place.pointer[-1])
    message = f"method `{raw_method[:60]}` of `{action.path.value[:100]}` is none that an action can have"
    if method.upper() in HTTP_METHODS:
        yield Report(f"{message}; expected it in capitals", action.method, help=f"write it `{method.upper()}`")
        return
    expected = f"expected one of {', '.join(HTTP_METHODS)}"
    advice = "offer the same as a `post` operation, or take this one out of the document that is imported"
    yield Report(f"{message}; {expected}", action.method, help=advice)
