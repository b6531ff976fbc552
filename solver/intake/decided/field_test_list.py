"""The list by which a field test was run, read back: who got more visits and who went on as usual."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from solver.intake.booking.account_codes import AccountCodes
from solver.intake.reading.workbooks import cell_text, every_sheet
from solver.words.errors import PortfolioError
from solver.words.i18n import _

COLUMNS = ("pair", "group", "account_id", "visits_wanted", "test_start", "test_end")
LINES_LOOKED_AT = 12


@dataclass(frozen=True)
class FieldTest:
    """A field test as it was drawn.

    Attributes
    ----------
    accounts : DataFrame
        `pair, group, account_id, visits_wanted`.
    start, end : date
        First and last day.
    """

    accounts: pd.DataFrame
    start: date
    end: date


def read_field_test(path: str | Path | None, accounts: pd.DataFrame) -> FieldTest | None:
    """Read the list that `field_test` names.

    Parameters
    ----------
    path : str, Path or None
        The workbook that `twelvefold fieldtest` wrote.
    accounts : DataFrame
        Canonical accounts of today.

    Returns
    -------
    FieldTest or None
        None where no list is named.

    Raises
    ------
    PortfolioError
        There is no such file, it is no such list, or a line of it was changed beyond use.
    """
    if not path:
        return None
    file = Path(path)
    if not file.exists():
        raise PortfolioError(
            _("there is no such file"), file=file, fix=_("correct field_test: in portfolio.yaml")
        )
    lines = _lines(file)
    codes = AccountCodes(accounts["account_id"])
    rows = [_read(file, row, cells, codes) for row, cells in lines if cells["pair"]]
    table = pd.DataFrame(rows)
    if table.empty or table["account_id"].duplicated().any():
        raise _refusal(file, _("the list holds no account, or one account twice"))
    start, end = (table[column].iloc[0] for column in ("test_start", "test_end"))
    return FieldTest(table[["pair", "group", "account_id", "visits_wanted"]], start, end)


def _lines(file: Path) -> list[tuple[int, dict[str, str]]]:
    """Return the lines of the one sheet whose hidden row names our columns, each with its number."""
    for lines in every_sheet(file.read_bytes(), file.name).values():
        for place, line in enumerate(lines[:LINES_LOOKED_AT]):
            ids = [str(cell).strip() for cell in line]
            if set(COLUMNS) <= set(ids):
                return [(row, _cells(ids, cells)) for row, cells in enumerate(lines[place + 2 :], place + 3)]
    raise _refusal(file, _("this workbook is not the list of a field test"))


def _cells(ids: list[str], cells: list[Any]) -> dict[str, str]:
    return {name: cell_text(cells[ids.index(name)], ".").strip() for name in COLUMNS}


def _read(file: Path, row: int, cells: dict[str, str], codes: AccountCodes) -> dict[str, Any]:
    try:
        read: dict[str, Any] = {
            "pair": int(float(cells["pair"])),
            "group": cells["group"],
            "visits_wanted": int(float(cells["visits_wanted"])),
            **{name: date.fromisoformat(cells[name][:10]) for name in ("test_start", "test_end")},
        }
    except ValueError:
        raise _refusal(file, _("this line of the list cannot be read"), row) from None
    found = codes.find(pd.Series([cells["account_id"]])).iloc[0]
    if pd.isna(found):
        raise _refusal(file, _("“{code}” is in no accounts file").format(code=cells["account_id"]), row)
    return read | {"account_id": str(found)}


def _refusal(file: Path, problem: str, row: int | None = None) -> PortfolioError:
    return PortfolioError(
        problem, file=file, row=row, fix=_("give the field_test.xlsx as twelvefold fieldtest wrote it")
    )
