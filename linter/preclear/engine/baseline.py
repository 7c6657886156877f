"""The baseline: findings that are known and don't fail a run, in a file that is kept with the documents."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine.finding import fingerprint as fingerprint_of
from preclear.engine.select import EVERYTHING
from preclear.source import DEFAULT_LIMITS, GRAVITY, pointer_text
from preclear.source.files.read import read
from preclear.source.files.repository import is_inside, written_root
from preclear.source.files.write import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from preclear.engine.check import Checked
    from preclear.engine.finding import Identity
    from preclear.engine.select import Selection
    from preclear.source import Document, Json, Kind, Severity

NAME = ".preclear-baseline.json"
VERSION = 1
PARTS = ("key", "value")
LARGEST = 100_000_000  # bytes of a baseline
SHOWN = 40  # characters of a version that a message shows


class BaselineError(Exception):
    """A baseline can't be read or written; says which one, and why."""


class Entry(NamedTuple):
    """A known finding. Entries sort as the file has them.

    `path` is relative to the folder of the baseline, with `/`; `pointer` a JSON Pointer as text; `nth` counts the
    findings of one rule at one part of one node, from 0.
    """

    path: str
    pointer: str
    rule: str
    nth: int
    fingerprint: str


class Baseline:
    """The entries of one file, and what a run has to say of them.

    A finding is known by its rule, path, pointer, part and number: lines, the order of keys, wording and severity do
    not matter. `file` need not exist.
    """

    def __init__(self, file: Path, entries: Iterable[Entry] = ()) -> None:
        self.file = file
        self.entries = {entry.fingerprint: entry for entry in sorted(entries)}
        self._folder = os.path.realpath(file.parent)
        self._paths: dict[tuple[str, Path | None], str] = {}
        self._found: dict[str, Entry] = {}
        self._entered: dict[str, Entry] = {}
        self._read: dict[str, dict[int, Selection]] = {}
        self._rules = {entry.rule for entry in self.entries.values()}

    def knows(self, identity: Identity) -> bool:
        """Whether what is known by `identity` has an entry."""
        return identity.rule in self._rules and self.entry(identity).fingerprint in self.entries

    def entry(self, identity: Identity) -> Entry:
        """Give what a finding is entered as."""
        path, pointer = self._path(identity.document), pointer_text(identity.pointer)
        # of the path from the baseline: where a command runs does not matter
        fingerprint = fingerprint_of(identity.rule, path, pointer, identity.part, identity.nth)
        return Entry(path, pointer, identity.rule, identity.nth, fingerprint)

    def take(self, checked: Checked, selection: Selection = EVERYTHING, show: Severity = "info") -> None:
        """Note what was found in a document and in the files that it refers to; `selection` says what was looked for.

        Findings that are fatal are left out: they say that nothing else was looked for. To be entered, a finding must
        be as grave as `show`; to be found again, it need not.
        """
        for finding in (*checked.findings, *checked.known):
            if finding.rule.fatal:
                continue
            enters = GRAVITY[finding.severity] >= GRAVITY[show]
            for identity in finding.identities if enters or finding.rule.name in self._rules else ():
                entry = self.entry(identity)
                self._found[entry.fingerprint] = entry
                if enters:
                    self._entered[entry.fingerprint] = entry
        connector = checked.connector
        if connector is not None and not checked.failed:
            for document in connector.description.documents:
                if document.loaded:
                    self._read.setdefault(self._path(document), {})[id(selection)] = selection

    @property
    def found(self) -> list[Entry]:
        """Everything that was found and is grave enough to be entered, sorted."""
        return sorted(self._entered.values())

    @property
    def known(self) -> list[Entry]:
        """The entries that were found again, sorted."""
        return [entry for fingerprint, entry in self.entries.items() if fingerprint in self._found]

    def stale(self, kinds: Mapping[str, Kind]) -> list[Entry]:
        """The entries whose file was read and that were not found, or whose file is gone; sorted.

        `kinds` is everything that can be found, by name. Of a rule that is there no more nothing will ever be found.
        """
        return [
            entry
            for fingerprint, entry in self.entries.items()
            if fingerprint not in self._found and (self._was_looked_for(entry, kinds) or self._is_gone(entry))
        ]

    def _was_looked_for(self, entry: Entry, kinds: Mapping[str, Kind]) -> bool:
        kind = kinds.get(entry.rule)
        return any(kind is None or selection.wants(kind) for selection in self._read.get(entry.path, {}).values())

    def _is_gone(self, entry: Entry) -> bool:
        return not entry.path.startswith("<") and not os.path.lexists(Path(self._folder, entry.path))

    def _path(self, document: Document) -> str:
        identity = (document.path, document.file)
        path = self._paths.get(identity)
        if path is None:
            path = self._paths[identity] = _path_from(self._folder, document)
        return path


