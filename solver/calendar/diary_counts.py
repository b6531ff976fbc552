"""How many contacts the plan holds in a quarter, and how many calls in a week; one call counts once."""

import pandas as pd

from solver.calendar.weeks import week_of
from solver.tables.channels import CHANNELS, SPOKEN
from solver.words.i18n import _

ONE_CALL = ["owner", "account_id", "placed_on"]  # what falls together there is said in one call


def pressure(touches: pd.DataFrame, touch_dates: pd.DataFrame, appointments: pd.DataFrame) -> pd.DataFrame:
    """Return how many contacts there are by quarter and channel: `quarter, visit, phone, email, …`.

    Parameters
    ----------
    touches, touch_dates, appointments : DataFrame
        The canonical tables.
    """
    dated = _dated(touches, touch_dates)
    dated = dated[dated["channel"].ne("visit")]
    dated = dated[~(dated["channel"].isin(SPOKEN) & dated.duplicated([*ONE_CALL, "channel"]))]
    days = pd.concat(
        [
            dated[["placed_on", "channel"]],
            pd.DataFrame({"placed_on": appointments["date"], "channel": "visit"}),
        ]
    )
    quarters = days["placed_on"].dt.to_period("Q")
    table = pd.crosstab(quarters, days["channel"]).reindex(columns=list(CHANNELS), fill_value=0)
    words = _("{year} Q{number}")
    table.index = pd.Index([words.format(number=at.quarter, year=at.year) for at in table.index], dtype="str")
    return table.loc[:, table.any()].rename_axis(index="quarter", columns=None).reset_index()


def calls_by_week(
    touches: pd.DataFrame,
    touch_dates: pd.DataFrame,
    call_list: pd.DataFrame,
    rep_days: pd.DataFrame,
    day_hours: pd.Series,
    *,
    minutes_per_call: float,
) -> pd.DataFrame:
    """Return the calls of each owner in each week, and the hours against those in the office.

    Parameters
    ----------
    touches, touch_dates, call_list, rep_days : DataFrame
        The canonical tables: the calls for appointments, and those of the diary.
    day_hours : Series
        Hours of a day, by rep_id.
    minutes_per_call : float

    Returns
    -------
    DataFrame
        `owner, week, appointments, calls, actions, hours, office_hours`: the accounts to reach for an
        appointment, the calls beside, and those of them for an action of the plan. A call that serves both is
        counted for the appointment.
    """
    phoned = _dated(touches, touch_dates)
    phoned = phoned[phoned["channel"].isin(SPOKEN)]
    acts = phoned["motive"].eq("action").groupby([phoned[name] for name in ONE_CALL]).transform("any")
    phoned = phoned.assign(acts=acts).drop_duplicates(ONE_CALL)
    calls = phoned["channel"].map({code: CHANNELS[code].calls for code in SPOKEN}).astype("float64")
    phoned = phoned.assign(week=week_of(phoned["placed_on"]), minutes=calls * minutes_per_call)
    asked = call_list.rename(
        columns={"rep_id": "owner", "phoning_minutes": "minutes", "call_on": "placed_on"}
    )
    fixing = asked.groupby(ONE_CALL)["minutes"].sum()  # of the appointment fixed in the same call, if any
    fixing = fixing.reindex(pd.MultiIndex.from_frame(phoned[ONE_CALL])).set_axis(phoned.index)
    again = asked.duplicated(["owner", "week", "account_id"])
    both = pd.concat(
        [
            asked[["owner", "week", "minutes"]].assign(
                appointments=1 - again.astype("int64"), calls=0, actions=0
            ),
            phoned[["owner", "week"]].assign(
                minutes=phoned["minutes"].mask(fixing.gt(0), 0.0),
                appointments=0,
                calls=fixing.isna().astype("int64"),
                actions=(fixing.isna() & phoned["acts"]).astype("int64"),
            ),
        ]
    )
    table = both.groupby(["owner", "week"], as_index=False)[
        ["appointments", "calls", "actions", "minutes"]
    ].sum()
    table["hours"] = table.pop("minutes") / 60
    office = rep_days[rep_days["activity"].eq("admin")]
    hours = (1 - office["field_share"]) * office["rep_id"].map(day_hours).astype("float64")
    by_week = hours.groupby([office["rep_id"], week_of(office["date"])]).sum()
    places = pd.MultiIndex.from_frame(table[["owner", "week"]])
    return table.assign(office_hours=by_week.reindex(places).to_numpy())


def _dated(touches: pd.DataFrame, touch_dates: pd.DataFrame) -> pd.DataFrame:
    """Return the contacts that have a day, by the channel they came to."""
    known = touches[["touch_id", "account_id", "owner", "motive"]].merge(
        touch_dates[["touch_id", "placed_on", "channel"]], on="touch_id"
    )
    return known[known["placed_on"].notna()]
