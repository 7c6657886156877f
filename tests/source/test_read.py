"""Files and bytes: what is read, what is refused, and in which words."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from preclear.source import Limits, load, load_bytes
from tests.source.loading import message, read_yaml, reported, span_text

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_loaded_with_its_bytes_path_and_shown_name(tmp_path: Path) -> None:
    file = tmp_path / "openapi.yaml"
    file.write_bytes(b"a: 1\n")
    document = load(file, "api/openapi.yaml")
    assert (document.path, document.file, document.data, document.value) == (
        "api/openapi.yaml",
        file,
        b"a: 1\n",
        {"a": 1},
    )


def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "folder.yaml").mkdir()
    for name, words in {
        "pipe.yaml": "it is a pipe, expected a regular file",
        "loop.yaml": "its symbolic links form a loop",
        "folder.yaml": "it is a directory, expected a regular file",
        "missing.yaml": "there is no such file",
        "folder.yaml/x\0y": "its name has an invalid character",
        "x" * 5000: "its name is longer than the system allows",
    }.items():
        document = load(tmp_path / name)
        assert reported(document) == [("unreadable-file", "1:1-1:1")]
        assert words in message(document)
        assert not document.is_loaded
    assert "it is a device" in message(load(tmp_path.joinpath("/dev/zero")))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_said_to_be_so(tmp_path: Path) -> None:
    file = tmp_path / "openapi.yaml"
    file.write_bytes(b"a: 1\n")
    file.chmod(0)
    assert "permission denied" in message(load(file))


@pytest.mark.parametrize("name", ["openapi.json", "openapi.yaml", "<stdin>"])
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp437", "cp850", "cp1251", "mac_roman"])
def test_a_byte_order_mark_that_was_read_as_something_else_is_named(name: str, encoding: str) -> None:
    letters = b"\xef\xbb\xbf".decode(encoding)
    for before in (b"", b"\xef\xbb\xbf"):
        document = load_bytes(before + (letters + '{"openapi": "3.1.0"}').encode(), name)
        assert reported(document) == [("unreadable-file", "1:1-1:4")]
        assert f"the file begins with `{letters}`, a byte order mark that was read as " in message(document)
        assert not document.is_loaded


def test_a_second_byte_order_mark_is_named_and_one_alone_is_nothing() -> None:
    mark = b"\xef\xbb\xbf"
    assert load_bytes(mark + b"a: 1\n", "openapi.yaml").value == {"a": 1}
    document = load_bytes(mark + mark + b"a: 1\n", "openapi.yaml")
    assert "begins with a second byte order mark" in message(document)
    assert load_bytes('a: "ï»¿"\n'.encode(), "openapi.yaml").value == {"a": "ï»¿"}


def test_no_more_than_the_limit_is_read(tmp_path: Path) -> None:
    file = tmp_path / "openapi.yaml"
    file.write_bytes(b"a: 1\n")
    assert load(file, limits=Limits(file_bytes=5)).is_loaded
    document = load(file, limits=Limits(file_bytes=4))
    assert reported(document) == [("exceeded-limit", "1:1-1:1")]
    assert message(document) == "the file has 5 bytes; the limit is 4 (`--limit file_bytes=N`)"


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        (b"", "1:1-1:1", "the file is empty"),
        (b"# only\n  # comments\n", "1:1-1:2", "only whitespace and comments"),
        (b"\xef\xbb\xbf", "1:1-1:1", "only whitespace and comments"),
        (b"\xff\xfe", "1:1-1:1", "only whitespace and comments"),
        (b"\x1f\x8b\x08\x00abc", "1:1-1:1", "the file is binary (a gzip archive)"),
        (b"PK\x03\x04abc", "1:1-1:1", "the file is binary (a zip archive)"),
        (b"\x89PNG\r\n\x1a\n", "1:1-1:1", "the file is binary (a PNG image)"),
        ("a: é".encode("latin-1"), "1:4-1:5", "unexpected byte 0xE9 at offset 3"),
        ("a: 1\r\nb: 😀é".encode()[:-1], "2:5-2:6", "unexpected byte 0xC3 at offset 13"),
        (b"a: \xc0\xaf", "1:4-1:5", "byte 0xC0 at offset 3"),
        (b"a: \xed\xa0\xbd\xed\xb8\x80", "1:4-1:5", "byte 0xED at offset 3"),
        (b"\xef\xbb\xbfa: \xff", "1:4-1:5", "byte 0xFF at offset 6"),
        ("openapi: 3.1.0".encode("utf-16-le"), "1:1-1:1", "looks like UTF-16 without a byte order mark"),
        ("openapi: 3.1.0".encode("utf-16-be"), "1:1-1:1", "looks like UTF-16 without a byte order mark"),
        ("openapi: 3.1.0".encode("utf-32-le"), "1:1-1:1", "looks like UTF-32 without a byte order mark"),
        ("openapi: 3.1.0".encode("utf-32"), "1:1-1:1", "the file is in UTF-32"),
        (b"\xff\xfea\0:\0 \0\x00\xd8", "1:4-1:4", "the file isn't valid UTF-16"),
    ],
)
def test_bytes_that_are_no_text_are_refused_at_the_first_wrong_one(data: bytes, place: str, words: str) -> None:
    document = read_yaml(data)
    faults = [fault for fault in document.faults if fault.kind.name != "unexpected-encoding"]
    assert [fault.kind.name for fault in faults] == ["unreadable-file"]
    assert words in faults[0].report.message
    assert reported(document)[-1][1] == place
    assert not document.is_loaded


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_a_mark_is_read_with_a_warning(encoding: str) -> None:
    document = read_yaml("\ufeffa: 😀\nb: ü\n".encode(encoding))
    assert document.value == {"a": "😀", "b": "ü"}
    assert reported(document) == [("unexpected-encoding", "1:1-1:1")]
    assert span_text(document, "a") == "1:4-1:5"
    assert span_text(document, "b", key=True) == "2:1-2:2"


def test_standard_input_has_no_file() -> None:
    document = load_bytes(b"a: 1\n", "<stdin>")
    assert (document.path, document.file) == ("<stdin>", None)
