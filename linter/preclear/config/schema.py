"""The JSON Schema of a config, for editors, made from the specifications of the settings and from the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.config.adapt_fields import (
    ADAPT_FIELDS,
    BASE_URL_PATTERN,
    DOCUMENTS,
    NAME_PATTERN,
)
from preclear.config.connector_fields import BINDING_ADAPT_FIELDS, CONNECTOR_FIELDS, LINK_PATTERN, NEED_ADAPT
from preclear.config.patterns import MAX_PATTERN_LENGTH
from preclear.config.presets import PRESETS
from preclear.config.setting_specs import IGNORE_FIELDS, JSON_TYPES, SETTING_SPECS, SEVERITIES
from preclear.config.version_template import VERSION_PATTERN
from preclear.source import DEFAULT_LIMITS, LIMIT_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.config.adapt_fields import AdaptField
    from preclear.config.connector_fields import ConnectorField
    from preclear.config.model import SettingValue
    from preclear.config.registry import RuleOption, RuleRegistry
    from preclear.config.setting_specs import IgnoreField, SettingSpec
    from preclear.source import Json

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The dialect that TOML editors support."""

BASE_PATTERN = r"^(?![/\\])[^:]*\S[^:]*\.toml$"
"""A relative path to a config."""

NON_EMPTY_STRING: dict[str, Json] = {"type": "string", "pattern": "\\S"}
RELATIVE_PATH: dict[str, Json] = {
    "type": "string",
    "pattern": "^(?![/\\\\])(?![^/]*:)(?!.*(^|/)\\.\\.(/|$)).*\\S",
    "maxLength": MAX_PATTERN_LENGTH,
}


def build_config_schema(registry: RuleRegistry) -> dict[str, Json]:
    """Return the schema of `preclear.toml`, which also applies to `[tool.preclear]`."""
    return {
        "$schema": DIALECT,
        "title": "preclear.toml",
        "description": "What preclear checks, how severe its findings are, and which ones it ignores.",
        "type": "object",
        "properties": {setting.name: _build_setting(setting, registry) for setting in SETTING_SPECS},
        "additionalProperties": False,
        "definitions": {
            "severity": {"enum": [*SEVERITIES]},
            "selector": {"enum": [*registry.selectors]},
            "ignorable": {"enum": [selector for selector in registry.selectors if not registry.is_fatal(selector)]},
        },
    }


def _build_setting(spec: SettingSpec, registry: RuleRegistry) -> dict[str, Json]:
    schema: dict[str, Json] = {"description": spec.doc, **_build_value(spec, registry)}
    if spec.default is not None:
        schema["default"] = _to_json(spec.default)
    return schema


def _build_value(spec: SettingSpec, registry: RuleRegistry) -> Mapping[str, Json]:
    match spec.type:
        case "selectors":
            selectors = _build_array(_build_selector(is_ignored=spec.name == "ignore"))
            return {**selectors, "minItems": 1} if spec.name == "select" else selectors
        case "choice":
            return {"enum": [*spec.choices]}
        case "base":
            return {"anyOf": [{"enum": [*PRESETS]}, {"type": "string", "pattern": BASE_PATTERN}]}
        case "text":
            return NON_EMPTY_STRING
        case "documents":
            return _build_array(RELATIVE_PATH)
        case "severities":
            severity: dict[str, Json] = {"$ref": "#/definitions/severity"}
            return _build_object({name: severity for name in registry.rule_names if not registry.is_fatal(name)})
        case "options":
            return _build_object(
                {name: _build_options(registry.options(name)) for name in registry.rule_names if registry.options(name)}
            )
        case "limits":
            return _build_object({name: _build_limit(name) for name in LIMIT_NAMES})
        case "adapt":
            return _build_adapt()
        case "connectors":
            return _build_array(_build_connector())
        case "ignores":
            return _build_array(_build_ignore())


def _build_adapt() -> Mapping[str, Json]:
    fields = {field.name: _build_adapt_field(field) for field in ADAPT_FIELDS}
    paths: Json = {
        "description": "Paths or patterns of documents, relative to the folder of the config.",
        **_build_array(RELATIVE_PATH),
        "minItems": 1,
    }
    document: dict[str, Json] = {**_build_object({"paths": paths, **fields}), "required": ["paths"]}
    documents: dict[str, Json] = {
        "description": "Settings for some documents. They override those above; later ones override earlier ones.",
        **_build_array(document),
    }
    return _build_object({**fields, DOCUMENTS: documents})


