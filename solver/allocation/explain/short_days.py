"""Reps with too few days for their visits: what is missing, what it is worth, what helps cheapest."""

import pandas as pd

from solver.words.i18n import _, counted, format_hours, format_money

COLUMNS = ["rep_id", "without_day", "hours_short", "eur_short", "hours_cost_eur", "calls_eur", "remedy"]


def short_of_days(
    trials: pd.DataFrame, hour_cost_eur: pd.Series, hand_over: pd.DataFrame, call_effect: float
) -> pd.DataFrame:
    """Return the reps some of whose visits found no day when the plan was first tried on the calendar.

    Parameters
    ----------
    trials : DataFrame
        The table `trials`.
    hour_cost_eur : Series
        Cost of an hour, by rep_id.
    hand_over : DataFrame
        The table `hand_over`.
    call_effect : float
        Part of what a visit brings that a call brings.

    Returns
    -------
    DataFrame
        `rep_id, without_day, hours_short, eur_short` (first-year contribution of those visits),
        `hours_cost_eur` (the hours, paid), `calls_eur` (what calls instead would bring), `remedy`: accounts
        that a nearer rep could take, which costs nothing; else more hours, where they bring more than they
        cost and than calls would; else calls.
    """
    first = trials[(trials["trial"] == 1) & (trials["without_day"] > 0)]
    if first.empty:
        return pd.DataFrame(columns=COLUMNS)
    table = first[["rep_id", "without_day", "hours_short", "eur_short"]].reset_index(drop=True)
    table["hours_cost_eur"] = table["hours_short"] * table["rep_id"].map(hour_cost_eur).astype(float)
    table["calls_eur"] = call_effect * table["eur_short"]
    handed = hand_over.dropna(subset="account_id").groupby("rep_id").size()
    table["remedy"] = [_remedy(row, int(handed.get(row["rep_id"], 0))) for row in table.to_dict("records")]
    return table[COLUMNS]


def _remedy(row: dict, handed: int) -> str:
    """Say what helps cheapest."""
    if handed:
        return counted(
            handed, "a colleague: {n} account has a nearer rep", "a colleague: {n} accounts have a nearer rep"
        )
    if row["eur_short"] - row["hours_cost_eur"] > row["calls_eur"]:
        return _("more hours: {hours} for {cost}, which bring {value}").format(
            hours=format_hours(row["hours_short"]),
            cost=format_money(row["hours_cost_eur"]),
            value=format_money(row["eur_short"]),
        )
    return _("the phone: calls instead bring {value}").format(value=format_money(row["calls_eur"]))
