"""JSON texts: values, the place of each, and words for what is wrong with a text."""
