"""Numbers as people write them: spaces, points and commas, signs, currencies, thousands of euros."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# Amounts are added up as whole millionths, so that no sum depends on its order and every cent is found again.
MICRO = 1_000_000
LARGEST = 9 * 10**12
NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "–",
        "—",
        "?",
        ".",
        "/",
        "n/a",
        "#n/a",
        "na",
        "nc",
        "n.c.",
        "nd",
        "nan",
        "null",
        "none",
        "néant",
        "neant",
    }
)
PLAIN = r"^-?[0-9]{{1,9}}(?:{mark}(?:[0-9]{{1,2}}|[0-9]{{4,6}}))?$"
SIMPLE = re.compile(r"(-?)(\d+)(?:([.,])(\d{1,2}|\d{4,6}))?")
WRITTEN = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+−–])?\s*(?:€|\$|£|eur|usd|gbp|chf)?\s*(?P<inner>[-−–])?\s*"
    r"(?P<body>\d(?:[\d\s.,'’]*\d)?|[.,]\d+)"
    r"(?P<exponent>e[-+]?\d{1,3})?\s*"
    r"(?P<unit>k|m(?=€|eur|\s*€))?\s*(?:€|\$|£|euros?|eur|usd|gbp|chf)?\s*(?:ht|h\.t\.)?\s*"
    r"(?P<percent>%)?\s*(?P<trailing>[-−])?\s*(?P<close>\))?"
)
BODY = re.compile(
    r"(?P<whole>[1-9]\d{0,2}(?P<group>[ '.,])\d{3}(?:(?P=group)\d{3})*|\d*)(?:(?P<mark>[.,])(?P<digits>\d+))?"
)
DOUBTFUL = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
OTHER_MARK = {".": ",", ",": "."}
LONGEST = 60
# One way of writing is taken for the column's own when no more than one value in ten shows another.
CLEAR_MAJORITY = 10
UNITS = {None: 1, "k": 1_000, "m": 1_000_000}


class Written(NamedTuple):
    """A number taken apart; `mark` is its decimal mark, which may be a thousands mark if `doubtful`."""

    sign: int
    whole: str
    digits: str
    mark: str | None
    group: str | None
    exponent: int
    unit: int
    percent: bool
    doubtful: bool


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
    texts: pd.Series, decimal: str | None, hints: Counter[str] | None = None, unit: int = 1
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
    unit : int, optional
        What one stands for where the cell names no unit itself: 1000 in a column of k€.
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


def _plain_numbers(texts: pd.Series, decimal: str | None, unit: int) -> tuple[np.ndarray, np.ndarray]:
    """Read all at once what leaves no doubt: digits, and after one mark no three of them.

    Returns millionths, and which rows they are; with nine digits a float finds every millionth again.
    """
    cells = pa.array(texts, type=pa.large_string())
    pattern = PLAIN.format(mark="[.,]" if decimal is None else f"[{decimal}]")
    plain = np.asarray(pc.match_substring_regex(cells, pattern))
    micros = np.zeros(len(texts), dtype=np.int64)
    written = pc.replace_substring(cells.filter(pa.array(plain)), ",", ".")
    micros[plain] = np.rint(np.asarray(pc.cast(written, pa.float64())) * MICRO).astype(np.int64) * unit
    return micros, plain


def take_apart(text: str) -> Written | Literal[""] | None:
    """Take one number apart; an empty text stays empty, what is not a number is None."""
    simple = SIMPLE.fullmatch(text)
    if simple:
        minus, whole, mark, digits = simple.groups()
        return Written(-1 if minus else 1, whole, digits or "", mark, None, 0, 1, False, False)
    lowered = text.strip().lower()
    if lowered in NOTHING:
        return ""
    written = WRITTEN.fullmatch(lowered) if len(lowered) <= LONGEST else None
    if not written or (written["open"] is None) != (written["close"] is None):
        return None
    body = BODY.fullmatch(re.sub(r"\s", " ", written["body"]).replace("’", "'"))
    if not body:
        return None
    return _written(written, body)


def _written(written: re.Match[str], body: re.Match[str]) -> Written | None:
    signs = [written["sign"], written["inner"], written["trailing"], written["open"]]
    minus = [sign for sign in signs if sign not in (None, "+")]
    mark, group, whole, digits = body["mark"], body["group"], body["whole"], body["digits"] or ""
    if len(minus) > 1 or (mark is not None and mark == group) or not whole + digits:
        return None
    exponent = int(written["exponent"][1:]) if written["exponent"] else 0
    doubtful = bool(DOUBTFUL.fullmatch(body[0])) and not written["exponent"]
    if written["exponent"] and group is not None and not re.fullmatch(r"\d+[.,]\d{3}", body[0]):
        return None
    if group is not None and (doubtful or written["exponent"]):
        whole, digits = whole.split(group)
        mark, group = group, None
    return Written(
        sign=-1 if minus else 1,
        whole="".join(re.findall(r"\d", whole)),
        digits=digits,
        mark=mark,
        group=group,
        exponent=exponent,
        unit=UNITS[written["unit"]],
        percent=written["percent"] is not None,
        doubtful=doubtful,
    )


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


def _value(written: Written, mark: str | None, unit: int, *, strict: bool) -> int | None:
    """Return millionths; none where the number contradicts the stated decimal mark or is too large."""
    whole, digits = written.whole, written.digits
    if written.doubtful and written.mark != mark:
        whole, digits = whole + digits, ""
    elif strict and not written.exponent and (written.mark not in (None, mark) or written.group == mark):
        return None
    if len(whole) > 14 or abs(written.exponent) > 12:
        return None
    if len(digits) <= 6 and not written.exponent and not written.percent:
        value = int(whole or 0) * MICRO + int(digits.ljust(6, "0") or 0)
    else:
        exact = Decimal(f"{whole or 0}.{digits or 0}").scaleb(
            written.exponent - (2 if written.percent else 0)
        )
        value = int((exact * MICRO).to_integral_value(ROUND_HALF_EVEN))
    value *= written.sign * (written.unit if written.unit > 1 else unit)
    return value if abs(value) < LARGEST * MICRO else None
