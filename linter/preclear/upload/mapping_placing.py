"""The place of each message of an answer, by the slot that it stands in, its field, and its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.source import Place, Position, Span
from preclear.upload.mapping_compare import compare
from preclear.upload.mapping_field import operation_spot
from preclear.upload.mapping_index import Index
from preclear.upload.mapping_origin import Origins
from preclear.upload.mapping_path import read_path
from preclear.upload.mapping_root import OF_REQUEST, Roots
from preclear.upload.mapping_text import Texts
from preclear.upload.mapping_walk import Spot, at_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.connector import AuthSchemeConfig, Connector, Operation
    from preclear.engine import Checked
    from preclear.source import Document
    from preclear.upload.answer import Answer, Said, Sent
    from preclear.upload.mapping_compare import Difference
    from preclear.upload.mapping_origin import SourceMap

_IN_DETAIL = ("authorizeUrl", "tokenUrl", "defaultScopes", "scopes", "schemeType", "grant")
_IN_QUOTES = ("name", "in", "description")


class Placed(NamedTuple):
    """A message, or one detail of it, with its place.

    `text` is what to show, `hint` what there is to say of the placing, `within` the resource that it is about, and
    `about` what to call that.
    """

    said: Said
    text: str
    spot: Spot
    hint: str | None
    within: Place | None
    about: str | None = None


class Placing:
    """Places the messages of one answer."""

    def __init__(self, checked: Checked, answer: Answer, source_map: SourceMap | None, sent: Document | None) -> None:
        self._answer = answer
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
        """The message with those of its details that name no place of their own, then each that does."""
        spot, hint, within = self._spot(said)
        about = self._label(said)
        apart: list[Placed] = []
        along: list[str] = []
        for detail in said.details:
            named = None if spot.placed == "exact" else self._named(detail, said)
            if named is None or named.place == spot.place:
                along.append(detail)
            else:
                apart.append(Placed(said, f"{said.text}: {detail}", named, None, within, about))
        if along or not apart or spot.placed != "document":
            text = f"{said.text}: {'; '.join(along)}" if along else said.text
            yield Placed(said, text, spot, hint, within, about)
        yield from apart

    def _named(self, text: str, said: Said) -> Spot | None:
        if self._index is None:
            place = self._origins.at_text_line(text)
            return at_place(place, "text") if place is not None else None
        return self._texts.find(text, self._operation(said.about))

    def _spot(self, said: Said) -> tuple[Spot, str | None, Place | None]:
        """The spot of a message, what to say of it, and the place of the resource that it is about."""
        index = self._index
        if index is not None and said.slot in ("action", "trigger"):
            operation = self._operation(said.about)
            if operation is not None and said.about is not None:
                return (*self._in_operation(index.connector, said, operation, said.about), operation.node.place)
        config = self._config(said)
        if config is not None:
            return (*self._in_config(said, config), config.place)
        if index is not None and said.field:
            path = read_path(said.field)
            spot = self._roots.spot(path, bare=said.slot not in ("action", "trigger"))
            if spot is not None:
                return spot, _hint(said, spot), None
            if path.head in OF_REQUEST:
                return self._document, f"`{_cut(said.field)}` is a field of the request, not of the document", None
        return (*self._by_text(said), None)

    def _in_operation(
        self, connector: Connector, said: Said, operation: Operation, sent: Sent
    ) -> tuple[Spot, str | None]:
        """By the field; without one by what the text names of the action."""
        path = read_path(said.field or "")
        if path.head in ("actions", "triggers") and len(path.parts) > 1:
            spot = self._roots.spot(path)
            if spot is not None:
                return spot, _hint(said, spot)
        if path.parts:
            spot = operation_spot(operation, sent.value, path, connector.description)
            if spot.placed == "exact":
                return spot, None
            return spot, _hint(said, spot)
        named = self._texts.find(said.text, operation)
        if named is not None and named.place != operation.place:
            return named, None
        return at_place(operation.place, "resource" if said.field is None else "exact"), None

    def _in_config(self, said: Said, config: AuthSchemeConfig) -> tuple[Spot, str | None]:
        """By a field of the config that the text names, then by what else it names; else the config itself."""
        if said.field:
            spot = self._roots.config_spot(config, read_path(said.field))
            return spot, _hint(said, spot)
        words = [word for word in _IN_DETAIL if word in said.text]
        words = ["defaultScopes" if "defaultScopes" in words and word == "scopes" else word for word in words]
        words += [word for word in _IN_QUOTES if any(f"{mark}{word}{mark}" in said.text for mark in "`\"'")]
        spots = [self._roots.config_spot(config, read_path(word)) for word in dict.fromkeys(words)]
        exact = [spot for spot in spots if spot.placed == "exact"]
        if len(exact) == 1:
            return exact[0]._replace(placed="text"), None
        named = self._texts.find(said.text)
        if named is not None and named.place != config.place:
            return named, None
        return at_place(config.place, "resource", whole=True), None

    def _by_text(self, said: Said) -> tuple[Spot, str | None]:
        named = self._named(said.text, said)
        if named is not None:
            return named, None
        if said.field:
            return self._document, f"`{_cut(said.field)}` leads to nothing in the document"
        return self._document, "the message names no single place in the document"

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
