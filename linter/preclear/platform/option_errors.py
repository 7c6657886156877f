"""Errors of options and of the environment that keep a command from connecting."""


class InvalidOptionError(Exception):
    """An option can't be used. The message says which one and what was expected, and never contains a secret."""


class ConnectionSetupError(InvalidOptionError):
    """The options are valid, but the environment isn't: a proxy or a file of certificates can't be used."""
