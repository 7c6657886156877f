"""The journal of a run: on disk before anything is sent, whole after any cut, and never another file."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from preclear.platform.upload_run.journal import HEADER, Journal, JournalError, load_journal
from preclear.platform.upload_run.journal_records import Intent
from tests.import_path import PACKAGES

if TYPE_CHECKING:
    from tests.platform.upload_run.workspace import Workspace


def make_intent(number: int, connector_id: str | None = None) -> Intent:
    return Intent(
        number=number,
        url="https://x.example/api/connect/v1",
        organisation="01J",
        document="a.yaml",
        connector="Alpha",
        connector_id=connector_id,
        version=None if connector_id is None else "1.0",
        title="Alpha\u2028\n",
        sha256="0" * 64,
        time=1_700_000_000.5,
        timeout=120.0,
    )


NUMBERS = (b"NaN", b"Infinity", b"-1", b"1e300", b"9" * 400, b'"1"', b"true")
"""Numbers that nothing may wait for, and that aren't dates."""


def intent_line(**values: bytes) -> bytes:
    line = json.dumps({"type": "intent", **make_intent(1).to_json(), **dict.fromkeys(values, "HERE")}).encode()
    (value,) = values.values()
    return line.replace(b'"HERE"', value)


def fill(path: Path) -> bytes:
    """Write a journal with every kind of record, and return its bytes."""
    with Journal(path) as journal:
        journal.add_known(["A", "B"])
        journal.add_intent(make_intent(1))
        journal.add_outcome(1, "accepted", "C", "1.0")
        journal.add_intent(make_intent(2, "D"))
        journal.add_outcome(2, "rejected")
        journal.add_intent(make_intent(3))
        journal.add_known(["A", "E"])
        journal.add_outcome(3, "unknown")
        journal.add_done(1)
    return path.read_bytes()


def describe(records: Any) -> Any:
    return records.open_intents, records.known_ids, records.created_ids, records.next_number


