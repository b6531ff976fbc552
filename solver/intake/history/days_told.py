"""A visit report and a file of accounts say two things: the later day holds, and a tie is asked about."""

import pandas as pd

from solver.intake.history.in_words import in_words
from solver.intake.repairs import gather, repairs
from solver.intake.words import values_of
from solver.words.i18n import _


def later_than_files(
    last: pd.DataFrame, name: str, known: pd.Series, stated: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the reports that hold against what the files of accounts say of a column.

    Parameters
    ----------
    last : DataFrame
        The last report on the column of each account, by account_id.
    name : str
        The column.
    known : Series
        What the files say of it, by account_id.
    stated : DataFrame
        `account_id, field, file, row, column, stated_on` of every value of the files that bears a day.

    Returns
    -------
    tuple of DataFrame
        The reports without those that a file answers on a later day; and the table `repairs` of these, and of
        the days on which the two say different things: there the report is used until somebody settles it.
    """
    here = stated[stated["field"].eq(name)].set_index("account_id")
    told = pd.Series(last.index, index=last.index, dtype="str")
    day, before = values_of(told, here["stated_on"]), values_of(told, known)
    unlike = before.notna() & before.ne(last[name]).fillna(True)
    later, tie = unlike & day.gt(last["date"]), unlike & day.eq(last["date"])
    older, asked = last[later.to_numpy()], last[tie.to_numpy()]
    where = here.loc[asked.index]
    listed = [
        repairs(
            older["file"],
            older["row"],
            column=name,
            account_id=older.index,
            problem=_("the accounts file holds a later answer, and it stands"),
            found=[in_words(name, value) for value in older[name]],
            used=[in_words(name, value) for value in before[later.to_numpy()]],
        ),
        repairs(
            where["file"],
            where["row"],
            column=where["column"],
            account_id=asked.index,
            problem=_("a visit report of the same day says otherwise: which of the two is right?"),
            found=[in_words(name, value) for value in before[tie.to_numpy()]],
            used=[in_words(name, value) for value in asked[name]],
        ),
    ]
    # A file that says the same on a later day has confirmed it: its day stands.
    return last[~(before.notna() & day.gt(last["date"])).to_numpy()], gather(listed)
