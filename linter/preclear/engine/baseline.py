"""The baseline: a file of known findings, which don't fail a run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.engine.finding import compute_fingerprint
from preclear.engine.rule_selection import SELECT_ALL
from preclear.source import DEFAULT_LIMITS, SEVERITY_RANK, format_pointer, is_inside, read_file, writable_root

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from preclear.engine.finding import FindingIdentity
    from preclear.engine.result import CheckResult
    from preclear.engine.rule_selection import RuleSelection
    from preclear.source import Document, Json, Kind, Severity

BASELINE_FILE_NAME = ".preclear-baseline.json"
FORMAT_VERSION = 1
PARTS = ("key", "value")
MAX_BYTES = 100_000_000  # of a baseline
MAX_VERSION_CHARS = 40  # of an unexpected version that a message shows


class BaselineError(Exception):
    """A baseline can't be read or written. The message names the file and the reason."""


class BaselineEntry(NamedTuple):
    """A known finding. Entries sort in the order of the file.

    `path` is relative to the folder of the baseline, with `/`. `pointer` is a JSON Pointer as text. `nth` numbers the
    findings of one rule at one part of one node, 0-based.
    """

    path: str
    pointer: str
    rule: str
    nth: int
    fingerprint: str


class Observation(NamedTuple):
    """What the check of one document contributes to a baseline: plain data, which a worker process can send.

    `found` has an entry for each finding, `entered` those that are severe enough for a new baseline. `paths` are the
    files that were read.
    """

    found: tuple[BaselineEntry, ...]
    entered: tuple[BaselineEntry, ...]
    paths: tuple[str, ...]


