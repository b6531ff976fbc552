"""Small wrong changes of a source file: what a slip of the keyboard or of the mind could have written."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COMPARED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
COMPUTED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
RENAMED = {"min": "max", "max": "min", "any": "all", "all": "any", "first": "last", "last": "first"}
LEFT_OUT = ("round", "fillna", "clip", "abs", "sorted", "drop_duplicates", "sort_values", "dropna")
# Two ways to compare with one of these differ at its very edge, where no figure lies: a sum of cents
# is never half a cent.
TOLERATED = ("CENT", "EDGE", "TINY", "ROUNDING", "TOLERANCE")
TOLERATED_FROM = 1e-6  # a number as small stands for such a tolerance, where it bears no name
# They change no result: how a table is kept in memory, what is refused though it never happens, after how
# many rounds one gives up that settles long before.
NO_RESULT = (
    "strict",
    "copy",
    "observed",
    "frozen",
    "slots",
    "cache",
    "ignore_index",
    "validate",
    "max_iter",
    "repr",
    "kw_only",
)
# Where a search begins, how far it looks and how long: what it finds is proven by a bound, and held to it.
PACE = ("PRICES", "PRICE_STEPS", "FIRST_PRICE", "PRICE_GROWTH", "FAR", "TRIES", "ROWS_AT_ONCE")
BOUNDLESS = 1_000_000  # a number as large, or a power, stands for one that nothing reaches


@dataclass(frozen=True)
class Change:
    """One wrong change: where it lies, and what stands there before and after."""

    path: str
    line: int
    statement: int  # the line on which the statement around it begins
    start: int
    end: int
    before: str
    after: str

    def made_in(self, source: bytes) -> bytes:
        """Return the source with the change made."""
        return source[: self.start] + self.after.encode() + source[self.end :]

    def __str__(self) -> str:
        before, after = (" ".join(text.split()) for text in (self.before, self.after))
        return f"{self.path}:{self.line}: {before} → {after}"


def changes_of(path: Path, name: str) -> list[Change]:
    """Return every change that can be made in a file, in the order of its text."""
    source = path.read_bytes()
    begins = [0]
    for line in source.splitlines(keepends=True):
        begins.append(begins[-1] + len(line))
    found = []
    for node, after, statement in _changed(ast.parse(source), 1):
        start, end = (
            begins[node.lineno - 1] + node.col_offset,
            begins[node.end_lineno - 1] + node.end_col_offset,
        )
        before = source[start:end].decode()
        found.append(Change(name, node.lineno, statement, start, end, before, f"({after})"))
    return sorted(found, key=lambda change: (change.start, change.end, change.after))


def _changed(node: ast.AST, statement: int) -> Iterator[tuple[ast.expr, str, int]]:
    """Walk through what is computed, not through what is said: types, decorators, names of functions."""
    statement = node.lineno if isinstance(node, ast.stmt) else statement
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _changes_no_result(child):
                continue
            if isinstance(child, ast.expr):
                yield from ((child, after, statement) for after in _wrong(child))
                if field in ("test", "ifs") and isinstance(child, ast.Name | ast.Attribute | ast.Call):
                    yield child, ast.unparse(ast.UnaryOp(ast.Not(), child)), statement
            yield from _changed(child, statement)


def _changes_no_result(node: ast.AST) -> bool:
    named = isinstance(node, ast.keyword) and node.arg in NO_RESULT
    paced = (
        isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in PACE
    )
    return (
        named
        or paced
        or _is_boundless(node)
        or _is_width(node)
        or isinstance(node, ast.JoinedStr | ast.TypeAlias | ast.Assert)
    )


def _is_width(node: ast.AST) -> bool:
    """Tell how wide a tolerance is, as in `1e-9 * max(hours, 1.0)`: another edge where no figure lies."""
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)):
        return False
    return any(
        (isinstance(side, ast.Name) and side.id.endswith(TOLERATED) and side.id != "CENT")
        or (isinstance(side, ast.Constant) and 0 < side.value < TOLERATED_FROM)
        for side in (node.left, node.right)
    )


def _is_boundless(node: ast.AST) -> bool:
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow | ast.LShift)):
        return False
    sides = (node.left, node.right)
    return all(isinstance(side, ast.Constant) for side in sides) and eval(ast.unparse(node)) >= BOUNDLESS


def _wrong(node: ast.expr) -> Iterator[str]:
    """Write an expression wrongly, in every way known here."""
    match node:
        case ast.Compare(left, [op], [right]) if not (
            isinstance(op, ORDERED) and (_is_tolerance(left) or _is_tolerance(right))
        ):
            yield ast.unparse(ast.Compare(left, [COMPARED[type(op)]()], [right]))
        case ast.BinOp(left, op, right) if type(op) in COMPUTED and not _is_text(left):
            yield ast.unparse(ast.BinOp(left, COMPUTED[type(op)](), right))
        case ast.BoolOp(op, values):
            yield ast.unparse(ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values))
        case ast.UnaryOp(ast.Not() | ast.Invert() | ast.USub(), operand):
            yield ast.unparse(operand)
        case ast.IfExp(test, body, orelse):
            yield ast.unparse(ast.IfExp(ast.UnaryOp(ast.Not(), test), body, orelse))
        case ast.Constant(bool(value)):
            yield str(not value)
        case ast.Constant(int(value) | float(value)) if value < BOUNDLESS:
            yield repr(value + 1)
        case ast.Call(ast.Name(name), args, _) if name in RENAMED:
            yield ast.unparse(ast.Call(ast.Name(RENAMED[name]), args, node.keywords))
        case ast.Call(ast.Name(name), [arg, *_], _) if name in LEFT_OUT:
            yield ast.unparse(arg)
        case ast.Call(ast.Attribute(value, name), args, _) if name in RENAMED:
            yield ast.unparse(ast.Call(ast.Attribute(value, RENAMED[name]), args, node.keywords))
        case ast.Call(ast.Attribute(value, name), _, _) if name in LEFT_OUT and not _is_module(value):
            yield ast.unparse(value)


def _is_tolerance(node: ast.expr) -> bool:
    """Tell whether a side of a comparison holds a tolerance of its own."""
    parts = [*ast.walk(node)]
    small = (p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, float))
    named = any(isinstance(part, ast.Name) and part.id.endswith(TOLERATED) for part in parts)
    return named or any(0 < value <= TOLERATED_FROM for value in small)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _is_module(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("np", "pd", "math")
