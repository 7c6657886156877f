"""Reads objects of a git repository through one process of `git cat-file --batch`.

The repository may be untrusted: see `command.py` for what keeps git from running or fetching anything. Besides,

- nothing from a document or a command line is an argument of git: names of objects go to its standard input;
- `cat-file` runs no hook, no text conversion, no filter and no external diff, and compares nothing with the index, so
  that no monitor of the file system is asked;
- an object is only read if its size is within the limit, and nothing is written;
- a process that takes too long is ended, and no other is started for the same repository.
"""

from __future__ import annotations

import os
import subprocess
from threading import Timer
from typing import TYPE_CHECKING, NamedTuple

from preclear.source.git import command
from preclear.source.git.command import GitError, GitTimeoutError, make_command, make_environment
from preclear.source.wording import format_count, truncate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import IO

_MAX_HEADER_BYTES = 10_000
_MAX_REASON_LENGTH = 200


class GitSizeError(GitError):
    """An object is larger than the limit."""


class GitNameError(GitError):
    """Git ends at the name of an object, such as `HEAD@{upstream}` without an upstream, but can read the repository."""


class GitObject(NamedTuple):
    """An object: its id in hexadecimal digits, its type (`blob`, `tree`, `commit`) and its content."""

    id: str
    type: str
    data: bytes


class GitObjectReader:
    """Reads the objects of the repository at `root`, the folder that has its `.git`. Use it in a `with` statement."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._process: subprocess.Popen[bytes] | None = None
        self._has_timed_out = False

    def __enter__(self) -> GitObjectReader:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, if it runs. It starts again when an object is read."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:  # what is left in the buffer can't be written any more
                    continue

    def read(self, name: str, max_bytes: int) -> GitObject | None:
        """Read the object `name`, such as `main^{commit}` or an id; None if there is none.

        Raises GitError if it has more than `max_bytes`, or if git can't read the repository, and GitTimeoutError.
        """
        if "\n" in name or "\0" in name:
            return None
        if self._has_timed_out:
            raise GitTimeoutError
        timer = Timer(command.MAX_SECONDS, self._end_waiting)
        timer.daemon = True
        timer.start()
        try:
            return self._read(name, max_bytes)
        finally:
            timer.cancel()

    def _end_waiting(self) -> None:
        """Kill the process, which takes too long. A read that waits for its answer fails."""
        self._has_timed_out = True
        process = self._process
        if process is not None:
            process.kill()

    def _read(self, name: str, max_bytes: int) -> GitObject | None:
        stdin, stdout = self._open()
        try:
            stdin.write(os.fsencode(name) + b"\n")
            stdin.flush()
            header = stdout.readline(_MAX_HEADER_BYTES)
            fields = header.split()
            if not header.endswith(b"\n") or len(fields) < 2:
                raise self._make_failure()
            if len(fields) != 3 or not fields[2].isdigit():  # `NAME missing`, `NAME ambiguous`
                return None
            size = int(fields[2])
            if size > max_bytes:
                self.close()  # the content would follow
                raise GitSizeError(f"it has {format_count(size, 'byte')}; expected at most {max_bytes:,}")
            data = stdout.read(size + 1)
            if len(data) != size + 1:
                raise self._make_failure()
        except (OSError, ValueError) as error:
            raise self._make_failure() from error
        return GitObject(fields[0].decode("ascii", "replace"), fields[1].decode("ascii", "replace"), data[:-1])

    def _open(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            try:
                self._process = subprocess.Popen(
                    [*make_command(self.root), "cat-file", "--batch"],
                    env=make_environment(self.root),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
            except OSError as error:
                raise GitError(f"git can't be started: {(error.strerror or str(error)).lower()}") from error
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise GitError("git has no input or output")
        return stdin, stdout

    def _make_failure(self) -> GitError:
        """Return an error that says why git reads nothing: the first line that it writes about the repository."""
        self.close()
        if self._has_timed_out:
            return GitTimeoutError()
        lines: Sequence[str] = ()
        try:
            done = subprocess.run(
                [*make_command(self.root), "rev-parse", "--git-dir"],
                env=make_environment(self.root),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=command.MAX_SECONDS,
            )
            lines = done.stderr.decode(errors="replace").splitlines()
        except (OSError, subprocess.TimeoutExpired):
            pass
        if not lines:
            return GitNameError("git can't read the repository: it ended early")
        reason = truncate(lines[0].removeprefix("fatal: "), _MAX_REASON_LENGTH)
        return GitError(f"git can't read the repository: {reason}")
