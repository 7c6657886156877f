"""Running the command line on a terminal of its own, of a given width."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.import_path import PACKAGES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_PLAIN = ("NO_COLOR", "FORCE_COLOR", "FORCE_HYPERLINK", "CI", "VTE_VERSION", "TERM_PROGRAM", "WT_SESSION")


def run_on_terminal(
    *arguments: str, width: int = 80, cwd: Path, env: Mapping[str, str] | None = None, code: int = 0
) -> str:
    """Run the command line, check its exit code, and return what it shows, with newlines as a program writes them."""
    import fcntl
    import pty
    import termios

    main, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    clean = {name: value for name, value in os.environ.items() if name not in (*_PLAIN, "KONSOLE_VERSION", "DOMTERM")}
    process = subprocess.Popen(
        [sys.executable, "-m", "preclear", *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        cwd=cwd,
        env={**clean, "PYTHONPATH": PACKAGES, "TERM": "xterm-256color", **(env or {})},
        start_new_session=True,
    )
    os.close(terminal)
    shown = b""
    while True:
        try:
            part = os.read(main, 65_536)
        except OSError:  # the terminal is closed
            break
        if not part:
            break
        shown += part
    os.close(main)
    assert process.wait(timeout=60) == code, shown.decode()
    return shown.decode().replace("\r\n", "\n")
