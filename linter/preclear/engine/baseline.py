"""The baseline: findings that are known and don't fail a run, in a file that is kept with the documents."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from preclear.engine.finding import compute_fingerprint as fingerprint_of
from preclear.engine.rule_selection import SELECT_ALL
from preclear.source import DEFAULT_LIMITS, SEVERITY_RANK, format_pointer
from preclear.source.files.read import read_file
from preclear.source.files.repository import is_inside, writable_root

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from preclear.engine.finding import FindingIdentity
    from preclear.engine.result import CheckResult
    from preclear.engine.rule_selection import RuleSelection
    from preclear.source import Document, Json, Kind, Severity

BASELINE_FILE_NAME = ".preclear-baseline.json"
FORMAT_VERSION = 1
PARTS = ("key", "value")
MAX_BYTES = 100_000_000  # bytes of a baseline
MAX_VERSION_CHARS = 40  # characters of a version that a message shows


class BaselineError(Exception):
    """A baseline can't be read or written; says which one, and why."""


class BaselineEntry(NamedTuple):
    """A known finding. Entries sort as the file has them.

    `path` is relative to the folder of the baseline, with `/`; `pointer` a JSON Pointer as text; `nth` counts the
    findings of one rule at one part of one node, from 0.
    """

    path: str
    pointer: str
    rule: str
    nth: int
    fingerprint: str


class Observation(NamedTuple):
    """What the check of one document means for a baseline: plain data, which a worker process can send.

    `found` are the entries of its findings, `entered` those that are severe enough to be entered, `paths` the files
    that were read.
    """

    found: tuple[BaselineEntry, ...]
    entered: tuple[BaselineEntry, ...]
    paths: tuple[str, ...]


class Baseline:
    """The entries of one file, and what a run has to say of them.

    A finding is known by its rule, path, pointer, part and number: lines, the order of keys, wording and severity do
    not matter. `file` need not exist.
    """

    def __init__(self, file: Path, entries: Iterable[BaselineEntry] = ()) -> None:
        self.file = file
        self.entries = {entry.fingerprint: entry for entry in sorted(entries)}
        self._folder = os.path.realpath(file.parent)
        self._paths: dict[tuple[str, Path | None], str] = {}
        self._found_entries: dict[str, BaselineEntry] = {}
        self._new_entries: dict[str, BaselineEntry] = {}
        self._selections_by_path: dict[str, dict[int, RuleSelection]] = {}
        self._rules = {entry.rule for entry in self.entries.values()}

    def contains(self, identity: FindingIdentity) -> bool:
        """Whether what is known by `identity` has an entry."""
        return identity.rule in self._rules and self.make_entry(identity).fingerprint in self.entries

    def make_entry(self, identity: FindingIdentity) -> BaselineEntry:
        """Give what a finding is entered as."""
        path, pointer = self._relative_path(identity.document), format_pointer(identity.pointer)
        # of the path from the baseline: where a command runs does not matter
        fingerprint = fingerprint_of(identity.rule, path, pointer, identity.part, identity.nth)
        return BaselineEntry(path, pointer, identity.rule, identity.nth, fingerprint)

    def add_result(
        self, result: CheckResult, selection: RuleSelection = SELECT_ALL, min_severity: Severity = "info"
    ) -> None:
        """Note what was found in a document and in the files that it refers to; `selection` says what was looked for.

        Findings that are fatal are left out: they say that nothing else was looked for. To be entered, a finding must
        be as grave as `min_severity`; to be found again, it need not.
        """
        self.add(self.observe(result, min_severity), selection)

    def observe(self, checked: CheckResult, show: Severity = "info") -> Observation:
        """What the check of a document means for this baseline, without noting it; as `add_result` does it."""
        found: list[BaselineEntry] = []
        entered: list[BaselineEntry] = []
        for finding in (*checked.findings, *checked.baselined):
            if finding.rule.fatal:
                continue
            enters = SEVERITY_RANK[finding.severity] >= SEVERITY_RANK[show]
            for identity in finding.identities if enters or finding.rule.name in self._rules else ():
                entry = self.make_entry(identity)
                found.append(entry)
                if enters:
                    entered.append(entry)
        connector = checked.connector
        documents = connector.api.documents if connector is not None and not checked.failed else ()
        return Observation(
            tuple(found),
            tuple(entered),
            tuple(self._relative_path(document) for document in documents if document.is_loaded),
        )

    def add(self, observation: Observation, selection: RuleSelection = SELECT_ALL) -> None:
        """Note an observation; `selection` says what was looked for."""
        self._found_entries.update((entry.fingerprint, entry) for entry in observation.found)
        self._new_entries.update((entry.fingerprint, entry) for entry in observation.entered)
        for path in observation.paths:
            self._selections_by_path.setdefault(path, {})[id(selection)] = selection

    @property
    def found_entries(self) -> list[BaselineEntry]:
        """Everything that was found and is grave enough to be entered, sorted."""
        return sorted(self._new_entries.values())

    @property
    def known_entries(self) -> list[BaselineEntry]:
        """The entries that were found again, sorted."""
        return [entry for fingerprint, entry in self.entries.items() if fingerprint in self._found_entries]

    def stale_entries(self, kinds: Mapping[str, Kind]) -> list[BaselineEntry]:
        """The entries whose file was read and that were not found, or whose file is gone; sorted.

        `kinds` is everything that can be found, by name. Of a rule that is there no more nothing will ever be found.
        """
        return [
            entry
            for fingerprint, entry in self.entries.items()
            if fingerprint not in self._found_entries and (self._was_checked(entry, kinds) or self._is_deleted(entry))
        ]

    def _was_checked(self, entry: BaselineEntry, kinds: Mapping[str, Kind]) -> bool:
        kind = kinds.get(entry.rule)
        return any(
            kind is None or selection.includes(kind)
            for selection in self._selections_by_path.get(entry.path, {}).values()
        )

    def _is_deleted(self, entry: BaselineEntry) -> bool:
        return not entry.path.startswith("<") and not os.path.lexists(Path(self._folder, entry.path))

    def _relative_path(self, document: Document) -> str:
        key = (document.path, document.file)
        path = self._paths.get(key)
        if path is None:
            path = self._paths[key] = _relative_path(self._folder, document)
        return path


