"""Reading an answer: finds messages and resources by the fields of each object, wherever the object is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.mapping.answer.answer import MAX_MESSAGES, Answer, Message
from preclear.mapping.answer.message import as_text, iter_items, object_note, read_message
from preclear.mapping.answer.resources import AnswerResource, ResourceList
from preclear.source import describe_type

if TYPE_CHECKING:
    from preclear.mapping.answer.answer import MessageSource
    from preclear.mapping.answer.resources import ResourceKind
    from preclear.source import Json, Pointer

_RESOURCE_LISTS: tuple[tuple[str, ResourceKind], ...] = (
    ("actions", "action"),
    ("triggers", "trigger"),
    ("definitions", "definition"),
)
_ERROR_FIELDS = ("code", "message", "fields", "details")
_PAGE_KEYS = ("connectors", "items")


def read_answer(value: Json, status: int | None = None) -> Answer:
    """Read a parsed answer of any form; `status` is the HTTP status, if known. Raises nothing.

    The answer can be the result of an import, an error, a connector, a connection, a version, an action or trigger, a
    page or list of these, or `{"status": …, "body": …}` around any of them. A value of a wrong type is read as what it
    can be. A value that isn't a message becomes one with its JSON text.
    """
    return _AnswerReader(value, status).build()


class _AnswerReader:
    """Reads one answer. The constructor reads; `build` returns the result."""

    def __init__(self, value: Json, status: int | None) -> None:
        self.messages: list[Message] = []
        self.status = status
        self._unread_count = 0
        self._resources_by_kind: dict[ResourceKind, ResourceList] = {}
        self._auth_schemes = ResourceList("auth scheme")
        self._versions = ResourceList("version")
        self._connector: dict[str, Json] | None = None
        self._connector_pointer: Pointer = ()
        self._code: str | None = None
        self._is_recognized = False
        value, pointer = self._unwrap(value)
        body = value if isinstance(value, dict) else {}
        has_resources = any(name in body for name in ("connector", *(name for name, _ in _RESOURCE_LISTS)))
        is_error_like = any(isinstance(body.get(name), str) for name in ("code", "message"))
        has_all_lists = all(isinstance(body.get(name), list) for name, _ in _RESOURCE_LISTS)
        self._is_complete = has_all_lists or isinstance(body.get("connector"), dict)
        self._is_refused = is_error_like and not has_resources if self.status is None else self.status >= 400
        self._read_value(value, pointer)
        if not self.messages and (self._is_refused or not self._is_recognized):
            self._add_fallback_message(value, pointer)

    def build(self) -> Answer:
        """Return the answer."""
        lists = self._resources_by_kind
        return Answer(
            status=self.status,
            is_refused=self._is_refused,
            is_complete=self._is_complete and not self._is_refused,
            code=self._code,
            connector=self._connector,
            actions=lists.get("action"),
            triggers=lists.get("trigger"),
            definitions=lists.get("definition"),
            auth_schemes=self._auth_schemes,
            versions=self._versions,
            messages=tuple(self.messages),
            unread_count=self._unread_count,
            connector_pointer=self._connector_pointer,
        )

    def _unwrap(self, value: Json) -> tuple[Json, Pointer]:
        """Unwrap `{"status": …, "body": …}`. A body that is JSON text is parsed."""
        if not isinstance(value, dict) or "body" not in value or not isinstance(value.get("status"), int | str):
            return value, ()
        status = value["status"]
        if self.status is None and str(status).isdecimal() and len(str(status)) < 4:
            self.status = int(str(status))
        body = value["body"]
        if isinstance(body, str) and body.lstrip()[:1] in ("{", "["):
            from preclear.source import load_bytes

            document = load_bytes(body.encode("utf-8", "surrogatepass"), "body.json")
            body = document.value if document.is_loaded else body
        return body, ("body",)

    def _read_value(self, value: Json, pointer: Pointer) -> None:
        if isinstance(value, dict):
            self._read_object(value, pointer, 0)
        elif isinstance(value, list):
            self._read_items(value, pointer)

    def _read_items(self, items: list[Json], pointer: Pointer) -> None:
        for index, item in enumerate(items):
            if isinstance(item, dict):
                self._read_object(item, (*pointer, index), index)
            else:
                self._add_message(item, (*pointer, index), "message")
        self._is_recognized = True

    def _read_object(self, value: dict[str, Json], pointer: Pointer, index: int) -> None:
        """Read an object; its fields decide which kind it is."""
        if "method" in value or ("errors" in value and "name" in value):
            kind: ResourceKind = "trigger" if "method" in value and "path" not in value else "action"
            self._read_resource(kind, value, pointer, index)
            return
        if "schemeType" in value or "validationMessages" in value:
            self._read_auth_scheme(value, pointer, index)
            return
        connector = value.get("connector")
        if isinstance(connector, dict):
            self._read_connector(connector, (*pointer, "connector"))
        for name, kind in _RESOURCE_LISTS:
            if name in value:
                self._read_resources(kind, value[name], (*pointer, name))
        if any(name in value for name in ("versions", "authSchemeConfigs", "connections")):
            self._read_connector(value, pointer)
        if "credentials" in value:
            self._read_connection(value, pointer)
        self._read_error(value, pointer)
        self._read_messages(value, pointer, index)
        for name in _PAGE_KEYS:
            page = value.get(name)
            if isinstance(page, list):
                self._read_items(page, (*pointer, name))

    def _read_messages(self, value: dict[str, Json], pointer: Pointer, index: int) -> None:
        """Read the messages of an object, or the object itself if it is a message."""
        is_version = "isLatest" in value or "publishedAt" in value
        if is_version:
            self._versions.add(value, pointer, index)
        if "messages" in value:
            source: MessageSource = "rejection" if self._is_refused else "version" if is_version else "message"
            resource = self._versions[-1] if is_version else None
            for item_pointer, item in iter_items(value["messages"], (*pointer, "messages")):
                self._add_message(item, item_pointer, source, resource)
            self._is_recognized = True
        elif isinstance(value.get("text"), str):
            self._add_message(value, pointer, "message")
        self._is_recognized = self._is_recognized or is_version

    def _read_resources(self, kind: ResourceKind, value: Json, pointer: Pointer) -> None:
        if not isinstance(value, list):
            if value is not None:
                self._add_message(
                    value, pointer, "message", note=f"`{pointer[-1]}` is {describe_type(value)}; expected a list"
                )
            return
        self._is_recognized = True
        self._list_of(kind)
        for index, item in enumerate(value):
            if isinstance(item, dict):
                self._read_resource(kind, item, (*pointer, index), index)
            else:
                self._add_message(
                    item, (*pointer, index), "message", note=object_note(f"`{pointer[-1]}[{index}]`", item)
                )

    def _read_resource(self, kind: ResourceKind, value: dict[str, Json], pointer: Pointer, index: int) -> None:
        self._list_of(kind).add(value, pointer, index)
        self._is_recognized = True
        errors = value.get("errors")
        if errors is None or errors == []:
            return
        resource = AnswerResource(kind, value, pointer, index)
        source: MessageSource = "trigger" if kind == "trigger" else "message" if kind == "definition" else "action"
        for item_pointer, item in iter_items(errors, (*pointer, "errors")):
            self._add_message(item, item_pointer, source, resource)

    def _list_of(self, kind: ResourceKind) -> ResourceList:
        if kind not in self._resources_by_kind:
            self._resources_by_kind[kind] = ResourceList(kind)
        return self._resources_by_kind[kind]

    def _read_connector(self, value: dict[str, Json], pointer: Pointer) -> None:
        if not self._connector:
            self._connector, self._connector_pointer = value, pointer
        self._is_recognized = True
        for index, (item_pointer, item) in enumerate(
            iter_items(value.get("authSchemeConfigs"), (*pointer, "authSchemeConfigs"))
        ):
            if isinstance(item, dict):
                self._read_auth_scheme(item, item_pointer, index)
            else:
                self._add_message(item, item_pointer, "auth scheme", note=object_note("an auth scheme config", item))
        for index, (item_pointer, item) in enumerate(iter_items(value.get("versions"), (*pointer, "versions"))):
            if isinstance(item, dict):
                self._versions.add(item, item_pointer, index)
                version = self._versions[-1]
                for message_pointer, message in iter_items(item.get("messages"), (*item_pointer, "messages")):
                    self._add_message(message, message_pointer, "version", version)
            else:
                self._add_message(item, item_pointer, "version", note=f"a version is {describe_type(item)}")
        for item_pointer, item in iter_items(value.get("connections"), (*pointer, "connections")):
            if isinstance(item, dict):
                self._read_connection(item, item_pointer)
                continue
            self._add_message(item, item_pointer, "credential", note=object_note("a connection", item))

    def _read_auth_scheme(
        self, value: dict[str, Json], pointer: Pointer, index: int, connection_name: str | None = None
    ) -> AnswerResource:
        resource = AnswerResource("auth scheme", value, pointer, index)
        self._is_recognized = True
        if connection_name is None:
            self._auth_schemes.add(value, pointer, index)
        for item_pointer, item in iter_items(value.get("validationMessages"), (*pointer, "validationMessages")):
            self._add_message(item, item_pointer, "auth scheme", resource, connection_name)
        return resource

    def _read_connection(self, value: dict[str, Json], pointer: Pointer) -> None:
        self._is_recognized = True
        credentials = value.get("credentials")
        name = value.get("name")
        connection_name = name if isinstance(name, str) and name else "(unnamed)"
        sides = credentials if isinstance(credentials, dict) else {}
        for side in ("action", "trigger"):
            uses = iter_items(sides.get(side), (*pointer, "credentials", side))
            for index, (item_pointer, item) in enumerate(uses):
                if isinstance(item, dict):
                    self._read_credential(item, item_pointer, index, connection_name)
                else:
                    self._add_message(
                        item,
                        item_pointer,
                        "credential",
                        connection_name=connection_name,
                        note=object_note("a credential", item),
                    )

    def _read_credential(self, value: dict[str, Json], pointer: Pointer, index: int, connection_name: str) -> None:
        config, credential = value.get("authSchemeConfig"), value.get("credential")
        resource = None
        if isinstance(config, dict):
            resource = self._read_auth_scheme(config, (*pointer, "authSchemeConfig"), index, connection_name)
        if isinstance(credential, dict):
            for item_pointer, item in iter_items(credential.get("errors"), (*pointer, "credential", "errors")):
                self._add_message(item, item_pointer, "credential", resource, connection_name)

    def _read_error(self, value: dict[str, Json], pointer: Pointer) -> None:
        """Read the fields of an Error, which a connector, connection or version doesn't have."""
        if not any(name in value for name in _ERROR_FIELDS) or "text" in value:
            return
        if "field" in value and "code" not in value:
            self._add_message(value, pointer, "message" if "severity" in value else "rejection")
            return
        self._is_recognized = True
        code, text, details = value.get("code"), value.get("message"), value.get("details")
        if code is not None and self._code is None:
            self._code = as_text(code)
        if (text is not None or details is not None or code is not None) and not self._is_full():
            lines = tuple(filter(None, as_text(details).splitlines())) if details is not None else ()
            if text is None:
                text, lines = (lines[0], lines[1:]) if lines else ("refused without a message", ())
            item_pointer = (*pointer, "message") if "message" in value else pointer
            self.messages.append(Message("rejection", as_text(text), "error", item_pointer, details=lines))
        for item_pointer, item in iter_items(value.get("fields"), (*pointer, "fields")):
            self._add_message(item, item_pointer, "rejection")

    def _add_message(
        self,
        value: Json,
        pointer: Pointer,
        source: MessageSource,
        resource: AnswerResource | None = None,
        connection_name: str | None = None,
        note: str | None = None,
    ) -> None:
        if self._is_full():
            return
        new_message = read_message(value, pointer, source)
        self.messages.append(
            new_message._replace(resource=resource, connection_name=connection_name, note=note or new_message.note)
        )

    def _is_full(self) -> bool:
        """Return whether the limit is reached, and count the message that is about to be dropped if so."""
        if len(self.messages) < MAX_MESSAGES:
            return False
        self._unread_count += 1
        return True

    def _add_fallback_message(self, value: Json, pointer: Pointer) -> None:
        """Add the answer itself as a message, because it has nothing that the contract describes."""
        status = "" if self.status is None else f" with status {self.status}"
        body = "" if value in (None, "", {}, []) else f": {as_text(value)}"
        if self._is_refused:
            self.messages.append(Message("rejection", f"refused{status} without a message{body}", "error", pointer))
            return
        text = f"the answer is {describe_type(value)} with no field of an import's answer{body}"
        self.messages.append(Message("message", text, "warning", pointer))
