"""Hostile texts through the command line: bounded, told where they are wrong, never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.hostile.texts import ALL, Hostile

if TYPE_CHECKING:
    from pathlib import Path

MEMORY = 3_000_000_000  # bytes of address space
WAIT = 120  # seconds on the wall, where others use the machine too; what counts is the time of the processor

LIMITED = """
import resource, runpy, sys
memory, seconds = int(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
sys.argv[1:3] = []
runpy.run_module("preclear", run_name="__main__", alter_sys=True)
"""


def limited(folder: Path, seconds: int, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run preclear in `folder`, in a process that has so many seconds of the processor and 3 GB of memory."""
    command = [sys.executable, "-c", LIMITED, str(MEMORY), str(seconds), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=WAIT)
    assert done.returncode in (0, 1, 2), (done.returncode, done.stderr.decode()[-2000:])
    assert b"Traceback" not in done.stderr
    assert b"internal error" not in done.stderr
    return done


def check_limited(file: Path) -> tuple[int, list[dict[str, Any]]]:
    """Check `file` within 3 s and 1 s for each MB: the exit code and what was found."""
    seconds = 3 + file.stat().st_size // 1_000_000
    done = limited(file.parent, seconds, "check", file.name, "--output-format", "json")
    return done.returncode, json.loads(done.stdout)["findings"]


@pytest.mark.parametrize("hostile", ALL, ids=lambda hostile: hostile.label)
def test_is_refused_or_read(tmp_path: Path, hostile: Hostile) -> None:
    file = tmp_path / hostile.name
    file.write_bytes(hostile.make())

    code, findings = check_limited(file)

    rules = {finding["rule"] for finding in findings}
    errors = {finding["rule"] for finding in findings if finding["severity"] == "error"}
    assert "internal-error" not in rules
    if hostile.rule is None:
        assert (code, errors) == (0, set())
        return
    at = [
        f"{finding['start']['line']}:{finding['start']['column']}"
        for finding in findings
        if finding["rule"] == hostile.rule
    ]
    assert at, f"expected {hostile.rule}, found {rules}"
    assert hostile.place in (None, *at)
    assert code == (2 if rules & {"exceeded-limit", "unreadable-file"} else 1 if errors else 0)
    if hostile.limit is not None:
        assert any(f"`--limit {hostile.limit}=N`" in finding["message"] for finding in findings)


@pytest.mark.parametrize("blank", [" ", "\n", "\t", "\r", "{", "{\n", "\"'", "openapi\n"], ids=ascii)
def test_a_file_that_is_too_large_is_looked_at_in_no_time(tmp_path: Path, blank: str) -> None:
    (tmp_path / "large.yaml").write_text(blank * 70_000)

    done = limited(tmp_path, 3, "check", ".", "--limit", "file_bytes=9")

    assert (done.returncode, done.stdout) == (2, b"")
    assert b"nothing was checked" in done.stderr
