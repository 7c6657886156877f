"""Auth schemes: what the import makes of security schemes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from preclear.connector.value import Value
    from preclear.source import Node, Place

SchemeType: TypeAlias = Literal["api-key", "basic-auth", "oauth2", "certificate", "none"]

OAUTH2_GRANTS = {
    "authorizationCode": "authorization_code",
    "clientCredentials": "client_credentials",
    "password": "password",
}
"""The OAuth 2.0 flows that have a grant (AuthSchemeConfigOAuth2Grant), by their names in OpenAPI."""


class OAuthScope(NamedTuple):
    """An OAuth 2.0 scope (OAuth2Scope), placed at its key."""

    name: str
    description: str
    place: Place


@dataclass(slots=True, eq=False, kw_only=True)
class OAuthFlow:
    """One OAuth 2.0 flow of a security scheme. `grant` is None where the import has none for it."""

    name: str
    node: Node
    grant: str | None
    authorize_url: Value[str]
    token_url: Value[str]
    scopes: tuple[OAuthScope, ...]

    @property
    def is_interactive(self) -> bool:
        """Whether it sends a person to an authorization URL; else it has none, though its config requires one."""
        return self.name not in ("clientCredentials", "password")

    @property
    def place(self) -> Place:
        """The flow's key."""
        return self.node.key


@dataclass(slots=True, eq=False, kw_only=True)
class AuthSchemeConfig:
    """What an import makes of a security scheme or, of an OAuth 2.0 one, of each flow with a grant (AuthSchemeConfig).

    Where no flow has a grant, there is one for each flow still, to show what is not imported.
    `scheme_type` is None where no config type fits: OpenID Connect, schemes of `http` that the platform does not name.
    `prefix` is what whoever connects types before the credential itself: `Bearer` before a token. `key` is the name of
    the security scheme, None for the config of a document that has none.
    """

    scheme_type: SchemeType | None
    description: str
    place: Place
    name: str | None = None
    location: str | None = None
    flow: OAuthFlow | None = None
    prefix: str | None = None
    key: str | None = None


@dataclass(slots=True, eq=False, kw_only=True)
class AuthScheme:
    """A security scheme, the fields of all types together; `node` is the object behind its `$ref`.

    `key` is its name under `components.securitySchemes`, placed there. `scheme` is that of type `http`, in lower case;
    `name` and `location` belong to type `apiKey`; `flows` to type `oauth2`.
    """

    key: Value[str]
    node: Node
    type: Value[str]
    scheme: Value[str]
    name: Value[str]
    location: Value[str]
    flows: tuple[OAuthFlow, ...]
    configs: tuple[AuthSchemeConfig, ...]

    @property
    def place(self) -> Place:
        """Its key under `components.securitySchemes`."""
        return self.key.place


class SecurityRequirement(NamedTuple):
    """One scheme that a `security` asks for, with its scopes; placed at the scheme's name there.

    `group` numbers the alternatives of its `security`, from 0: those of one group are needed together.
    """

    scheme: str
    scopes: tuple[tuple[str, Place], ...]
    group: int
    place: Place
