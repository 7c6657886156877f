"""Rules: the list of them, what their basis means, and a page on a terminal."""
