"""Write the index of the built-in rules. The build hook adds it to the wheel, so that a run imports few rules.

The index is read from the source, not from imported modules: a build has none of the dependencies. So the arguments of
the decorator `rule` and the defaults of options are literals, or constants of the same module that are literals.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PACK = Path("rules", "preclear_rules")
"""The folder of the pack, relative to the root of the repository."""
INDEX_FILE = "_rule_index.py"


class RuleEntry(NamedTuple):
    """A rule in the index. `module` is relative to the pack; `on` and `requires` are names of classes."""

    module: str
    name: str
    category: str
    severity: str
    basis: str
    source: str
    fix: str | None
    on: str
    requires: str | None
    keys: tuple[str, ...]
    options: tuple[tuple[str, str, object], ...]
    doc: str


def build_index(root: Path) -> str:
    """Return the text of the index for the repository `root`.

    Raises ValueError if an argument of a rule is neither a literal nor a constant.
    """
    lines = "".join(f"    {tuple(entry)!r},\n" for entry in read_rules(root / PACK))
    return f'"""The rules of this pack, from the sources that the wheel was built from."""\n\nRULES = (\n{lines})\n'


def read_rules(pack: Path) -> Iterator[RuleEntry]:
    """Yield the rules in the modules of the folder `pack`. Raises ValueError as `build_index` does."""
    for path in sorted(pack.rglob("*.py")):
        module = path.relative_to(pack).with_suffix("")
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
        constants = _read_constants(tree)
        doc = ast.get_docstring(tree, clean=False) or ""
        for node in tree.body:
            call = _find_decorator(node)
            if call is None or not isinstance(node, ast.FunctionDef):
                continue
            try:
                yield _read_rule(".".join(module.parts), node, call, constants, doc)
            except (KeyError, ValueError) as error:
                message = "expected literals, or constants of this module, as arguments of `rule` and defaults"
                raise ValueError(f"{path}:{node.lineno}: {message}") from error


def _read_rule(
    module: str, function: ast.FunctionDef, call: ast.Call, constants: Mapping[str, ast.expr], doc: str
) -> RuleEntry:
    arguments = {keyword.arg: keyword.value for keyword in call.keywords}
    classes = {name: _class_name(arguments.pop(name)) for name in ("on", "requires") if name in arguments}
    values = {name: _evaluate(node, constants) for name, node in arguments.items()}
    return RuleEntry(
        module,
        function.name.replace("_", "-"),
        module.split(".")[-2],
        str(values.get("severity", "error")),
        str(values["basis"]),
        str(values["source"]),
        str(values["fix"]) if values.get("fix") is not None else None,
        classes["on"],
        classes.get("requires"),
        cast("tuple[str, ...]", values.get("keys", ())),
        tuple(_read_options(function, constants)),
        doc,
    )


def _read_options(function: ast.FunctionDef, constants: Mapping[str, ast.expr]) -> Iterator[tuple[str, str, object]]:
    for argument, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
        if argument.annotation is None or default is None:
            raise ValueError(argument.arg)
        yield argument.arg.replace("_", "-"), ast.unparse(argument.annotation), _evaluate(default, constants)


def _find_decorator(node: ast.stmt) -> ast.Call | None:
    for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == "rule":
            return decorator
    return None


def _read_constants(tree: ast.Module) -> dict[str, ast.expr]:
    return {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _class_name(node: ast.expr) -> str:
    if not isinstance(node, ast.Name):
        raise ValueError(ast.unparse(node))
    return node.id


def _evaluate(node: ast.expr, constants: Mapping[str, ast.expr]) -> object:
    value: object = ast.literal_eval(constants.get(node.id, node) if isinstance(node, ast.Name) else node)
    return value


def main(arguments: list[str]) -> int:
    """Write the index to standard output."""
    if arguments:
        sys.stderr.write("usage: python tools/rule_index.py\n")
        return 2
    sys.stdout.write(build_index(Path(__file__).parents[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
