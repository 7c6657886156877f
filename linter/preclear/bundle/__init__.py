"""Several files to one document, with a source map."""
