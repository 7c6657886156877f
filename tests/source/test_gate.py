"""No reference leads out of the root, and nothing that is refused is opened."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preclear.source import FileAccess, ReferenceRefusal, decode_reference, default_root
from preclear.source.files import file_access as file_access_module

CANARY = "CANARY-5f1e-secret"
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A root folder `api` with good files, bad ones, and secrets both inside and beside it."""
    api = tmp_path / "api"
    for file in ("openapi.yaml", "pets.yaml", "schemas/pet.yml", "schemas/Owner.json", "a b.yaml", "users:batch.yaml"):
        (api / file).parent.mkdir(parents=True, exist_ok=True)
        (api / file).write_text("type: object\n")
    secrets = (".env", ".env.yaml", ".git/config", ".git/config.yaml", "schemas/.hidden/x.yaml", "notes.txt", "plain")
    for secret in (*secrets, "../outside.yaml", "../api2/x.yaml", "%2e%2e.txt"):
        (api / secret).parent.mkdir(parents=True, exist_ok=True)
        (api / secret).write_text(f"token: {CANARY}\n")
    (api / "folder.yaml").mkdir()
    links = {
        "link.yaml": "schemas/pet.yml",
        "linked": "schemas",
        "absolute.yaml": str(api / "pets.yaml"),
        "twice.yaml": "link.yaml",
        "back.yaml": "schemas/../pets.yaml",
        "leaves.yaml": "../outside.yaml",
        "leaves-absolutely.yaml": str(tmp_path / "outside.yaml"),
        "leaves-and-comes-back.yaml": "../api/pets.yaml",
        "leaves-by-folder": "..",
        "host.yaml": "/etc/hostname",
        "environment.yaml": "/proc/self/environ",
        "loop.yaml": "loop.yaml",
        "one.yaml": "two.yaml",
        "two.yaml": "one.yaml",
        "growing.yaml": "growing.yaml/growing.yaml",
        "dangling.yaml": "nowhere.yaml",
        "to-env.yaml": ".env.yaml",
        "to-git.yaml": ".git/config.yaml",
        "over-git.yaml": ".git/../pets.yaml",
        "to-text.yaml": "notes.txt",
        "to-folder.yaml": "schemas",
        "text.txt": "pets.yaml",
    }
    for name, target in links.items():
        (api / name).symlink_to(target)
    return api


def refused(root: Path, reference: str, base: str | None = "openapi.yaml") -> ReferenceRefusal:
    answer = FileAccess(root).resolve(reference, None if base is None else root / base)
    assert isinstance(answer, ReferenceRefusal), answer
    assert CANARY not in answer.reason
    return answer


@pytest.mark.parametrize(
    ("reference", "base", "target"),
    [
        ("pets.yaml", "openapi.yaml", "pets.yaml"),
        ("./pets.yaml", "openapi.yaml", "pets.yaml"),
        ("././/schemas//pet.yml", "openapi.yaml", "schemas/pet.yml"),
        ("pets.yaml", None, "pets.yaml"),
        ("../pets.yaml", "schemas/pet.yml", "pets.yaml"),
        ("Owner.json", "schemas/pet.yml", "schemas/Owner.json"),
        ("schemas/../pets.yaml", "openapi.yaml", "pets.yaml"),
        ("../api/pets.yaml", "openapi.yaml", "pets.yaml"),
        ("a%20b.yaml", "openapi.yaml", "a b.yaml"),
        ("a b.yaml", "openapi.yaml", "a b.yaml"),
        ("%70ets%2Eyaml", "openapi.yaml", "pets.yaml"),
        ("schemas%2Fpet.yml", "openapi.yaml", "schemas/pet.yml"),
        ("./users:batch.yaml", "openapi.yaml", "users:batch.yaml"),
        ("link.yaml", "openapi.yaml", "schemas/pet.yml"),
        ("twice.yaml", "openapi.yaml", "schemas/pet.yml"),
        ("absolute.yaml", "openapi.yaml", "pets.yaml"),
        ("back.yaml", "openapi.yaml", "pets.yaml"),
        ("linked/pet.yml", "openapi.yaml", "schemas/pet.yml"),
        ("../pets.yaml", "linked/pet.yml", "pets.yaml"),
        ("openapi.yaml", "openapi.yaml", "openapi.yaml"),
    ],
)
def test_a_document_inside_the_root_is_admitted_by_its_real_path(
    tree: Path, reference: str, base: str | None, target: str
) -> None:
    assert FileAccess(tree).resolve(reference, None if base is None else tree / base) == tree / target


