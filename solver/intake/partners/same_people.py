"""One person in two files: who was named on a list that came back is the one whom the files know."""

import pandas as pd

from solver.intake.words import fold


def once_in_all_files(people: pd.DataFrame) -> pd.DataFrame:
    """Make one row of the rows that several files have of one person.

    Parameters
    ----------
    people : DataFrame
        Rows of several files, in the order of the portfolio, with `account_id, contact_id, name, file`,
        `own_sheet` (a sheet of ours that came back) and the names of the person (`last_name`, `first_name`).

    Notes
    -----
    One name at one account is one person where a sheet of ours says so, and the files give it one number at
    most. The first file that says something wins, the others fill its gaps; who objects in one row objects;
    the latest verification counts.
    """
    named = people["last_name"].notna() | people["first_name"].notna()
    person = (people["account_id"] + "\0" + people["name"].map(fold)).where(named)
    groups = people.groupby(person)
    numbers = groups["contact_id"].transform("nunique")
    ours = people["own_sheet"].astype("bool").groupby(person).transform("any")
    same = person.notna() & groups["file"].transform("nunique").gt(1) & numbers.le(1)
    same &= ours.fillna(False).astype("bool")
    if not same.any():
        return people
    rows = people[same]
    key = person[same]
    first = rows.groupby(key, sort=False).first()
    opposed = rows["opposed"].astype("bool").groupby(key, sort=False).any()
    verified = rows.groupby(key, sort=False)["updated_on"].max()
    merged = first.assign(opposed=opposed, updated_on=verified)
    keep = rows[~key.duplicated()]
    merged = merged.loc[key[keep.index]].set_axis(keep.index)[list(people.columns)]
    both = pd.concat([people[~same], merged.astype(people.dtypes.to_dict())])
    return both.sort_index(kind="stable").reset_index(drop=True)
