"""JSONPath queries (RFC 9535) whose work is bounded: overlays and documents may be hostile."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from jsonpath_rfc9535 import JSONPathEnvironment, JSONPathError
from jsonpath_rfc9535.filter_expressions import ComparisonExpression
from jsonpath_rfc9535.function_extensions import ExpressionType, FilterFunction
from jsonpath_rfc9535.node import JSONPathNode, JSONPathNodeList
from jsonpath_rfc9535.parse import Parser
from jsonpath_rfc9535.segments import JSONPathChildSegment, JSONPathRecursiveDescentSegment, JSONPathSegment
from jsonpath_rfc9535.selectors import IndexSelector, NameSelector

from preclear.edit.overlay.iregexp import ComplexPatternError, InvalidPatternError, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jsonpath_rfc9535.filter_expressions import Expression, FilterContext
    from jsonpath_rfc9535.query import JSONPathQuery
    from jsonpath_rfc9535.tokens import TokenStream

    from preclear.edit.overlay.budget import Budget
    from preclear.source import Json, Pointer

MAX_QUERY_LENGTH = 100_000  # characters
MAX_SEGMENTS = 600  # each is a generator that reads from the one before; Python overflows its stack with too many
_LETTERS_PER_STEP = 200


class InvalidQueryError(Exception):
    """The text isn't a JSONPath query. `offset` is the 0-based offset in it of the first fault, if that's known."""

    def __init__(self, offset: int | None = None) -> None:
        super().__init__(offset)
        self.offset = offset


class ComplexQueryError(Exception):
    """The query is too long, its filters are nested too deeply, or a regular expression in it is too large."""


class QueryEvaluator:
    """Evaluates queries; all of them share one budget."""

    def __init__(self, budget: Budget) -> None:
        self._environment = _Environment(budget)

    def parse(self, text: str) -> JSONPathQuery:
        """Parse a query. Raises InvalidQueryError or ComplexQueryError."""
        if len(text) > MAX_QUERY_LENGTH:
            raise ComplexQueryError
        try:
            return self._environment.compile(text)
        except JSONPathError as error:
            raise InvalidQueryError(error.token.index if error.token is not None else None) from error
        except RecursionError as error:
            raise ComplexQueryError from error
        except (ArithmeticError, LookupError, ValueError) as error:  # such as the exponent of `1e999`
            raise InvalidQueryError from error

    def select(self, query: JSONPathQuery, value: Json) -> list[Pointer]:
        """Return the pointers of the nodes that `query` selects in `value`, each once.

        Raises ExhaustedBudgetError or ComplexQueryError.
        """
        try:
            return list(dict.fromkeys(node.location for node in query.finditer(value)))
        except (RecursionError, ComplexPatternError) as error:
            raise ComplexQueryError from error


def check_query(text: str) -> None:
    """Parse a query without evaluating it. Raises InvalidQueryError or ComplexQueryError."""
    from preclear.edit.overlay.budget import Budget

    QueryEvaluator(Budget(0)).parse(text)


class _Environment(JSONPathEnvironment):
    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.parser = _BoundedParser(self, budget)
        self.function_extensions["match"] = _PatternFunction(budget, anywhere=False)
        self.function_extensions["search"] = _PatternFunction(budget, anywhere=True)


class _BoundedParser(Parser):
    """A parser that makes segments and comparisons that spend a budget."""

    def __init__(self, environment: _Environment, budget: Budget) -> None:
        super().__init__(env=environment)
        self._budget = budget

    def parse_query(self, stream: TokenStream, *, in_filter: bool = False) -> Iterator[JSONPathSegment]:
        for count, segment in enumerate(super().parse_query(stream, in_filter=in_filter), start=1):
            if count > MAX_SEGMENTS:
                raise ComplexQueryError
            is_descent = isinstance(segment, JSONPathRecursiveDescentSegment)
            yield (_DescentSegment if is_descent else _ChildSegment)(segment, self._budget)

    def parse_infix_expression(self, stream: TokenStream, left: Expression) -> Expression:
        expression = super().parse_infix_expression(stream, left)
        if isinstance(expression, ComparisonExpression):
            return _BoundedComparison(expression, self._budget)
        return expression


class _ChildSegment(JSONPathChildSegment):
    def __init__(self, segment: JSONPathSegment, budget: Budget) -> None:
        super().__init__(env=segment.env, token=segment.token, selectors=segment.selectors)
        self._budget = budget

    def resolve(self, nodes: Iterable[JSONPathNode]) -> Iterator[JSONPathNode]:
        for node in nodes:
            for selector in self.selectors:
                is_single = isinstance(selector, (NameSelector, IndexSelector))
                self._budget.spend(1 if is_single else 1 + _child_count(_value(node)))
                yield from selector.resolve(node)


class _DescentSegment(JSONPathRecursiveDescentSegment):
    def __init__(self, segment: JSONPathSegment, budget: Budget) -> None:
        super().__init__(env=segment.env, token=segment.token, selectors=segment.selectors)
        self._children = _ChildSegment(segment, budget)
        self._budget = budget

    def resolve(self, nodes: Iterable[JSONPathNode]) -> Iterator[JSONPathNode]:
        for node in nodes:
            yield from self._children.resolve(_descend(node, self._budget))


def _descend(node: JSONPathNode, budget: Budget) -> Iterator[JSONPathNode]:
    """Yield `node` and all mappings and lists below it, parents first, without recursion."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        value = _value(node)
        budget.spend(1 + _child_count(value))
        yield node
        entries: Iterable[tuple[str | int, Json]] = ()
        if isinstance(value, dict):
            entries = value.items()
        elif isinstance(value, list):
            entries = enumerate(value)
        children = [node.new_child(child, key, node) for key, child in entries if isinstance(child, (dict, list))]
        waiting.extend(reversed(children))


