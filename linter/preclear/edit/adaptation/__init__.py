"""The adaptation: an importable document made out of one that isn't, with every change recorded."""
