"""Auth schemes, which the import makes of security schemes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from preclear._records import MutableRecord, NamedTuple

if TYPE_CHECKING:
    from preclear.connector.value import Value
    from preclear.source import Node, Place

SchemeType: TypeAlias = Literal["api-key", "basic-auth", "oauth2", "certificate", "none"]

OAUTH2_GRANTS = {
    "authorizationCode": "authorization_code",
    "clientCredentials": "client_credentials",
    "password": "password",
}
"""The grant of each OAuth 2.0 flow that has one (AuthSchemeConfigOAuth2Grant), by the flow's name in OpenAPI."""


class OAuthScope(NamedTuple):
    """An OAuth 2.0 scope (OAuth2Scope), placed at its key."""

    name: str
    description: str
    place: Place


class OAuthFlow(MutableRecord, kw_only=True):
    """One OAuth 2.0 flow of a security scheme. `grant` is None if the import has no grant for it."""

    name: str
    node: Node
    grant: str | None
    authorize_url: Value[str]
    token_url: Value[str]
    scopes: tuple[OAuthScope, ...]

    @property
    def is_interactive(self) -> bool:
        """Whether it sends a person to an authorization URL. Other flows lack that URL, though configs require it."""
        return self.name not in ("clientCredentials", "password")

    @property
    def place(self) -> Place:
        """The flow's key."""
        return self.node.key


class AuthSchemeConfig(MutableRecord, kw_only=True):
    """What an import makes of a security scheme or, for OAuth 2.0, of each flow with a grant (AuthSchemeConfig).

    If no flow has a grant, there is one config per flow, to show what isn't imported. `scheme_type` is None if no
    config type fits: OpenID Connect, or an `http` scheme that the platform doesn't name. `prefix` is the text that a
    user types before the credential, such as `Bearer` before a token. `key` is the name of the security scheme, None
    for a document that has no scheme.
    """

    scheme_type: SchemeType | None
    description: str
    place: Place
    name: str | None = None
    location: str | None = None
    flow: OAuthFlow | None = None
    prefix: str | None = None
    key: str | None = None


class AuthScheme(MutableRecord, kw_only=True):
    """A security scheme, with the fields of all types. `node` is the object behind its `$ref`.

    `key` is the name under `components.securitySchemes`, placed there. `scheme` belongs to type `http` and is in lower
    case, `name` and `location` belong to type `apiKey`, `flows` to type `oauth2`.
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
        """The key under `components.securitySchemes`."""
        return self.key.place


class SecurityRequirement(NamedTuple):
    """One scheme that a `security` requires, with its scopes, placed at the scheme's name.

    `group` is the index of the alternative in that `security`, 0-based: all schemes of a group are required together.
    """

    scheme: str
    scopes: tuple[tuple[str, Place], ...]
    group: int
    place: Place
