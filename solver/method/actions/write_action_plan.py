"""Step 11: the commercial action plan, its balance with the hours of step 2, its budget, what is stopped."""

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd

from solver.method.accounts.revenue import CENT
from solver.method.actions.actions import (
    Period,
    agreed_actions,
    conquest_actions,
    information_actions,
    journey_actions,
    main_actions,
    selling_actions,
    settling_actions,
)
from solver.method.actions.asking import finding_actions, first_call_actions, naming_actions
from solver.method.actions.stopped import calls_instead
from solver.method.behaviour.leaving import who_may_leave
from solver.method.diary.newsletter import newsletter_dates
from solver.tables import empty
from solver.tables.actions import FIRST_CALLS, MADE_BY_PHONE, MAIN, SETTLE, STAY
from solver.tables.codes import DECIDED
from solver.words.errors import PortfolioError
from solver.words.i18n import _, format_hours, ngettext

HOURS_TOLERANCE = 1e-6
PLAN_COLUMNS = (
    "action_id",
    "account_id",
    "rep_id",
    "track",
    "action",
    "objective",
    "channel",
    "visits",
    "calls",
    "hours",
    "budget_eur",
    "indicator",
    "start_value",
    "goal_value",
    "due_on",
    "status",
)


def write_action_plan(
    allocation: pd.DataFrame,
    account_types: pd.DataFrame,
    segments: pd.DataFrame,
    qualification: pd.DataFrame,
    typology: pd.DataFrame,
    typology_notes: pd.DataFrame,
    journeys: pd.DataFrame,
    gaps: pd.DataFrame,
    fields_to_verify: pd.DataFrame,
    visit_cost: pd.DataFrame,
    next_actions: pd.DataFrame | None = None,
    response: pd.DataFrame | None = None,
    loss_risk: pd.DataFrame | None = None,
    to_settle: pd.DataFrame | None = None,
    coverage: pd.DataFrame | None = None,
    promoters: Collection[str] = (),
    waiting: Collection[str] = (),
    first_calls: pd.DataFrame | None = None,
    silent: Collection[str] = (),
    call_worth: float | None = None,
    *,
    plan_start: date,
    plan_end: date,
    margin_rate: float,
    newsletter_months: int,
    phone_contact_cost_eur: float,
    letter_contact_cost_eur: float,
) -> pd.DataFrame:
    """Return one row per account and action, the account's visits shared among them, each counted once.

    Parameters
    ----------
    allocation, account_types, segments, qualification, typology, typology_notes, journeys : DataFrame
        The canonical tables of steps 10, 6, 4, 5, 7 and 8. An account with a `visit_cap` of 0 is left alone.
    gaps : DataFrame
        As `solver.method.actions.cross_selling.family_gaps` returns it.
    fields_to_verify, visit_cost : DataFrame
        The canonical tables of steps 1 and 2.
    next_actions : DataFrame, optional
        The canonical table of step 1: what the reps promised at their last visits.
    response : DataFrame, optional
        The canonical table of step 10: what today's visits bring, so that goals say what the plan changes.
    loss_risk : DataFrame, optional
        The canonical table of step 9: to a client more likely to leave than to stay nothing is sold.
    to_settle : DataFrame, optional
        The canonical table of step 9: to who owes too much nothing is sold either.
    coverage : DataFrame, optional
        The canonical table of step 1: at main accounts, who decides and who prescribes is to be found out.
    promoters : collection of str
        Who would recommend the firm, by account_id: they are asked for a name.
    waiting : collection of str
        Who waits for an answer to a complaint, by account_id: until then nothing more is sold to them, and
        no name asked.
    first_calls : DataFrame, optional
        The calls to who complained or may leave, of `solver.method.diary.touches`: each is an action, beyond
        what people accept. That to who may leave is the first call of its main action, which has one less.
    silent : collection of str
        Who may not be called, by account_id: an action by phone alone is none there.
    call_worth : float, optional
        As in `solver.method.actions.stopped.calls_instead`.
    plan_start, plan_end : date
    margin_rate : float
        Margin over revenue of the clients whose own is unknown.
    newsletter_months : int
        Months between two newsletters; 0 = none.
    phone_contact_cost_eur, letter_contact_cost_eur : float
        Cost of one call, and of one letter or e-mail.

    Returns
    -------
    DataFrame
        The canonical table `action_plan`, by rep and account. An action keeps its number from run to run
        within a year: the account, what is done, the year the plan starts. Goals of selling actions are part
        of the goal of the account's main action, not on top of it.

    Notes
    -----
    Journeys are served first, then the selling of families (a quarter of the visits each), then the main
    action with what is left. An action that gets no visit of its own rides on those of the account, or is
    made by phone, within the contacts its people accept: calls never bring the sum above the `visit_cap`.
    """
    period = Period(plan_start, plan_end)
    newsletters = len(newsletter_dates(plan_start, plan_end, newsletter_months))
    everyone = _targets(
        allocation, account_types, segments, qualification, typology, typology_notes, visit_cost, margin_rate
    )
    targets = everyone[everyone["visit_cap"].gt(0) | everyone["visits"].gt(0)].reset_index(drop=True)
    days = (plan_end - plan_start).days + 1
    calls = calls_instead(targets, response, call_worth, phone_contact_cost_eur, days)
    # Where somebody decided on no visit, nobody calls in its place, nor to sell or to verify.
    not_visited = targets["binding"].isin(DECIDED) & targets["visits"].eq(0)
    targets["calls_instead"] = calls.mask(not_visited, 0)
    targets["expected_eur"] = _expected_revenue(targets, response)
    risk = empty("loss_risk") if loss_risk is None else loss_risk
    may_leave = who_may_leave(risk, segments).set_index("account_id")["p"].astype("float64")
    targets["leaving"] = targets["account_id"].isin(may_leave.index)
    kept = (1 - targets["account_id"].map(may_leave).astype("float64")) * targets["revenue_eur"]
    targets["expected_eur"] = targets["expected_eur"].mask(targets["leaving"], kept)
    first = empty("touches") if first_calls is None else first_calls
    asked_why = frozenset(first.loc[first["motive"].eq("leaving"), "account_id"])
    owing = empty("to_settle") if to_settle is None else to_settle
    targets["settles"] = targets["account_id"].isin(owing["account_id"])
    held = targets[["expected_eur", "revenue_eur"]].min(axis=1)
    targets["expected_eur"] = targets["expected_eur"].mask(targets["settles"], held)
    promised = [] if next_actions is None else [agreed_actions(targets, next_actions, period)]
    on_hold = allocation.loc[allocation["binding"].eq("hold"), "account_id"]
    # Of the others somebody first says whether they stay.
    sure = targets[~targets["account_id"].isin(on_hold)]
    left = frozenset(targets.loc[not_visited, "account_id"])
    calm = sure[~sure["account_id"].isin(waiting) & ~sure["account_id"].isin(left)]
    claims = pd.concat(
        [
            *promised,
            first_call_actions(everyone, first),
            settling_actions(targets, owing, period),
            journey_actions(sure, journeys, period),
            selling_actions(calm, gaps, period),
            main_actions(sure, period),
            conquest_actions(sure, period, newsletters),
            information_actions(targets, fields_to_verify, period, asked_why | left | {*on_hold}),
            finding_actions(sure, empty("coverage") if coverage is None else coverage, period),
            naming_actions(calm[~calm["leaving"]], promoters, period),
        ],
        ignore_index=True,
    )
    served = _serve(claims, everyone, frozenset(silent))
    served["hours"] = served["visits"] * served["hours_per_visit"]
    asked = served["account_id"].isin(asked_why)
    made = served["code"].isin(MAIN) & asked
    phoned = served["calls"].gt(0)
    served["calls"] -= (made & phoned).astype("int64")
    # The first call is an action of its own: beside it stands only what is more than that.
    bare = served["code"].eq(STAY) & asked & served[["visits", "calls", "letters"]].eq(0).all(axis=1)
    served, phoned = served[~bare].reset_index(drop=True), phoned[~bare].reset_index(drop=True)
    served["budget_eur"] = (
        served["hours"] * served["cost_per_hour_eur"]
        + served["calls"] * phone_contact_cost_eur
        + served["letters"] * letter_contact_cost_eur
    )
    served["channel"] = np.select(
        [served["visits"] > 0, phoned, served["letters"] > 0],
        ["visit", "phone", "email"],
        "visit",
    )
    served["action_id"] = _numbers(served, plan_start)
    return served.assign(status="to_do")[list(PLAN_COLUMNS)]


