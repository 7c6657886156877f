"""A webhook's operation has a method that a trigger can't have.

A trigger has one of nine methods: GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS, CONNECT and TRACE. OpenAPI 3.2 adds
`query` and, under `additionalOperations`, any other HTTP method. A trigger can't have those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import HTTP_METHODS, Report, Trigger, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Trigger, basis="contract", source="HTTPMethod", fix="adapt")
def unsupported_trigger_method(trigger: Trigger) -> Iterator[Report]:
    method = trigger.method.value
    if method in HTTP_METHODS or method.lower().startswith("x-"):
        return
    from preclear_rules._operation_edits import correct_method

    raw_method = str(trigger.method.place.pointer[-1])
    message = f"method `{raw_method[:60]}` of webhook `{trigger.webhook.value[:100]}` isn't one that a trigger can have"
    edit = correct_method(trigger)
    if method.upper() in HTTP_METHODS:
        help = f"write `{method.upper()}`"
        yield Report(f"{message}; expected it in upper case", trigger.method, help=help, edit=edit)
        return
    expected = f"expected one of {', '.join(HTTP_METHODS)}"
    help = "describe the webhook as a `post` operation"
    yield Report(f"{message}; {expected}", trigger.method, help=help, edit=edit)
