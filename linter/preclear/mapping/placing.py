"""The place of each message of an answer, by the slot that it stands in, its field, and its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.mapping.compare import compare
from preclear.mapping.field import operation_spot
from preclear.mapping.index import Index
from preclear.mapping.origin import Origins
from preclear.mapping.path import read_path
from preclear.mapping.root import OF_REQUEST, Roots
from preclear.mapping.text import Texts, the_one
from preclear.mapping.walk import Spot, at_place
from preclear.source import Place, Position, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.connector import AuthSchemeConfig, Connector, Operation
    from preclear.engine import Checked, Finding
    from preclear.mapping.answer.answer import Answer, Said, Sent
    from preclear.mapping.compare import Difference
    from preclear.mapping.foreseen import Foreseen
    from preclear.mapping.origin import SourceMap
    from preclear.source import Document

_IN_DETAIL = ("authorizeUrl", "tokenUrl", "defaultScopes", "scopes", "schemeType", "grant")
_IN_QUOTES = ("name", "in", "description")
_HEAD = 200  # characters of a message before a detail that stands alone
_DETAILS = 1_000  # details of one message that can stand alone


class Location(NamedTuple):
    """Where a message belongs, what there is to say of that, and the place of the resource that it is about.

    `foreseen` are the findings that the message is about where it names several places, all of them theirs.
    """

    spot: Spot
    hint: str | None = None
    within: Place | None = None
    foreseen: tuple[Finding, ...] = ()


class Placed(NamedTuple):
    """A message, or one detail of it, with its place.

    `text` is what to show, `left_out` counts the characters that it lacks, `about` is what to call the resource that
    it is about.
    """

    said: Said
    text: str
    location: Location
    about: str | None = None
    left_out: int = 0


class Placing:
    """Places the messages of one answer."""

    def __init__(
        self,
        checked: Checked,
        answer: Answer,
        source_map: SourceMap | None,
        sent: Document | None,
        foreseen: Foreseen,
    ) -> None:
        self._answer = answer
        self._foreseen = foreseen
        connector = checked.connector
        others = connector.description.documents if connector is not None else [checked.document]
        self._origins = Origins(sent or checked.document, source_map, others)
        self._index: Index | None = None
        self._document = at_place(_top(checked), "document")
        if checked.connector is not None:
            self._index = Index(checked.connector, self._origins)
            self._roots = Roots(self._index, answer, self._origins)
            self._texts = Texts(self._index, self._roots, self._origins)
            self._document = at_place(checked.connector.place, "document")

    def differences(self) -> Iterator[Difference]:
        """Where plan and answer differ; nothing where there is no plan."""
        if self._index is not None:
            yield from compare(self._index, self._answer)

    def parts(self, said: Said) -> Iterator[Placed]:
        """The message with those of its details that name no place of their own, then each that does.

        Of many details the first are looked at, and each that stands alone has the start of a long text before it.
        """
        location = self._locate(said)
        spot, about = location.spot, self._label(said)
        apart: list[Placed] = []
        along: list[str] = []
        cut = max(0, len(said.text) - _HEAD)
        head = f"{said.text[:_HEAD]}…" if cut else said.text
        for number, detail in enumerate(said.details):
            named = None if spot.placed == "exact" or number >= _DETAILS else self._named(detail, said)
            if named is None or named.spot.place == spot.place:
                along.append(detail)
            else:
                apart.append(Placed(said, f"{head}: {detail}", named._replace(within=location.within), about, cut))
        if along or not apart or cut or spot.placed != "document":
            text = f"{said.text}: {'; '.join(along)}" if along else said.text
            yield Placed(said, text, location, about)
        yield from apart

    def _named(self, text: str, said: Said) -> Location | None:
        """The one thing that a text names, or what a finding of ours says of all that it names."""
        if self._index is None:
            place = self._origins.at_text_line(text)
            return Location(at_place(place, "text")) if place is not None else None
        operation = self._operation(said.about)
        spots = self._texts.find(text, operation)
        named = the_one(spots)
        if named is not None:
            return Location(named)
        if len(spots) < 2:
            return None
        found, place = self._foreseen.of_all(spots, said.severity)
        return Location(at_place(place, "text"), foreseen=found) if place is not None else None

    def _locate(self, said: Said) -> Location:
        index = self._index
        if index is not None and said.slot in ("action", "trigger"):
            operation = self._operation(said.about)
            if operation is not None and said.about is not None:
                found = self._in_operation(index.connector, said, operation, said.about)
                return found._replace(within=operation.node.place)
        config = self._config(said)
        if config is not None:
            return self._in_config(said, config)._replace(within=config.place)
        if index is not None and said.field:
            path = read_path(said.field)
            spot = self._roots.spot(path, bare=said.slot not in ("action", "trigger"))
            if spot is not None:
                return Location(spot, _hint(said, spot))
            if path.head in OF_REQUEST:
                hint = f"`{_cut(said.field)}` is a field of the request, not of the document"
                return Location(self._document, hint)
        return self._by_text(said)

    def _in_operation(self, connector: Connector, said: Said, operation: Operation, sent: Sent) -> Location:
        """By the field; without one by what the text names of the action."""
        path = read_path(said.field or "")
        if path.head in ("actions", "triggers") and len(path.parts) > 1:
            spot = self._roots.spot(path)
            if spot is not None:
                return Location(spot, _hint(said, spot))
        if path.parts:
            spot = operation_spot(operation, sent.value, path, connector.description)
            return Location(spot, _hint(said, spot))
        named = self._named(said.text, said)
        if named is not None and named.spot.place != operation.place:
            return named
        return Location(at_place(operation.place, "resource" if said.field is None else "exact"))

    def _in_config(self, said: Said, config: AuthSchemeConfig) -> Location:
        """By a field of the config that the text names, then by what else it names; else the config itself."""
        if said.field:
            spot = self._roots.config_spot(config, read_path(said.field))
            return Location(spot, _hint(said, spot))
        words = [word for word in _IN_DETAIL if word in said.text]
        words = ["defaultScopes" if "defaultScopes" in words and word == "scopes" else word for word in words]
        words += [word for word in _IN_QUOTES if any(f"{mark}{word}{mark}" in said.text for mark in "`\"'")]
        spots = [self._roots.config_spot(config, read_path(word)) for word in dict.fromkeys(words)]
        exact = [spot for spot in spots if spot.placed == "exact"]
        if len(exact) == 1:
            return Location(exact[0]._replace(placed="text"))
        named = the_one(self._texts.find(said.text))
        if named is not None and named.place != config.place:
            return Location(named)
        return Location(at_place(config.place, "resource", whole=True))

    def _by_text(self, said: Said) -> Location:
        named = self._named(said.text, said)
        if named is not None:
            return named
        if said.field:
            return Location(self._document, f"`{_cut(said.field)}` leads to nothing in the document")
        return Location(self._document, "the message names no single place in the document")

    def _operation(self, sent: Sent | None) -> Operation | None:
        if self._index is None or sent is None or sent.kind not in ("action", "trigger"):
            return None
        return self._index.operation(sent)

    def _label(self, said: Said) -> str | None:
        """What to call the resource that a message is about: as the document does, where it has it."""
        if said.about is None:
            return None
        operation, config = self._operation(said.about), self._config(said)
        if operation is not None and said.about.text("name") is None:
            return f"{said.about.kind} `{operation.label[:80]}`"
        if config is not None and self._index is not None:
            scheme = self._index.scheme_of(config)
            flow = f", flow `{config.flow.name[:40]}`" if config.flow is not None and len(scheme.configs) > 1 else ""
            return f"auth scheme `{scheme.key.value[:80]}`{flow}"
        return said.about.label

    def _config(self, said: Said) -> AuthSchemeConfig | None:
        sent = said.about
        return self._index.config(sent) if self._index and sent is not None and sent.kind == "auth scheme" else None


def _hint(said: Said, spot: Spot) -> str | None:
    if spot.placed == "exact" or said.field is None:
        return None
    return f"`{_cut(said.field)}` leads no further than this in the document"


def _cut(field: str) -> str:
    return field if len(field) <= 120 else f"{field[:119]}…"


def _top(checked: Checked) -> Place:
    """The document itself, which may not even have been read."""
    if checked.document.loaded:
        return Place(checked.document, ())
    start = Position(1, 1)
    return Place(checked.document, (), exact=Span(start, start))
