"""The auth scheme config of the platform that each credential of a file is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.config import make_hint
from preclear.platform.connection_files.credential_types import FIELDS_BY_TYPE, list_fitting_types, read_grant
from preclear.source import truncate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from preclear.connector import AuthSchemeConfig, Connector
    from preclear.platform.connection_files.model import ConnectionFile, CredentialEntry
    from preclear.platform.connection_files.problems import FileProblems
    from preclear.source import Json

MAX_LISTED = 10
"""Maximum number of auth schemes in a message."""

_READ_ONLY = ("validationMessages",)
"""Fields of a config that the API ignores if they are sent."""

_HIDDEN_IN_GRANT = ("clientSecret",)
"""Fields of a grant that the API doesn't show. It keeps what isn't sent, and would take `***` for a new secret."""


class CredentialChoice(NamedTuple):
    """A credential of a file with the platform's auth scheme config, and the type of credential that it needs.

    `document_config` is what the import makes of the scheme in the document; None without a document.
    """

    entry: CredentialEntry
    config: dict[str, Json]
    credential_type: str
    document_config: AuthSchemeConfig | None

    @property
    def sent_config(self) -> dict[str, Json]:
        """The config as it's sent."""
        return make_sent_config(self.config)


def make_sent_config(config: Mapping[str, Json]) -> dict[str, Json]:
    """Return a config that was read, without what the API ignores or doesn't show."""
    sent_config = {key: value for key, value in config.items() if key not in _READ_ONLY}
    grant = sent_config.get("grant")
    if isinstance(grant, dict):
        sent_config["grant"] = {key: value for key, value in grant.items() if key not in _HIDDEN_IN_GRANT}
    return sent_config


def choose_configs(
    file: ConnectionFile,
    connector: Mapping[str, Json],
    document_connector: Connector | None,
    problems: FileProblems,
    *,
    requires_values: bool = True,
) -> list[CredentialChoice]:
    """Find the config of every credential, and report those that have none, or several.

    `connector` is the connector as the platform sent it. With a document, a scheme is named by its key under
    `components.securitySchemes`; without one, by its description, id or type on the platform. Without
    `requires_values`, a credential can lack the fields of its type.
    """
    sent_configs = connector.get("authSchemeConfigs")
    configs = [config for config in sent_configs if isinstance(config, dict)] if isinstance(sent_configs, list) else []
    chooser = _ConfigChooser(configs, document_connector, problems, requires_values=requires_values)
    choices = [choice for entry in file.entries if (choice := chooser.choose(entry)) is not None]
    _report_repeated(choices, problems)
    return choices


class _ConfigChooser:
    def __init__(
        self,
        configs: Sequence[dict[str, Json]],
        connector: Connector | None,
        problems: FileProblems,
        *,
        requires_values: bool,
    ) -> None:
        self._requires_values = requires_values
        self._configs = configs
        self._connector = connector
        self._problems = problems

    def choose(self, entry: CredentialEntry) -> CredentialChoice | None:
        """Choose the config of a credential; None if there is a problem."""
        document_config = None
        candidates = [config for config in self._configs if config.get("id") == entry.scheme]
        if not candidates and self._connector is None:
            candidates = find_by_name(self._configs, entry.scheme)
        elif not candidates and self._connector is not None:
            document_config = self._find_in_document(entry, self._connector)
            if document_config is None:
                return None
            candidates = find_equal(self._configs, document_config)
        if entry.grant is not None:
            candidates = [config for config in candidates if read_grant(config) == entry.grant]
        if len(candidates) == 1:
            return self._choose_type(entry, candidates[0], document_config)
        name = truncate(entry.scheme, 80)
        if candidates:
            fault = f"{len(candidates)} auth schemes of the connector are `{name}`"
            message = f"{fault}: {_list_configs(candidates)}; expected the id of one"
        else:
            listed = _list_configs(self._configs)
            message = f"no auth scheme of the connector is `{name}`; " + (
                f"expected one of {listed}" if listed else "it has no auth schemes"
            )
        self._problems.add(entry.node.get("scheme") or entry.node, message)
        return None

    def _find_in_document(self, entry: CredentialEntry, connector: Connector) -> AuthSchemeConfig | None:
        """Find what the import makes of the scheme and flow that an entry names."""
        named = [config for config in connector.auth_scheme_configs if config.key == entry.scheme]
        if not named and entry.scheme == "none":
            named = [config for config in connector.auth_scheme_configs if config.scheme_type == "none"]
        place = entry.node.get("scheme") or entry.node
        if not named:
            keys = tuple(dict.fromkeys(config.key for config in connector.auth_scheme_configs if config.key))
            hint = make_hint(entry.scheme, keys) if keys else "it has no `components.securitySchemes`"
            self._problems.add(place, f"the document has no security scheme `{truncate(entry.scheme, 80)}`; {hint}")
            return None
        if entry.grant is not None:
            named = [config for config in named if config.flow is not None and config.flow.grant == entry.grant]
            if not named:
                self._problems.add(
                    entry.node.get("flow") or place, f"`{truncate(entry.scheme, 80)}` has no such OAuth 2.0 flow"
                )
                return None
        if len(named) > 1:
            flows = ", ".join(f"`{config.flow.name}`" for config in named if config.flow is not None)
            self._problems.add(place, f"`{truncate(entry.scheme, 80)}` has several flows; expected `flow`: {flows}")
            return None
        if named[0].scheme_type is None:
            self._problems.add(place, f"`{truncate(entry.scheme, 80)}` has a type that can't be imported")
            return None
        return named[0]

    def _choose_type(
        self, entry: CredentialEntry, config: dict[str, Json], document_config: AuthSchemeConfig | None
    ) -> CredentialChoice | None:
        types = list_fitting_types(config)
        type_name = entry.type or (types[0] if types else None)
        if type_name is None or type_name not in types:
            scheme_type = config.get("schemeType")
            expected = " or ".join(f"`{name}`" for name in types) or "a type that preclear doesn't know"
            message = f"a credential of type `{entry.type}` doesn't fit an auth scheme of type"
            if entry.type is None:
                message = "no known type of credential fits an auth scheme of type"
            self._problems.add(
                entry.node.get("type") or entry.node,
                f"{message} `{truncate(str(scheme_type), 40)}`; expected {expected}",
            )
            return None
        self._check_values(entry, type_name)
        return CredentialChoice(entry, config, type_name, document_config)

    def _check_values(self, entry: CredentialEntry, type_name: str) -> None:
        """Report the fields that the type of credential lacks or doesn't have."""
        fields = {field.name: field for field in FIELDS_BY_TYPE[type_name]}
        for name in entry.values:
            if name not in fields:
                expected = ", ".join(f"`{known}`" for known in fields) or "no fields"
                node = entry.node.get(name) or entry.node
                self._problems.add(node.key, f"a credential of type `{type_name}` has no `{name}`; expected {expected}")
        missing = [f"`{name}`" for name, field in fields.items() if field.is_required and name not in entry.values]
        if missing and self._requires_values:
            self._problems.add(entry.node, f"a credential of type `{type_name}` requires {' and '.join(missing)}")


