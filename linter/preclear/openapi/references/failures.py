"""Messages for references that lead nowhere, with suggestions."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING

from preclear.openapi.references.kinds import REFERENCE_LOOP, REMOTE_REFERENCE, UNRESOLVED_REFERENCE, ReferenceFailure
from preclear.openapi.references.pointers import follow_pointer
from preclear.openapi.synonyms import create_suggester
from preclear.source import EXCEEDED_LIMIT, describe_type, format_count, format_pointer, parse_array_index

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from preclear.openapi.references.schema_resources import ResourceRegistry, SchemaResource
    from preclear.source import Document, Node

_MAX_REFERENCE_LENGTH = 200
"""The most characters of a reference that is suggested."""

IF_MEANT = "if that's what you mean"


class FailureBuilder:
    """Builds the failures of references in one description. One suggester, with one budget, serves all of them."""

    def __init__(self, entry: Document, identifiers: ResourceRegistry) -> None:
        self._entry = entry
        self._identifiers = identifiers
        self._suggester = create_suggester()

    def missing_node(
        self, base: Document, reference: str, root: Node, node: Node, rest: tuple[str, ...]
    ) -> ReferenceFailure:
        """`reference`, in `base`, points into `root`: it leads to `node`, which doesn't have `rest`."""
        missing_key = rest[0]
        location = self._describe_location(base, reference.partition("#")[0][:60], root, node)
        message = f"`$ref: {reference[:80]}` leads nowhere: {location} has no `{missing_key[:60]}`"
        if isinstance(node.value, list):
            if missing_key.isdecimal() and parse_array_index(missing_key) is None:
                return ReferenceFailure(f"{message}: an index is written in the digits 0 to 9, without leading zeros")
            count = len(node.value)
            hint = "the list is empty" if not count else f"the last item is `{count - 1}`"
            return ReferenceFailure(f"{message}: {hint}")
        if not isinstance(node.value, dict):
            return ReferenceFailure(f"{message}, because it isn't a mapping")
        suggestion = self._suggest_in_entry(base, reference) or self._suggest(missing_key, node.value)
        if suggestion is not None:
            return ReferenceFailure(f"{message}; did you mean `{suggestion}`?")
        return ReferenceFailure(message, _suggest_section(node, missing_key))

    def _describe_location(self, base: Document, file_part: str, root: Node, node: Node) -> str:
        """Describe the place of `node`, which a reference with this `file_part` into `root` leads to."""
        document, pointer = node.document, node.pointer
        if document is not root.document or pointer[: len(root.pointer)] != root.pointer:  # behind another reference
            file_part = "" if document is base else self._relative_path(document)[:60]
        elif file_part:
            pointer = pointer[len(root.pointer) :]
        if pointer:
            return f"`{file_part}#{format_pointer(pointer)}`"
        if file_part:
            return f"`{file_part}`"
        return "the document" if base is self._entry else f"`{self._relative_path(base)[:80]}`"

    def missing_anchor(self, reference: str, resource: SchemaResource, name: str) -> ReferenceFailure:
        """`resource` has no anchor `name`, which may be a pointer without its slash."""
        message = f"`$ref: {reference[:80]}` leads nowhere: "
        if _is_pointer(resource.root, f"/{name}"):
            suggestion = reference.replace("#", "#/", 1)
            return ReferenceFailure(f"{message}a JSON Pointer begins with `/`; did you mean `{suggestion[:80]}`?")
        is_pointer_expected = "/" in name or not self._identifiers.has_anchors
        message += "a JSON Pointer begins with `/`" if is_pointer_expected else f"no `$anchor` is called `{name[:60]}`"
        similar_name = self._suggest(name, resource.anchors)
        if similar_name is not None:
            return ReferenceFailure(f"{message}; did you mean `#{similar_name}`?")
        other = self._identifiers.find_by_anchor(name)
        if other is not None and other is not resource:
            message += f" outside of the schema with the `$id` `{other.uri[:80]}`"
            return ReferenceFailure(message, f"refer to `{other.uri[:80]}#{name[:60]}`, {IF_MEANT}")
        return ReferenceFailure(message, "write a JSON Pointer, such as `#/components/schemas/Pet`")

    def missing_resource(
        self, reference: str, enclosing: SchemaResource | None, uri: str, file_failure: ReferenceFailure
    ) -> ReferenceFailure:
        """No schema or file has the absolute `uri` of `reference`; `file_failure` says why it isn't a file.

        `enclosing` is the schema with an `$id` around the reference, the base of relative references.
        """
        if file_failure.limit is not None or file_failure.reported_at is not None:
            return file_failure
        failure = file_failure
        if (
            enclosing is not None
            and not enclosing.uri.startswith("file:")
            and file_failure.kind is UNRESOLVED_REFERENCE
        ):
            is_remote = uri.startswith(("http://", "https://"))
            message = f"`$ref: {reference[:80]}` leads to `{uri[:80]}` because of the `$id` around it, and "
            message += "URLs aren't fetched" if is_remote else "no schema has that `$id`"
            failure = ReferenceFailure(message, kind=REMOTE_REFERENCE if is_remote else UNRESOLVED_REFERENCE)
        suggestion = self._suggest(uri, self._identifiers.uris)
        if suggestion is not None:
            failure = failure._replace(message=f"{failure.message}; did you mean `{suggestion}`?")
        return failure._replace(uri=uri)

    def _suggest(self, word: str, names: Collection[str]) -> str | None:
        suggestion = self._suggester.suggest(word, names)
        return None if suggestion is None else suggestion[:60]

    def _relative_path(self, document: Document) -> str:
        """Return the path of another file from the entry document's folder."""
        if document.file is None or self._entry.file is None:
            return document.path
        return os.path.relpath(document.file, self._entry.file.parent).replace(os.sep, "/")

    def _suggest_in_entry(self, base: Document, reference: str) -> str | None:
        """Return the reference from `base` to the same pointer in the entry document, if that has a value there."""
        entry = self._entry
        if base is entry or not reference.startswith("#/") or base.file is None or entry.file is None:
            return None
        from urllib.parse import quote

        if follow_pointer(self._identifiers.document_resource(entry).root, reference[1:])[1]:
            return None
        path = os.path.relpath(entry.file, base.file.parent).replace(os.sep, "/")
        suggestion = f"{quote(os.fsencode(path))}{reference}"
        return suggestion if len(suggestion) <= _MAX_REFERENCE_LENGTH else None


