"""Accounts too far for a day, where their rep may stay away: a trip of two days makes two visits."""

import pandas as pd

TERMS = ["nights_max", "night_cost_eur", "night_min_minutes"]
VISITS_A_TRIP = 2
MINUTES, EDGE = 60.0, 1e-9


def overnight(
    times: pd.DataFrame, accounts: pd.DataFrame, reps: pd.DataFrame, day_hours: pd.Series
) -> tuple[pd.DataFrame, pd.Series]:
    """Return what visits take where some are made on a trip overnight, and what these cost beside the time.

    Parameters
    ----------
    times : DataFrame
        The table `visit_time`.
    accounts : DataFrame
        `account_id, rep_id`.
    reps : DataFrame
        `rep_id`, and of who may stay away `nights_max, night_cost_eur, night_min_minutes`.
    day_hours : Series
        Hours that a day holds, by rep_id.

    Returns
    -------
    times : DataFrame
        The drive there and back shared out between the visits of a trip.
    night_eur : Series
        What each of these visits bears of the night, by account_id; of no other account.

    Notes
    -----
    A visit is made overnight where the drive there and back and the visit are too long for a day, and the
    drive one way and the visit are not; never nearer to home than the rep stays away.
    """
    rep = times["account_id"].map(accounts.set_index("account_id")["rep_id"])
    terms = reps.reindex(columns=["rep_id", *TERMS]).set_index("rep_id")
    longest = rep.map(day_hours) * MINUTES + EDGE
    one_way = times["home_minutes"] + times["visit_minutes"]
    far = (
        (one_way + times["home_minutes"] > longest)
        & (one_way <= longest)
        & rep.map(terms["nights_max"]).gt(0)
        & (times["home_minutes"] >= rep.map(terms["night_min_minutes"]))
    )
    travel = times["travel_minutes"].mask(far, 2 * times["home_minutes"] / VISITS_A_TRIP)
    cost = rep.map(terms["night_cost_eur"]) / VISITS_A_TRIP
    night_eur = cost[far].set_axis(times.loc[far, "account_id"]).astype("float64")
    if not far.any():
        return times, night_eur
    hours = (times["visit_minutes"] + travel) / MINUTES
    return times.assign(travel_minutes=travel, hours_per_visit=hours), night_eur
