"""Anchors, aliases and merge keys, and the number of nodes they expand to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern
from preclear._records import NamedTuple
from preclear.source.kinds import UNSUPPORTED_YAML
from preclear.source.loader_faults import report_syntax_error
from preclear.source.wording import describe_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.source.document import Document
    from preclear.source.json_value import Json
    from preclear.source.loader_faults import LoadError
    from preclear.source.yaml.events import Event
    from preclear.source.yaml.state import LoaderState


_NAME = lazy_pattern(r"[^\s,\[\]{}]+")
# A colon after a name belongs to it (YAML 1.2.2, 6.9.2), but all readers and writers of `*name: value` agree that it
# doesn't.
_REGULAR_NAME = lazy_pattern(r"[&*][A-Za-z0-9_-]+(?=[\s,\[\]{}]|:(?:\s|\Z)|\Z)")


class AnchoredNode(NamedTuple):
    """A node that aliases refer to: its value, its text if it's a scalar, and its number of nodes when expanded."""

    value: Json
    text: str | None
    size: int


class UnsupportedAnchorError(Exception):
    """libyaml reads only a part of an anchor's name. `name` is the whole name, which begins at the offset `start`."""

    def __init__(self, name: str, start: int) -> None:
        super().__init__(name)
        self.name = name
        self.start = start

    def report(self, document: Document) -> LoadError:
        """Add the fault that the name can't be read, and return the exception to raise."""
        message = f"`{self.name[:40]}` is an anchor name that few readers support, expected letters and digits"
        end = self.start + len(self.name)
        return report_syntax_error(document, message, self.start, end, help="use only letters, digits, `-` and `_`")


class Anchors:
    """The anchors defined so far, and the counts of nodes.

    `written_nodes` counts the keys, values and items of closed containers, `expanded_nodes` those that aliases add.
    Aliases share the container they refer to, so nothing is copied but the entries that merge keys add.
    """

    def __init__(self, state: LoaderState) -> None:
        self.state = state
        self.written_nodes = 0
        self.expanded_nodes: int = 0
        self.merged_entries: int = 0
        self._nodes: dict[str, AnchoredNode | None] = {}  # None: the container is still open

    def open_container(self, event: Event) -> None:
        """Note that the container with this anchor begins: until it ends, an alias would make it contain itself."""
        self._check_name(event)
        self._nodes[event.anchor or ""] = None

    def close_container(self, name: str, value: Json, size: int) -> None:
        """Define the anchor of a container that ends. From here on, it replaces an earlier anchor of the same name."""
        self._nodes[name] = AnchoredNode(value, None, size)

    def add_scalar(self, event: Event, value: Json, text: str, size: int) -> None:
        """Define the anchor of a scalar. `size` is its number of nodes."""
        self._check_name(event)
        self._nodes[event.anchor or ""] = AnchoredNode(value, text, size)

    def resolve(self, event: Event) -> AnchoredNode | None:
        """Return the node that an alias refers to; None if that contains the alias. Raises LoadError."""
        self._check_name(event)
        name = event.anchor or ""
        if name not in self._nodes:
            start, end = self.state.offsets(event)
            message = f"alias `*{name}` has no anchor, expected `&{name}` before it"
            help = f'define the anchor, or quote the text: `"*{name}"`'
            raise report_syntax_error(self.state.document, message, start, end, help=help)
        return self._nodes[name]

    def expand(self, event: Event, part: str | int, container: dict[str, Json] | list[Json]) -> Json:
        """Return the value of an alias under `part` of `container`, the innermost open container. Raises LoadError."""
        anchored = self.resolve(event)
        if anchored is None:
            message = f"alias `*{event.anchor}` is inside its own anchor, expected a value that doesn't contain itself"
            help = "use `$ref` instead: a schema can refer to itself"
            self.state.add_fault(UNSUPPORTED_YAML, event, message, part, help=help)
            return None
        self.expanded_nodes += anchored.size
        self._check_expansion(event, self.expanded_nodes, 10, container)
        return anchored.value

    def check_written(self, event: Event) -> None:
        """Raise LoadError if there are too many nodes up to `event`."""
        limit = self.state.limits.nodes
        if self.written_nodes > limit:
            message = f"there are more than {limit:,} keys, values and items up to here"
            raise self.state.report_exceeded_limit(event, "nodes", message, limit)

    def merge(self, mapping: dict[str, Json], event: Event, merge_values: Sequence[Json]) -> None:
        """Add the entries of a mapping's merge keys to it. `event` is the last of the keys. Raises LoadError.

        Own keys override merged ones, and earlier mappings in a list override later ones (yaml.org/type/merge). Readers
        disagree on several merge keys in one mapping; here, their values are merged like one list.
        """
        merge_lists = [merge_value if isinstance(merge_value, list) else [merge_value] for merge_value in merge_values]
        for source in (source for sources in merge_lists for source in sources):
            if not isinstance(source, dict):
                message = f"`<<` merges {describe_type(source)}, expected a mapping or a list of mappings"
                help = "set `<<` to an alias of a mapping, or remove it"
                self.state.add_fault(UNSUPPORTED_YAML, event, message, "<<", help=help, place_part="key")
                continue
            self.merged_entries += len(source)
            self._check_expansion(event, self.merged_entries, 1, mapping)
            for key, value in source.items():
                mapping.setdefault(key, value)

    def _check_name(self, event: Event) -> None:
        """Raise UnsupportedAnchorError if libyaml read only a part of an anchor's name."""
        text = self.state.yaml_input.text
        offset = event.start_mark.index
        if text[offset : offset + 1] == "!":
            offset = text.find("&", offset)  # after the tag
        if not _REGULAR_NAME.match(text, offset):
            name = _NAME.match(text, offset + 1)
            raise UnsupportedAnchorError(name[0] if name else "", offset + 1)

    def _check_expansion(self, event: Event, count: int, factor: int, container: dict[str, Json] | list[Json]) -> None:
        limit = self.state.limits.expanded_nodes
        if count <= limit:
            return
        open_nodes = (len(items) + 2 * len(mapping or ()) for mapping, items, _, _, _ in self.state.stack)
        written_nodes = (
            self.written_nodes + sum(open_nodes) + len(container) * (2 if isinstance(container, dict) else 1)
        )
        if count > factor * written_nodes:
            message = (
                f"with its aliases expanded, the document has more than {max(limit, factor * written_nodes):,} nodes"
            )
            raise self.state.report_exceeded_limit(event, "expanded_nodes", message, limit)
