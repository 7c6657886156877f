"""The import's answer: its JSON value goes in; messages and resources, each with its place in the answer, come out."""
