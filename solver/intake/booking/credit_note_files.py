"""Files that are called after credit notes and write them without a minus."""

from pathlib import Path

import pandas as pd

from solver.intake.booking.questions import Question, Value
from solver.intake.reading.sources import RawTable
from solver.intake.values.counting import speaks_of_credit_notes


def positive_credit_notes(raw: RawTable, micros: pd.Series) -> Question | None:
    """Return the rule that turns a file of credit notes negative, where each of its amounts is above zero.

    Parameters
    ----------
    raw : RawTable
        A file of sales.
    micros : Series of int
        The amounts of its rows that count, in millionths.

    Returns
    -------
    Question, optional
        None where the file is not called so, writes a minus itself, or has a rule already.
    """
    source, columns = raw.source, raw.columns
    if source.credit_notes or not speaks_of_credit_notes(f"{Path(source.name).stem} {source.sheet or ''}"):
        return None
    cells = raw.table.loc[micros.index]
    # The rule has to reach every row: one without a number would stay a sale.
    column = next(
        (
            columns[name]
            for name in ("order_id", "account_id", "revenue_eur")
            if name in columns and cells[columns[name]].str.strip().ne("").all()
        ),
        None,
    )
    # A file that writes a minus does so for its credit notes.
    if column is None or micros.sum() <= 0 or micros.lt(0).any():
        return None
    begin = cells[column].str.strip().str[:1]
    values = tuple(
        Value(f"{start}*", len(rows), int(rows.sum()), "credit")
        for start, rows in micros.groupby(begin, sort=True)
    )
    rules = {"credit_notes": [each.value for each in values]}
    return Question(column, values, rules, sure=True, priced=True)
