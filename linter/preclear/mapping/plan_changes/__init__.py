"""A plan compared with an older one: what a new version of a document changes, and what breaks those who use it.

Both sides are a `ConnectorSnapshot`: of a document, with places, or of what the platform has, without. The comparison
is pure, and takes time in proportion to both sides. A schema is compared once for each way in which it's used, and a
difference in it is reported once, with the operations that use it.
"""
