"""What is refused, and in which words (Error, ImportHTTPConnectorError)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from preclear.source import Json

JsonObject: TypeAlias = "dict[str, Json]"
"""A JSON object."""


class ApiError(Exception):
    """A refusal. `fields` are pairs of a path, such as `credentials.action[0].credential`, and what is wrong there.

    `details` and `messages` are those of a refused document; both stay empty for a refused request.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        fields: tuple[tuple[str, str], ...] = (),
        details: str = "",
        messages: tuple[JsonObject, ...] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self._body: JsonObject = {"code": code, "message": message}
        if fields:
            self._body["fields"] = [{"field": field, "message": text} for field, text in fields]
        if details:
            self._body["details"] = details
        if messages:
            self._body["messages"] = list(messages)

    @property
    def body(self) -> JsonObject:
        """The body of the answer."""
        return self._body


def not_found_error(label: str) -> ApiError:
    """There is nothing by that name."""
    return ApiError(404, "not_found", f"{label} does not exist")


def invalid_request_error(*fields: tuple[str, str]) -> ApiError:
    """The request's own fields are wrong."""
    return ApiError(400, "invalid_request", "the request is not valid", fields)
