"""The options that say what to change in a connector."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from preclear.cli.options.common import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from preclear.platform import TagEdit


def connector_edit_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options. The command receives them as `edits`. Raises UsageError for two that exclude each other."""

    @wraps(command)
    def run(**values: Any) -> int:
        from preclear.platform import ConnectorEdits, TagEdit

        removed_variables: tuple[str, ...] = values.pop("removed_variables")
        categories, has_no_categories = values.pop("categories"), values.pop("no_categories")
        if categories and has_no_categories:
            raise click.UsageError("`--category` and `--no-categories` exclude each other")
        edits = ConnectorEdits(
            name=values.pop("new_name"),
            base_url=values.pop("new_base_url"),
            documentation_url=values.pop("documentation_url"),
            image_url=values.pop("image_url"),
            is_public=values.pop("is_public"),
            variables={**dict.fromkeys(removed_variables), **dict(values.pop("variables"))},
            tags=(
                *values.pop("removed_tags"),
                *(TagEdit(key, value) for key, value in values.pop("tags")),
            ),
            categories=categories if categories or has_no_categories else None,
            variable_handling=values.pop("variable_handling"),
        )
        return command(edits=edits, **values)

    wrapped: Callable[..., int] = run
    for add_option in reversed(_OPTIONS):
        wrapped = add_option(wrapped)
    return wrapped


def _parse_variables(context: click.Context, parameter: click.Parameter, texts: Sequence[str]) -> list[tuple[str, str]]:
    """Parse `NAME=VALUE` texts."""
    variables: list[tuple[str, str]] = []
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(f"`{text}` is not a variable; expected `NAME=VALUE`", context, parameter)
        variables.append((name, value))
    return variables


def _parse_tags(context: click.Context, parameter: click.Parameter, texts: Sequence[str]) -> list[tuple[str, str]]:
    """Parse `KEY:VALUE` texts."""
    tags: list[tuple[str, str]] = []
    for text in texts:
        key, _, value = text.partition(":")
        if not key.strip() or not value.strip():
            raise click.BadParameter(f"`{text}` is not a tag; expected `KEY:VALUE`", context, parameter)
        tags.append((key, value))
    return tags


def _parse_removed_tags(context: click.Context, parameter: click.Parameter, texts: Sequence[str]) -> list[TagEdit]:
    """Parse `KEY` or `KEY:VALUE` texts."""
    from preclear.platform import TagEdit

    edits: list[TagEdit] = []
    for text in texts:
        key, colon, value = text.partition(":")
        if not key.strip() or (colon and not value.strip()):
            raise click.BadParameter(f"`{text}` is not a tag; expected `KEY` or `KEY:VALUE`", context, parameter)
        edits.append(TagEdit(key, value if colon else None, is_removal=True))
    return edits


def _repeated(*names: str, metavar: str, help: str, parse: Callable[..., Any] | None = None) -> Callable[..., Any]:
    return click.option(*names, multiple=True, metavar=metavar, callback=parse, help=f"{help} Can be repeated.")


_OPTIONS = (
    click.option("--name", "new_name", metavar="NAME", help="New name."),
    click.option("--base-url", "new_base_url", metavar="URL", help="New base URL. Overrides that of `--from`."),
    click.option("--documentation-url", metavar="URL", help="New documentation link. An empty one removes it."),
    click.option("--image-url", metavar="URL", help="New link of the icon. An empty one removes it."),
    click.option("--public/--private", "is_public", default=None, help="Whether the connector is public."),
    _repeated(
        "--variable",
        "variables",
        metavar="NAME=VALUE",
        help="Default connection variable to set.",
        parse=_parse_variables,
    ),
    _repeated("--remove-variable", "removed_variables", metavar="NAME", help="Default connection variable to remove."),
    click.option(
        "--connection-variables",
        "variable_handling",
        type=Choice(("send", "omit")),
        help="If connections have other variables: `send` overwrites theirs, `omit` may unset them.  [default: refuse]",
    ),
    _repeated("--tag", "tags", metavar="KEY:VALUE", help="Tag to add a value to.", parse=_parse_tags),
    _repeated(
        "--remove-tag",
        "removed_tags",
        metavar="KEY[:VALUE]",
        help="Tag to remove a value from.",
        parse=_parse_removed_tags,
    ),
    _repeated("--category", "categories", metavar="NAME", help="Category. Replaces all of the connector's categories."),
    click.option("--no-categories", is_flag=True, help="Remove all categories."),
)
