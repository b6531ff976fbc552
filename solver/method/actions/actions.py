"""Step 11: the actions each account calls for, before its visits are shared among them.

Every function returns *claims*: one row per account and action, with the visits and calls it asks for. The
claim of lowest `rank` is served first; the main action of an account takes the visits that are left.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from solver.method.actions.action_words import (
    agreed_objective,
    journey_objective,
    revenue_objective,
    selling_indicator,
    selling_objective,
    settling_objective,
    win_objective,
)
from solver.method.behaviour.journeys import to_working_days
from solver.tables.actions import CODES_OF_TYPE, GROWTH_SHOWN, NAMES_OF_TYPE, SETTLE, STAY, VERIFY, WIN
from solver.words.i18n import _, clauses, format_date, ngettext

ALL_THAT_IS_LEFT = 1_000_000
PART_OF_VISITS = 4  # selling another family takes a quarter of an account's visits
IN_TURN = (  # whose visits and calls come first
    *("agreed", "settle", "win_back", "prevention", "welcome", "retention", "selling", "main", "information"),
)
RANKS = {what: place for place, what in enumerate(IN_TURN)}
READY_TO_BUY_MORE = ("developing", "loyal", "standard")
DUE_SHARE_OF_TYPE = {"priority_prospect": 0.5, "prospect_to_follow": 0.75}
CLAIM_COLUMNS = (
    "account_id",
    "code",
    "rank",
    "track",
    "action",
    "objective",
    "wanted_visits",
    "contacts",
    "calls",
    "letters",
    "indicator",
    "start_value",
    "goal_value",
    "due_on",
)


@dataclass(frozen=True)
class Period:
    """First and last day of the plan."""

    start: date
    end: date

    def day(self, share: float) -> pd.Timestamp:
        """Return the working day on which this share of the plan is over."""
        first, last = pd.Timestamp(self.start), pd.Timestamp(self.end)
        day = first + pd.Timedelta(days=round((last - first).days * share))
        return to_working_days(pd.Series([day]), last).iloc[0]


def win_days(types: pd.Series, period: Period) -> pd.Series:
    """Return the day by which a prospect of each type of account is to be won."""
    return types.map(DUE_SHARE_OF_TYPE).fillna(1.0).map(period.day)


def main_actions(targets: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return what each client is visited or called for, by its account type.

    Parameters
    ----------
    targets : DataFrame
        One row per account, as `solver.method.actions.write_action_plan` puts it together.
    period : Period

    Returns
    -------
    DataFrame
        Claims. Visits given up against today are replaced by calls that earn their cost; a lost client is
        left alone. The goal is the revenue that step 10 expects of the visits; of a client
        who is leaving, what its risk leaves.
    """
    names = {account_type: _(name) for account_type, name in NAMES_OF_TYPE.items()}
    may_leave = _("Keep a client who may leave")  # beside a goal that sells nothing, its type says little
    clients = targets[
        (targets["kind"] == "client") & ((targets["behaviour"] != "lost") | (targets["visits"] > 0))
    ]
    due_on = period.day(1.0)
    return claims(
        clients,
        code=clients["account_type"].map(CODES_OF_TYPE).mask(clients["leaving"], STAY),
        rank=RANKS["main"],
        track="sales",
        action=clients["account_type"].map(names).mask(clients["leaving"], may_leave),
        objective=[revenue_objective(row, due_on) for row in clients.itertuples()],
        wanted_visits=ALL_THAT_IS_LEFT,
        calls=clients["calls_instead"],
        indicator=_("Revenue of the year"),
        start_value=clients["revenue_eur"],
        goal_value=clients["expected_eur"],
        due_on=due_on,
    )


