"""Reports of a verification: the model that they are written from, and one file for each format."""
