"""Suppressions: comments, keys and config ignores that keep findings from being reported.

In: a document and the ignores of its config. Out: what suppresses a finding, and the suppressions that are faulty or
unused.
"""
