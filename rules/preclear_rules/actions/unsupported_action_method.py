"""An operation has a method that an action can't have.

An action has one of nine methods: GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS, CONNECT and TRACE. OpenAPI 3.2 adds
`query` and, under `additionalOperations`, any other HTTP method. An action can't have those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import HTTP_METHODS, Action, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Action, basis="contract", source="HTTPMethod", fix="adapt")
def unsupported_action_method(action: Action) -> Iterator[Report]:
    method = action.method.value
    if method in HTTP_METHODS or method.lower().startswith("x-"):
        return
    from preclear_rules._operation_edits import correct_method

    raw_method = str(action.method.place.pointer[-1])
    message = f"method `{raw_method[:60]}` of `{action.path.value[:100]}` isn't one that an action can have"
    edit = correct_method(action)
    if method.upper() in HTTP_METHODS:
        help = f"write `{method.upper()}`"
        yield Report(f"{message}; expected it in upper case", action.method, help=help, edit=edit)
        return
    expected = f"expected one of {', '.join(HTTP_METHODS)}"
    advice = "offer a `post` operation instead, or remove this one from the document that you import"
    yield Report(f"{message}; {expected}", action.method, help=advice, edit=edit)
