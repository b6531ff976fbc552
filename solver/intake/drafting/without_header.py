"""What the columns of a file without a header are, as far as what stands in them proves it."""

import re
from collections.abc import Callable, Mapping

import pandas as pd

from solver.intake.reading.hints import SAMPLE
from solver.intake.reading.taxes import net_by_values
from solver.intake.reference import communes, plain_town
from solver.intake.values.dates import read_dates
from solver.intake.values.dates import take_apart as date_in
from solver.intake.words import fold
from solver.words.numbers import take_apart as number_in

MOSTLY = 0.95
FEWEST = 2
DECIMAL = re.compile(r"[-\d\s.,' \u00a0\u202f€$£%]*[.,]\d{1,2}\D*")
POSTCODE = re.compile(r"\d{5}")


def told_by_values(cells: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return which column of a file is which of ours, for sales and for accounts.

    Parameters
    ----------
    cells : DataFrame of str
        The rows of a file without a header.

    Notes
    -----
    Only what proves itself is taken: a day, an amount to which the tax beside it adds up, a postcode beside
    its town, a code that stands for one name each time. What is left is asked for.
    """
    cells = cells.head(SAMPLE)
    texts = {str(column): cells[column].str.strip() for column in cells}
    dates = [column for column, said in texts.items() if _mostly(said, _is_day)]
    amounts = [column for column, said in texts.items() if column not in dates and _mostly(said, _is_amount)]
    place = _place({c: said for c, said in texts.items() if c not in (*dates, *amounts)})
    free = {c: said for c, said in texts.items() if c not in (*dates, *amounts, *place.values())}
    if not dates:
        once = {c: said for c, said in free.items() if said.ne("").all() and said.is_unique}
        names = [column for column, said in once.items() if _mostly(said, _is_name)]
        codes = [column for column, said in once.items() if _mostly(said, _is_code)]
        told = {"name": names[0]} if len(names) == 1 else {}
        told |= {"account_id": codes[0]} if len(codes) == 1 and names else {}
        return {"accounts": {**told, **place}} if told and place else {}
    sales = {"date": day} if (day := _first_day(texts, dates)) else {}
    met = {} if amounts else {"visits": dict(sales)}
    net = net_by_values(cells[amounts])
    sales |= {"revenue_eur": net} if net else {}
    client = _client(free)
    sales |= {"account_id": client["account_id"]} if client else {}
    numbers = [c for c, said in free.items() if _each_row(said) and c not in client.values()]
    sales |= {"order_id": numbers[0]} if len(numbers) == 1 else {}
    return {"sales": sales, **met, "accounts": {**client, **place}}


def _first_day(texts: Mapping[str, pd.Series], dates: list[str]) -> str | None:
    """Return the day of a document: of several days, the one that never comes after another."""
    if len(dates) == 1:
        return dates[0]
    days = {each: pd.Series(read_dates(texts[each], None).days) for each in dates}
    first = [each for each in dates if all((days[each] <= days[other]).all() for other in dates)]
    return first[0] if len(first) == 1 else None


def _client(free: Mapping[str, pd.Series]) -> dict[str, str]:
    """Return code and name of the client: the one pair of columns that go together and come again."""
    again = {
        c: said for c, said in free.items() if FEWEST <= said.nunique() < len(said) and said.ne("").all()
    }
    names = [column for column, said in again.items() if _mostly(said, _is_name)]
    codes = [column for column, said in again.items() if _mostly(said, _is_code)]
    pairs = [(code, name) for code in codes for name in names if _one_to_one(again[code], again[name])]
    if len(pairs) == 1:
        return {"account_id": pairs[0][0], "name": pairs[0][1]}
    if len(names) == 1 and not pairs:
        return {"account_id": names[0], "name": names[0]}
    return {}


def _one_to_one(first: pd.Series, second: pd.Series) -> bool:
    both = pd.DataFrame({"first": first, "second": second}).drop_duplicates()
    return bool(both["first"].is_unique and both["second"].is_unique)


def _each_row(said: pd.Series) -> bool:
    filled = said[said.ne("")]
    numbered = filled.str.contains(r"\d").mean() if len(filled) else 0
    return len(filled) == len(said) and filled.nunique() >= MOSTLY * len(filled) and numbered >= MOSTLY


def _place(texts: Mapping[str, pd.Series]) -> dict[str, str]:
    """Return postcode and town, where nearly every row has a French postcode beside a town that it serves."""
    for postcode, codes in texts.items():
        if not _mostly(codes, lambda text: POSTCODE.fullmatch(text) is not None):
            continue
        served = communes()[communes()["postcode"].isin(codes)]
        pairs = set(zip(served["postcode"], served["plain_name"], strict=True))
        for town, names in texts.items():
            said = list(zip(codes, names.map(plain_town), strict=True))
            if town != postcode and sum(each in pairs for each in said) >= MOSTLY * len(said):
                return {"postcode": postcode, "town": town}
    return {}


def _mostly(said: pd.Series, fits: Callable[[str], bool]) -> bool:
    filled = said[said.ne("")]
    return len(filled) >= FEWEST and sum(map(fits, filled)) >= MOSTLY * len(filled)


def _is_day(text: str) -> bool:
    return not text.isdigit() and bool(date_in(text))


def _is_amount(text: str) -> bool:
    return bool(DECIMAL.fullmatch(text)) and number_in(text) is not None


def _is_name(text: str) -> bool:
    return sum(word.isalpha() and len(word) > 1 for word in fold(text).split()) >= 1 and not _is_code(text)


def _is_code(text: str) -> bool:
    return any(c.isdigit() for c in text) and not any(c.isspace() for c in text)
