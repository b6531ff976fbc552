"""What the lettering of accounting entries says of each client line: settled, open, or brought forward."""

from collections.abc import Mapping

import pandas as pd

from solver.intake.presets.client_accounts import Chart, of_clients
from solver.intake.values.dates import read_dates


def client_lines(
    entries: pd.DataFrame,
    named: pd.Series,
    chart: Chart,
    forward: pd.Series,
    roles: Mapping[str, str],
    order: str | None,
) -> pd.DataFrame | None:
    """Return the lines of clients with whether they are lettered; none where the file has no column for it.

    Parameters
    ----------
    entries : DataFrame
        As `read_entries` returns them.
    named : Series of str
        The client that each line names.
    chart : Chart
        Where the books keep their clients.
    forward : Series of bool
        The lines of journals that bring forward what was before.
    roles : mapping of str to str
        Part in the entry: column of the file.
    order : str, optional
        That of the dates.

    Returns
    -------
    DataFrame or None
        `client`; `day`, that of the document where it is known; `micros`, what the client owes by it;
        `lettered`; `forward`; and `booked`, the day of the entry.
    """
    if "lettering" not in roles:
        return None
    theirs = (of_clients(entries, chart) & named.ne("") & entries["micros"].ne(0)).to_numpy()
    lines = entries[theirs]
    booked, document = (
        pd.Series(read_dates(lines[name], order).days, index=lines.index) for name in ("date", "piece_date")
    )
    return pd.DataFrame(
        {
            "client": named[theirs],
            "day": document.fillna(booked),
            "booked": booked,
            "micros": -lines["micros"],
            "lettered": lines["lettering"].ne(""),
            "forward": forward[theirs],
        }
    )
