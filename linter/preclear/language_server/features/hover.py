"""Hover: the findings at a position with the pages of their rules, and what the import makes of the node there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from preclear.language_server.features.links import find_pointed_nodes, iter_links, text_range
from preclear.language_server.features.resources import describe_node
from preclear.report import FIXES, format_code, format_link, format_prose, page_url, read_page, resolve_page_links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.engine import Finding
    from preclear.language_server.features.links import PointedNode
    from preclear.language_server.snapshot import Snapshot
    from preclear.source import Kind, Place

MAX_PAGES = 3
"""Maximum number of rules whose pages are shown; the findings of others have links to them."""

_RULER = "\n\n---\n\n"


def hover(snapshot: Snapshot, file: str, position: types.Position) -> types.Hover | None:
    """Return what is known at `position` in `file`, a resolved path, in Markdown; None if it's nothing.

    First come the findings, then what the import makes of the node or of the one that it refers to, in each document
    that the file is a part of. At the end are the pages of the rules.
    """
    findings = [finding for finding in snapshot.findings(file) if _is_at(snapshot, finding, position)]
    nodes = list(find_pointed_nodes(snapshot, file, position))
    sections = [*map(_format_finding, findings), *_describe_nodes(snapshot, nodes, file)]
    if not sections:
        return None
    kinds = {finding.rule.name: finding.rule for finding in findings}
    sections += map(_format_page, [*kinds.values()][:MAX_PAGES])
    content = types.MarkupContent(types.MarkupKind.Markdown, _RULER.join(sections))
    is_finding = findings and not (nodes and nodes[0].place.part == "key")
    return types.Hover(content, _range(snapshot, findings[0]) if is_finding else text_range(snapshot, nodes[0].place))


def _range(snapshot: Snapshot, finding: Finding) -> types.Range:
    return snapshot.encoder.range(finding.document, finding.span)


def _is_at(snapshot: Snapshot, finding: Finding, position: types.Position) -> bool:
    start, end = finding.span
    return start <= snapshot.encoder.source_position(finding.document, position) <= end


def _format_finding(finding: Finding) -> str:
    """Format a finding as reports for people do: severity, rule, message, help."""
    name = format_link(finding.rule.name, page_url(finding.rule))
    text = f"**{finding.severity}** {name}: {format_prose(finding.message)}"
    return text if finding.help is None else f"{text}\n\nHelp: {format_prose(finding.help)}"


def _format_page(kind: Kind) -> str:
    """Return the page of a rule; without one, its docstring and facts."""
    page = read_page(kind)
    if page is not None:
        return resolve_page_links(page).strip()
    facts = [f"- category: {format_code(kind.category)}", f"- basis: {kind.basis}, {format_prose(kind.source)}"]
    if kind.fix is not None:
        facts.append(f"- fix: {kind.fix}, {FIXES[kind.fix]}")
    paragraphs = [format_prose(" ".join(text.split())) for text in kind.doc.strip().split("\n\n")]
    return "\n\n".join([f"# {kind.name}", *paragraphs, "\n".join(facts)])


def _describe_nodes(snapshot: Snapshot, nodes: list[PointedNode], file: str) -> Iterator[str]:
    """Yield what the import makes of the node, as each of the documents has it.

    The documents are named if the file isn't one of them, or if they differ.
    """
    paths_by_text: dict[str, list[str]] = {}
    is_document = False
    for node in nodes:
        result = node.file_document.checked_file.check_result
        text = describe_node(result, _find_subject(node), snapshot.plans)
        if not text and len(node.place.pointer) == 1 and node.place.part == "key":
            text = describe_node(
                result, node.place._replace(pointer=()), snapshot.plans
            )  # a whole file has no key of its own
        if text:
            paths_by_text.setdefault(text, []).append(result.document.path)
            is_document |= snapshot.uris.resolve(result.document) == file
    for text, paths in paths_by_text.items():
        is_plain = is_document and len(paths_by_text) == len(paths) == 1
        yield text if is_plain else f"In {', '.join(map(format_code, paths))}:\n\n{text}"


def _find_subject(node: PointedNode) -> Place:
    """Return the place, in the user's files, that the node refers to, or the node's own."""
    links = () if node.connector is None else iter_links(node.connector)
    return next((link.target for link in links if node.is_at(link.source)), node.place)
