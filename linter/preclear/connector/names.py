"""Names that the import accepts, and that last: they don't change when the rest of the document does."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeAlias

from preclear._records import NamedTuple
from preclear.connector.name_candidates import (
    OPERATION_NAME,
    choose_component_names,
    endpoint_candidates,
    sanitize_name,
    text_candidates,
    with_digest,
)
from preclear.connector.operation import Action, Operation, Trigger
from preclear.source import Suggester, choose_unique_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from preclear.connector.callbacks import CallbackOperation
    from preclear.connector.content import Definition
    from preclear.source import Node, Pointer


class ImportableNames:
    """A valid name for each operation and definition, such that names of one kind are unique.

    A name that's valid and unique stays. Any other is made from the thing itself: from its `operationId` or key, else
    from its method and path. If two things want the same name, both get one with more detail: with the replaced
    characters spelled out, then with the method and path, then with a digest of what identifies the thing. So a name
    never depends on the order or the number of other things, and only those that want the same name matter at all.
    Names that differ only in case count as the same.

    Operations of actions, triggers and callbacks share one set of names, because OpenAPI requires each `operationId` to
    be unique in the document. An action keeps an `operationId` that only triggers or callbacks have, too; a trigger
    keeps one that only callbacks have.
    """

    def __init__(
        self,
        operations: Sequence[Operation],
        callback_operations: Iterable[CallbackOperation],
        definitions: Iterable[Definition],
    ) -> None:
        self._component_names = choose_component_names(
            [definition.name.value for definition in definitions if definition.name.is_present]
        )
        self._names = _choose_names(operations, callback_operations)
        self._node_counts = Counter(operation.node.identity for operation in operations)

    def operation_name(self, operation: Operation | CallbackOperation) -> str:
        """Return the name of an operation: its `operationId` if that is valid and no other one has more right to it.

        The import never sees the operation of a callback, whose `operationId` only has to be unique. Raises KeyError if
        it has none.
        """
        return self._names[_key(operation)]

    def is_shared(self, operation: Operation | CallbackOperation) -> bool:
        """Whether several paths or webhooks share the operation object, so that one `operationId` can't name them."""
        return self._node_counts[operation.node.identity] > 1

    def definition_name(self, definition: Definition) -> str:
        """Return the name of a definition: its own if that is valid."""
        name = definition.name.value
        return self._component_names.get(name, name) if definition.name.is_present else name

    @staticmethod
    def misspelled_operation_id(operation: Operation) -> Node | None:
        """Return the field of an operation without `operationId` whose key is a misspelling of that."""
        mapping = operation.node.mapping
        if "operationId" in mapping:
            return None
        key = _find_misspelled(tuple(mapping))
        return operation.node.get(key) if key is not None else None

    @staticmethod
    def sanitize(name: str) -> str:
        """Reduce `name` to the characters that any name can have: `été.x` becomes `ete_x`. The result may be empty."""
        return sanitize_name(name)


_Key: TypeAlias = "Operation | tuple[int, Pointer]"


@lru_cache(maxsize=256)
def _find_misspelled(keys: tuple[str, ...]) -> str | None:
    """Return the key that is a misspelled `operationId`. Many operations have the same keys."""
    return Suggester().suggest("operationId", keys)  # a budget for each operation: no other one matters


def _key(operation: Operation | CallbackOperation) -> _Key:
    return operation if isinstance(operation, Operation) else operation.node.identity


class _Claim(NamedTuple):
    """The names that an operation wants, best first, and what tells it from all others.

    `make_names` makes them one by one: most operations get their first. If it `is_exact`, the first name lost no
    character of what it's made from, and it goes before one that did.
    """

    make_names: Callable[[], Iterable[str]]
    identity: str
    is_exact: bool


def _choose_names(operations: Sequence[Operation], callback_operations: Iterable[CallbackOperation]) -> dict[_Key, str]:
    """Choose the name of each operation, and of each callback's operation."""
    callbacks = [callback for callback in callback_operations if callback.operation_id is not None]
    ids = _OperationIds(operations, callbacks)
    names = {_key(operation): operation.name.value for operation in operations if ids.keeps(operation)}
    names |= {_key(callback): callback.name for callback in callbacks if ids.keeps_callback(callback)}
    claims = {key: _make_claim(operation, ids) for operation in operations if (key := _key(operation)) not in names}
    claims |= {key: _make_callback_claim(callback) for callback in callbacks if (key := _key(callback)) not in names}
    used = ids.in_lower_case
    for is_exact in (True, False):
        keys = [key for key, claim in claims.items() if claim.is_exact is is_exact]
        chosen = choose_unique_names(
            keys, lambda key: with_digest(claims[key].make_names(), claims[key].identity), used.__contains__, str.lower
        )
        used |= {name.lower() for name in chosen.values()}
        names |= chosen
    return names


