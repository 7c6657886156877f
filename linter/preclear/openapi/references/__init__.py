"""References: where each `$ref`, discriminator mapping and link leads, over all files, and what is wrong with them.

In go the entry document, the access to other files and the limits; out come the targets and the faults of references.
"""
