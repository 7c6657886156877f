"""A server that answers by a script, and the requests that it got."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from tests.platform.fault_running import Server


class Script:
    """The script of a `scripted` server: the answers to each `METHOD /path`, the last of which stays."""

    def __init__(self, server: Server, file: Path) -> None:
        self.server = server
        self._file = file

    def play(self, answers: dict[str, list[list[Any]]]) -> None:
        """Use these answers from now on."""
        self._file.write_text(json.dumps(answers))

    @property
    def request_lines(self) -> list[str]:
        """All requests: `METHOD /path`."""
        return [f"{request['method']} {request['path']}" for request in self.server.requests]

    @property
    def bodies(self) -> list[Any]:
        """The JSON bodies of the requests that have one."""
        return [json.loads(request["body"]) for request in self.server.requests if request["body"]]
