"""Rules for requirements of OpenAPI that its official JSON Schemas can't express."""
