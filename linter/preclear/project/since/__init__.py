"""The comparison of documents with a git revision: which of them differ, and which findings they had there.

A revision can be in a stranger's repository: `Revision` says how it's read.
"""
