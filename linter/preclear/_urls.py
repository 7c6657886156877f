"""The addresses of the project, as `[project.urls]` in pyproject.toml has them; a test compares them.

Reading the metadata of the installed package would take longer than a whole check.
"""

DOCUMENTATION = "https://preclear.example/docs"
HOMEPAGE = "https://preclear.example"
