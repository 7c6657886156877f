"""Error answers (Error, ImportHTTPConnectorError)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.source import Json

JsonObject: TypeAlias = "dict[str, Json]"
"""A JSON object."""


class ApiError(Exception):
    """A refused request or document.

    `fields` are pairs of a path, such as `credentials.action[0].credential`, and a message.
    `details` and `messages` belong to a refused document and stay empty for a refused request. `headers` are headers
    of the answer; `more` has further fields of its body.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        fields: tuple[tuple[str, str], ...] = (),
        details: str = "",
        messages: tuple[JsonObject, ...] = (),
        *,
        headers: Mapping[str, str] | None = None,
        more: JsonObject | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers: dict[str, str] = dict(headers or {})
        self._body: JsonObject = {"code": code, "message": message}
        if fields:
            self._body["fields"] = [{"field": field, "message": text} for field, text in fields]
        if details:
            self._body["details"] = details
        if messages:
            self._body["messages"] = list(messages)
        self._body |= more or {}

    @property
    def body(self) -> JsonObject:
        """The answer's body."""
        return self._body


def not_found_error(label: str) -> ApiError:
    """Return the error for something that doesn't exist."""
    return ApiError(404, "not_found", f"{label} doesn't exist")


def invalid_request_error(*fields: tuple[str, str]) -> ApiError:
    """Return the error for invalid fields: pairs of a path and a message."""
    return ApiError(400, "invalid_request", "the request isn't valid", fields)


def conflict_error(code: str, message: str, *fields: tuple[str, str]) -> ApiError:
    """Return the error for a request that the state of a resource forbids."""
    return ApiError(409, code, message, fields)