@pytest.mark.parametrize(
    "reference",
    [
        "../outside.yaml",
        "../api2/x.yaml",  # `api2` begins like `api`, but is no part of it
        "schemas/../../outside.yaml",
        "../../../../../../../../etc/passwd.yaml",
        "%2e%2e/outside.yaml",
        "%2E%2E%2Foutside.yaml",
        "..%2foutside.yaml",
        "leaves.yaml",
        "leaves-absolutely.yaml",
        "leaves-and-comes-back.yaml",
        "leaves-by-folder/outside.yaml",
        "leaves-by-folder/api/pets.yaml",
        "host.yaml",
        "environment.yaml",
    ],
)
def test_what_leads_out_is_refused_and_the_option_that_widens_the_root_is_named(tree: Path, reference: str) -> None:
    assert refused(tree, reference).reason == "leads outside of `api/`; set a wider folder with `--root`"


def test_what_is_refused_does_not_say_whether_there_is_such_a_file_outside(tree: Path) -> None:
    assert refused(tree, "../outside.yaml") == refused(tree, "../there-is-no-such.yaml")


@pytest.mark.parametrize(
    "reference",
    [
        "http://127.0.0.1:1/x.yaml",
        "https://example.com/x.yaml?a=b",
        "HTTPS://EXAMPLE.COM/x.yaml",
        " http://localhost./x",
        "\n\thttp://0x7f.1/",
        "ht\ntp://example.com/",
        "\u00a0http://example.com/",
        "\ufeffhttps://example.com/",
        "http:x.yaml",
        "http://[::1/",
        "http://\ud800/",
        "http://" + "a" * 5000,
        "%68ttp://example.com/x.yaml",
        "https%3A//example.com/x.yaml",
    ],
)
def test_a_http_address_is_remote_and_refused(tree: Path, reference: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*_: object) -> None:
        raise AssertionError("the network was asked")

    for name in ("socket", "getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, no_network)
    assert refused(tree, reference) == ReferenceRefusal("is a remote address, and nothing is fetched", is_remote=True)


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("file:///etc/passwd", "has the scheme `file:`"),
        (" FILE:///etc/passwd", "has the scheme `file:`"),
        ("file:/etc/passwd", "has the scheme `file:`"),
        ("file://localhost/etc/passwd", "has the scheme `file:`"),
        ("file:pets.yaml", "has the scheme `file:`"),
        ("fi\tle:///etc/passwd", "has the scheme `file:`"),
        ("%66ile:///etc/passwd", "has the scheme `file:`"),
        ("python://os/path", "has the scheme `python:`"),
        ("jar:file:x.yaml", "has the scheme `jar:`"),
        ("data:application/json,{}", "has the scheme `data:`"),
        ("gopher://x/y.yaml", "has the scheme `gopher:`"),
        ("urn:x.yaml", "has the scheme `urn:`"),
        ("users:batch.yaml", "has the scheme `users:`"),
        ("C:\\x.yaml", "names the drive `C:`"),
        ("c:/x.yaml", "names the drive `C:`"),
        ("\\\\host\\share\\x.yaml", "contains a backslash"),
        ("schemas\\pet.yml", "contains a backslash"),
        ("schemas%5Cpet.yml", "contains a backslash"),
        ("//host/share/x.yaml", "names another host"),
        ("%2F%2Fhost/share/x.yaml", "names another host"),
        ("/etc/passwd", "is an absolute path"),
        ("/dev/zero", "is an absolute path"),
        ("/proc/self/environ", "is an absolute path"),
        ("%2Fetc%2Fpasswd.yaml", "is an absolute path"),
        ("pets.yaml\0.json", "contains a control character"),
        ("pets%00.yaml", "contains a control character"),
        ("pets\x1b[31m.yaml", "contains a control character"),
        ("pets\x85.yaml", "contains a control character"),
        ("pets\ud800.yaml", "contains half of a surrogate pair"),
        ("\udcff.yaml", "contains half of a surrogate pair"),
        ("%ff.yaml", "isn't percent-encoded UTF-8"),
        ("%ed%a0%80.yaml", "isn't percent-encoded UTF-8"),
        ("%c0%ae%c0%ae/outside.yaml", "isn't percent-encoded UTF-8"),
        ("a" * 4092 + ".yaml", "is longer than 4,096 characters"),
        ("pets.yaml?v=1", "has a query"),
        ("?.yaml", "has a query"),
        ("", "is a folder"),
        (".", "is a folder"),
        ("..", "is a folder"),
        ("./", "is a folder"),
        ("schemas/", "is a folder"),
        ("pets.yaml/", "is a folder"),
        ("folder.yaml", "is a folder"),
        ("schemas", "isn't a `.yaml`, `.yml` or `.json` file"),
        ("plain", "isn't a `.yaml`, `.yml` or `.json` file"),
        ("notes.txt", "isn't a `.yaml`, `.yml` or `.json` file"),
        ("text.txt", "isn't a `.yaml`, `.yml` or `.json` file"),
        ("to-text.yaml", "isn't a `.yaml`, `.yml` or `.json` file"),
        ("to-folder.yaml", "isn't a `.yaml`, `.yml` or `.json` file"),
        (".env", "leads to a dotfile"),
        ("./.env.yaml", "leads to a dotfile"),
        ("%2Eenv.yaml", "leads to a dotfile"),
        ("./.git/config", "leads to a dotfile"),
        (".git/config.yaml", "leads to a dotfile"),
        (".git/../pets.yaml", "leads to a dotfile"),
        ("schemas/.hidden/x.yaml", "leads to a dotfile"),
        ("....yaml", "leads to a dotfile"),
        (".yaml", "leads to a dotfile"),
        ("to-env.yaml", "leads to a dotfile"),
        ("to-git.yaml", "leads to a dotfile"),
        ("over-git.yaml", "leads to a dotfile"),
        ("loop.yaml", "leads into a loop of symbolic links"),
        ("one.yaml", "leads into a loop of symbolic links"),
        ("growing.yaml", "leads into a loop of symbolic links"),
        ("dangling.yaml", "there is no file `dangling.yaml`"),
        ("pets.yaml/x.yaml", "there is no file `pets.yaml/x.yaml`"),
        ("%252e%252e/outside.yaml", "there is no file `%2e%2e/outside.yaml`"),
        ("a%2520b.yaml", "there is no file `a%20b.yaml`"),
        ("x" * 300 + ".yaml", "there is no file `xxx"),
        ("x/" * 2000 + "y.yaml", "there is no file `x/x"),
    ],
)
def test_what_is_no_document_below_the_root_is_refused_with_its_reason(tree: Path, reference: str, reason: str) -> None:
    answer = refused(tree, reference)
    assert answer.reason.startswith(reason)
    assert not answer.is_remote
    assert len(answer.reason) < 300


