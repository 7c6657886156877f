"""The official schemas: rewritten, and their failures explained in the document's own terms."""
