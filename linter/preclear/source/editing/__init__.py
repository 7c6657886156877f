"""Operations on nodes, made on values and in texts. Everything in a text that isn't edited stays byte for byte.

Groups of operations on documents go in. New texts come out, or a derived document with its source map. Each result is
loaded again, and compared with the same operations made on the value.
"""
