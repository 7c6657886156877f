"""YAML's anchors, aliases and merge keys, and how many nodes they stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.source.json_value import describe_type
from preclear.source.loader_faults import report_syntax_error
from preclear.source.yaml.state import UNSUPPORTED_YAML

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.source.document import Document
    from preclear.source.json_value import Json
    from preclear.source.loader_faults import LoadError
    from preclear.source.yaml.events import Event
    from preclear.source.yaml.state import LoaderState


_NAME = re.compile(r"[^\s,\[\]{}]+")
# A colon and a blank behind a name belong to it (1.2.2, 6.9.2), but readers and writers of `*name: value` agree that
# they do not.
_REGULAR_NAME = re.compile(r"[&*][A-Za-z0-9_-]+(?=[\s,\[\]{}]|:(?:\s|\Z)|\Z)")


class AnchoredNode(NamedTuple):
    """What an alias stands for: the value, the text of a scalar, how many nodes it is with everything expanded."""

    value: Json
    text: str | None
    size: int


class UnsupportedAnchorError(Exception):
    """libyaml reads less of an anchor's name than YAML 1.2 does. `name` is what stands in the source."""

    def __init__(self, name: str, start: int) -> None:
        super().__init__(name)
        self.name = name
        self.start = start

    def report(self, document: Document) -> LoadError:
        """Add the fault that the name can't be read; gives the exception to raise."""
        message = f"`{self.name[:40]}` is the name of an anchor that few readers can read, expected letters and digits"
        end = self.start + len(self.name)
        return report_syntax_error(document, message, self.start, end, help="use letters, digits, `-` and `_` alone")


class Anchors:
    """The anchors so far, and the counts of nodes.

    `written_nodes` counts the keys, values and items of the containers that are closed; `expanded_nodes` what aliases
    add to them. The containers themselves are shared, so nothing is copied but the entries that a merge key brings.
    """

    def __init__(self, state: LoaderState) -> None:
        self.state = state
        self.written_nodes = 0
        self.expanded_nodes = 0
        self.merged_entries = 0
        self._nodes: dict[str, AnchoredNode | None] = {}  # None: of a container that is still open

    def open_container(self, event: Event) -> None:
        """The container with this anchor begins: an alias from inside would make it contain itself."""
        self._check_name(event)
        self._nodes[event.anchor or ""] = None

    def close_container(self, name: str, value: Json, size: int) -> None:
        """The container with this anchor ends. A name that is used again means the later node from there on."""
        self._nodes[name] = AnchoredNode(value, None, size)

    def add_scalar(self, event: Event, value: Json, text: str, size: int) -> None:
        """The scalar with this anchor is read."""
        self._check_name(event)
        self._nodes[event.anchor or ""] = AnchoredNode(value, text, size)

    def resolve(self, event: Event) -> AnchoredNode | None:
        """What an alias stands for; None where that contains the alias. Raises Unusable."""
        self._check_name(event)
        name = event.anchor or ""
        if name not in self._nodes:
            start, end = self.state.offsets(event)
            message = f"alias `*{name}` has no anchor, expected `&{name}` before it"
            help = f'define the anchor, or put the text in quotes: `"*{name}"`'
            raise report_syntax_error(self.state.document, message, start, end, help=help)
        return self._nodes[name]

    def expand(self, event: Event, part: str | int, container: dict[str, Json] | list[Json]) -> Json:
        """The value of an alias that stands under `part` of `container`, the innermost open container.

        Raises Unusable.
        """
        anchored = self.resolve(event)
        if anchored is None:
            message = f"alias `*{event.anchor}` stands inside of its own anchor, expected a value that has an end"
            help = "refer to it with `$ref`: a schema may refer to itself"
            self.state.add_fault(UNSUPPORTED_YAML, event, message, part, help=help)
            return None
        self.expanded_nodes += anchored.size
        self._check_expansion(event, self.expanded_nodes, 10, container)
        return anchored.value

    def check_written(self, event: Event) -> None:
        """Raises Unusable when there are too many nodes up to `event`."""
        limit = self.state.limits.nodes
        if self.written_nodes > limit:
            message = f"there are more than {limit:,} keys, values and items up to here"
            raise self.state.report_exceeded_limit(event, "nodes", message, limit)

    def merge(self, mapping: dict[str, Json], event: Event, merge_values: Sequence[Json]) -> None:
        """Add what the merge keys of a mapping bring, the last of which `event` is. Raises Unusable.

        Own keys go before merged ones, and earlier mappings of a list before later ones. yaml.org/type/merge. The
        values of several merge keys are taken for one list, as no reader agrees with another on them.
        """
        merge_lists = [merge_value if isinstance(merge_value, list) else [merge_value] for merge_value in merge_values]
        for source in (source for sources in merge_lists for source in sources):
            if not isinstance(source, dict):
                message = f"`<<` merges {describe_type(source)}, expected a mapping or a list of mappings"
                help = "give `<<` an alias of a mapping, or remove it"
                self.state.add_fault(UNSUPPORTED_YAML, event, message, "<<", help=help, place_part="key")
                continue
            self.merged_entries += len(source)
            self._check_expansion(event, self.merged_entries, 1, mapping)
            for key, value in source.items():
                mapping.setdefault(key, value)

    def _check_name(self, event: Event) -> None:
        """Raises UnsupportedAnchorError where libyaml read only a part of an anchor's name."""
        text = self.state.yaml_input.text
        offset = event.start_mark.index
        if text[offset : offset + 1] == "!":
            offset = text.find("&", offset)  # behind the tag
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
