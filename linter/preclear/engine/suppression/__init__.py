"""Comments that ignore a rule: read, applied, and reported where they are wrong or unused."""
