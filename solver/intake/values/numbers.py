"""Columns of numbers: what one number leaves in doubt, the column or its file settles."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from solver.words.numbers import OTHER_MARK, Written, take_apart

# Amounts are added up as whole millionths, so that no sum depends on its order and every cent is found again.
MICRO = 1_000_000
type Unit = int | Fraction
HUNDREDTH = Fraction(1, 100)
CENT = MICRO // 100
LARGEST = 9 * 10**12
PLAIN = r"^-?[0-9]{{1,9}}(?:{mark}(?:[0-9]{{1,2}}|[0-9]{{4,6}}))?$"
# One way of writing is taken for the column's own when no more than one value in ten shows another.
CLEAR_MAJORITY = 10


@dataclass(frozen=True)
class Numbers:
    """The numbers of a column.

    Attributes
    ----------
    micros : array of int64
        Millionths; 0 where there is no number.
    empty, bad, doubtful : array of bool
        Nothing written; not a number; “1.234” where nothing tells whether that is one or a thousand.
    """

    micros: np.ndarray
    empty: np.ndarray
    bad: np.ndarray
    doubtful: np.ndarray

    @property
    def floats(self) -> np.ndarray:
        """The numbers as floats, NaN where there is none."""
        return np.where(self.empty | self.bad | self.doubtful, np.nan, self.micros / MICRO)


def decimal_marks(values: Iterable[str]) -> Counter[str]:
    """Count the decimal marks that numbers show beyond doubt."""
    return _shown(take_apart(value) for value in values)


def read_numbers(
    texts: pd.Series, decimal: str | None, hints: Counter[str] | None = None, unit: Unit = 1
) -> Numbers:
    """Read a column of numbers, each different text once.

    Parameters
    ----------
    texts : Series of str
        Without missing values.
    decimal : str, optional
        The decimal mark the portfolio states; a number that contradicts it is bad.
    hints : Counter, optional
        Decimal marks seen elsewhere in the file; they settle what this column alone leaves in doubt.
    unit : int or Fraction, optional
        What one stands for where the cell names no unit itself: 1000 in a column of k€, HUNDREDTH of cents.
    """
    micros, plain = _plain_numbers(texts, decimal, unit)
    codes, values = pd.factorize(texts[~plain])
    apart = [take_apart(value) for value in values.tolist()]
    mark = decimal
    if mark is None and any(isinstance(written, Written) and written.doubtful for written in apart):
        mark = settle(_shown(apart) + decimal_marks(texts[plain].unique()), hints)
    read = np.zeros(len(values), dtype=np.int64)
    found = np.zeros(len(values), dtype=np.int8)
    for place, written in enumerate(apart):
        if not isinstance(written, Written):
            found[place] = 1 if written == "" else 2
        elif written.doubtful and mark is None:
            found[place] = 3
        else:
            value = _value(written, mark, unit, strict=decimal is not None)
            if value is None:
                found[place] = 2
            else:
                read[place] = value
    state = np.zeros(len(texts), dtype=np.int8)
    micros[~plain], state[~plain] = read[codes], found[codes]
    return Numbers(micros, state == 1, state == 2, state == 3)


def read_either_way(texts: pd.Series, decimal: str | None = None, unit: Unit = 1) -> Numbers:
    """Read a column by the decimal mark that is stated, or else by the one that leaves less in doubt."""
    first = read_numbers(texts, decimal or ",", unit=unit)
    if decimal or not (first.bad | first.doubtful).any():
        return first
    second = read_numbers(texts, ".", unit=unit)
    return min(first, second, key=lambda read: int((read.bad | read.doubtful).sum()))


def _plain_numbers(texts: pd.Series, decimal: str | None, unit: Unit) -> tuple[np.ndarray, np.ndarray]:
    """Read all at once what leaves no doubt: digits, and after one mark no three of them.

    Returns millionths, and which rows they are; with nine digits a float finds every millionth again.
    """
    cells = pa.array(texts, type=pa.large_string())
    pattern = PLAIN.format(mark="[.,]" if decimal is None else f"[{decimal}]")
    plain = np.asarray(pc.match_substring_regex(cells, pattern))
    micros = np.zeros(len(texts), dtype=np.int64)
    written = pc.replace_substring(cells.filter(pa.array(plain)), ",", ".")
    whole = np.rint(np.asarray(pc.cast(written, pa.float64())) * MICRO).astype(np.int64)
    micros[plain] = whole * unit.numerator // unit.denominator
    return micros, plain


def settle(own: Counter[str], hints: Counter[str] | None) -> str | None:
    """Return the way of writing that a column, or else its file, agrees on but for a few slips."""
    for seen in (own, own + (hints or Counter())):
        ranked = sorted(seen.items(), key=lambda item: -item[1])
        if ranked and sum(seen.values()) >= CLEAR_MAJORITY * (sum(seen.values()) - ranked[0][1]):
            return ranked[0][0]
    return None


def _shown(apart: Iterable[Any]) -> Counter[str]:
    """Count the decimal marks that are beyond doubt; a thousands mark gives the other one away."""
    marks: Counter[str] = Counter()
    for written in apart:
        if isinstance(written, Written) and not written.doubtful and not written.exponent:
            if written.mark:
                marks[written.mark] += 1
            elif written.group in OTHER_MARK:
                marks[OTHER_MARK[written.group]] += 1
    return marks


def _value(written: Written, mark: str | None, unit: Unit, *, strict: bool) -> int | None:
    """Return millionths; none where the number contradicts the stated decimal mark or is too large."""
    contradicts = written.mark not in (None, mark) or written.group == mark
    if strict and contradicts and not (written.doubtful or written.exponent):
        return None
    if len(written.whole.lstrip("0")) > 14 or abs(written.exponent) > 12:
        return None
    value = int((written.size(mark) * MICRO).to_integral_value(ROUND_HALF_EVEN))
    scale = written.unit if written.unit > 1 else unit
    value = written.sign * value * scale.numerator // scale.denominator
    return value if abs(value) < LARGEST * MICRO else None