def conquest_actions(targets: pd.DataFrame, period: Period, newsletters: int) -> pd.DataFrame:
    """Return what is done to win each prospect: visits, or the newsletter where step 10 gives none.

    Parameters
    ----------
    targets, period
        As in `main_actions`.
    newsletters : int
        Newsletters over the plan; a prospect to watch that gets no visit is not written to.
    """
    prospects = targets[targets["kind"] == "prospect"]
    visited = prospects[prospects["visits"] > 0]
    days = win_days(visited["account_type"], period)
    won = claims(
        visited,
        code=WIN,
        rank=RANKS["main"],
        track="sales",
        action=_("Win a prospect"),
        objective=[win_objective(*pair) for pair in zip(visited.itertuples(), days, strict=True)],
        wanted_visits=ALL_THAT_IS_LEFT,
        indicator=_("First order"),
        start_value=0.0,
        goal_value=1.0,
        due_on=days,
    )
    kept_warm = prospects[(prospects["visits"] == 0) & prospects["account_type"].isin(DUE_SHARE_OF_TYPE)]
    due_on = period.day(1.0)
    written = claims(
        kept_warm,
        code="inform",
        rank=RANKS["main"],
        track="development",
        action=_("Keep a prospect informed"),
        objective=ngettext(
            "Send {n} newsletter by {date}, and get an answer",
            "Send {n} newsletters by {date}, and get an answer",
            newsletters,
        ).format(n=newsletters, date=format_date(due_on)),
        letters=newsletters,
        indicator=_("Answers"),
        start_value=0.0,
        goal_value=1.0,
        due_on=due_on,
    )
    return pd.concat([won, written], ignore_index=True)


