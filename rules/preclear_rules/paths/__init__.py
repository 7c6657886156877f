"""Rules on paths: the templates of actions, and the path parameters that belong to them."""