class _OperationIds:
    """The operationIds of a document as they are, and who has them."""

    def __init__(self, operations: Sequence[Operation], callbacks: Iterable[CallbackOperation]) -> None:
        self._actions: Counter[str] = Counter()
        self._triggers: Counter[str] = Counter()
        self._callbacks = Counter(callback.name for callback in callbacks)
        self._substitutes = {
            operation: name
            for operation in operations
            if not operation.name and (name := _substitute_name(operation)) is not None
        }
        self._substitute_counts = Counter(self._substitutes.values())
        for operation in operations:
            if operation.name:
                (self._actions if isinstance(operation, Action) else self._triggers)[operation.name.value] += 1
        self.in_lower_case = {name.lower() for name in (*self._actions, *self._triggers, *self._callbacks)}
        repeated = {name for names in (self._actions, self._triggers) for name, count in names.items() if count > 1}
        self._fitting = Counter(
            operation.name.value
            for operation in operations
            if operation.name.value in repeated
            and OPERATION_NAME.fullmatch(operation.name.value)
            and _endpoint_names(operation)[0] == operation.name.value
        )

    def keeps(self, operation: Operation) -> bool:
        """Whether the operationId of `operation` is valid, and no other operation has more right to it.

        Of several that have the same, the one whose method and path make just that name keeps it.
        """
        name = operation.name
        if not name or not OPERATION_NAME.fullmatch(name.value):
            return False
        return self.own_name(operation) is not None or (
            self._fitting[name.value] == 1
            and (isinstance(operation, Action) or name.value not in self._actions)
            and _endpoint_names(operation)[0] == name.value
        )

    def own_name(self, operation: Operation) -> str | None:
        """Return the operationId of `operation`, or what stands in for it, if no other operation has the same one.

        What gives way doesn't count: triggers and callbacks to actions, callbacks to triggers.
        """
        if not operation.name:
            name = self._substitutes.get(operation)
            return name if name is not None and self._substitute_counts[name] == 1 else None
        name = operation.name.value
        is_own = (
            self._actions[name] == 1
            if isinstance(operation, Action)
            else self._triggers[name] == 1 and name not in self._actions
        )
        return name if is_own else None

    def keeps_callback(self, callback: CallbackOperation) -> bool:
        """Whether no other operation has the operationId of `callback`."""
        name = callback.name
        return self._callbacks[name] == 1 and name not in self._actions and name not in self._triggers


def _make_claim(operation: Operation, ids: _OperationIds) -> _Claim:
    method, key = operation.method, operation.path_items[0].pointer[-1]
    kind = "action" if isinstance(operation, Action) else "trigger"
    identity = f"{kind} {method.value} {method.place.pointer[-1]} {key}"  # 3.2 allows `get` and an additional `GET`
    text = ids.own_name(operation) or ""
    first_name = sanitize_name(text)
    if not first_name:  # better a method and a path than the codes of characters
        endpoint_names = _endpoint_names(operation)
        return _Claim(lambda: endpoint_names, identity, endpoint_names[0] == endpoint_names[1])
    return _Claim(partial(_make_names, operation, text), identity, first_name == text)


def _make_names(operation: Operation, text: str) -> Iterator[str]:
    """Yield the names that are made of `text`, then those that are made of the method and the path, too."""
    yield from text_candidates(text)
    endpoint_names = _endpoint_names(operation)
    is_key = isinstance(operation, Trigger) and text == operation.webhook.value
    yield from endpoint_names if is_key else [f"{sanitize_name(text)}_{endpoint_names[0]}"]


def _make_callback_claim(callback: CallbackOperation) -> _Claim:
    path = "/".join(str(part) for part in callback.node.pointer[1:-1] if part != "callbacks")
    names = [name for text in (callback.callback, f"/{path}") for name in endpoint_candidates(callback.method, text)]
    return _Claim(lambda: names, callback.identity, False)


def _endpoint_names(operation: Operation) -> list[str]:
    return endpoint_candidates(operation.method.value, str(operation.path_items[0].pointer[-1]))


def _substitute_name(operation: Operation) -> str | None:
    """Return the name of an operation without operationId: under a misspelled key, or the key of a webhook."""
    misspelled = ImportableNames.misspelled_operation_id(operation)
    if misspelled is not None and isinstance(misspelled.value, str):
        return misspelled.value
    return operation.webhook.value if isinstance(operation, Trigger) else None
