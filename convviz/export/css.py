"""Values of a style sheet as numbers: what only browsers calculate is calculated here."""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from typing import Final

_VARIABLE: Final = re.compile(r"var\((--[\w-]+)(?:,\s*([^()]*))?\)")
_DECLARED: Final = re.compile(r"(--[\w-]+)\s*:\s*([^;]+)")
_SIGNS: Final[Mapping[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_CHOICES: Final = {"min": min, "max": max}


def variables(style: str) -> dict[str, str]:
    """Read the variables that a style attribute declares.

    >>> variables("--scale: 1.5; --wide: 40")
    {'--scale': '1.5', '--wide': '40'}
    """
    return {name: value.strip() for name, value in _DECLARED.findall(style)}


def resolved(value: str, known: Mapping[str, str]) -> str:
    """Put in variables, and work out ``calc``, whose lengths are in pixels.

    >>> resolved("scaleX(calc(min(1, var(--wide) / 30) / var(--stretch, 1)))", {"--wide": "15"})
    'scaleX(0.5)'
    """
    value = _VARIABLE.sub(lambda found: known.get(found[1], found[2] or "0"), value)
    start = value.find("calc(")
    if start < 0:
        return value
    end = _closing(value, start + len("calc("))
    formula = value[start + len("calc(") : end].replace("px", "")
    return f"{value[:start]}{_calculated(ast.parse(formula, mode='eval').body):g}{value[end + 1 :]}"


def length(text: str, em: float) -> float:
    """Read a length in units of the drawing; em: size of the letters that it is a share of."""
    if text.endswith("%"):
        return float(text[:-1]) / 100 * em
    if text.endswith("em"):
        return float(text[:-2]) * em
    return float(text.removesuffix("px"))


def _closing(text: str, start: int) -> int:
    """Place of the bracket that closes the one before ``start``."""
    depth = 1
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if not depth:
            return place
    raise ValueError(f"a bracket is not closed: {text}")


def _calculated(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.BinOp(left=left, op=sign, right=right):
            return _SIGNS[type(sign)](_calculated(left), _calculated(right))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_calculated(operand)
        case ast.Call(func=ast.Name(id=name), args=args):
            return _CHOICES[name](map(_calculated, args))
    raise ValueError(f"not a formula of a style sheet: {ast.dump(node)}")
