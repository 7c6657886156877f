"""The protocol's rules about messages: which are refused, and with what error.

A client that breaks a rule gets the error that the protocol has for it, and the server goes on.
"""

from __future__ import annotations

import json
import logging
from typing import Any, cast

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol

_logger = logging.getLogger(__name__)


class ServerProtocol(LanguageServerProtocol):
    """The server's side of the protocol."""

    is_initialized: bool = False
    is_ended: bool = False
    """Whether the client has sent `exit`."""

    def receive(self, data: bytes) -> None:
        """Handle a message from its JSON text. Never raises because of what the message says."""
        try:
            message = json.loads(data)
        except (ValueError, RecursionError) as error:
            self._refuse(None, types.ErrorCodes.ParseError, f"the message isn't JSON: {error}")
            return
        if not _is_message(message):
            self._refuse(_find_id(message), types.ErrorCodes.InvalidRequest, "this isn't a message of JSON-RPC 2.0")
            return
        method, is_request = message.get("method"), "id" in message
        if method == types.EXIT:
            self.is_ended = True
            return
        refusal = None if method is None else self._check_order(method)
        if refusal is not None:
            self._refuse(_find_id(message), *refusal, is_request=is_request)
            return
        if method is not None:
            message.setdefault("params", None)
        try:
            structured: Any = super().structure_message(message)
            self.handle_message(structured)
        except JsonRpcException as error:
            text = f"`{method or 'response'}` has invalid parameters: {_find_cause(error)!r}"
            self._refuse(
                _find_id(message), types.ErrorCodes.InvalidParams, text, is_request=is_request and method is not None
            )
            return
        self.is_initialized |= method == types.INITIALIZE

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return `data` as it is: `receive` converts whole messages, not every object in them."""
        return data

    def _check_order(self, method: str) -> tuple[types.ErrorCodes, str] | None:
        """Return why a message isn't allowed now; None if it is."""
        if self._shutdown:
            return types.ErrorCodes.InvalidRequest, f"`{method}` isn't allowed after `{types.SHUTDOWN}`"
        if not self.is_initialized and method != types.INITIALIZE:
            return types.ErrorCodes.ServerNotInitialized, f"`{method}` isn't allowed before `{types.INITIALIZE}`"
        if self.is_initialized and method == types.INITIALIZE:
            return types.ErrorCodes.InvalidRequest, f"`{method}` isn't allowed twice"
        return None

    def _refuse(self, id: int | str | None, code: types.ErrorCodes, text: str, *, is_request: bool = True) -> None:
        """Log a message that's refused, and answer it if it's a request."""
        _logger.warning("%s", text)
        if is_request:
            # as an object of pygls, an id that is null would be left out
            self._send_data({"jsonrpc": self.VERSION, "id": id, "error": {"code": code.value, "message": text}})


def _is_message(message: object) -> bool:
    """Whether this is a request, a notification or a response."""
    if not isinstance(message, dict):
        return False
    fields = cast("dict[str, object]", message)
    if fields.get("jsonrpc") != "2.0" or not isinstance(fields.get("id", 0), (int, str)):
        return False
    return isinstance(fields["method"], str) if "method" in fields else "result" in fields or "error" in fields


def _find_cause(error: BaseException) -> BaseException:
    """Return the first error that led to `error`."""
    if isinstance(error, BaseExceptionGroup):
        errors = cast("BaseExceptionGroup[BaseException]", error).exceptions
        return _find_cause(errors[0])
    return error if error.__cause__ is None else _find_cause(error.__cause__)


def _find_id(message: object) -> int | str | None:
    """Return the id of a message that may be invalid; None if it has none that can be repeated."""
    id = cast("dict[str, object]", message).get("id") if isinstance(message, dict) else None
    return id if isinstance(id, (int, str)) else None