def test_a_document_in_a_dot_directory_reads_beside_itself_but_not_from_a_wider_root(tree: Path) -> None:
    document = tree / "schemas/.hidden/x.yaml"
    assert FileAccess(default_root(document)).resolve("x.yaml", document) == document
    assert refused(tree, "x.yaml", "schemas/.hidden/x.yaml").reason.startswith("leads to a dotfile")


def test_a_root_below_a_dot_directory_is_a_root_like_any_other(tmp_path: Path) -> None:
    root = tmp_path / ".work" / "api"
    root.mkdir(parents=True)
    (root / "x.yaml").touch()
    assert FileAccess(root).resolve("x.yaml", root / "openapi.yaml") == root / "x.yaml"


def test_a_root_that_is_reached_through_a_link_is_the_folder_behind_it(tree: Path) -> None:
    (tree.parent / "alias").symlink_to("api")
    alias = tree.parent / "alias"
    (tree / "by-alias.yaml").symlink_to(alias / "pets.yaml")
    assert FileAccess(alias).resolve("pets.yaml", alias / "openapi.yaml") == tree / "pets.yaml"
    assert FileAccess(alias).resolve("by-alias.yaml", alias / "openapi.yaml") == tree / "pets.yaml"
    assert FileAccess(alias).resolve("pets.yaml", tree / "openapi.yaml") == tree / "pets.yaml"