def _report_repeated(choices: Sequence[CredentialChoice], problems: FileProblems) -> None:
    """Report auth schemes with two credentials on one side: their configs must have different ids there."""
    ids: set[tuple[str, str]] = set()
    for choice in choices:
        key = (choice.entry.side, str(choice.config.get("id")))
        if key in ids:
            problems.add(choice.entry.node, f"the auth scheme has another {key[0]} credential, expected one")
        ids.add(key)


def find_by_name(configs: Iterable[dict[str, Json]], name: str) -> list[dict[str, Json]]:
    """Return the configs with this id, else those with this description, else those of this type."""
    configs = list(configs)
    for key in ("id", "description", "schemeType"):
        matches = [config for config in configs if config.get(key) == name]
        if matches:
            return matches
    return []


def find_equal(configs: Iterable[dict[str, Json]], document_config: AuthSchemeConfig) -> list[dict[str, Json]]:
    """Return the configs that authenticate as a document's config does; of several, those of its description.

    Every field that decides where a credential goes must be equal.
    """
    matches = [config for config in configs if _is_equal(config, document_config)]
    described = [config for config in matches if config.get("description") == document_config.description]
    return described or matches


def _is_equal(config: Mapping[str, Json], document_config: AuthSchemeConfig) -> bool:
    if config.get("schemeType") != document_config.scheme_type:
        return False
    if document_config.scheme_type == "api-key":
        name, location = config.get("name"), config.get("in")
        if location != document_config.location or not isinstance(name, str) or document_config.name is None:
            return False
        is_header = location == "header"
        return name.lower() == document_config.name.lower() if is_header else name == document_config.name
    flow = document_config.flow
    return flow is None or (read_grant(config) == flow.grant and config.get("tokenUrl") == flow.token_url.value.strip())


def describe_config(config: Mapping[str, Json]) -> str:
    """Describe a config of the platform, such as "`API key` (api-key `X-Key` in header, 01J…)"."""
    parts = [config.get("schemeType")]
    if isinstance(config.get("name"), str):
        parts[0] = f"{config.get('schemeType')} `{truncate(str(config['name']), 40)}` in {config.get('in')}"
    parts += [read_grant(config), config.get("id")]
    facts = ", ".join(truncate(part, 80) for part in parts if isinstance(part, str) and part)
    return f"`{truncate(str(config.get('description') or ''), 80)}` ({facts})"


def _list_configs(configs: Sequence[Mapping[str, Json]]) -> str:
    remainder = f" and {len(configs) - MAX_LISTED:,} more" if len(configs) > MAX_LISTED else ""
    return "; ".join(map(describe_config, configs[:MAX_LISTED])) + remainder