def read_baseline(file: Path) -> Baseline:
    """Read the baseline in `file`. Raises BaselineError."""
    import json

    _refuse_link(file)
    data = read(file, DEFAULT_LIMITS.widened({"file_bytes": LARGEST}))
    if not isinstance(data, bytes):
        raise BaselineError(f"`{file}`: {data.message}")
    try:
        value: Json = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"{file} is no JSON ({error}): restore it, or write it anew") from error
    findings = value.get("findings") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(findings, list):
        raise BaselineError(f"{file} is no baseline, expected an object with `version` and `findings`")
    if value.get("version") != VERSION:
        version = repr(value.get("version"))
        shown = version if len(version) <= SHOWN else f"{version[: SHOWN - 1]}…"
        raise BaselineError(f"{file} has version {shown}, expected {VERSION}: write it anew")
    return Baseline(file, [_entry(each, number, file) for number, each in enumerate(findings, start=1)])


def baseline_text(entries: Iterable[Entry]) -> str:
    """The text of a baseline: JSON, sorted, one entry a line."""
    import json

    lines = [
        json.dumps({"fingerprint": fingerprint, "rule": rule, "path": path, "pointer": pointer, "nth": nth})
        for path, pointer, rule, nth, fingerprint in sorted(set(entries))
    ]
    return f'{{"version": {VERSION}, "findings": [\n' + ",\n".join(lines) + ("\n" if lines else "") + "]}\n"


def write_baseline(file: Path, entries: Iterable[Entry]) -> None:
    """Write a baseline: the whole of it, or nothing. Raises BaselineError."""
    _refuse_link(file)
    try:
        write_file(file, baseline_text(entries).encode())
    except OSError as error:
        raise BaselineError(f"{file} can't be written: {error.strerror or error}") from error


def _refuse_link(file: Path) -> None:
    """Raise BaselineError for a baseline that a symbolic link makes another file, outside of its repository."""
    try:
        root = written_root(file)
    except OSError as error:
        raise BaselineError(f"`{file}`: {error.strerror or error}") from error
    if not is_inside(file, root):
        where = f"leads outside of `{root.name or root}/`"
        raise BaselineError(f"`{file}` is a symbolic link that {where}; expected a file in that folder")


def default_baseline(config: Path | None, current: Path) -> Path:
    """Where the baseline is when nobody says it.

    That is the folder `config`, which the config is in; without one the nearest folder from `current`, which is
    absolute, upwards that has a `.git`; else `current`.
    """
    if config is not None:
        return config / NAME
    for folder in (current, *current.parents):
        if os.path.lexists(folder / ".git"):
            return folder / NAME
    return current / NAME


def _path_from(folder: str, document: Document) -> str:
    """The path of a document from `folder`, with `/`; as people are shown it where it is no file."""
    file = document.file
    if file is None:
        return document.path
    real = Path(os.path.realpath(file.parent), file.name)
    try:
        return Path(os.path.relpath(real, folder)).as_posix()
    except ValueError:  # on another drive
        return real.as_posix()


def _entry(value: Json, number: int, file: Path) -> Entry:
    held = value if isinstance(value, dict) else {}
    nth = held.get("nth")
    path, pointer, rule, fingerprint = (_text(held.get(key)) for key in ("path", "pointer", "rule", "fingerprint"))
    if path is None or pointer is None or rule is None or fingerprint is None or type(nth) is not int:
        expected = "`fingerprint`, `rule`, `path`, `pointer` and `nth`"
        raise BaselineError(f"{file}: finding {number} is no entry, expected {expected}")
    if fingerprint not in [fingerprint_of(rule, path, pointer, part, nth) for part in PARTS]:
        raise BaselineError(f"{file}: finding {number} has been edited: its fingerprint is another; write it anew")
    return Entry(path, pointer, rule, nth, fingerprint)


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