class _BoundedComparison(ComparisonExpression):
    def __init__(self, expression: ComparisonExpression, budget: Budget) -> None:
        super().__init__(expression.token, expression.left, expression.operator, expression.right)
        self._budget = budget

    def evaluate(self, context: FilterContext) -> bool:
        for side in (self.left, self.right):
            value = side.evaluate(context)
            if isinstance(value, JSONPathNodeList):
                for node in value:
                    _spend_size(_value(node), self._budget)
        return super().evaluate(context)


class _PatternFunction(FilterFunction):
    """The function `match` or `search`, without backtracking."""

    def __init__(self, budget: Budget, *, anywhere: bool) -> None:
        self._budget = budget
        self._anywhere = anywhere
        self._patterns: dict[str, Pattern | None] = {}

    @property
    def arg_types(self) -> list[ExpressionType]:
        return [ExpressionType.VALUE, ExpressionType.VALUE]

    @property
    def return_type(self) -> ExpressionType:
        return ExpressionType.LOGICAL

    def __call__(self, text: object, pattern: object) -> bool:
        if not isinstance(text, str) or not isinstance(pattern, str):
            return False
        spend = self._budget.spend
        spend(1)
        if pattern not in self._patterns:
            self._patterns[pattern] = _compile_pattern(pattern, self._budget)
        compiled = self._patterns[pattern]
        return compiled is not None and compiled.matches(text, spend, anywhere=self._anywhere)


def _compile_pattern(text: str, budget: Budget) -> Pattern | None:
    """Return the compiled pattern; None if it isn't an I-Regexp, which then matches nothing (RFC 9535, 2.4.6)."""
    budget.spend(len(text))
    try:
        pattern = Pattern(text)
    except InvalidPatternError:
        return None
    budget.spend(pattern.state_count)
    return pattern


def _value(node: JSONPathNode) -> Json:
    return cast("Json", node.value)


def _child_count(value: Json) -> int:
    return len(value) if isinstance(value, (dict, list)) else 0


def _spend_size(value: Json, budget: Budget) -> None:
    """Spend the number of nodes in `value`, and a little for long strings."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        budget.spend(1 + (len(value) // _LETTERS_PER_STEP if isinstance(value, str) else 0))
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
