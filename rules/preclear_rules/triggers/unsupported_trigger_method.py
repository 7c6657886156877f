"""A webhook's method is none that a trigger can have.

A trigger has one of nine methods: GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS, CONNECT and TRACE. OpenAPI 3.2
knows `query` as well, and under `additionalOperations` any other method that HTTP may have: a trigger has no place
for these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import HTTP_METHODS, Report, Trigger, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Trigger, basis="contract", source="HTTPMethod")
def unsupported_trigger_method(trigger: Trigger) -> Iterator[Report]:
    method = trigger.method.value
    if method in HTTP_METHODS or method.lower().startswith("x-"):
        return
    raw_method = str(trigger.method.place.pointer[-1])
    message = f"method `{raw_method[:60]}` of webhook `{trigger.webhook.value[:100]}` is none that a trigger can have"
    if method.upper() in HTTP_METHODS:
        yield Report(f"{message}; expected it in capitals", trigger.method, help=f"write it `{method.upper()}`")
        return
    expected = f"expected one of {', '.join(HTTP_METHODS)}"
    yield Report(f"{message}; {expected}", trigger.method, help="describe the webhook as a `post` operation")
