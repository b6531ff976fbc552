"""The client of each line of sales, called as in a list of clients: “Code”, “Nom”, “Ville”."""

from collections.abc import Mapping

import pandas as pd

from solver.intake.reading.hints import speaks

PLACED_BY = ("town", "postcode")


def client_of_lines(
    sales: Mapping[str, str], accounts: Mapping[str, str], cells: pd.DataFrame
) -> dict[str, str]:
    """Return the column of clients of a file with days and amounts, by the place that each client has.

    Parameters
    ----------
    sales, accounts : mapping of str to str
        Our column: column of the file, as if it were a list of sales, or one of accounts.
    cells : DataFrame of str
        The rows.

    Notes
    -----
    A bare “Code” may be that of an article, and a bare “Nom” that of a rep: only beside a place that is the
    same on each of its lines is it the client's.
    """
    place = next((accounts[name] for name in PLACED_BY if name in accounts), None)
    if "account_id" in sales or "date" not in sales or place is None:
        return {}
    for name in ("account_id", "name"):
        column = accounts.get(name)
        if column is None or column in (*sales.values(), place) or speaks(column, "account_id"):
            continue
        told = cells[[column, place]].apply(lambda texts: texts.str.strip())
        told = told[told[column].ne("").to_numpy() & told[place].ne("").to_numpy()]
        again = told[column].nunique() < len(told)
        pairs = told.drop_duplicates()
        if again and pairs[column].is_unique and len(told[place].unique()) > 1:
            return {"account_id": column}
    return {}
