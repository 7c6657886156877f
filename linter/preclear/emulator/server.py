"""The server: listens on the loopback address until it is stopped."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

import uvicorn

from preclear.emulator.app import create_app
from preclear.emulator.http.protocol import LimitedHttpProtocol

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = "127.0.0.1"


def listen(port: int) -> socket.socket:
    """Listen on `port` of the loopback address; 0 means any free port. Raises OSError."""
    server_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        server_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server_socket.bind((HOST, port))
        server_socket.listen(128)
    except OSError:
        server_socket.close()
        raise
    return server_socket


def serve(
    server_socket: socket.socket, token: str, on_error: Callable[[Exception], None], max_seconds: float | None
) -> None:
    """Serve until a signal stops the process or `max_seconds` have passed.

    `on_error` is called with every internal error.
    """
    config = uvicorn.Config(
        create_app(token, on_error),
        http=LimitedHttpProtocol,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,  # uvicorn's default needs a standard output
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)

    async def run() -> None:
        if max_seconds is not None:
            asyncio.get_running_loop().call_later(max_seconds, _stop, server)
        await server.serve(sockets=[server_socket])

    asyncio.run(run())


def _stop(server: uvicorn.Server) -> None:
    server.should_exit = True