def read_baseline(file: Path) -> Baseline:
    """Read the baseline in `file`. Raises BaselineError."""
    import json

    _refuse_link(file)
    data = read_file(file, DEFAULT_LIMITS.with_overrides({"file_bytes": MAX_BYTES}))
    if not isinstance(data, bytes):
        raise BaselineError(f"`{file}`: {data.message}")
    try:
        value: Json = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"{file} is no JSON ({error}): restore it, or write it anew") from error
    findings = value.get("findings") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(findings, list):
        raise BaselineError(f"{file} is no baseline, expected an object with `version` and `findings`")
    if value.get("version") != FORMAT_VERSION:
        version = repr(value.get("version"))
        version_text = version if len(version) <= MAX_VERSION_CHARS else f"{version[: MAX_VERSION_CHARS - 1]}…"
        raise BaselineError(f"{file} has version {version_text}, expected {FORMAT_VERSION}: write it anew")
    return Baseline(file, [_parse_entry(item, number, file) for number, item in enumerate(findings, start=1)])


def format_baseline(entries: Iterable[BaselineEntry]) -> str:
    """The text of a baseline: JSON, sorted, one entry a line."""
    import json

    lines = [
        json.dumps({"fingerprint": fingerprint, "rule": rule, "path": path, "pointer": pointer, "nth": nth})
        for path, pointer, rule, nth, fingerprint in sorted(set(entries))
    ]
    return f'{{"version": {FORMAT_VERSION}, "findings": [\n' + ",\n".join(lines) + ("\n" if lines else "") + "]}\n"


def write_baseline(file: Path, entries: Iterable[BaselineEntry]) -> None:
    """Write a baseline: the whole of it, or nothing. Raises BaselineError."""
    from preclear.source.files.write import write_file

    _refuse_link(file)
    try:
        write_file(file, format_baseline(entries).encode())
    except OSError as error:
        raise BaselineError(f"{file} can't be written: {error.strerror or error}") from error


def _refuse_link(file: Path) -> None:
    """Raise BaselineError for a baseline that a symbolic link makes another file, outside of its repository."""
    try:
        root = writable_root(file)
    except OSError as error:
        raise BaselineError(f"`{file}`: {error.strerror or error}") from error
    if not is_inside(file, root):
        problem = f"leads outside of `{root.name or root}/`"
        raise BaselineError(f"`{file}` is a symbolic link that {problem}; expected a file in that folder")


def default_baseline_path(config_folder: Path | None, current_folder: Path) -> Path:
    """Where the baseline is when nobody says it.

    That is the folder `config_folder`, which the config is in; without one the nearest folder from `current_folder`,
    which is absolute, upwards that has a `.git`; else `current_folder`.
    """
    if config_folder is not None:
        return config_folder / BASELINE_FILE_NAME
    for folder in (current_folder, *current_folder.parents):
        if os.path.lexists(folder / ".git"):
            return folder / BASELINE_FILE_NAME
    return current_folder / BASELINE_FILE_NAME


def _relative_path(folder: str, document: Document) -> str:
    """The path of a document from `folder`, with `/`; as people are shown it where it is no file."""
    file = document.file
    if file is None:
        return document.path
    real = Path(os.path.realpath(file.parent), file.name)
    try:
        return Path(os.path.relpath(real, folder)).as_posix()
    except ValueError:  # on another drive
        return real.as_posix()


def _parse_entry(value: Json, number: int, file: Path) -> BaselineEntry:
    fields = value if isinstance(value, dict) else {}
    nth = fields.get("nth")
    path, pointer, rule, fingerprint = (
        _string_or_none(fields.get(key)) for key in ("path", "pointer", "rule", "fingerprint")
    )
    if path is None or pointer is None or rule is None or fingerprint is None or type(nth) is not int:
        expected = "`fingerprint`, `rule`, `path`, `pointer` and `nth`"
        raise BaselineError(f"{file}: finding {number} is no entry, expected {expected}")
    if fingerprint not in [fingerprint_of(rule, path, pointer, part, nth) for part in PARTS]:
        raise BaselineError(f"{file}: finding {number} has been edited: its fingerprint is another; write it anew")
    return BaselineEntry(path, pointer, rule, nth, fingerprint)


def _string_or_none(value: Json) -> str | None:
    return value if isinstance(value, str) else None
