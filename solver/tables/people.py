"""The people of the table `contacts`: who is still there."""

import pandas as pd


def still_there(contacts: pd.DataFrame) -> pd.DataFrame:
    """Return the people who work at their account; who has left is kept for an objection alone.

    Parameters
    ----------
    contacts : DataFrame
        The canonical table; one of an earlier version does not say who has left, and holds nobody who has.
    """
    return (
        contacts[~contacts["has_left"].fillna(False).astype("bool")] if "has_left" in contacts else contacts
    )
