"""The comparison of documents with a git revision: which of them differ, and which findings they had there.

The repository may be untrusted: see `Revision` for how it's read.
"""