def journey_actions(targets: pd.DataFrame, journeys: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return one action per account and journey of step 8, and a win-back for every former client visited.

    Parameters
    ----------
    targets, period
        As in `main_actions`.
    journeys : DataFrame
        The canonical table of step 8. A contact for which there is no visit is made by phone. What counts are
        the contacts: the goal on the revenue is that of the main action, and a client has one.
    """
    labels = {
        "welcome": _("Welcome a new client"),
        "prevention": _("Prevent a departure"),
        "retention": _("Retain a loyal client"),
        "win_back": _("Win back a former client"),
    }
    indicators = {
        "welcome": _("Contacts held"),
        "prevention": _("Contacts held"),
        "retention": _("Contacts held"),
        "win_back": _("First order"),
    }
    counted = journeys.groupby(["account_id", "journey"], as_index=False).agg(
        visits_asked=("channel", lambda channel: int((channel == "visit").sum())),
        asked=("channel", "size"),
        due_on=("due_on", "max"),
    )
    rows = targets.merge(counted, on="account_id")
    former = targets[(targets["kind"] == "former_client") & (targets["visits"] > 0)]
    beside = former[~former["account_id"].isin(rows.loc[rows["journey"] == "win_back", "account_id"])]
    beside = beside.assign(journey="win_back", visits_asked=0, asked=0, due_on=period.day(1.0))
    rows = pd.concat([rows, beside], ignore_index=True)
    is_win_back = rows["journey"] == "win_back"
    return claims(
        rows,
        code=rows["journey"],
        rank=rows["journey"].map(RANKS),
        track=rows["journey"].map({"win_back": "sales"}).fillna("development"),
        action=rows["journey"].map(labels),
        objective=[journey_objective(row) for row in rows.itertuples()],
        wanted_visits=rows["visits_asked"].mask(rows["kind"] == "former_client", ALL_THAT_IS_LEFT),
        contacts=rows["asked"],
        indicator=rows["journey"].map(indicators),
        start_value=0.0,
        goal_value=rows["asked"].where(~is_win_back, 1),
        due_on=rows["due_on"],
    )


def selling_actions(targets: pd.DataFrame, gaps: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return the family each client should take up, and the family it should buy more of.

    Parameters
    ----------
    targets, period
        As in `main_actions`.
    gaps : DataFrame
        As `solver.method.actions.cross_selling.family_gaps` returns it. The largest gap of each kind
        is taken, with clients who are neither new, at risk, inactive, leaving nor lost, and owe nothing that
        has to be settled first. The growth that step
        10 expects of the account is shared between the two by their gaps. Each takes a quarter of
        that growth at most, as it gets a quarter of the visits, and asks for as many of them as its margin
        pays; what does not pay one is left out.
    """
    labels = {
        "new_family": _("Sell a new family"),
        "more_of_family": _("Sell more of a family"),
        "next_range": _("Lead up to the next range"),
    }
    days = {"new_family": period.day(0.5), "more_of_family": period.day(0.75), "next_range": period.day(0.75)}
    first = gaps.drop_duplicates(["account_id", "kind"])
    first = first.rename(columns={"kind": "gap_kind", "gap_eur": "family_gap_eur"})
    rows = targets.merge(first, on="account_id")
    growth = rows["expected_eur"] - rows["revenue_eur"]  # below nought, it pays no visit
    together = rows.groupby("account_id")["family_gap_eur"].transform("sum")
    shared = rows["family_gap_eur"] * (growth / together).clip(upper=1.0)
    rows["won_eur"] = np.minimum(shared, growth / PART_OF_VISITS)
    rows["family_due_on"] = rows["gap_kind"].map(days)
    visit_cost = rows["hours_per_visit"] * rows["cost_per_hour_eur"]
    rows["visits_paid"] = rows["won_eur"] * rows["margin_rate"] // visit_cost
    ready = rows["behaviour"].isin(READY_TO_BUY_MORE) & ~rows["leaving"] & ~rows["settles"]
    rows = rows[(rows["visits_paid"] >= 1) & ready]
    return claims(
        rows,
        code=rows["gap_kind"],
        rank=RANKS["selling"],
        track="sales",
        action=rows["gap_kind"].map(labels),
        objective=[selling_objective(row) for row in rows.itertuples()],
        wanted_visits=(rows["visits"] // PART_OF_VISITS).clip(upper=rows["visits_paid"]),
        calls=(rows["visits"] == 0).astype("int64"),
        indicator=[selling_indicator(family) for family in rows["family"]],
        start_value=rows["own_eur"],
        goal_value=rows["own_eur"] + rows["won_eur"],
        due_on=rows["family_due_on"],
    )


def agreed_actions(targets: pd.DataFrame, next_actions: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return what was agreed at the last visit of each account: on a visit that is planned, else by phone.

    Parameters
    ----------
    targets, period
        As in `main_actions`.
    next_actions : DataFrame
        The canonical table of step 1. What is overdue, or due before the plan starts, is due on its first
        weekday; what has no day, within a quarter of the plan.
    """
    rows = targets.merge(next_actions[["account_id", "action", "agreed_on", "due_on"]], on="account_id")
    first, last = period.day(0.0), period.day(1.0)
    asked = rows["due_on"].fillna(period.day(0.25))
    due_on = asked.mask(asked < first, first).mask(asked > last, last)
    return claims(
        rows,
        # A promise made at another visit is another promise.
        code="promise-" + rows["agreed_on"].dt.strftime("%y%m%d"),
        rank=RANKS["agreed"],
        track="sales",
        action=_("Keep a promise"),
        objective=[agreed_objective(row, day) for row, day in zip(rows.itertuples(), due_on, strict=True)],
        calls=(rows["visits"] == 0).astype("int64"),
        indicator=_("Promise kept"),
        start_value=0.0,
        goal_value=1.0,
        due_on=due_on,
    )


def settling_actions(targets: pd.DataFrame, to_settle: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return what has to be paid before anything more is sold: at a visit that is planned, else by phone.

    Parameters
    ----------
    targets, period
        As in `main_actions`.
    to_settle : DataFrame
        The canonical table of step 9.
    """
    rows = targets.merge(to_settle, on="account_id")
    due_on = period.day(0.25)
    return claims(
        rows,
        code=SETTLE,
        rank=RANKS["settle"],
        track="sales",
        action=_("Settle the account first"),
        objective=[settling_objective(row, due_on) for row in rows.itertuples()],
        calls=(rows["visits"] == 0).astype("int64"),
        indicator=_("Overdue"),
        start_value=rows["overdue_eur"].fillna(0.0),
        goal_value=0.0,
        due_on=due_on,
    )


def information_actions(
    targets: pd.DataFrame, fields_to_verify: pd.DataFrame, period: Period, called: Collection[str] = ()
) -> pd.DataFrame:
    """Return what is to be asked: at the first visit, which step 12 dates, else soon by phone.

    Parameters
    ----------
    targets, period
        As in `main_actions`.
    fields_to_verify : DataFrame
        The canonical table of step 1. What step 5 says of the potential is added, and where the growth
        that the goal asks for is more than it leaves.
    called : collection of str
        Who without a visit gets no call for it, by account_id: asked in a call before all others, left, or
        on hold, as it may be a double that a colleague calls.
    """
    flags = targets["flag"].mask(targets["flag"].isna() & _beyond_potential(targets), "beyond")
    asked = record_questions(targets.assign(flag=flags), fields_to_verify)
    rows = targets[asked.ne("") & (targets["visits"].gt(0) | ~targets["account_id"].isin(called))]
    seen, soon, last = rows["visits"].gt(0), period.day(0.25), period.day(1.0)
    first = _("At the first visit, find out or correct: {fields}")
    else_by = _("Find out or correct by {date}: {fields}")
    return claims(
        rows,
        code=VERIFY,
        rank=RANKS["information"],
        track="information",
        action=_("Verify the record"),
        objective=[
            (first if visit else else_by).format(date=format_date(soon), fields=text)
            for visit, text in zip(seen, asked[rows.index], strict=True)
        ],
        calls=(~seen).astype("int64"),
        indicator=_("Record verified"),
        start_value=0.0,
        goal_value=1.0,
        due_on=seen.map({True: last, False: soon}),
    )


def _beyond_potential(targets: pd.DataFrame) -> pd.Series:
    """Tell of which clients visited the goal asks for more growth than their potential leaves."""
    growth = targets["expected_eur"] - targets["revenue_eur"]
    visited = targets["kind"].eq("client") & targets["visits"].gt(0)
    asked: pd.Series = visited & growth.gt(targets["revenue_eur"] * GROWTH_SHOWN)
    return asked & growth.gt(targets["gap_eur"])


def record_questions(accounts: pd.DataFrame, fields_to_verify: pd.DataFrame) -> pd.Series:
    """Return what is to be found out or corrected of each of these accounts; empty where nothing is.

    Parameters
    ----------
    accounts : DataFrame
        `account_id, flag`: what step 5 says of the potential, or `beyond`: its goal asks for more. Where its
        `binding` is there, too, what its people accept may hold its visits: one more person is asked for.
    fields_to_verify : DataFrame
        The canonical table of step 1.
    """
    by_account = fields_to_verify.groupby("account_id")
    fields, names = by_account["fields"].agg(clauses), by_account["field_ids"].agg(";".join)
    flags = {
        "stale": _("potential (out of date)"),
        "unknown": _("potential (unknown)"),
        "over_100": _("potential (below what they buy)"),
        "beyond": _("potential and accessible share (on file, less is left to win than the goal asks for)"),
    }
    listed = accounts["account_id"].map(fields).astype("str")
    # Step 1 asks for a potential that is missing, too low or old; only what it did not know is added.
    asked_for = accounts["account_id"].map(names).astype("str").fillna("").str.split(";")
    figure, day = (asked_for.map(lambda own, of=of: of in own) for of in ("potential_eur", "potential_on"))
    known = figure | (day & ~accounts["flag"].isin(("over_100", "beyond")))
    told = pd.DataFrame({"fields": listed, "flag": accounts["flag"].map(flags).mask(known)})
    if "binding" in accounts:
        held = accounts["binding"].eq("contact_cap") & ~asked_for.map(lambda own: "contact" in own)
        told["people"] = held.map(
            {True: _("one more person to talk to: those on file accept no more visits")}
        )
    asked = [clauses(row.dropna()) for _index, row in told.iterrows()]
    return pd.Series(asked, index=told.index, dtype="str")


def claims(rows: pd.DataFrame, **columns: Any) -> pd.DataFrame:
    """Return claims of these accounts; visits, contacts, calls and letters are none unless given.

    Parameters
    ----------
    rows : DataFrame
        Whose `account_id` they are.
    **columns
        The other `CLAIM_COLUMNS`, one value for each row or one for all.
    """
    asked = {"wanted_visits": 0, "contacts": 0, "calls": 0, "letters": 0, **columns}
    table = pd.DataFrame({"account_id": rows["account_id"]}).assign(**asked)
    numbers = dict.fromkeys(("rank", "wanted_visits", "contacts", "calls", "letters"), "int64")
    values = dict.fromkeys(("start_value", "goal_value"), "float64")
    dates = {"due_on": "datetime64[us]"}
    return table.astype({**numbers, **values, **dates})[list(CLAIM_COLUMNS)].reset_index(drop=True)
