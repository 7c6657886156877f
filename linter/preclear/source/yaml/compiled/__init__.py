"""The compiled way through a YAML text. It's optional: everything here is also done by the modules above."""
