"""The conditions and timer values of diagrams: comparisons of routing variables, and nothing else.

An expression is read with Python's grammar, every node is held against a short list, and what is left is
turned into closures. Nothing is ever handed to `eval`, so there is nothing to escape from: no attributes, no
calls, no arithmetic, no comprehension.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache

LENGTH_MAX = 500
NODES_MAX = 80
DEPTH_MAX = 12
NUMBER_MAX = 10**15

Variables = Mapping[str, object]
Part = Callable[[Variables], object]

comparisons: Mapping[type[ast.cmpop], Callable[[object, object], object]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,  # type: ignore[dict-item]  # a TypeError at run time is caught by Expression
    ast.LtE: operator.le,  # type: ignore[dict-item]
    ast.Gt: operator.gt,  # type: ignore[dict-item]
    ast.GtE: operator.ge,  # type: ignore[dict-item]
    ast.In: lambda item, among: item in among,  # type: ignore[operator]
    ast.NotIn: lambda item, among: item not in among,  # type: ignore[operator]
}


class Unreadable(ValueError):
    """The text is not an expression that a diagram may hold; the message says why."""


class Undecidable(ValueError):
    """The expression is sound but these variables do not answer it; the message says why."""


class Expression:
    """An expression that has been read and found harmless; may be used by any number of threads."""

    def __init__(self, text: str, part: Part, names: frozenset[str]) -> None:
        self.text, self.names = text, names
        self._part = part

    def __call__(self, variables: Variables) -> object:
        """The value for these variables; raises `Undecidable` for a missing one or values that do not compare."""
        try:
            return self._part(variables)
        except KeyError as missing:
            raise Undecidable(f"the variable {missing.args[0]} is not set") from None
        except TypeError:
            raise Undecidable("the values cannot be compared with each other") from None


@lru_cache(maxsize=4096)
def read(text: str) -> Expression:
    """Reads an expression such as `outcome == "referred_back"`, `approved and not late` or `kind in ["a", "b"]`.

    Raises `Unreadable` for anything outside the list, for more than 500 characters, 80 parts or 12 levels, and
    for numbers beyond 10**15.
    """
    tree = parse(text)
    if sum(1 for _ in ast.walk(tree)) > NODES_MAX:
        raise Unreadable(f"it has more than {NODES_MAX} parts")
    names: set[str] = set()
    return Expression(text, build(tree, names, 0), frozenset(names))


def parse(text: str) -> ast.expr:
    """Python's own grammar, behind limits that its parser is known to be safe within."""
    if len(text) > LENGTH_MAX:
        raise Unreadable(f"it is longer than {LENGTH_MAX} characters")
    if not text.strip():
        raise Unreadable("it is empty")
    if "\\" in text or "\0" in text:
        raise Unreadable("it holds a backslash or a null character")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except SyntaxError as fault:
        raise Unreadable(f"it cannot be read at character {fault.offset}: {fault.msg}") from None
    except (ValueError, RecursionError, MemoryError):
        raise Unreadable("it is too deep or holds too large a number") from None


def build(node: ast.expr, names: set[str], depth: int) -> Part:
    """The closure of one allowed node; collects the names of the variables that it reads."""
    if depth > DEPTH_MAX:
        raise Unreadable(f"it is nested more than {DEPTH_MAX} levels deep")
    match node:
        case ast.Constant(value):
            return constant(value)
        case ast.UnaryOp(ast.USub(), ast.Constant(int() | float() as number)) if not isinstance(number, bool):
            return constant(-number)
        case ast.Name(name):
            return variable(name, names)
        case ast.UnaryOp(ast.Not(), operand):
            denied = build(operand, names, depth + 1)
            return lambda variables: not denied(variables)
        case ast.BoolOp(joined, operands):
            parts = [build(operand, names, depth + 1) for operand in operands]
            return either(parts) if isinstance(joined, ast.Or) else both(parts)
        case ast.List(items) | ast.Tuple(items):
            members = [build(item, names, depth + 1) for item in items]
            return lambda variables: [member(variables) for member in members]
        case ast.Compare(first, operators, rest):
            return comparison(
                [build(part, names, depth + 1) for part in (first, *rest)],
                [compared(operator) for operator in operators],
            )
    raise Unreadable(f"{type(node).__name__} is not allowed; only comparisons, and, or, not, lists and values are")


def constant(value: object) -> Part:
    """A string, number, truth value or None."""
    if value is not None and not isinstance(value, str | int | float):
        raise Unreadable(f"a {type(value).__name__} is not allowed")
    if isinstance(value, int | float) and not abs(value) <= NUMBER_MAX:
        raise Unreadable("it holds too large a number")
    return lambda variables: value


def variable(name: str, names: set[str]) -> Part:
    """The value of a routing variable."""
    if name.startswith("_") or not name.isascii():
        raise Unreadable(f"{name} cannot be the name of a variable")
    names.add(name)
    return lambda variables: variables[name]


def compared(sign: ast.cmpop) -> Callable[[object, object], object]:
    """What a comparison sign does; `is` is refused, since it asks about identity."""
    try:
        return comparisons[type(sign)]
    except KeyError:
        raise Unreadable("'is' is not allowed; write == instead") from None


def comparison(parts: list[Part], signs: list[Callable[[object, object], object]]) -> Part:
    """`a < b <= c`, as in Python: each neighbouring pair must hold."""

    def holds(variables: Variables) -> object:
        left = parts[0](variables)
        for sign, part in zip(signs, parts[1:], strict=True):
            right = part(variables)
            if not sign(left, right):
                return False
            left = right
        return True

    return holds


def either(parts: list[Part]) -> Part:
    """`or`, as in Python: the first true value, else the last."""

    def first_true(variables: Variables) -> object:
        value: object = None
        for part in parts:
            if value := part(variables):
                return value
        return value

    return first_true


def both(parts: list[Part]) -> Part:
    """`and`, as in Python: the first false value, else the last."""

    def first_false(variables: Variables) -> object:
        value: object = None
        for part in parts:
            if not (value := part(variables)):
                return value
        return value

    return first_false
