"""An httpx client without implicit behaviour: no redirects, no `.netrc`, and only validated proxies."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.platform.option_errors import ConnectionSetupError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

    import httpx

    from preclear.platform.credentials import ApiAddress

_PROXY = re.compile(r"https?://(?:[^@/\s]*@)?(?:\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._-]+)(?::[0-9]{1,5})?/?", re.IGNORECASE)


def open_client(address: ApiAddress, ca_bundle: Path | None, environment: Mapping[str, str]) -> httpx.Client:
    """Make a client for one address. It doesn't connect yet.

    The proxy comes from HTTPS_PROXY or ALL_PROXY, unless NO_PROXY has the host or the host is this machine. Raises
    ConnectionSetupError for a proxy or a certificate file that can't be used; the message has no password.
    """
    import logging

    import httpx

    for name in ("httpx", "httpcore"):  # other levels log URLs, headers and cookies
        logging.getLogger(name).setLevel(logging.CRITICAL)
    proxy = _select_proxy(address)
    try:
        return httpx.Client(
            verify=_create_ssl_context(ca_bundle, environment),
            proxy=proxy,
            trust_env=False,
            follow_redirects=False,
            http2=False,
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=0),
        )
    except (ValueError, ImportError, OSError, httpx.InvalidURL) as error:
        raise ConnectionSetupError(f"a connection can't be prepared: {type(error).__name__}") from None


def _select_proxy(address: ApiAddress) -> str | None:
    if address.is_loopback:  # requests to this machine may use plain http
        return None
    from urllib.request import getproxies, proxy_bypass

    proxies = getproxies()
    for scheme in ("https", "all"):
        proxy = proxies.get(scheme)
        if not proxy or proxy_bypass(address.host.strip("[]")):
            continue
        if "://" not in proxy:
            proxy = f"http://{proxy}"
        if not _PROXY.fullmatch(proxy):
            expected = "expected `http://HOST:PORT` or `https://HOST:PORT`"
            raise ConnectionSetupError(f"the proxy that {scheme.upper()}_PROXY names can't be used; {expected}")
        return proxy
    return None


def _create_ssl_context(ca_bundle: Path | None, environment: Mapping[str, str]) -> ssl.SSLContext:
    variables = (environment.get("SSL_CERT_FILE") or None, environment.get("SSL_CERT_DIR") or None)
    return _load_certificates(None if ca_bundle is None else str(ca_bundle), *variables)


@lru_cache(maxsize=4)
def _load_certificates(ca_bundle: str | None, cert_file: str | None, cert_dir: str | None) -> ssl.SSLContext:
    """Make the context of connections. It's shared, because reading the certificates takes longer than a request."""
    import ssl

    import httpx

    for origin, name in (("`--ca-bundle`", ca_bundle), ("SSL_CERT_FILE", cert_file), ("SSL_CERT_DIR", cert_dir)):
        if name is None:
            continue
        path = Path(name)
        try:
            if origin == "SSL_CERT_DIR":
                if not path.is_dir():
                    raise FileNotFoundError(path)
                return ssl.create_default_context(capath=path)
            return ssl.create_default_context(cafile=path)
        except (OSError, ValueError) as error:
            reason = "there is no such file" if isinstance(error, FileNotFoundError) else "no certificates are in it"
            raise ConnectionSetupError(f"{origin} names `{path}`, which can't be used: {reason}") from None
    return httpx.create_ssl_context(trust_env=False)
