"""The number and the address of a person who objects are nobody's to use, wherever they stand."""

import pandas as pd

LINES = ("phone", "email")
_SIGNS = r"[\s.()/-]"


def without_private_lines(accounts: pd.DataFrame, contacts: pd.DataFrame) -> pd.DataFrame:
    """Return the accounts without a number or an address that is also that of a person who objects.

    Parameters
    ----------
    accounts : DataFrame
        Any columns; of `phone` and `email` those that are there are looked at.
    contacts : DataFrame
        `opposed`, and `phone` and `email` where they are known.
    """
    objecting = contacts[contacts["opposed"].fillna(False).astype(bool)]
    kept = {}
    for line in {*LINES} & {*accounts.columns} & {*contacts.columns}:
        private = set(_bare(objecting[line]).dropna())
        kept[line] = accounts[line].mask(_bare(accounts[line]).isin(private).astype(bool))
    return accounts.assign(**kept)


def _bare(line: pd.Series) -> pd.Series:
    """Tell one number or address from another however it is spaced and written."""
    return line.astype("str").str.replace(_SIGNS, "", regex=True).str.casefold()