def carry_notes(action_plan: pd.DataFrame, plan_notes: pd.DataFrame) -> pd.DataFrame:
    """Put the status and the day that a returned plan notes on an action into the plan made anew.

    Parameters
    ----------
    action_plan : DataFrame
        As `write_action_plan` returns it.
    plan_notes : DataFrame
        The canonical table of step 1.

    Returns
    -------
    DataFrame
        The canonical table `action_plan`.
    """
    notes = plan_notes.set_index("action_id").reindex(action_plan["action_id"]).set_axis(action_plan.index)
    return action_plan.assign(
        status=notes["status"].fillna(action_plan["status"]),
        due_on=notes["due_on"].fillna(action_plan["due_on"]),
    )


def notes_without_action(action_plan: pd.DataFrame, plan_notes: pd.DataFrame) -> pd.DataFrame:
    """Return the notes of a returned plan on actions that the plan made anew does not hold.

    Parameters
    ----------
    action_plan, plan_notes
        As in `carry_notes`.
    """
    return plan_notes[~plan_notes["action_id"].isin(action_plan["action_id"])].reset_index(drop=True)


def balance_hours(action_plan: pd.DataFrame, allocation: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """Set the plan against the allocation of step 10 and the capacity of step 2.

    Parameters
    ----------
    action_plan : DataFrame
        As `write_action_plan` returns it.
    allocation, ledger : DataFrame
        The canonical tables of step 10.

    Returns
    -------
    DataFrame
        One row per rep: `rep_id, plan_visits, allocated_visits, plan_hours, allocated_hours, free_hours,
        reserve_hours, unused_hours, capacity_hours, difference_hours` (capacity less all these hours).

    Raises
    ------
    PortfolioError
        An account has other visits in the plan than in the allocation, or a rep's hours do not add up.
    """
    visits = action_plan.groupby("account_id")["visits"].sum()
    given = allocation.set_index("account_id")["visits"]
    both = pd.DataFrame({"plan": visits.reindex(given.index, fill_value=0), "given": given})
    wrong = both[both["plan"] != both["given"]]
    if len(wrong) or not visits.index.isin(given.index).all():
        account = str(wrong.index[0]) if len(wrong) else str(visits.index.difference(given.index)[0])
        raise PortfolioError(
            ngettext(
                "the plan gives account “{id}” {plan} visit, the allocation {given}",
                "the plan gives account “{id}” {plan} visits, the allocation {given}",
                visits.get(account, 0),
            ).format(id=account, plan=int(visits.get(account, 0)), given=int(given.get(account, 0))),
            file="action_plan",
            fix=_("write the plan again from the allocation of step 10"),
        )
    plan = action_plan.groupby("rep_id")[["visits", "hours"]].sum().add_prefix("plan_")
    allocated = allocation.groupby("rep_id")[["visits", "hours"]].sum().add_prefix("allocated_")
    kept = ["free_hours", "reserve_hours", "unused_hours"]
    held = ledger.set_index("rep_id")[[*kept, "capacity_hours"]]
    table = held.join([plan, allocated]).fillna(0.0).sort_index().reset_index()
    table["difference_hours"] = table["capacity_hours"] - table[["plan_hours", *kept]].sum(axis=1)
    off = table[table["difference_hours"].abs() > HOURS_TOLERANCE * table["capacity_hours"].clip(lower=1.0)]
    if len(off):
        raise PortfolioError(
            _("the hours of {rep} do not add up: {hours} are missing or counted twice").format(
                rep=off["rep_id"].iloc[0], hours=format_hours(abs(off["difference_hours"].iloc[0]), 1)
            ),
            file="ledger",
            fix=_("run step 10 again, then step 11"),
        )
    columns = ["plan_visits", "allocated_visits", "plan_hours", "allocated_hours"]
    table = table.astype({"plan_visits": "int64", "allocated_visits": "int64"})
    return table[["rep_id", *columns, *kept, "capacity_hours", "difference_hours"]]


def summarise_budget(
    action_plan: pd.DataFrame, allocation: pd.DataFrame, response: pd.DataFrame, visit_cost: pd.DataFrame
) -> pd.DataFrame:
    """Return what the plan of each rep costs and what contribution hangs on it.

    Parameters
    ----------
    action_plan : DataFrame
        As `write_action_plan` returns it.
    allocation, response, visit_cost : DataFrame
        The canonical tables of steps 10 and 2.

    Returns
    -------
    DataFrame
        The canonical table `budget`, by rep. The contribution is that of the plan less that of no visit.
    """
    by_rep = action_plan.groupby("rep_id")[["visits", "hours", "budget_eur"]].sum()
    table = visit_cost.set_index("rep_id")[["cost_per_hour_eur"]].join(by_rep).fillna(0.0).sort_index()
    table["visit_cost_eur"] = table["hours"] * table["cost_per_hour_eur"]
    # The rest of the budget; rounding noise must not make it negative, nor a zero below zero.
    table["other_cost_eur"] = (table["budget_eur"] - table["visit_cost_eur"]).round(6) + 0.0
    table["lost_without_visits_eur"] = lost_without_visits(allocation, response)
    columns = ["rep_id", "visits", "hours", "visit_cost_eur", "other_cost_eur", "lost_without_visits_eur"]
    return table.fillna(0.0).astype({"visits": "int64"}).reset_index()[columns]


def lost_without_visits(allocation: pd.DataFrame, response: pd.DataFrame) -> pd.Series:
    """Return the contribution of the first year, in euros by rep_id, that hangs on the visits of the plan."""
    without = response.loc[response["visits"] == 0].set_index("account_id")["contribution_eur"]
    lost = allocation["contribution_eur"] - allocation["account_id"].map(without).fillna(0.0)
    by_rep: pd.Series = lost.groupby(allocation["rep_id"]).sum()
    return by_rep


def _targets(
    allocation: pd.DataFrame,
    account_types: pd.DataFrame,
    segments: pd.DataFrame,
    qualification: pd.DataFrame,
    typology: pd.DataFrame,
    typology_notes: pd.DataFrame,
    visit_cost: pd.DataFrame,
    margin_rate: float,
) -> pd.DataFrame:
    """One row per account, with all that an action is decided on."""
    known = ["potential_eur", "gap_eur", "flag"]
    table = (
        allocation.merge(account_types[["account_id", "account_type"]], on="account_id")
        .merge(typology[["account_id", "behaviour"]], on="account_id", how="left")
        .merge(typology_notes[["account_id", "visit_cap"]], on="account_id")
        .merge(segments[["account_id", "revenue_eur", "margin_eur"]], on="account_id", how="left")
        .merge(qualification[["account_id", *known]], on="account_id", how="left")
        .merge(visit_cost[["rep_id", "cost_per_hour_eur"]], on="rep_id", how="left")
    )
    table["revenue_eur"] = table["revenue_eur"].fillna(0.0)
    own_rate = table["margin_eur"] / table["revenue_eur"].where(table["revenue_eur"] > CENT)
    table["margin_rate"] = own_rate.fillna(margin_rate)
    return table.sort_values(["rep_id", "account_id"], ignore_index=True)


def _expected_revenue(targets: pd.DataFrame, response: pd.DataFrame | None) -> pd.Series:
    """Return the revenue that the visits of the plan should bring, from today's and what they change.

    What today's visits bring is read off the same values: a table of one's own may leave today's revenue out.
    Without a log of visits, the values are taken to hold it.
    """
    margin_rate = targets["margin_rate"].where(targets["margin_rate"] > 0)
    expected = targets["contribution_eur"] / margin_rate
    if response is not None:
        values = response.set_index(["account_id", "visits"])["contribution_eur"]
        last = targets["account_id"].map(response.groupby("account_id")["visits"].max())
        today = targets["visits_today"].astype("Float64").clip(upper=last.astype("Float64"))
        places = pd.MultiIndex.from_arrays([targets["account_id"], today.fillna(-1).astype("int64")])
        change = targets["contribution_eur"] - values.reindex(places).to_numpy()
        expected = (targets["revenue_eur"] + change / margin_rate).fillna(expected)
    # A client that brings no margin has no revenue worth aiming at: its goal is what it buys today.
    return expected.fillna(targets["revenue_eur"]).clip(lower=0.0)


def _serve(claims: pd.DataFrame, targets: pd.DataFrame, silent: frozenset[str]) -> pd.DataFrame:
    """Share each account's visits, then its calls, among its claims; drop what nothing is done for."""
    given = ["account_id", "rep_id", "visits", "visit_cap", "hours_per_visit", "cost_per_hour_eur"]
    table = claims.merge(targets[given].rename(columns={"visits": "account_visits"}), on="account_id")
    table = table.sort_values(["rep_id", "account_id", "rank", "due_on", "action"], ignore_index=True)
    table["visits"] = _in_turn(table, table["wanted_visits"], table["account_visits"])
    unmet = table["contacts"] - table["visits"]
    calls = table["calls"].where(table["calls"] >= unmet, unmet)
    # What is owed stays an action even where nobody may call.
    by_phone = table["code"].isin(MADE_BY_PHONE) & table["code"].ne(SETTLE)
    calls = calls.mask(by_phone & table["account_id"].isin(silent), 0)
    room = (table["visit_cap"] - table["account_visits"]).clip(lower=0)
    anyway = table["code"].isin(FIRST_CALLS)  # whatever else people accept
    table["calls"] = _in_turn(table, calls.mask(anyway, 0), room).mask(anyway, calls)
    done = (table["account_visits"] > 0) | (table["calls"] > 0) | (table["letters"] > 0)
    return table[done].reset_index(drop=True)


def _numbers(served: pd.DataFrame, plan_start: date) -> pd.Series:
    """Give each action a number that does not hang on the others, as in C0412-develop-2026."""
    number = served["account_id"] + "-" + served["code"] + f"-{plan_start:%Y}"
    again = number.groupby(number).cumcount()
    return number.where(again == 0, number + "-" + (again + 1).astype("str"))


def _in_turn(table: pd.DataFrame, wanted: pd.Series, available: pd.Series) -> pd.Series:
    """Give each claim what it asks for, as far as those before it leave enough."""
    before = wanted.groupby(table["account_id"]).cumsum() - wanted
    left = (available - before).clip(lower=0)
    return wanted.where(wanted <= left, left).astype("int64")
