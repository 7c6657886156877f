"""A small client of headless Chromium, over the pipes of its DevTools protocol.

Nothing listens on a port. The browser's profile is in a folder of the test, and the browser ends with its context.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

TIMEOUT = 60.0
"""Seconds to wait for one answer."""

CHROMIUM = shutil.which("chromium")

_LAUNCH = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
)
"""Starts the browser with its pipes at the descriptors 3 and 4, where it looks for them."""

_LOWEST_DESCRIPTOR = 10

_KEY_CODES = {"Escape": 27, "ArrowUp": 38, "ArrowDown": 40, "Tab": 9, "Enter": 13}


class Page:
    """One tab, and everything that it logged or requested."""

    def __init__(self, process: subprocess.Popen[bytes], commands: int, answers: int) -> None:
        self._process = process
        self._commands = commands
        self._answers = answers
        self._buffer = b""
        self._last_id = 0
        self._session: str | None = None
        self.messages: list[str] = []
        """Messages in the console, errors, and violations of the page's policy."""
        self.requests: list[str] = []
        """The addresses of all requests."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Audits"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method of the protocol and return its result. Raises AssertionError if it fails."""
        self._last_id += 1
        message: dict[str, Any] = {"id": self._last_id, "method": method, "params": params}
        if self._session is not None:
            message["sessionId"] = self._session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._commands, data) :]
        while True:
            answer = self._read()
            if answer.get("id") == self._last_id:
                assert "error" not in answer, f"{method}: {answer['error']}"
                result: dict[str, Any] = answer["result"]
                return result

    def open(self, file: Path) -> None:
        """Open a file and wait until it's loaded."""
        self.messages.clear()
        self.requests.clear()
        self.call("Page.navigate", url=file.as_uri())
        self.wait_for("document.readyState === 'complete' && location.protocol === 'file:'")

    def evaluate(self, expression: str) -> Any:
        """Return the value of a JavaScript expression."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, f"{expression}: {result['exceptionDetails']}"
        return result["result"].get("value")

    def wait_for(self, expression: str) -> None:
        """Wait until an expression is true. Raises AssertionError if it isn't in time."""
        self._wait(lambda: bool(self.evaluate(expression)), expression)

    def press(self, key: str) -> None:
        """Press and release a key, named as in `KeyboardEvent.key`."""
        text = key if len(key) == 1 else ""
        code = _KEY_CODES.get(key, ord(key.upper()[0]))
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=text, windowsVirtualKeyCode=code)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def type(self, text: str) -> None:
        """Type a text, key by key."""
        for character in text:
            self.press(character)

    def click(self, selector: str) -> None:
        """Click the first element that matches a selector, as script does."""
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def resize(self, width: int, height: int = 900) -> None:
        """Set the size of the window in CSS pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
        )

    def set_scheme(self, scheme: str) -> None:
        """Prefer `light` or `dark`, as a system does."""
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def screenshot(self) -> bytes:
        """Return a picture of the window as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot")["data"])

    def print(self) -> bytes:
        """Return the printed page as PDF, on A4."""
        return base64.b64decode(
            self.call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, preferCSSPageSize=True)["data"]
        )

    def _wait(self, is_done: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + TIMEOUT
        while not is_done():
            assert time.monotonic() < deadline, f"not in time: {what}"
            time.sleep(0.02)

    def _read(self) -> dict[str, Any]:
        deadline = time.monotonic() + TIMEOUT
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._answers], [], [], max(0.0, deadline - time.monotonic()))
            assert ready, "no answer from the browser in time"
            data = os.read(self._answers, 1 << 16)
            assert data, f"the browser ended: {self._process.poll()}"
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        self._record(message)
        return message

    def _record(self, message: dict[str, Any]) -> None:
        params = message.get("params", {})
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(params["request"]["url"])
            case "Runtime.consoleAPICalled":
                self.messages.append(f"console: {params['args']}")
            case "Runtime.exceptionThrown":
                self.messages.append(f"exception: {params['exceptionDetails']}")
            case "Log.entryAdded":
                self.messages.append(f"log: {params['entry']['text']}")
            case "Audits.issueAdded" if "contentSecurityPolicyIssueDetails" in params["issue"]["details"]:
                self.messages.append(f"policy: {params['issue']['details']}")
            case "Page.javascriptDialogOpening":
                self.messages.append(f"dialog: {params['message']}")
            case _:
                pass


@contextmanager
def open_browser() -> Generator[Page]:
    """Start Chromium with its profile, home and caches in a folder of its own, and end it.

    The folder is directly in the one for temporary files, because the path of a socket in it must be short.
    """
    with TemporaryDirectory(prefix="page-", ignore_cleanup_errors=True) as folder, _start(Path(folder)) as page:
        yield page


@contextmanager
def _start(folder: Path) -> Generator[Page]:
    assert CHROMIUM is not None
    home = folder / "home"
    runtime = folder / "run"
    for path in (home, runtime):
        path.mkdir(mode=0o700, parents=True)
    environ = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "TMPDIR": str(folder),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_RUNTIME_DIR": str(runtime),
    }
    arguments = [
        CHROMIUM,
        "--headless=new",
        "--remote-debugging-pipe",
        f"--user-data-dir={folder / 'profile'}",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-crash-reporter",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-sync",
        "--no-default-browser-check",
        "--no-first-run",
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
    ]
    browser_reads, commands = _open_pipe()
    answers, browser_writes = _open_pipe()
    process = subprocess.Popen(
        [sys.executable, "-c", _LAUNCH, str(browser_reads), str(browser_writes), *arguments],
        env=environ,
        pass_fds=(browser_reads, browser_writes),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(browser_reads)
    os.close(browser_writes)
    try:
        yield Page(process, commands, answers)
    finally:
        os.killpg(process.pid, 9)
        process.wait(TIMEOUT)
        os.close(commands)
        os.close(answers)


def _open_pipe() -> tuple[int, int]:
    """Return the ends of a pipe, at descriptors above those that the browser looks at."""
    ends: list[int] = []
    for end in os.pipe():
        ends.append(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _LOWEST_DESCRIPTOR))
        os.close(end)
    return ends[0], ends[1]
