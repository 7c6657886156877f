"""What is refused, and in which words (Error, ImportHTTPConnectorError)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from preclear.source import Json

Object: TypeAlias = "dict[str, Json]"
"""A JSON object."""


class Problem(Exception):
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
        messages: tuple[Object, ...] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self._body: Object = {"code": code, "message": message}
        if fields:
            self._body["fields"] = [{"field": field, "message": text} for field, text in fields]
        if details:
            self._body["details"] = details
        if messages:
            self._body["messages"] = list(messages)

    @property
    def body(self) -> Object:
        """The body of the answer."""
        return self._body


def not_found(what: str) -> Problem:
    """There is nothing by that name."""
    return Problem(404, "not_found", f"{what} does not exist")


def invalid(*fields: tuple[str, str]) -> Problem:
    """The request's own fields are wrong."""
    return Problem(400, "invalid_request", "the request is not valid", fields)
