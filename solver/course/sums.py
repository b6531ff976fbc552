"""The value of a sum as it is typed into an answer: 365-104-9, 1/3, 2 × (3 + 4); and of nothing else."""

import ast
import operator
from collections.abc import Callable, Sequence

SIGNS = {":": "/", "×": "*", "÷": "/"}
TWO: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
LONGEST = 80


def sum_value(pieces: Sequence[str], figures: Sequence[float]) -> float | None:
    """Return the value of a sum cut at its figures; None where it is not one.

    Parameters
    ----------
    pieces : sequence of str
        What stands before, between and after the figures: signs and brackets.
    figures : sequence of float
    """
    text = (
        "".join(f"{piece}{figure!r}" for piece, figure in zip(pieces[:-1], figures, strict=True)) + pieces[-1]
    )
    for sign, instead in SIGNS.items():
        text = text.replace(sign, instead)
    if len(text) > LONGEST * 2 or "**" in text or "//" in text:
        return None
    try:
        return _value(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, ValueError, ZeroDivisionError):
        return None


def _value(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        inner = _value(node.operand)
        return -inner if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.BinOp) and type(node.op) in TWO:
        return TWO[type(node.op)](_value(node.left), _value(node.right))
    raise ValueError("not a sum")
