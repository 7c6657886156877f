"""A local server that answers as the platform's API does: imports from the connector model, in the contract's shapes.

Requests of the Connect API come in, at `BASE_PATH` on the loopback address; answers go out. Everything is kept in
memory, with bounds. It needs the extra `emulator` (starlette, uvicorn, python-multipart).
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.emulator.app import create_app
    from preclear.emulator.endpoints import BASE_PATH
    from preclear.emulator.server import HOST, listen, serve

__all__ = ["BASE_PATH", "HOST", "create_app", "listen", "serve"]

_exports = lazy_exports(
    __name__,
    {
        "app": ("create_app",),
        "endpoints": ("BASE_PATH",),
        "server": ("HOST", "listen", "serve"),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
