"""Structure: a document against the official JSON Schemas of OpenAPI, each failure at the key or value that is wrong.

In goes a description; out come the faults of its documents and schemas. The official schemas are rewritten so that a
failure names the branch that was meant, and explained in the words of OpenAPI.
"""