def chain_too_long(node: Node, limit: int) -> ReferenceFailure:
    """Return the failure of `node`, whose references lead on more often than `limit` allows."""
    reference = (node.text("$ref") or "")[:80]
    message = f"`$ref: {reference}` leads through more than {format_count(limit, 'reference')}"
    return ReferenceFailure(message, kind=EXCEEDED_LIMIT, limit="ref_chain")


def _is_pointer(root: Node, fragment: str) -> bool:
    """Whether `fragment` is a JSON Pointer that leads somewhere from `root`."""
    try:
        return not follow_pointer(root, fragment)[1]
    except ValueError:
        return False


def non_string_reference(holder: Node) -> ReferenceFailure:
    """Return the failure of `holder`, whose `$ref` isn't a string."""
    actual, commented_reference = describe_type(holder.mapping["$ref"]), find_commented_reference(holder)
    if commented_reference is None:
        return ReferenceFailure(f"`$ref` is {actual}; expected a reference such as `#/components/schemas/Pet`")
    message = f"`$ref` is {actual}, because `#` starts a comment in YAML; expected the reference in quotes"
    return ReferenceFailure(message, f"write `$ref: '{commented_reference[:80]}'`")


def find_commented_reference(holder: Node) -> str | None:
    """Return the reference of an unquoted `$ref` that YAML reads as a comment; None if there is none."""
    if holder.mapping["$ref"] is not None:
        return None
    import re

    try:
        key = holder.place._replace(pointer=(*holder.pointer, "$ref"), part="key")
        line = holder.document.line(key.span.start.line)
    except LookupError:
        return None
    match = re.search(r"\$ref[\"']?\s*:\s+(#/\S+)", line)
    return match[1] if match else None


def reference_loop(chain: Sequence[Node]) -> ReferenceFailure:
    """Return the failure of the nodes in `chain`, each of which refers to the next, and the last to the first."""
    texts = [str(node.mapping.get("$ref")) for node in chain[:6]]
    path = " → ".join(f"`{text[:60]}`" for text in [*texts, texts[0]])
    message = f"`$ref: {texts[0][:80]}` never reaches an object: {path}"
    return ReferenceFailure(message, "replace one of them with the object itself", REFERENCE_LOOP)


def _suggest_section(node: Node, name: str) -> str | None:
    """Advise the section of `components` that has an entry `name`, if the reference names another section."""
    root = node.document.value
    components = root.get("components") if isinstance(root, dict) else None
    if not isinstance(components, dict):
        return None
    for section, entries in components.items():
        if isinstance(entries, dict) and name in entries:
            return f"refer to `#/components/{section}/{name[:60]}`, {IF_MEANT}"
    return None


def choose_failure(misplaced_failure: ReferenceFailure, failure: ReferenceFailure) -> ReferenceFailure:
    """Choose the failure to report if a pointer leads through a misplaced `$ref` that fails itself."""
    if misplaced_failure.limit is not None or misplaced_failure.reported_at is not None:
        return misplaced_failure
    return failure._replace(uri=misplaced_failure.uri)
