"""Builds the connector model from an OpenAPI description.

In: an analyzed `ApiDescription`. Out: a `Connector` with everything that an import makes of it.
"""

from preclear.connector.builder.connector import build_connector

__all__ = ["build_connector"]
