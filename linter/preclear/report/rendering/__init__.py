"""What the formats for people share: escaped text, its width on a terminal, colour, tables, excerpts and frames."""