def test_what_is_open_is_what_was_not_refused_or_done(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    fill(path)

    records = load_journal(path)

    assert list(records.open_intents) == [3]
    assert records.open_intents[3].intent == make_intent(3)
    assert set(records.open_intents[3].known_ids) == {"A", "B", "C"}  # not those that came later
    assert records.open_intents[3].outcome == "unknown"
    assert (records.known_ids, records.created_ids, records.next_number) == ({"A", "B", "E"}, {"C"}, 4)


def test_a_journal_that_was_cut_off_anywhere_has_its_whole_lines(tmp_path: Path) -> None:
    path, whole = tmp_path / "journal", tmp_path / "whole"
    data = fill(whole)
    ends = [0, *(index + 1 for index, byte in enumerate(data) if byte == 10)]
    for length in range(len(data) + 1):
        path.write_bytes(data[:length])
        last_end = max(end for end in ends if end <= length)
        whole.write_bytes(data[:last_end])

        assert describe(load_journal(path)) == describe(load_journal(whole))
    path.write_bytes(data[:-5])
    with Journal(path) as journal:
        journal.add_outcome(1, "accepted", "C", "1.0")
        assert [*journal.records.open_intents] == [1, 3]
    assert load_journal(path).open_intents[1].connector_id == "C"


def test_a_journal_in_which_nothing_is_open_goes(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with Journal(path) as journal:
        assert path.exists()
        journal.add_intent(make_intent(1))
        assert path.read_bytes().startswith(HEADER)
        journal.add_done(1)
    assert not path.exists()


@pytest.mark.parametrize(
    "line",
    [
        b"x",
        b"{}",
        b"[]",
        b'{"type":"other"}',
        b'{"type":"outcome","number":7,"outcome":"accepted","connectorId":"A","version":"1"}',
        b'{"type":"known","ids":[1]}',
        b'{"type":"intent","number":1}',
        b"[" * 100_000,
        b'{"type":"known","ids":["\xff"]}',
        *(b'{"type":"connection","connectorId":"A","name":"n","end":%b}' % end for end in NUMBERS),
        *(intent_line(time=value) for value in NUMBERS),
        *(intent_line(timeout=value) for value in (*NUMBERS, b"3601")),
    ],
)
def test_a_line_that_is_no_record_is_an_error_and_stays(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "journal"
    path.write_bytes(HEADER + line + b"\n")

    for use in (load_journal, Journal):
        with pytest.raises(JournalError, match=r"^journal `journal` can't be read: line 2 is no record"):
            use(path)
    assert path.read_bytes() == HEADER + line + b"\n"


@pytest.mark.parametrize("data", [b'{"openapi":"3.1.0"}', b"openapi: 3.1.0\n", b"\0" * 40])
def test_another_file_is_never_changed(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "openapi.json"
    path.write_bytes(data)

    with pytest.raises(JournalError, match="is another file: its first line isn't that of a journal"):
        Journal(path)
    assert path.read_bytes() == data


def test_only_a_regular_file_is_used(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    (tmp_path / "folder").mkdir()
    for name in ("link", "folder", "missing/journal"):
        with pytest.raises(JournalError, match="can't be used"):
            Journal(tmp_path / name)
    for name in ("link", "folder"):
        with pytest.raises(JournalError, match="can't be used"):
            load_journal(tmp_path / name)


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes")
@pytest.mark.parametrize("has_writer", [False, True])
def test_a_pipe_or_device_is_refused_without_waiting(tmp_path: Path, has_writer: bool) -> None:
    os.mkfifo(tmp_path / "pipe")
    file = os.open(tmp_path / "pipe", os.O_RDWR) if has_writer else -1
    try:
        for path in (tmp_path / "pipe", Path(os.devnull)):
            for use in (load_journal, Journal):
                with pytest.raises(JournalError, match="can't be used: expected a regular file"):
                    use(path)
    finally:
        if has_writer:
            os.close(file)


def test_a_journal_that_cannot_be_removed_or_synced_raises_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal"

    def fail(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as context:
        context.setattr(Path, "unlink", fail)
        with Journal(path) as journal:
            journal.add_intent(make_intent(1))
            journal.add_done(1)
    assert not load_journal(path).is_open
    with Journal(path) as journal:
        path.unlink()
        path.write_bytes(b"another file")
    assert path.read_bytes() == b"another file"

    def fail_sync(file: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail_sync)
    with pytest.raises(JournalError, match="can't be used: Input/output error"):
        Journal(tmp_path / "new")


def test_many_intents_share_the_known_connectors(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    lines = [HEADER.decode()]
    for number in range(1, 601):
        ids = [f"{number}-{index}" for index in range(20)]
        lines.append(json.dumps({"type": "known", "ids": ids}) + "\n")
        lines.append(json.dumps({"type": "intent", **make_intent(number).to_json()}) + "\n")
    path.write_text("".join(lines))
    del lines

    tracemalloc.start()
    try:
        records = load_journal(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 20 * path.stat().st_size
    assert "3-19" in records.open_intents[3].known_ids
    assert "4-0" not in records.open_intents[3].known_ids


@pytest.mark.skipif(sys.platform == "win32", reason="needs file locks")
def test_two_runs_do_not_share_a_journal(workspace: Workspace) -> None:
    workspace.bind_all(["Alpha"])
    with Journal(workspace.journal):
        result = workspace.upload()
    assert result.code == 3
    assert result.last == (
        "upload: not sent: journal `.preclear-upload.jsonl` is in use; wait until the other upload has ended"
    )
    assert workspace.proxy.changes == []
    assert workspace.upload().code == 0


def test_a_journal_that_cannot_be_written_means_that_nothing_is_sent(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.bind_all(["Alpha", "Beta"])
    write, left = os.write, [2]

    def write_some(file: int, data: bytes) -> int:
        if b'"type":"intent"' in bytes(data):
            left[0] -= 1
            if left[0] == 0:
                raise OSError(28, "No space left on device")
        return write(file, data)

    monkeypatch.setattr(os, "write", write_some)
    code, report = workspace.upload_json()

    assert code == 3
    assert [entry["outcome"] for entry in report["uploads"]] == ["accepted", "not sent"]
    assert report["uploads"][1]["reason"].endswith("No space left on device")
    assert list(workspace.connectors()) == ["Alpha"]


def test_the_journal_can_be_named(workspace: Workspace) -> None:
    workspace.bind_all(["Alpha"])
    workspace.proxy.spoil("bad gateway", 1)

    code, report = workspace.upload_json("--journal", "other.jsonl")

    assert (code, report["journal"]) == (4, "other.jsonl")
    lines = [json.loads(line) for line in (workspace.folder / "other.jsonl").read_text().splitlines()]
    assert [line["type"] for line in lines] == ["journal", "intent", "outcome"]
    assert not workspace.journal.exists()
    assert workspace.upload("--journal", "other.jsonl").code == 0
    assert not (workspace.folder / "other.jsonl").exists()


def test_what_a_run_leaves_of_other_entries_is_noted(workspace: Workspace) -> None:
    workspace.bind_all(["Alpha", "Beta"])
    workspace.proxy.spoil("bad gateway", 1)
    assert workspace.upload_json()[0] == 4

    code, report = workspace.upload_json("Beta.yaml")

    assert code == 0
    (note,) = report["notes"]
    assert note.startswith("the journal has an unfinished upload of Alpha.yaml to `Alpha` in organisation ")
    assert workspace.journal.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_after_the_document_that_is_on_its_way(workspace: Workspace, number: int) -> None:
    titles = ["Alpha", "Beta", "Gamma", "Delta"]
    workspace.bind_all(titles)
    workspace.proxy.spoil("held", 2)
    with subprocess.Popen(
        [sys.executable, "-m", "preclear", "upload", "--timeout", "60"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=workspace.folder,
        env={**os.environ, "PYTHONPATH": PACKAGES},
    ) as process:
        assert process.stderr is not None
        assert process.stdout is not None
        sendings = 0
        for line in process.stderr:
            sendings += line.startswith("preclear: sending to ")
            if sendings == 2:
                break
        process.send_signal(number)
        workspace.proxy.released.set()
        output = process.stdout.read()
        process.wait(60)

    assert process.returncode == 3, output
    assert output.splitlines()[-3:] == [
        "Gamma.yaml to Gamma: not sent: interrupted",
        "Delta.yaml to Delta: not sent: interrupted",
        "upload: not sent: 2 accepted, 2 not sent",
    ]
    assert sorted(workspace.connectors()) == ["Alpha", "Beta"]
    assert not workspace.journal.exists()
    assert workspace.upload().code == 0
    assert sorted(workspace.connectors()) == sorted(titles)
