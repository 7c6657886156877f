"""From JSON values to an answer: every place where messages can stand, wherever the object that has it is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.mapping.answer.answer import MOST, Answer, Said, Sent
from preclear.mapping.answer.message import as_text, listed, message
from preclear.source import kind_of

if TYPE_CHECKING:
    from preclear.mapping.answer.answer import SentKind, Slot
    from preclear.source import Json, Pointer

_LISTS: tuple[tuple[str, SentKind], ...] = (
    ("actions", "action"),
    ("triggers", "trigger"),
    ("definitions", "definition"),
)
_ERROR_FIELDS = ("code", "message", "fields", "details")
_PAGES = ("connectors", "items")


class Reading:
    """One answer on its way to being read."""

    def __init__(self, value: Json, status: int | None) -> None:
        self.said: list[Said] = []
        self.status = status
        self._unread = 0
        self._lists: dict[SentKind, list[Sent]] = {}
        self._schemes: list[Sent] = []
        self._versions: list[Sent] = []
        self._connector: dict[str, Json] | None = None
        self._code: str | None = None
        self._known = False
        value, at = self._unwrapped(value)
        body = value if isinstance(value, dict) else {}
        created = any(name in body for name in ("connector", *(name for name, _ in _LISTS)))
        error_like = any(isinstance(body.get(name), str) for name in ("code", "message"))
        all_listed = all(isinstance(body.get(name), list) for name, _ in _LISTS)
        self._complete = all_listed or isinstance(body.get("connector"), dict)
        self._refused = error_like and not created if self.status is None else self.status >= 400
        self._read(value, at)
        if not self.said and (self._refused or not self._known):
            self._say_nothing_known(value, at)

    def answer(self) -> Answer:
        """What was read."""
        lists = {kind: tuple(held) for kind, held in self._lists.items()}
        return Answer(
            status=self.status,
            refused=self._refused,
            complete=self._complete and not self._refused,
            code=self._code,
            connector=self._connector,
            actions=lists.get("action"),
            triggers=lists.get("trigger"),
            definitions=lists.get("definition"),
            auth_schemes=tuple(self._schemes),
            versions=tuple(self._versions),
            messages=tuple(self.said),
            unread=self._unread,
        )

    def _unwrapped(self, value: Json) -> tuple[Json, Pointer]:
        """What is in `{"status": …, "body": …}`; a body that is JSON once more, as text, is read."""
        if not isinstance(value, dict) or "body" not in value or not isinstance(value.get("status"), int | str):
            return value, ()
        status = value["status"]
        if self.status is None and str(status).isdecimal() and len(str(status)) < 4:
            self.status = int(str(status))
        body = value["body"]
        if isinstance(body, str) and body.lstrip()[:1] in ("{", "["):
            from preclear.source import load_bytes

            document = load_bytes(body.encode("utf-8", "surrogatepass"), "body.json")
            body = document.value if document.loaded else body
        return body, ("body",)

    def _read(self, value: Json, at: Pointer) -> None:
        if isinstance(value, dict):
            self._object(value, at, 0)
        elif isinstance(value, list):
            self._each(value, at)

    def _each(self, held: list[Json], at: Pointer) -> None:
        for index, item in enumerate(held):
            if isinstance(item, dict):
                self._object(item, (*at, index), index)
            else:
                self._message(item, (*at, index), "message")
        self._known = True

    def _object(self, value: dict[str, Json], at: Pointer, index: int) -> None:
        """Read all that `value` has: what it is is told by its fields alone."""
        if "method" in value or ("errors" in value and "name" in value):
            kind: SentKind = "trigger" if "method" in value and "path" not in value else "action"
            self._resource(kind, value, at, index)
            return
        if "schemeType" in value or "validationMessages" in value:
            self._scheme(value, at, index)
            return
        connector = value.get("connector")
        if isinstance(connector, dict):
            self._connector_of(connector, (*at, "connector"))
        for name, kind in _LISTS:
            if name in value:
                self._resources(kind, value[name], (*at, name))
        if any(name in value for name in ("versions", "authSchemeConfigs", "connections")):
            self._connector_of(value, at)
        if "credentials" in value:
            self._connection(value, at)
        self._error(value, at)
        self._messages(value, at, index)
        for name in _PAGES:
            page = value.get(name)
            if isinstance(page, list):
                self._each(page, (*at, name))

    def _messages(self, value: dict[str, Json], at: Pointer, index: int) -> None:
        """A list of messages, and the lone message that stands where an object of another sort was expected."""
        is_version = "isLatest" in value or "publishedAt" in value
        if is_version:
            self._versions.append(Sent("version", value, at, index))
        if "messages" in value:
            slot: Slot = "rejection" if self._refused else "version" if is_version else "message"
            about = self._versions[-1] if is_version else None
            for where, item in listed(value["messages"], (*at, "messages")):
                self._message(item, where, slot, about)
            self._known = True
        elif isinstance(value.get("text"), str):
            self._message(value, at, "message")
        self._known = self._known or is_version

    def _resources(self, kind: SentKind, held: Json, at: Pointer) -> None:
        if not isinstance(held, list):
            if held is not None:
                self._message(held, at, "message", note=f"`{at[-1]}` is {kind_of(held)}; expected a list")
            return
        self._known = True
        self._lists.setdefault(kind, [])
        for index, item in enumerate(held):
            if isinstance(item, dict):
                self._resource(kind, item, (*at, index), index)
            else:
                self._message(item, (*at, index), "message", note=f"{kind} {index} is {kind_of(item)}")

    def _resource(self, kind: SentKind, value: dict[str, Json], at: Pointer, index: int) -> None:
        sent = Sent(kind, value, at, index)
        self._lists.setdefault(kind, []).append(sent)
        self._known = True
        slot: Slot = "trigger" if kind == "trigger" else "message" if kind == "definition" else "action"
        for where, item in listed(value.get("errors"), (*at, "errors")):
            self._message(item, where, slot, sent)

    def _connector_of(self, value: dict[str, Json], at: Pointer) -> None:
        self._connector = self._connector or value
        self._known = True
        for index, (where, item) in enumerate(listed(value.get("authSchemeConfigs"), (*at, "authSchemeConfigs"))):
            if isinstance(item, dict):
                self._scheme(item, where, index)
            else:
                self._message(item, where, "auth scheme", note=f"an auth scheme config is {kind_of(item)}")
        for index, (where, item) in enumerate(listed(value.get("versions"), (*at, "versions"))):
            if isinstance(item, dict):
                sent = Sent("version", item, where, index)
                self._versions.append(sent)
                for inner, each in listed(item.get("messages"), (*where, "messages")):
                    self._message(each, inner, "version", sent)
            else:
                self._message(item, where, "version", note=f"a version is {kind_of(item)}")
        for where, item in listed(value.get("connections"), (*at, "connections")):
            if isinstance(item, dict):
                self._connection(item, where)
            else:
                self._message(item, where, "credential", note=f"a connection is {kind_of(item)}")

    def _scheme(self, value: dict[str, Json], at: Pointer, index: int, owner: str | None = None) -> Sent:
        sent = Sent("auth scheme", value, at, index)
        self._known = True
        if owner is None:
            self._schemes.append(sent)
        for where, item in listed(value.get("validationMessages"), (*at, "validationMessages")):
            self._message(item, where, "auth scheme", sent, owner)
        return sent

    def _connection(self, value: dict[str, Json], at: Pointer) -> None:
        self._known = True
        held = value.get("credentials")
        name = value.get("name")
        owner = name if isinstance(name, str) and name else "without a name"
        for side in ("action", "trigger") if isinstance(held, dict) else ():
            uses = listed(held.get(side) if isinstance(held, dict) else None, (*at, "credentials", side))
            for index, (where, item) in enumerate(uses):
                if isinstance(item, dict):
                    self._credential(item, where, index, owner)
                else:
                    self._message(item, where, "credential", owner=owner, note=f"a credential is {kind_of(item)}")

    def _credential(self, value: dict[str, Json], at: Pointer, index: int, owner: str) -> None:
        config, credential = value.get("authSchemeConfig"), value.get("credential")
        sent = None
        if isinstance(config, dict):
            sent = self._scheme(config, (*at, "authSchemeConfig"), index, owner)
        if isinstance(credential, dict):
            for where, item in listed(credential.get("errors"), (*at, "credential", "errors")):
                self._message(item, where, "credential", sent, owner)

    def _error(self, value: dict[str, Json], at: Pointer) -> None:
        """The fields of an error. A connector, connection or version has none of them."""
        if not any(name in value for name in _ERROR_FIELDS) or "text" in value:
            return
        if "field" in value and "code" not in value:
            self._message(value, at, "message" if "severity" in value else "rejection")
            return
        self._known = True
        code, text, details = value.get("code"), value.get("message"), value.get("details")
        if code is not None and self._code is None:
            self._code = as_text(code)
        if text is not None or details is not None or code is not None:
            lines = tuple(filter(None, as_text(details).splitlines())) if details is not None else ()
            if text is None:
                text, lines = (lines[0], lines[1:]) if lines else ("refused without a message", ())
            where = (*at, "message") if "message" in value else at
            self.said.append(Said("rejection", as_text(text), "error", where, details=lines))
        for where, item in listed(value.get("fields"), (*at, "fields")):
            self._message(item, where, "rejection")

    def _message(
        self,
        value: Json,
        at: Pointer,
        slot: Slot,
        about: Sent | None = None,
        owner: str | None = None,
        note: str | None = None,
    ) -> None:
        if len(self.said) >= MOST:
            self._unread += 1
            return
        said = message(value, at, slot)
        self.said.append(said._replace(about=about, owner=owner, note=note or said.note))

    def _say_nothing_known(self, value: Json, at: Pointer) -> None:
        """An answer that says nothing that the contract knows says its own text."""
        status = "" if self.status is None else f" with status {self.status}"
        body = "" if value in (None, "", {}, []) else f": {as_text(value)}"
        if self._refused:
            self.said.append(Said("rejection", f"refused{status} and no message{body}", "error", at))
        else:
            text = f"the answer is {kind_of(value)} that has nothing an import's answer has{body}"
            self.said.append(Said("message", text, "warning", at))
