"""Comparison of the schemas of definitions with the platform's: what a faithful import may change doesn't count."""

from preclear.mapping.comparison.schemas.comparer import SchemaComparer, SchemaDifference
from preclear.mapping.comparison.schemas.references import SchemaReferences

__all__ = ["SchemaComparer", "SchemaDifference", "SchemaReferences"]