def _build_adapt_field(field: AdaptField) -> dict[str, Json]:
    schema: dict[str, Json] = {"description": field.doc, **_build_adapt_value(field)}
    if field.default is not None:
        schema["default"] = _to_json(field.default)
    return schema


def _build_adapt_value(field: AdaptField) -> Mapping[str, Json]:
    match field.type:
        case "choice":
            return {"enum": [*field.choices]}
        case "flag":
            return {"type": "boolean"}
        case "url":
            return {"type": "string", "pattern": BASE_URL_PATTERN}
        case "overlays":
            return _build_array(RELATIVE_PATH)
        case "patterns":
            return _build_array(NON_EMPTY_STRING)
        case "names":
            return {"type": "object", "additionalProperties": {"type": "string", "pattern": NAME_PATTERN}}


def _build_connector() -> dict[str, Json]:
    fields: dict[str, Json] = {
        field.name: {"description": field.doc, **_build_connector_value(field)} for field in CONNECTOR_FIELDS
    }
    of_adapt = {field.name: {"description": field.doc, **_build_adapt_value(field)} for field in BINDING_ADAPT_FIELDS}
    with_adapt: Json = {"properties": {"adapt": {"const": True}}, "required": ["adapt"]}
    return {
        **_build_object({**fields, **of_adapt}),
        "required": [field.name for field in CONNECTOR_FIELDS if field.is_required],
        "dependencies": dict.fromkeys(NEED_ADAPT, with_adapt),
    }


def _build_connector_value(field: ConnectorField) -> Mapping[str, Json]:
    match field.type:
        case "document":
            return RELATIVE_PATH
        case "version":
            return {"type": "string", "pattern": VERSION_PATTERN}
        case "base-url":
            return {"type": "string", "pattern": BASE_URL_PATTERN}
        case "link":
            return {"type": "string", "pattern": LINK_PATTERN}
        case "flag":
            return {"type": "boolean"}
        case "paths":
            return _build_array(RELATIVE_PATH)
        case "tags":
            return {"type": "object", "additionalProperties": _build_array(NON_EMPTY_STRING)}
        case "texts":
            return _build_array(NON_EMPTY_STRING)
        case "text":
            return NON_EMPTY_STRING


def _build_ignore() -> dict[str, Json]:
    entry = _build_object({field.name: _build_field(field) for field in IGNORE_FIELDS})
    return {**entry, "required": [field.name for field in IGNORE_FIELDS if field.is_required]}


def _build_field(field: IgnoreField) -> dict[str, Json]:
    if not field.is_array:
        return {"description": field.doc, **NON_EMPTY_STRING}
    item = (
        _build_selector(is_ignored=True)
        if field.name == "rules"
        else {**NON_EMPTY_STRING, "maxLength": MAX_PATTERN_LENGTH}
    )
    return {"description": field.doc, **_build_array(item), "minItems": 1}


def _build_options(options: tuple[RuleOption, ...]) -> dict[str, Json]:
    return _build_object({option.name: _build_option(option) for option in options})


def _build_option(option: RuleOption) -> dict[str, Json]:
    schema: dict[str, Json] = {"type": JSON_TYPES[option.type], "default": _to_json(option.default)}
    if schema["type"] == "array":
        schema["items"] = NON_EMPTY_STRING
    return schema


def _build_limit(name: str) -> dict[str, Json]:
    maximum: int = getattr(DEFAULT_LIMITS, name)
    return {"type": "integer", "minimum": 1, "maximum": maximum, "default": maximum}


def _build_selector(*, is_ignored: bool) -> dict[str, Json]:
    return {"$ref": f"#/definitions/{'ignorable' if is_ignored else 'selector'}"}


def _build_array(items: dict[str, Json]) -> dict[str, Json]:
    return {"type": "array", "items": items}


def _build_object(properties: Mapping[str, Json]) -> dict[str, Json]:
    return {"type": "object", "properties": {**properties}, "additionalProperties": False}


def _to_json(value: SettingValue) -> Json:
    return list(value) if isinstance(value, tuple) else value