def test_a_document_outside_of_the_root_reaches_in_and_nowhere_else(tree: Path) -> None:
    gate = FileAccess(tree / "schemas")
    assert gate.resolve("schemas/pet.yml", tree / "openapi.yaml") == tree / "schemas/pet.yml"
    assert gate.resolve("pets.yaml", tree / "openapi.yaml") == ReferenceRefusal(
        "leads outside of `schemas/`; set a wider folder with `--root`"
    )


def test_a_root_that_is_not_there_admits_nothing(tmp_path: Path) -> None:
    assert isinstance(FileAccess(tmp_path / "gone").resolve("x.yaml", None), ReferenceRefusal)
    assert isinstance(FileAccess(tmp_path).resolve("x.yaml", Path("nul\0/x")), ReferenceRefusal)


@needs_pipes
def test_a_pipe_a_socket_and_a_device_are_refused_without_being_opened(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("it was opened")

    os.mkfifo(tree / "pipe.yaml")
    monkeypatch.chdir(tree)  # a socket's whole path may only have 107 bytes
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.yaml")
        monkeypatch.setattr(os, "open", never)
        for name in ("pipe.yaml", "socket.yaml"):
            assert refused(tree, name).reason == "isn't a regular file"
    try:
        os.mknod(tree / "zero.yaml", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        return
    assert refused(tree, "zero.yaml").reason == "isn't a regular file"


@pytest.mark.parametrize(
    ("reference", "base", "meant"),
    [
        ("pet.yaml", "openapi.yaml", "pets.yaml"),
        ("pets.yml", "openapi.yaml", "pets.yaml"),
        ("PETS.YAML", "openapi.yaml", "pets.yaml"),
        ("owner.json", "schemas/pet.yml", "Owner.json"),
        ("schema/pet.yml", "openapi.yaml", "schemas/pet.yml"),
        ("../pet.yaml", "schemas/pet.yml", "../pets.yaml"),
        ("lnk.yaml", "openapi.yaml", "link.yaml"),
        ("OWNER.json", "schemas/pet.yml", "Owner.json"),
        ("owners.yaml", "schemas/pet.yml", "Owner.json"),
    ],
)
def test_a_missing_file_is_told_of_its_neighbour(tree: Path, reference: str, base: str, meant: str) -> None:
    assert refused(tree, reference, base).reason == f"there is no file `{reference}`; did you mean `{meant}`?"


@pytest.mark.parametrize("reference", ["folder.yml", "leave.yaml", "note.yaml", "loops.yaml", "schemas/hidden/x.yaml"])
def test_no_neighbour_is_named_that_would_be_refused(tree: Path, reference: str) -> None:
    assert refused(tree, reference).reason == f"there is no file `{reference}`"


def test_a_thousand_missing_names_beside_hundreds_of_files_end_the_search_for_neighbours(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"schema-{number:03}.yaml").touch()
    gate = FileAccess(tmp_path)
    answers = [gate.resolve(f"schemas-{number:03}.yaml", None) for number in range(1000)]
    named = [answer for answer in answers if isinstance(answer, ReferenceRefusal) and "did you mean" in answer.reason]
    assert 10 <= len(named) <= file_access_module.MAX_SUGGESTIONS
    assert gate.resolve("schema-299.yaml", None) == tmp_path / "schema-299.yaml"


def test_a_file_made_after_the_first_look_is_found(tmp_path: Path) -> None:
    gate = FileAccess(tmp_path)
    assert isinstance(gate.resolve("late.yaml", None), ReferenceRefusal)
    (tmp_path / "late.yaml").touch()
    assert gate.resolve("late.yaml", None) == tmp_path / "late.yaml"


def test_the_wrong_case_is_refused_where_the_disk_would_take_it(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.lstat

    def any_case(path: Path) -> os.stat_result:
        alike = [entry for entry in path.parent.iterdir() if entry.name.casefold() == path.name.casefold()]
        return real(alike[0] if alike else path)

    monkeypatch.setattr(Path, "lstat", any_case)
    assert (tree / "PETS.yaml").lstat() == real(tree / "pets.yaml")
    assert refused(tree, "PETS.yaml").reason == "there is no file `PETS.yaml`; did you mean `pets.yaml`?"
    assert refused(tree, "Schemas/pet.yml").reason.endswith("did you mean `schemas/pet.yml`?")
    assert refused(tree, ".GIT/config.yaml").reason.startswith("leads to a dotfile")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_may_not_be_listed_is_refused(tree: Path) -> None:
    (tree / "schemas").chmod(0)
    try:
        assert refused(tree, "schemas/pet.yml").reason == "can't be read by this user"
    finally:
        (tree / "schemas").chmod(0o755)


@pytest.mark.parametrize(
    "fault", [OSError(5, CANARY), PermissionError(CANARY), ValueError(CANARY), RuntimeError(CANARY)]
)
def test_whatever_the_system_answers_becomes_a_refusal(
    tree: Path, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(Path, "lstat", fails)
    refused(tree, "pets.yaml")
    monkeypatch.setattr(os, "open", fails)
    answer = FileAccess(tree).read(tree / "pets.yaml", 100)
    assert isinstance(answer, ReferenceRefusal)
    assert CANARY not in answer.reason


def test_an_admitted_file_is_read_up_to_the_limit_and_not_a_byte_further(tree: Path) -> None:
    gate = FileAccess(tree)
    data = bytes(range(256)) * 2000
    (tree / "large.json").write_bytes(data)
    assert gate.read(tree / "large.json", len(data)) == data
    assert gate.read(tree / "large.json", len(data) - 1) == ReferenceRefusal(
        "is larger than 511,999 bytes; raise the limit with `--limit file_bytes=N`", is_too_large=True
    )
    (tree / "empty.json").touch()
    assert gate.read(tree / "empty.json", 0) == b""
    assert gate.read(tree / "schemas/pet.yml", 1000) == b"type: object\n"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("../outside.yaml", "leads outside"),
        ("schemas/../../outside.yaml", "leads outside"),
        ("schemas/../pets.yaml", "leads outside"),
        (".env.yaml", "leads to a dotfile"),
        (".git/config.yaml", "leads to a dotfile"),
        ("notes.txt", "isn't a `.yaml`, `.yml` or `.json` file"),
        ("link.yaml", "changed after it was checked"),
        ("host.yaml", "changed after it was checked"),
        ("linked/pet.yml", "changed after it was checked"),
        ("leaves-by-folder/outside.yaml", "changed after it was checked"),
        ("gone.yaml", "changed after it was checked"),
        ("pets.yaml/x.yaml", "changed after it was checked"),
        ("folder.yaml", "isn't a regular file"),
        ("nul\0.yaml", "changed after it was checked"),
        ("\ud800.yaml", "changed after it was checked"),
    ],
)
def test_a_path_that_was_never_admitted_is_not_read_either(tree: Path, path: str, reason: str) -> None:
    answer = FileAccess(tree).read(tree / path, 1000)
    assert isinstance(answer, ReferenceRefusal)
    assert answer.reason.startswith(reason)
    assert CANARY not in answer.reason


@needs_pipes
@pytest.mark.parametrize("swap", ["link", "pipe", "folder", "link above"])
def test_a_file_that_is_swapped_after_it_was_admitted_is_not_read(tree: Path, swap: str) -> None:
    gate = FileAccess(tree)
    admitted = gate.resolve("schemas/pet.yml", tree / "openapi.yaml")
    assert isinstance(admitted, Path)
    if swap == "link above":
        (tree / "schemas").rename(tree / "before")
        (tree.parent / "api2" / "pet.yml").write_text(CANARY)
        (tree / "schemas").symlink_to("../api2")
    else:
        admitted.unlink()
    if swap == "link":
        admitted.symlink_to(tree.parent / "outside.yaml")
    elif swap == "pipe":
        os.mkfifo(admitted)
    elif swap == "folder":
        admitted.mkdir()
    answer = gate.read(admitted, 1000)
    assert isinstance(answer, ReferenceRefusal)
    assert CANARY not in answer.reason


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files can only be counted in /proc")
def test_reading_leaves_no_file_open(tree: Path) -> None:
    gate = FileAccess(tree)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for path in ("schemas/pet.yml", "schemas/gone.yml", "linked/pet.yml", "folder.yaml", "host.yaml", "a/b/c.yaml"):
        gate.read(tree / path, 5)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_the_default_root_is_the_folder_where_the_document_is_named(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert default_root(tree / "openapi.yaml") == tree
    assert default_root(tree / "link.yaml") == tree
    assert default_root(tree / "linked" / "pet.yml") == tree / "schemas"
    monkeypatch.chdir(tree)
    assert default_root(Path("openapi.yaml")) == tree


PIECES = (
    *"./%2eE",
    "..",
    "%2e",
    "%252e",
    "%00",
    "\\",
    ":",
    "//",
    "?",
    "http",
    "file",
    "~",
    "\0",
    "\ud800",
    "etc",
    ".git",
)
NAMES = ("pets.yaml", "schemas", "pet.yml", "outside.yaml", "leaves-by-folder", "linked", "loop.yaml", "api", ".yaml")
references = st.text() | st.lists(st.sampled_from(PIECES + NAMES) | st.characters(), max_size=12).map("".join)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reference=references, base=st.sampled_from([None, "openapi.yaml", "schemas/pet.yml", "linked/pet.yml"]))
def test_any_text_leads_to_a_document_inside_or_is_refused(tree: Path, reference: str, base: str | None) -> None:
    answer = FileAccess(tree).resolve(reference, None if base is None else tree / base)
    if isinstance(answer, ReferenceRefusal):
        assert CANARY not in answer.reason
        return
    assert answer == answer.resolve()
    assert answer.is_relative_to(tree)
    assert not any(part.startswith(".") for part in answer.relative_to(tree).parts)
    assert stat.S_ISREG(answer.lstat().st_mode)
    assert answer.suffix in {".yaml", ".yml", ".json"}


@given(reference=st.text())
def test_a_written_path_is_relative_and_can_be_encoded(reference: str) -> None:
    text = decode_reference(reference)
    if not isinstance(text, ReferenceRefusal):
        assert text.encode()
        assert not text.startswith("/")
        assert "\0" not in text


WATCHED = """
import difflib, json, os, sys, urllib.parse
from pathlib import Path
import preclear.source.files.similar_files, preclear.source.suggest
from preclear.source import FileAccess

references, root = json.loads(sys.stdin.read()), Path(sys.argv[1])
touched, armed = [], True

def watch(event, arguments):
    if armed and event in {"open", "os.listdir", "os.scandir"} or event.startswith("socket."):
        touched.append((event, arguments[0] if isinstance(arguments[0], (str, int)) else os.fspath(arguments[0])))

sys.addaudithook(watch)
access = FileAccess(root)
for reference in references:
    for base in (None, root / "openapi.yaml", root / "schemas" / "pet.yml"):
        found = access.resolve(reference, base)
        if isinstance(found, Path):
            access.read(found, 1000)
        access.read(Path(os.path.normpath(root / reference)), 1000)
armed = False
print(json.dumps(touched))
"""


def test_no_file_outside_of_the_root_is_opened_and_no_socket_made(tree: Path) -> None:
    """`open` by folder handle reports a bare name, which can't hold a separator: the way down is the handle's."""
    outside = ["../outside.yaml", "%2e%2e/outside.yaml", "leaves.yaml", "leaves-by-folder/outside.yaml", "host.yaml"]
    schemes = ["file:///etc/passwd", "/etc/passwd", "/proc/self/environ", "http://127.0.0.1:1/x.yaml", "//host/x.yaml"]
    inside = ["pets.yaml", "link.yaml", ".git/config.yaml", ".env.yaml", "to-git.yaml", "pest.yaml", "environment.yaml"]
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(WATCHED), str(tree)],
        input=json.dumps(outside + schemes + inside),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert CANARY not in run.stdout + run.stderr
    touched: list[tuple[str, str]] = [(event, str(path)) for event, path in json.loads(run.stdout)]
    assert any(path == "pets.yaml" for event, path in touched if event == "open")
    for event, path in touched:
        assert event in {"open", "os.listdir", "os.scandir"}
        if Path(path).is_absolute():
            assert Path(path).is_relative_to(tree)
            assert Path(path).resolve().is_relative_to(tree)
            assert ".git" not in Path(path).parts
        else:
            assert os.sep not in path
            assert path not in {"..", "config.yaml", ".env.yaml", ".git"}
