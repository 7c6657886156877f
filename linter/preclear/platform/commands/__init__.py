"""Commands that change something on the platform: prepared by look-ups, sent once, reported by their outcome."""
