"""Rules on what OpenAPI itself asks for, beyond its official JSON Schemas."""
