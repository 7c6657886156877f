"""Reports of findings: one module or folder a format, `registry` with their names, and what several of them share."""
