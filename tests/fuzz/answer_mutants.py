"""Answers with one field changed, removed or added, and the place where the difference is expected.

The answer is the importer's own for the document; the place comes from a walk over the plain document.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.fuzz.plain_document import PlainDocument, Spot, get_part, is_list, is_mapping

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

MISSING, UNEXPECTED, CHANGED = "import-missing-resource", "import-unexpected-resource", "import-changed-field"
_NOTHING = object()


class AnswerMutant(NamedTuple):
    """One change of an answer: the value at `key` of `holder`.

    `value` is the new value, or `_NOTHING` to remove it; with `is_added` it's appended to the list `holder`. `rule` and
    `places` are what's expected, any of the places; no rule if there is no difference.
    """

    label: str
    holder: Any
    key: Any
    value: Any
    rule: str | None
    places: tuple[str, ...]

    @contextmanager
    def applied(self) -> Generator[None, None, None]:
        """Change the answer for as long as the context lasts."""
        if is_list(self.holder):
            before = [*self.holder]
            if self.value is _NOTHING:
                del self.holder[self.key]
            elif self.key is None:
                self.holder.append(self.value)
            else:
                self.holder[self.key] = self.value
            try:
                yield
            finally:
                self.holder[:] = before
            return
        before_items = [*self.holder.items()]
        if self.value is _NOTHING:
            del self.holder[self.key]
        else:
            self.holder[self.key] = self.value
        try:
            yield
        finally:
            self.holder.clear()
            self.holder.update(before_items)


class AnswerMutants:
    """Every mutant of one answer."""

    def __init__(self, document: Any, answer: dict[str, Any], version_place: str = "/openapi") -> None:
        self.document = PlainDocument(document)
        self.answer = answer
        self.version_place = version_place
        self.named = set(get_part(get_part(document, "components"), "schemas"))

    def __iter__(self) -> Iterator[AnswerMutant]:
        yield from self._connector()
        for kind, key in (("action", "actions"), ("trigger", "triggers")):
            resources = self.answer[key]
            yield AnswerMutant(
                f"an added {kind}",
                resources,
                None,
                {"id": "1", "type": "http", "name": "zzz", "method": "GET", "path": "/zzz/zzz", "parameters": [],
                 "responses": [{"id": "1", "status": 200, "definitions": []}], "errors": []},
                UNEXPECTED,
                (self.version_place,),
            )  # fmt: skip
            for index, resource in enumerate(resources):
                operation, entry = self.document.operation(kind, resource["name"])
                label = f"{kind} {resource['name']}"
                yield AnswerMutant(f"{label} removed", resources, index, _NOTHING, MISSING, (operation.place(),))
                yield from self._operation(kind, label, resource, operation, entry)
        yield from self._definitions()

    def _field(
        self, label: str, holder: dict[str, Any], key: str, others: list[Any], *places: str, new: Any = "changed"
    ) -> Iterator[AnswerMutant]:
        """A field changed or added, and removed: that's a difference if others have the field, and it isn't empty."""
        action = "changed" if key in holder else "added"
        yield AnswerMutant(f"{label} {key} {action}", holder, key, new, CHANGED, places)
        if key in holder:
            is_known = any(other is not holder and key in other for other in others)
            is_lost = holder[key] not in (None, "", False, [])
            rule = CHANGED if is_known and is_lost else None
            yield AnswerMutant(f"{label} {key} removed", holder, key, _NOTHING, rule, places)

    def _operation(
        self, kind: str, label: str, resource: dict[str, Any], operation: Spot, entry: Spot
    ) -> Iterator[AnswerMutant]:
        others = self.answer[f"{kind}s"]
        if operation.has("operationId"):
            yield from self._field(label, resource, "name", others, operation.place("operationId"), new="zzz")
        method = "TRACE" if resource["method"] != "TRACE" else "CONNECT"
        yield from self._field(label, resource, "method", others, operation.place(), new=method)
        if kind == "action":
            yield from self._field(label, resource, "path", others, entry.place(), new="/changed")
        yield AnswerMutant(f"{label} type changed", resource, "type", "ftp", CHANGED, (operation.place(),))
        for key in ("summary", "description"):
            yield from self._field(label, resource, key, others, operation.place(key))
        yield from self._parameters(kind, label, resource, operation, entry)
        yield from self._body(label, resource, operation)
        yield from self._responses(label, resource, operation)

    def _parameters(
        self, kind: str, label: str, resource: dict[str, Any], operation: Spot, entry: Spot
    ) -> Iterator[AnswerMutant]:
        items = resource["parameters"]
        added = {"name": "zzz", "in": "query", "required": False, "type": "string"}
        yield AnswerMutant(f"{label} parameter added", items, None, added, UNEXPECTED, (operation.place("parameters"),))
        all_items = [
            item for kinds in ("actions", "triggers") for other in self.answer[kinds] for item in other["parameters"]
        ]
        for index, item in enumerate(items if all(item["name"] for item in items) else ()):
            parameter = self.document.parameter(operation, entry, item["name"], item["in"])
            name = f"{label} parameter {item['name']}"
            yield AnswerMutant(f"{name} removed", items, index, _NOTHING, MISSING, (parameter.place("name"),))
            yield from self._field(name, item, "name", all_items, parameter.place("name"), new="zzz")
            location = "header" if item["in"] != "header" else "cookie"
            yield from self._field(name, item, "in", all_items, parameter.place("in"), new=location)
            yield from self._field(
                name, item, "required", all_items, parameter.place("required"), new=not item["required"]
            )
            new_type = "boolean" if item["type"] != "boolean" else "string"
            if len(self._types(parameter)) < 2:
                yield from self._field(name, item, "type", all_items, *self._type_places(parameter), new=new_type)
            yield from self._default(name, item, parameter)

    def _types(self, parameter: Spot) -> list[Any]:
        schema = self.document.resolve(parameter.at("schema"))
        declared = schema.value.get("type")
        types: list[Any] = declared if is_list(declared) else [declared]
        is_plain = declared is not None and not schema.has("allOf")
        return [item for item in types if item != "null"] if is_plain else ["?", "?"]

    def _type_places(self, parameter: Spot) -> tuple[str, ...]:
        schema = self.document.resolve(parameter.at("schema"))
        if is_list(schema.value["type"]):
            index = next(index for index, item in enumerate(schema.value["type"]) if item != "null")
            return (schema.at("type", index).place(),)
        return (schema.place("type"),)

    def _default(self, name: str, item: dict[str, Any], parameter: Spot) -> Iterator[AnswerMutant]:
        schema = self.document.resolve(parameter.at("schema"))
        if schema.has("allOf") or (parameter.at("schema").has("$ref") and len(parameter.value["schema"]) > 1):
            return
        place = schema.place("default")
        action = "changed" if "default" in item else "added"
        yield AnswerMutant(f"{name} default {action}", item, "default", "zzz", CHANGED, (place,))
        if item.get("default") is not None:
            yield AnswerMutant(f"{name} default removed", item, "default", _NOTHING, CHANGED, (place,))

    def _body(self, label: str, resource: dict[str, Any], operation: Spot) -> Iterator[AnswerMutant]:
        if "requestBody" not in resource:
            if not operation.has("requestBody"):
                extra: dict[str, Any] = {"required": False, "definitions": []}
                place = operation.place("requestBody")
                yield AnswerMutant(f"{label} body added", resource, "requestBody", extra, UNEXPECTED, (place,))
            return
        body = self.document.resolve(operation.at("requestBody"))
        yield AnswerMutant(f"{label} body removed", resource, "requestBody", _NOTHING, MISSING, (body.place(),))
        item = resource["requestBody"]
        place = body.place("required")
        yield AnswerMutant(f"{label} body required", item, "required", not item["required"], CHANGED, (place,))
        yield from self._content(f"{label} body", item["definitions"], body)

    def _responses(self, label: str, resource: dict[str, Any], operation: Spot) -> Iterator[AnswerMutant]:
        items = resource["responses"]
        planned = self.document.responses(operation)
        extra: dict[str, Any] = {"id": "1", "status": 599, "definitions": []}
        yield AnswerMutant(f"{label} response added", items, None, extra, UNEXPECTED, (operation.place("responses"),))
        for index, item in enumerate(items):
            response = planned[item.get("status")]
            name = f"{label} response {item.get('status')}"
            yield AnswerMutant(f"{name} removed", items, index, _NOTHING, MISSING, (response.place(),))
            yield AnswerMutant(f"{name} status changed", item, "status", 598, CHANGED, (response.place(),))
            if "status" in item:
                yield AnswerMutant(f"{name} status removed", item, "status", _NOTHING, CHANGED, (response.place(),))
            yield from self._content(name, item["definitions"], self.document.resolve(response))

    def _content(self, label: str, items: list[Any], holder: Spot) -> Iterator[AnswerMutant]:
        """The definitions of a body or response. One that serves several media types can be listed once for all."""
        link = {"id": "1", "definition": {"id": "1", "name": "zzz", "accept": ["text/x-zzz"], "url": "u"}}
        yield AnswerMutant(f"{label} definition added", items, None, link, UNEXPECTED, (holder.place("content"),))
        names = [item["definition"]["name"] for item in items]
        media_types = self._media_types(holder)
        for index, item in enumerate(items):
            media_type = media_types[index] if len(media_types) == len(items) else None
            if media_type is None or names.count(names[index]) > 1:
                continue
            place = media_type.place()
            yield AnswerMutant(f"{label} definition {index} removed", items, index, _NOTHING, MISSING, (place,))
            changed = {**item["definition"], "name": "zzz"}
            rule = CHANGED if names[index] in self.named else None
            yield AnswerMutant(
                f"{label} definition {index} changed", item, "definition", changed, rule, (media_type.place("schema"),)
            )

    def _media_types(self, holder: Spot) -> list[Spot]:
        content = get_part(holder.value, "content")
        spots = [holder.at("content", key) for key in content]
        return [spot for spot in spots if spot.has("schema")]

    def _definitions(self) -> Iterator[AnswerMutant]:
        items = self.answer["definitions"]
        added = {"id": "1", "name": "zzz", "accept": ["text/x-zzz"], "url": "u"}
        yield AnswerMutant("an added definition", items, None, added, UNEXPECTED, (self.version_place,))
        for index, item in enumerate(items):
            name = item["name"]
            if name not in self.named:
                yield AnswerMutant(f"made-up name {name} changed", item, "name", "zzz", None, ())
                continue
            entry = self.document.root.at("components", "schemas", name)
            label = f"definition {name}"
            yield AnswerMutant(f"{label} removed", items, index, _NOTHING, MISSING, (entry.place(),))
            yield from self._field(label, item, "name", items, entry.place(), new="zzz")
            yield from self._field(label, item, "description", items, entry.place("description"))
            if item["accept"]:
                places = tuple(self._uses(name, item["accept"][0]))
                yield from self._field(label, item, "accept", items, *places, new=["text/x-zzz"])
                more = [*item["accept"], "text/x-zzz"]
                yield AnswerMutant(f"{label} accept added", item, "accept", more, CHANGED, (entry.place(),))

    def _uses(self, name: str, essence: str) -> Iterator[str]:
        """The media types of an essence anywhere in the document."""
        stack = [self.document.root]
        while stack:
            spot = stack.pop()
            children: list[Any] = [*spot.value] if is_mapping(spot.value) else [*range(len(spot.value))]
            for key in children:
                child = spot.at(key)
                if is_mapping(child.value) or is_list(child.value):
                    stack.append(child)
                is_media_type = (
                    spot.pointer[-1:] == ("content",) and str(key).partition(";")[0].strip().lower() == essence
                )
                if is_media_type and name in str(child.value.get("schema")):
                    yield child.place()

    def _connector(self) -> Iterator[AnswerMutant]:
        connector, root = self.answer["connector"], self.document.root
        info = root.at("info")
        places = {"name": info.place("title"), "documentationURL": root.place("externalDocs", "url")}
        places["imageURL"] = info.place("x-logo", "url") if info.has("x-logo") else "?info"
        for key, place in places.items():
            yield from self._field("connector", connector, key, [], place)
        servers = root.value.get("servers")
        base_url = root.at("servers", 0).place("url") if servers else root.place("servers")
        yield from self._field("connector", connector, "baseUrl", [], base_url, new="https://changed.example.com")
        if servers:
            server = root.at("servers", 0)
            variables = connector["connectionVariables"]
            added = {"name": "zzz", "value": "zzz"}
            yield AnswerMutant("variable added", variables, None, added, UNEXPECTED, (server.place("variables"),))
            for index, item in enumerate(variables):
                variable = server.at("variables", item["name"])
                yield AnswerMutant("variable removed", variables, index, _NOTHING, MISSING, (variable.place(),))
                yield from self._field("variable", item, "name", variables, variable.place(), new="zzz")
                yield from self._field("variable", item, "value", variables, variable.place("default"))
        yield from self._configs(connector["authSchemeConfigs"])

    def _configs(self, configs: list[Any]) -> Iterator[AnswerMutant]:
        components = self.document.root.at("components") if self.document.root.has("components") else None
        if components is None or not components.has("securitySchemes"):
            return
        entries = components.at("securitySchemes")
        schemes = {key: self.document.resolve(entries.at(key)) for key in entries.value}
        if all(_has_config(spot.value) for spot in schemes.values()):
            added = {"id": "1", "schemeType": "hmac", "description": "zzz"}
            yield AnswerMutant("auth scheme added", configs, None, added, UNEXPECTED, (entries.place(),))
        keys = [key for key, spot in schemes.items() for _ in range(len(self._flows(spot)) or 1)]
        if len(keys) != len(configs):
            return
        flows: list[Spot | None] = []
        for spot in schemes.values():
            own_flows: list[Spot | None] = [*self._flows(spot)]
            flows += own_flows or [None]
        for index, (key, flow, config) in enumerate(zip(keys, flows, configs, strict=True)):
            spot, entry = schemes[key], components.at("securitySchemes", key)
            place = entry.place() if flow is None else flow.place()
            yield AnswerMutant(f"auth scheme {key} removed", configs, index, _NOTHING, MISSING, (place,))
            yield from self._config(f"auth scheme {key}", config, configs, spot, flow)

    def _flows(self, scheme: Spot) -> list[Spot]:
        flows = get_part(scheme.value, "flows") if scheme.value.get("type") == "oauth2" else ()
        grants = ("authorizationCode", "clientCredentials", "password")
        return [scheme.at("flows", name) for name in flows if name in grants]

    def _config(
        self, label: str, config: dict[str, Any], configs: list[Any], scheme: Spot, flow: Spot | None
    ) -> Iterator[AnswerMutant]:
        type_place = scheme.place("scheme") if scheme.has("scheme") else scheme.place("type")
        yield from self._field(label, config, "schemeType", configs, type_place, new="hmac")
        if scheme.value.get("description"):
            yield from self._field(label, config, "description", configs, scheme.place("description"))
        else:
            yield AnswerMutant(f"{label} description", config, "description", "made up", None, ())
        if config["schemeType"] == "api-key":
            is_bearer = scheme.value.get("scheme") is not None
            for key in ("name", "in"):
                place = scheme.place("scheme") if is_bearer else scheme.place(key)
                yield from self._field(label, config, key, configs, place)
        if flow is None:
            return
        yield from self._field(label, config, "tokenUrl", configs, flow.place("tokenUrl"))
        is_interactive = flow.pointer[-1] == "authorizationCode"
        for mutant in self._field(label, config, "authorizeUrl", configs, flow.place("authorizationUrl")):
            is_removed = mutant.value is _NOTHING
            yield mutant if is_interactive or not is_removed else mutant._replace(rule=None)
        if not is_interactive:
            yield AnswerMutant(f"{label} authorizeUrl empty", config, "authorizeUrl", "", None, ())
        yield from self._field(label, config, "grant", configs, flow.place(), new={"grantType": "changed"})
        security = self.document.root.place("security")
        yield from self._field(label, config, "defaultScopes", configs, security, new=["changed"])
        added = {"name": "zzz", "description": ""}
        yield AnswerMutant(f"{label} scope added", config["scopes"], None, added, UNEXPECTED, (flow.place("scopes"),))
        for index, item in enumerate(config["scopes"]):
            place = flow.at("scopes").place(item["name"])
            yield AnswerMutant(f"{label} scope removed", config["scopes"], index, _NOTHING, MISSING, (place,))
            yield AnswerMutant(f"{label} scope description", item, "description", "zzz", CHANGED, (place,))


def _has_config(scheme: dict[str, Any]) -> bool:
    return scheme.get("type") in ("apiKey", "oauth2") or scheme.get("scheme") in ("basic", "bearer")
