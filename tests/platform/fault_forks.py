"""Faulty servers forked from one process: hundreds of tests have one, and starting Python takes longer than most tests.

Run as a program, it serves the socket that is its standard input. A request is a line of JSON: `{"row": …, "variables":
{…}}` with a descriptor for the server's output, answered with the server's process id, or `{"kill": ID}`, answered when
that process is gone.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.import_path import PACKAGES_AND_TESTS
from tests.platform.fault_server import run

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from io import FileIO

_PIECE = 65_536  # bytes


@contextmanager
def run_fault_server(row: str, variables: Mapping[str, str]) -> Generator[FileIO]:
    """Run the server of a row, with more variables in its environment. Yields its output."""
    forks = _start()
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb", buffering=0) as output:
        try:
            id = forks.request({"row": row, "variables": dict(variables)}, writing)
        finally:
            os.close(writing)
        try:
            yield output
        finally:
            forks.request({"kill": id})


class _Forks(NamedTuple):
    """The process that forks, and the socket to it."""

    process: subprocess.Popen[bytes]
    socket: socket.socket

    def request(self, request: Mapping[str, Any], *descriptors: int) -> int:
        """Send a request, and return the number that answers it."""
        socket.send_fds(self.socket, [json.dumps(request).encode() + b"\n"], descriptors)
        return int(_receive(self.socket)[0])

    def end(self) -> None:
        """End the process. Servers that still run end by themselves."""
        self.socket.close()
        self.process.wait()


@cache
def _start() -> _Forks:
    """Start the process that forks. It ends with this one."""
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-m", "tests.platform.fault_forks"]
        environment = {**os.environ, "PYTHONPATH": PACKAGES_AND_TESTS}
        forks = _Forks(subprocess.Popen(command, stdin=theirs.fileno(), env=environment), ours)
    atexit.register(forks.end)
    return forks


def _receive(connection: socket.socket) -> tuple[bytes, list[int]]:
    """Receive a line and the descriptors that come with it. At the end of the connection, the line is empty."""
    line, descriptors = b"", list[int]()
    while not line.endswith(b"\n"):
        piece, more, *_ = socket.recv_fds(connection, _PIECE, 1)
        descriptors += more
        if not piece:
            break
        line += piece
    return line, descriptors


def _fork(row: str, variables: Mapping[str, str], output: int, connection: socket.socket) -> int:
    """Fork a server, and return its process id."""
    id = os.fork()
    if id:
        os.close(output)
        return id
    try:
        connection.close()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.close(output)
        os.environ.update(variables)
        run(row)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def main() -> None:
    """Serve the socket that is the standard input until its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the tests
    with socket.socket(fileno=os.dup(0)) as connection:
        while (received := _receive(connection))[0]:
            request = json.loads(received[0])
            if "kill" in request:
                answer = request["kill"]
                os.kill(answer, signal.SIGKILL)
                os.waitpid(answer, 0)
            else:
                answer = _fork(request["row"], request["variables"], received[1][0], connection)
            connection.sendall(b"%d\n" % answer)


if __name__ == "__main__":
    main()