class Baseline:
    """The entries of one file, compared with the findings of a run.

    Rule, path, pointer, part and number identify a finding: lines, the order of keys, wording and severity don't
    matter. `file` doesn't have to exist.
    """

    def __init__(self, file: Path, entries: Iterable[BaselineEntry] = ()) -> None:
        self.file = file
        self.entries: dict[str, BaselineEntry] = {entry.fingerprint: entry for entry in sorted(entries)}
        self._folder = os.path.realpath(file.parent)
        self._paths: dict[tuple[str, Path | None], str] = {}
        self._found_entries: dict[str, BaselineEntry] = {}
        self._new_entries: dict[str, BaselineEntry] = {}
        self._selections_by_path: dict[str, dict[int, RuleSelection]] = {}
        self._rules = {entry.rule for entry in self.entries.values()}

    def contains(self, identity: FindingIdentity) -> bool:
        """Whether the finding with this `identity` has an entry."""
        return identity.rule in self._rules and self.make_entry(identity).fingerprint in self.entries

    def make_entry(self, identity: FindingIdentity) -> BaselineEntry:
        """Return the entry of a finding."""
        path, pointer = self._relative_path(identity.document), format_pointer(identity.pointer)
        # from the path relative to the baseline: the current folder must not matter
        fingerprint = compute_fingerprint(identity.rule, path, pointer, identity.part, identity.nth)
        return BaselineEntry(path, pointer, identity.rule, identity.nth, fingerprint)

    def add_result(
        self, result: CheckResult, selection: RuleSelection = SELECT_ALL, min_severity: Severity = "info"
    ) -> None:
        """Add the findings of a document and of the files that it refers to. `selection` says which rules ran.

        Fatal findings are left out, because they mean that nothing else was checked. Only findings of at least
        `min_severity` become new entries; any finding keeps its existing entry.
        """
        self.add(self.observe(result, min_severity), selection)

    def observe(self, result: CheckResult, min_severity: Severity = "info") -> Observation:
        """Return what `add_result` would add, without adding it."""
        found: list[BaselineEntry] = []
        entered: list[BaselineEntry] = []
        for finding in (*result.findings, *result.baselined):
            if finding.rule.fatal:
                continue
            is_entered = SEVERITY_RANK[finding.severity] >= SEVERITY_RANK[min_severity]
            for identity in finding.identities if is_entered or finding.rule.name in self._rules else ():
                entry = self.make_entry(identity)
                found.append(entry)
                if is_entered:
                    entered.append(entry)
        connector = result.connector
        documents = connector.api.documents if connector is not None and not result.failed else ()
        return Observation(
            tuple(found),
            tuple(entered),
            tuple(self._relative_path(document) for document in documents if document.is_loaded),
        )

    def add(self, observation: Observation, selection: RuleSelection = SELECT_ALL) -> None:
        """Add an observation. `selection` says which rules ran."""
        self._found_entries.update((entry.fingerprint, entry) for entry in observation.found)
        self._new_entries.update((entry.fingerprint, entry) for entry in observation.entered)
        for path in observation.paths:
            self._selections_by_path.setdefault(path, {})[id(selection)] = selection

    @property
    def found_entries(self) -> list[BaselineEntry]:
        """The entries of all findings that are severe enough for a new baseline, sorted."""
        return sorted(self._new_entries.values())

    @property
    def known_entries(self) -> list[BaselineEntry]:
        """The existing entries that were found again, sorted."""
        return [entry for fingerprint, entry in self.entries.items() if fingerprint in self._found_entries]

    def stale_entries(self, kinds: Mapping[str, Kind]) -> list[BaselineEntry]:
        """Return the entries, sorted, that weren't found though their file was read, or whose file is gone.

        `kinds` has every kind of finding by name. An entry of a rule that no longer exists is stale, too.
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
        raise BaselineError(f"`{file}` isn't JSON ({error}); restore it, or write a new baseline") from error
    findings = value.get("findings") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(findings, list):
        raise BaselineError(f"`{file}` isn't a baseline; expected an object with `version` and `findings`")
    if value.get("version") != FORMAT_VERSION:
        version = repr(value.get("version"))
        version_text = version if len(version) <= MAX_VERSION_CHARS else f"{version[: MAX_VERSION_CHARS - 1]}…"
        raise BaselineError(f"`{file}` has version {version_text}; expected {FORMAT_VERSION}, write a new baseline")
    return Baseline(file, [_parse_entry(item, number, file) for number, item in enumerate(findings, start=1)])


def format_baseline(entries: Iterable[BaselineEntry]) -> str:
    """Return the text of a baseline: JSON with one entry per line, sorted."""
    import json

    lines = [
        json.dumps({"fingerprint": fingerprint, "rule": rule, "path": path, "pointer": pointer, "nth": nth})
        for path, pointer, rule, nth, fingerprint in sorted(set(entries))
    ]
    return f'{{"version": {FORMAT_VERSION}, "findings": [\n' + ",\n".join(lines) + ("\n" if lines else "") + "]}\n"


def write_baseline(file: Path, entries: Iterable[BaselineEntry]) -> None:
    """Write a baseline atomically. Raises BaselineError."""
    from preclear.source import write_file

    _refuse_link(file)
    try:
        write_file(file, format_baseline(entries).encode())
    except OSError as error:
        raise BaselineError(f"`{file}` can't be written: {error.strerror or error}") from error


def _refuse_link(file: Path) -> None:
    """Raise BaselineError if the file is a symbolic link that leads out of its repository."""
    try:
        root = writable_root(file)
    except OSError as error:
        raise BaselineError(f"`{file}`: {error.strerror or error}") from error
    if not is_inside(file, root):
        problem = f"leads outside of `{root.name or root}/`"
        raise BaselineError(f"`{file}` is a symbolic link that {problem}; expected a file in that folder")


def default_baseline_path(config_folder: Path | None, current_folder: Path) -> Path:
    """Return the path of the baseline if no option sets it.

    It is in `config_folder`, the folder of the config. Without a config it is in the nearest folder with a `.git`, from
    `current_folder` (absolute) upwards, else in `current_folder`.
    """
    if config_folder is not None:
        return config_folder / BASELINE_FILE_NAME
    for folder in (current_folder, *current_folder.parents):
        if os.path.lexists(folder / ".git"):
            return folder / BASELINE_FILE_NAME
    return current_folder / BASELINE_FILE_NAME


def _relative_path(folder: str, document: Document) -> str:
    """Return the path of a document relative to `folder`, with `/`; its display path if it isn't a file."""
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
        raise BaselineError(f"`{file}`: finding {number} isn't an entry; expected {expected}")
    if fingerprint not in [compute_fingerprint(rule, path, pointer, part, nth) for part in PARTS]:
        raise BaselineError(f"`{file}`: the fingerprint of finding {number} doesn't match it; write a new baseline")
    return BaselineEntry(path, pointer, rule, nth, fingerprint)


def _string_or_none(value: Json) -> str | None:
    return value if isinstance(value, str) else None
