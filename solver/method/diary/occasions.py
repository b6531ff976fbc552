"""Occasions: the dates ahead that the log names, and two that the invoices tell."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import pandas as pd

from solver.method.accounts.revenue import CENT
from solver.method.behaviour.journeys import to_working_days
from solver.method.behaviour.order_facts import OPENING_MONTHS, orders_of
from solver.method.diary.people import People
from solver.method.diary.windows import Plan, due, months_earlier
from solver.tables.channels import CHANNEL_OF_KIND
from solver.tables.codes import label
from solver.words.i18n import _, counted, format_date, with_label

LARGEST_CLIENTS = "A"
USUAL_MONTHS = 1.0  # before an occasion of which nothing is said
PEAK = 1.5  # times the mean month
FEWEST_YEARS = 2
DAYS_BEFORE = pd.Timedelta(days=7)


def stated_occasions(
    touchpoints: pd.DataFrame,
    people: People,
    visits: pd.Series,
    plan: Plan,
    occasion_months: Mapping[Any, float],
    *,
    as_of: date,
    margin_rate: float,
    first_calls: Mapping[Any, pd.Timestamp] | None = None,
) -> pd.DataFrame:
    """Return the contacts before each date ahead of the log, from so many months before on.

    Parameters
    ----------
    touchpoints : DataFrame
        The canonical table of step 1. A call or a mail noted for a day ahead is due on that day.
    people : People
        Who objects is left out, as an account or as the person named.
    visits : Series
        Visits of the plan, by account_id: an account that has some is seen, the others are called.
    plan : Plan
        What starts after it is for the next plan.
    occasion_months : mapping
        Usual months before, by kind.
    as_of : date
    margin_rate : float
        Margin over the amount at stake.
    first_calls : mapping, optional
        By when who may leave is asked why, by account_id: an occasion there waits until then, if it can.
    """
    rows = touchpoints[touchpoints["date"].gt(pd.Timestamp(as_of)) & people.may(touchpoints["account_id"])]
    kind = rows["touch_kind"]
    usual = kind.map({**dict.fromkeys(CHANNEL_OF_KIND, 0.0), **occasion_months}).fillna(USUAL_MONTHS)
    starts = months_earlier(rows["date"], rows["act_months"].fillna(usual))
    asked = rows["account_id"].map(dict(first_calls or {})).astype("datetime64[us]") + pd.Timedelta(days=1)
    starts = starts.mask(asked.gt(starts) & asked.le(rows["date"]), asked)
    rows = rows.assign(due_from=starts)[starts.le(plan.last)]
    seen = rows["account_id"].map(visits).fillna(0).gt(0).map({True: "visit", False: "phone"})
    named = rows["contact_id"].where(rows["contact_id"].isin(people.contacts["contact_id"]))
    return due(
        rows,
        plan,
        motive="occasion",
        due_on=rows["date"],
        channel=rows["touch_kind"].map(CHANNEL_OF_KIND).fillna(seen),
        contact_id=named.fillna(people.first(rows["account_id"], "phone")),
        purpose=[_occasion(row) for row in rows.itertuples()],
        owner=people.owner(rows["account_id"]),
        value_eur=rows["amount_eur"] * margin_rate,
    )


def anniversaries(
    sales: pd.DataFrame,
    segments: pd.DataFrame,
    people: People,
    plan: Plan,
    may_leave: Collection[str] = (),
) -> pd.DataFrame:
    """Return a word of thanks to each client of class A on the day of its first order.

    Where the first order may lie before the history, the start of the relation takes its place; where that
    is unknown too, there is none. Who may leave is not thanked for its years.
    """
    first = orders_of(sales).groupby("account_id")["date"].min()
    rows = people.accounts[["account_id", "kind", "since_on"]].copy()
    largest = segments.loc[segments["segment"].eq(LARGEST_CLIENTS), "account_id"]
    largest = largest[~largest.isin(may_leave)]
    rows = rows[rows["kind"].eq("client") & rows["account_id"].isin(largest) & people.may(rows["account_id"])]
    began = first.reindex(rows["account_id"]).set_axis(rows.index).astype("datetime64[us]")
    opening = sales["date"].min() + pd.DateOffset(months=OPENING_MONTHS)
    rows["began"] = began.mask(began.lt(opening), rows["since_on"].where(rows["since_on"].lt(began)))
    rows = rows.dropna(subset="began")
    inside = [_anniversary(day, plan) for day in rows["began"]]
    rows = rows.assign(due_on=pd.Series(inside, index=rows.index, dtype="datetime64[us]"))
    rows = rows[rows["due_on"].gt(rows["began"])]
    years = rows["due_on"].dt.year - rows["began"].dt.year
    told = [_("Thank for {years} of orders").format(years=counted(n, "{n} year", "{n} years")) for n in years]
    days_on = to_working_days(rows["due_on"], plan.last)
    return due(
        rows,
        plan,
        motive="occasion",
        due_from=days_on - DAYS_BEFORE,
        due_on=days_on,
        channel="phone",
        contact_id=people.first(rows["account_id"], "phone"),
        purpose=told,
        owner=people.owner(rows["account_id"]),
    )


def yearly_peaks(
    sales: pd.DataFrame,
    people: People,
    plan: Plan,
    may_leave: Collection[str] = (),
    *,
    as_of: date,
    margin_rate: float,
) -> pd.DataFrame:
    """Return a call in the month before the one in which a client buys most, year after year.

    A month is a peak where it holds at least 1.5 times the mean month of its year in each year of the
    history, two years at least. Who may leave is first asked why, and not what it will need.
    """
    end = pd.Timestamp(as_of)
    lines = sales[sales["date"].le(end)]
    ago = (end.year - lines["date"].dt.year) * 12 + end.month - lines["date"].dt.month
    years = (int(ago.max()) + 1) // 12 if len(lines) else 0
    if years < FEWEST_YEARS:
        return due(people.accounts.iloc[:0], plan, motive="occasion", channel="phone")
    lines = lines.assign(back=ago // 12, month=lines["date"].dt.month)[ago.lt(12 * years)]
    keys = ["account_id", "back"]
    months = lines.groupby([*keys, "month"])["revenue_eur"].sum().reset_index()
    mean = months.groupby(keys)["revenue_eur"].transform("sum") / 12
    months["high"] = months["revenue_eur"].ge(PEAK * mean) & months["revenue_eur"].gt(CENT)
    bought = months.groupby(["account_id", "month"])[["revenue_eur", "high"]].sum().reset_index()
    bought = bought[bought["high"].eq(years)]
    bought = bought.sort_values(["account_id", "revenue_eur", "month"], ascending=[True, False, True])
    rows = bought.drop_duplicates("account_id")
    clients = people.accounts.loc[people.accounts["kind"].eq("client"), "account_id"]
    asked = ~rows["account_id"].isin(may_leave)
    rows = rows[rows["account_id"].isin(clients) & people.may(rows["account_id"]) & asked]
    starts = [_month_before(month, plan) for month in rows["month"]]
    rows = rows.assign(due_from=pd.Series(starts, index=rows.index, dtype="datetime64[us]"))
    rows = rows.dropna(subset="due_from")
    return due(
        rows,
        plan,
        motive="occasion",
        due_on=rows["due_from"] + pd.offsets.MonthEnd(),
        channel="phone",
        contact_id=people.first(rows["account_id"], "phone"),
        purpose=[_before_the_peak(int(month)) for month in rows["month"]],
        owner=people.owner(rows["account_id"]),
        value_eur=rows["revenue_eur"] / years * margin_rate,
    )


def _anniversary(began: pd.Timestamp, plan: Plan) -> pd.Timestamp | None:
    """Return the day within the plan on which the years of a relation are full."""
    for year in range(plan.first.year, plan.last.year + 1):
        day = began + pd.DateOffset(years=year - began.year)
        if plan.first <= day <= plan.last:
            return day
    return None


def _before_the_peak(month: int) -> str:
    name = format_date(f"2000-{month:02d}-01", "LLLL")
    return _("They buy most in {month}: ask now what they will need").format(month=name)


def _month_before(month: int, plan: Plan) -> pd.Timestamp | None:
    """Return the first day of the month before that one, where it begins within the plan."""
    for start, _end in plan.parts(1):
        first = start.replace(day=1)
        if (first + pd.DateOffset(months=1)).month == month and plan.first <= first <= plan.last:
            return first
    return None


def _occasion(row: Any) -> str:
    """Say what is ahead, when, and what about where that is known."""
    what = _("{what} on {date}").format(what=label("touch_kind", row.touch_kind), date=format_date(row.date))
    return what if pd.isna(row.about) else with_label(what, row.about)
