"""Step 8: the four journeys (welcome, prevention, retention, win-back) as dated contacts with their cost."""

from collections.abc import Collection, Mapping
from datetime import date
from math import ceil
from typing import NamedTuple

import numpy as np
import pandas as pd

from solver.method.behaviour.order_facts import last_active_year, orders_of
from solver.words.i18n import _
from solver.words.months import DAYS_PER_MONTH

JOURNEY_COLUMNS = (
    "account_id",
    "journey",
    "contact_no",
    "due_on",
    "channel",
    "purpose",
    "value_eur",
    "cost_eur",
)
LARGEST_CLIENTS = "A"
STILL_BUYING = ("developing", "loyal", "standard", "at_risk")


class Contact(NamedTuple):
    """One contact of a journey: days after its start, channel, purpose."""

    days: float
    channel: str
    purpose: str


def weigh_win_backs(
    accounts: pd.DataFrame,
    typology_notes: pd.DataFrame,
    sales: pd.DataFrame,
    visit_cost: pd.DataFrame,
    *,
    as_of: date,
    margin_rate: float,
    win_back_rate: float,
    win_back_visits: float,
    lost_reasons: pd.Series | None = None,
    win_back_factors: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Compare what winning back each lost account may bring with what it costs.

    Parameters
    ----------
    accounts, typology_notes, sales, visit_cost : DataFrame
        The canonical tables of steps 1, 8, 1 and 2.
    as_of : date
    margin_rate : float
        Margin over revenue for the invoice lines without a cost.
    win_back_rate : float
        Share of the accounts worked on that come back.
    win_back_visits : float
        Visits that a win-back takes.
    lost_reasons : Series of str, optional
        Why each account was lost, by account_id; where nobody knows, the rate stands.
    win_back_factors : mapping, optional
        Reason: what it makes of the rate.

    Returns
    -------
    DataFrame
        `account_id, rep_id, lost_reason, past_margin_eur` (of the 12 months that end with the last order;
        empty where the history holds none), `value_eur` (rate x factor of the reason x past margin),
        `cost_eur` (visits x cost of a visit) and `decision`: worth_it, not_worth_it, unknown_value or
        opposed. Largest value first.
    """
    lost = typology_notes.loc[typology_notes["behaviour"] == "lost", ["account_id", "visit_cap"]]
    table = lost.merge(accounts[["account_id", "rep_id"]], on="account_id").merge(
        last_active_year(sales, as_of=as_of, margin_rate=margin_rate), on="account_id", how="left"
    )
    reasons = pd.Series(dtype="str") if lost_reasons is None else lost_reasons
    table["lost_reason"] = table["account_id"].map(reasons).astype("str")
    factor = table["lost_reason"].map(dict(win_back_factors or {})).astype("float64").fillna(1.0)
    table["value_eur"] = win_back_rate * table["past_margin_eur"].clip(lower=0) * factor
    table["cost_eur"] = win_back_visits * cost_per_visit(table["rep_id"], visit_cost)
    table["decision"] = np.select(
        [table["visit_cap"] == 0, table["value_eur"].isna(), table["value_eur"] > table["cost_eur"]],
        ["opposed", "unknown_value", "worth_it"],
        "not_worth_it",
    )
    columns = ["account_id", "rep_id", "lost_reason", "past_margin_eur", "value_eur", "cost_eur", "decision"]
    return table.sort_values(["value_eur", "account_id"], ascending=[False, True], ignore_index=True)[columns]


def plan_journeys(
    accounts: pd.DataFrame,
    typology_notes: pd.DataFrame,
    segments: pd.DataFrame,
    sales: pd.DataFrame,
    visit_cost: pd.DataFrame,
    win_backs: pd.DataFrame,
    *,
    plan_start: date,
    plan_end: date,
    welcome_months: float,
    welcome_contacts: int,
    win_back_visits: float,
    phone_contact_cost_eur: float,
    risk_argued: bool | None = None,
    detractors: Collection[str] = (),
) -> pd.DataFrame:
    """Return the dated contacts of the four journeys; nobody who objects is on any.

    * *welcome*, new clients: so many contacts over so many months from the first order; those that fell due
      before the plan are past;
    * *prevention*, clients at risk: a call at once, a visit within the month, a call two months later;
      nobody where the firm's past does not tell who will leave, but for those who said themselves that
      they would not recommend the firm;
    * *retention*, loyal clients of class A: a call and a visit, spread over the plan;
    * *win_back*, lost accounts whose value exceeds its cost: the visits, spread over the plan.

    Where less is at stake than a visit costs, a call takes its place.

    Parameters
    ----------
    accounts, typology_notes, segments, sales, visit_cost : DataFrame
        The canonical tables of steps 1, 8, 4, 1 and 2; an account with a `visit_cap` of 0 is left alone.
    win_backs : DataFrame
        As `weigh_win_backs` returns it.
    plan_start, plan_end : date
    welcome_months, welcome_contacts
        Length of the welcome and number of its contacts.
    win_back_visits : float
        Visits that a win-back takes.
    phone_contact_cost_eur : float
        Cost of one call.
    risk_argued : bool, optional
        Whether the firm's past tells who will leave; None where it could not be asked.
    detractors : collection of str
        Clients who said of late that they would not recommend the firm, by account_id.

    Returns
    -------
    DataFrame
        The canonical table `journeys`. Dates that fall on a weekend move to the Monday after. `value_eur` is
        the margin of the last 12 months, and for a win-back the expected value.
    """
    first, last = pd.Timestamp(plan_start), pd.Timestamp(plan_end)
    clients = typology_notes.merge(accounts[["account_id", "rep_id", "since_on"]], on="account_id")
    clients = clients.merge(segments[["account_id", "segment", "margin_eur"]], on="account_id", how="left")
    clients["value_eur"] = clients["margin_eur"].fillna(0.0).clip(lower=0.0)
    clients = clients[clients["visit_cap"] > 0].assign(start_on=first)
    new = clients[clients["behaviour"] == "new"]
    said_so = clients["account_id"].isin(detractors) & clients["behaviour"].isin(STILL_BUYING)
    largest = clients["segment"] == LARGEST_CLIENTS
    loyal = clients[(clients["behaviour"] == "loyal") & largest & ~said_so]
    at_risk = clients[(clients["behaviour"] == "at_risk") & (risk_argued is not False) & ~said_so]
    worth_it = win_backs[win_backs["decision"] == "worth_it"].assign(start_on=first)
    days = (last - first).days
    parts = [
        _welcome(new.assign(start_on=_relation_start(new, sales, first)), welcome_months, welcome_contacts),
        _contacts("prevention", at_risk, _prevention(_("Ask what has changed"))),
        _contacts("prevention", clients[said_so], _prevention(_("Ask why it would not recommend us"))),
        _contacts("retention", loyal, _retention(days)),
        *_win_back_contacts(worth_it, days, win_back_visits),
    ]
    table = pd.concat(parts, ignore_index=True)
    table = table[(table["due_on"] >= first) & (table["due_on"] <= last)]
    visit = cost_per_visit(table["rep_id"], visit_cost)
    too_dear = (table["channel"] == "visit") & (table["value_eur"] < visit)
    table["channel"] = table["channel"].mask(too_dear, "phone")
    cost = visit.mask(table["channel"] == "phone", phone_contact_cost_eur)
    table["cost_eur"] = cost.groupby([table["account_id"], table["journey"]]).transform("sum")
    win_back_cost = table["account_id"].map(worth_it.set_index("account_id")["cost_eur"]).astype("float64")
    table["cost_eur"] = table["cost_eur"].mask(table["journey"] == "win_back", win_back_cost)
    table["due_on"] = to_working_days(table["due_on"], last)
    table = table.sort_values(["account_id", "journey", "contact_no"], ignore_index=True)
    return table[list(JOURNEY_COLUMNS)]


def cost_per_visit(rep_ids: pd.Series, visit_cost: pd.DataFrame) -> pd.Series:
    """Return the cost of one visit by each rep, the mean of all reps where the account has none.

    Parameters
    ----------
    rep_ids : Series of str
        The rep of each row.
    visit_cost : DataFrame
        The canonical table of step 2.
    """
    by_rep = visit_cost.set_index("rep_id")["cost_per_visit_eur"]
    return rep_ids.map(by_rep).astype("float64").fillna(by_rep.mean())


def _welcome(new: pd.DataFrame, months: float, contacts: int) -> pd.DataFrame:
    """Contacts at even distances, the last at the end of the welcome."""
    step = months * DAYS_PER_MONTH / contacts
    middle = _("Answer questions; show what else we supply")
    purposes = [_("Check that the first orders went well"), *[middle] * contacts]
    purposes[contacts - 1] = _("Review the first months; find out the next needs")
    channels = ["visit" if number % 2 == 0 else "phone" for number in range(contacts)]
    dues = [step * (number + 1) for number in range(contacts)]
    schedule = [Contact(*contact) for contact in zip(dues, channels, purposes, strict=False)]
    return _contacts("welcome", new, schedule)


def _prevention(first: str) -> list[Contact]:
    return [
        Contact(0.25 * DAYS_PER_MONTH, "phone", first),
        Contact(DAYS_PER_MONTH, "visit", _("Settle what went wrong; agree on what follows")),
        Contact(3 * DAYS_PER_MONTH, "phone", _("Check that what was agreed is done")),
    ]


def _retention(days: int) -> list[Contact]:
    return [
        Contact(days / 4, "phone", _("Would they recommend us? What should be better?")),
        Contact(days / 2, "visit", _("Yearly review with the decision maker")),
    ]


def _win_back_contacts(worth_it: pd.DataFrame, days: int, visits: float) -> list[pd.DataFrame]:
    """Return the contacts of those worth winning back: what is said first goes by why they left."""
    reasons = worth_it["lost_reason"] if "lost_reason" in worth_it else pd.Series(None, index=worth_it.index)
    openings = {
        "price": _("Make an offer: they left over the price"),
        **dict.fromkeys(
            ("delivery", "quality", "service"), _("Show first what was mended: they left over it")
        ),
    }
    opening = reasons.map(openings).fillna(_("Learn why they left"))
    return [
        _contacts("win_back", part, _win_back(days, visits, str(first)))
        for first, part in worth_it.groupby(opening, sort=True)
    ] or [_contacts("win_back", worth_it, _win_back(days, visits, _("Learn why they left")))]


def _win_back(days: int, visits: float, first: str) -> list[Contact]:
    count = ceil(visits)
    purposes = [first, *[_("Make the offer that answers it")] * count]
    return [Contact(days * (number + 1) / (count + 1), "visit", purposes[number]) for number in range(count)]


def _contacts(journey: str, chosen: pd.DataFrame, schedule: list[Contact]) -> pd.DataFrame:
    """Every contact of a journey for every account on it."""
    contacts = pd.DataFrame(schedule).assign(contact_no=range(1, len(schedule) + 1))
    table = chosen[["account_id", "rep_id", "value_eur", "start_on"]].merge(contacts, how="cross")
    due_on = table["start_on"] + pd.to_timedelta(table["days"].round(), unit="D")
    return table.assign(journey=journey, due_on=due_on.astype("datetime64[us]"))


def _relation_start(new: pd.DataFrame, sales: pd.DataFrame, otherwise: pd.Timestamp) -> pd.Series:
    """First order, else the start of the relation, else the start of the plan."""
    first_on = orders_of(sales).groupby("account_id")["date"].min()
    started = first_on.reindex(new["account_id"]).set_axis(new.index)
    return started.fillna(new["since_on"]).fillna(otherwise).astype("datetime64[us]")


def to_working_days(dates: pd.Series, last: pd.Timestamp) -> pd.Series:
    """Move weekends to the Monday after, or to the Friday before where that is past the last day.

    Parameters
    ----------
    dates : Series of datetime64
    last : Timestamp
        Last day of the plan.
    """
    days = dates.to_numpy().astype("datetime64[D]")
    after = np.busday_offset(days, 0, roll="forward")
    before = np.busday_offset(days, 0, roll="backward")
    moved = np.where(after <= np.datetime64(last, "D"), after, before)
    return pd.Series(moved.astype("datetime64[us]"), index=dates.index)
