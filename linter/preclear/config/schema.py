"""The JSON Schema of a config, for editors: made of the table that the reader goes by, and of the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.config.patterns import LONGEST
from preclear.config.table import IGNORE_FIELDS, JSON_TYPES, SETTINGS, SEVERITIES
from preclear.source import DEFAULT_LIMITS, LIMIT_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.config.known import Known, RuleOption
    from preclear.config.model import Value
    from preclear.config.table import Field, Setting
    from preclear.source import Json

DIALECT = "http://json-schema.org/draft-07/schema#"
"""What editors of TOML understand."""

FILLED: dict[str, Json] = {"type": "string", "pattern": "\\S"}


def config_schema(known: Known) -> dict[str, Json]:
    """Give the schema of `preclear.toml`, which is that of `[tool.preclear]` too."""
    return {
        "$schema": DIALECT,
        "title": "preclear.toml",
        "description": "What preclear checks, how grave it is, and what is not wanted.",
        "type": "object",
        "properties": {setting.name: _setting(setting, known) for setting in SETTINGS},
        "additionalProperties": False,
        "definitions": {
            "severity": {"enum": [*SEVERITIES]},
            "selector": {"enum": [*known.selectors]},
            "ignorable": {"enum": [each for each in known.selectors if not known.is_fatal(each)]},
        },
    }


def _setting(setting: Setting, known: Known) -> dict[str, Json]:
    schema: dict[str, Json] = {"description": setting.doc, **_form(setting, known)}
    if setting.default is not None:
        schema["default"] = _json(setting.default)
    return schema


def _form(setting: Setting, known: Known) -> Mapping[str, Json]:
    match setting.form:
        case "selectors":
            selectors = _array(_selector(ignored=setting.name == "ignore"))
            return {**selectors, "minItems": 1} if setting.name == "select" else selectors
        case "choice":
            return {"enum": [*setting.choices]}
        case "text":
            return FILLED
        case "documents":
            inside: Json = "^(?![/\\\\])(?![^/]*:)(?!.*(^|/)\\.\\.(/|$)).*\\S"
            return _array({"type": "string", "pattern": inside, "maxLength": LONGEST})
        case "severities":
            grave: dict[str, Json] = {"$ref": "#/definitions/severity"}
            return _object({name: grave for name in known.names if not known.is_fatal(name)})
        case "options":
            return _object({name: _options(known.options(name)) for name in known.names if known.options(name)})
        case "limits":
            return _object({name: _limit(name) for name in LIMIT_NAMES})
        case "ignores":
            return _array(_ignore())


def _ignore() -> dict[str, Json]:
    entry = _object({field.name: _field(field) for field in IGNORE_FIELDS})
    return {**entry, "required": [field.name for field in IGNORE_FIELDS if field.required]}


def _field(field: Field) -> dict[str, Json]:
    if not field.many:
        return {"description": field.doc, **FILLED}
    item = _selector(ignored=True) if field.name == "rules" else {**FILLED, "maxLength": LONGEST}
    return {"description": field.doc, **_array(item), "minItems": 1}


def _options(options: tuple[RuleOption, ...]) -> dict[str, Json]:
    return _object({option.name: _option(option) for option in options})


def _option(option: RuleOption) -> dict[str, Json]:
    schema: dict[str, Json] = {"type": JSON_TYPES[option.type], "default": _json(option.default)}
    if schema["type"] == "array":
        schema["items"] = FILLED
    return schema


def _limit(name: str) -> dict[str, Json]:
    number: int = getattr(DEFAULT_LIMITS, name)
    return {"type": "integer", "minimum": 1, "maximum": number, "default": number}


def _selector(*, ignored: bool) -> dict[str, Json]:
    return {"$ref": f"#/definitions/{'ignorable' if ignored else 'selector'}"}


def _array(items: dict[str, Json]) -> dict[str, Json]:
    return {"type": "array", "items": items}


def _object(properties: Mapping[str, Json]) -> dict[str, Json]:
    return {"type": "object", "properties": {**properties}, "additionalProperties": False}


def _json(value: Value) -> Json:
    return list(value) if isinstance(value, tuple) else value
