"""From the tables of steps 1 to 9 to the visit allocation problem."""

from collections.abc import Collection, Mapping
from math import ceil, floor

import numpy as np
import pandas as pd

from solver.allocation.bounds import with_bounds
from solver.allocation.problem import AllocationProblem, TeamRules
from solver.allocation.response import response_table
from solver.allocation.validate import RESPONSE_COLUMNS, refuse, require_columns
from solver.errors import PortfolioError
from solver.i18n import _, ngettext
from solver.parameters.method import MOST_VISITS

EDGE = 1e-9
MINUTES = 60.0
VISITED_KINDS = ("client", "former_client", "prospect")


def build_problem(
    accounts: pd.DataFrame,
    account_types: pd.DataFrame,
    scores: pd.DataFrame,
    qualification: pd.DataFrame,
    segments: pd.DataFrame,
    typology_notes: pd.DataFrame,
    visit_time: pd.DataFrame,
    rep_time: pd.DataFrame,
    prospect_target: pd.DataFrame,
    decisions: pd.DataFrame | None = None,
    *,
    visits_today: pd.Series | None = None,
    win_backs: Collection[str] | None = None,
    agreed_visits: pd.Series | None = None,
    prospect_visits_max: float | None = None,
    day_hours: pd.Series | None = None,
    judged_curves: pd.DataFrame | None = None,
    own_response: pd.DataFrame | None = None,
    class_floors: Mapping[str, int],
    class_ceilings: Mapping[str, int],
    margin_rate: float,
    conversion_rate: float,
    win_back_rate: float,
    visits_per_prospect: float,
    new_client_eur: float,
    first_year_share: float,
    ceiling_ratio: float = 1.6,
    most_visits: int = MOST_VISITS,
    plan_years: float = 1.0,
    zones: pd.DataFrame | None = None,
    candidate_reps: pd.DataFrame | None = None,
    rules: TeamRules | None = None,
) -> AllocationProblem:
    """Put the tables of the steps together.

    Parameters
    ----------
    accounts : DataFrame
        Canonical accounts; kinds that get no visits are left out. `zone` is used where it is there.
    account_types, scores, qualification, segments, typology_notes, visit_time : DataFrame
        Steps 6, 9, 5, 4, 8 and 2, one line per account.
    rep_time : DataFrame
        Step 2: hours per rep and month, of which `available_hours` and `reserve_hours` are added up.
    prospect_target : DataFrame
        Step 3: `rep_id, prospect_visits`; a rep who is not in it has no target.
    decisions : DataFrame, optional
        `account_id, min_visits, max_visits, locked_visits`; what a person decided wins over classes and caps.
    visits_today : Series, optional
        Visits of the last 12 months by account_id, zero for accounts not in it; none without a log.
    win_backs : collection of str, optional
        Former clients worth winning back (step 8); the others get no visit. All of them when left out.
    agreed_visits : Series, optional
        Dates already agreed within the plan, by account_id: a floor.
    prospect_visits_max : float, optional
        Most visits to one prospect over the plan.
    day_hours : Series, optional
        Hours that the longest day of each rep can hold, by rep_id: an account whose visit and drive take
        longer gets none.
    judged_curves : DataFrame, optional
        See `solver.allocation.response.response_table`; needed unless `own_response` names every account.
    own_response : DataFrame, optional
        The user's own `account_id, visits, contribution_eur`, from no visit on: it replaces the curves of the
        accounts it names, whose ceilings end where it ends.
    class_floors, class_ceilings : mapping
        Fewest (clients only) and most visits of each score class over the horizon.
    margin_rate : float
        Margin over revenue (0 to 1) where the sales carry no cost, or give a rate outside 0 to 1, as a few
        credit notes can: such a rate says nothing about business still to be won.
    conversion_rate, win_back_rate, visits_per_prospect, ceiling_ratio : float
        See `response_table`.
    new_client_eur : float
        Mean first-year revenue of a new client, for prospects whose potential is unknown.
    first_year_share : float
        Share of its potential that a new client buys in the first year.
    most_visits : int, default 26
        Most visits to any account over the horizon.
    plan_years : float, default 1
        Length of the plan; floors and ceilings, stated for a year, are scaled to it.
    zones, candidate_reps, rules : optional
        Passed on to `AllocationProblem`.

    Returns
    -------
    AllocationProblem
        Its accounts say in `own_values` which of them `own_response` values.

    Raises
    ------
    PortfolioError
        An account without a rep, a decision to visit an opposed account, a missing table line.
    """
    known = accounts["kind"].isin(VISITED_KINDS)
    without_rep = (known & accounts["rep_id"].isna()).to_numpy()
    if without_rep.any():
        where = int(np.argmax(without_rep))
        refuse(
            _("account “{id}” has no rep").format(id=accounts["account_id"].iloc[where]),
            "accounts",
            where,
            "rep_id",
            ngettext(
                "give it a rep; {count} account is without one",
                "give it a rep; {count} accounts are without one",
                int(without_rep.sum()),
            ).format(count=int(without_rep.sum())),
        )
    visited = accounts[known].sort_values("account_id", ignore_index=True)
    table = _joined(visited, account_types, scores, typology_notes, visit_time)
    # Whoever accepts no contact at all is as good as opposed.
    table["opposed"] |= table["visit_cap"].eq(0)
    if win_backs is not None:
        table["worth_visiting"] = table["kind"].ne("former_client") | table["account_id"].isin(win_backs)
    if day_hours is not None:
        table["fits_a_day"] = _fits_a_day(table, visit_time, day_hours)
    if prospect_visits_max is not None:
        table["prospect_most"] = np.where(table["kind"] == "prospect", prospect_visits_max, np.inf)
    if agreed_visits is not None:
        table["agreed_visits"] = agreed_visits.reindex(table["account_id"]).fillna(0).to_numpy()
    own = pd.DataFrame(columns=list(RESPONSE_COLUMNS)) if own_response is None else own_response
    require_columns(own, "response", RESPONSE_COLUMNS)
    last_valued = own.groupby("account_id")["visits"].max()
    table["own_values"] = table["account_id"].isin(last_valued.index)
    table["last_valued"] = table["account_id"].map(last_valued).astype(float).fillna(np.inf)
    floors = {name: floor(visits * plan_years + EDGE) for name, visits in class_floors.items()}
    ceilings = {name: ceil(visits * plan_years - EDGE) for name, visits in class_ceilings.items()}
    table = with_bounds(table, decisions, floors, ceilings, most_visits)
    by_curve = table[~table["own_values"]]
    response = own
    if len(by_curve):
        if judged_curves is None:
            raise PortfolioError(
                _("there is nothing to value a visit with"),
                mend=_("give the judged curves, or a table of your own"),
            )
        values = _value_inputs(
            by_curve, qualification, segments, margin_rate, new_client_eur, first_year_share
        )
        if visits_today is not None:
            values["visits_today"] = visits_today.reindex(values["account_id"]).fillna(0).to_numpy()
        curved = response_table(
            values,
            judged_curves,
            conversion_rate=conversion_rate,
            win_back_rate=win_back_rate,
            visits_per_prospect=visits_per_prospect,
            ceiling_ratio=ceiling_ratio,
            most_visits=most_visits,
            plan_years=plan_years,
        )
        response = pd.concat([own[list(RESPONSE_COLUMNS)], curved], ignore_index=True) if len(own) else curved
    return AllocationProblem(
        accounts=table,
        response=response,
        reps=_rep_table(rep_time, prospect_target),
        zones=zones,
        candidate_reps=candidate_reps,
        rules=rules,
    )


def _joined(
    visited: pd.DataFrame,
    account_types: pd.DataFrame,
    scores: pd.DataFrame,
    typology_notes: pd.DataFrame,
    visit_time: pd.DataFrame,
) -> pd.DataFrame:
    """One line per visited account with what steps 2, 6, 8 and 9 say of it."""
    keep = [name for name in ("account_id", "name", "rep_id", "kind", "zone", "opposed") if name in visited]
    table = visited[keep].copy()
    if "zone" not in table:
        table["zone"] = None
    table["opposed"] = table["opposed"].fillna(False).astype(bool) if "opposed" in table else False
    noted = ["visit_cap", *(name for name in ("frequency_multiplier",) if name in typology_notes)]
    parts = (
        ("visit_time", visit_time, ["hours_per_visit"], True),
        ("account_types", account_types, ["account_type"], True),
        ("scores", scores, ["score", "score_class"], True),
        ("typology_notes", typology_notes, noted, False),
    )
    for name, part, columns, needed in parts:
        require_columns(part, name, ("account_id", *columns))
        values = part.drop_duplicates("account_id").set_index("account_id")[columns]
        table = table.join(values, on="account_id")
        absent = table[columns[0]].isna().to_numpy()
        if needed and absent.any():
            refuse(
                _("account “{id}” has no line, or an empty one").format(
                    id=table["account_id"].iloc[int(np.argmax(absent))]
                ),
                name,
                None,
                columns[0],
                _("run the step that makes this table again"),
            )
    return table


def _fits_a_day(table: pd.DataFrame, visit_time: pd.DataFrame, day_hours: pd.Series) -> pd.Series:
    """Tell which visits can be made within a day, the drive there and back included."""
    times = visit_time.set_index("account_id").reindex(table["account_id"])
    hours = (2 * times["home_minutes"].fillna(0.0) + times["visit_minutes"]) / MINUTES
    longest = table["rep_id"].map(day_hours).to_numpy(dtype=float)
    return pd.Series(hours.to_numpy(dtype=float) <= longest + EDGE, index=table.index)


def _value_inputs(
    table: pd.DataFrame,
    qualification: pd.DataFrame,
    segments: pd.DataFrame,
    margin_rate: float,
    new_client_eur: float,
    first_year_share: float,
) -> pd.DataFrame:
    """Add what `response_table` needs: revenue, margin, gap, first-year revenue."""
    require_columns(segments, "segments", ("account_id", "revenue_eur"))
    require_columns(qualification, "qualification", ("account_id", "potential_eur", "gap_eur"))
    sold = segments.drop_duplicates("account_id").set_index("account_id")
    bought = sold["revenue_eur"].astype(float).reindex(table["account_id"]).to_numpy()
    revenue = np.nan_to_num(bought)
    margin = np.full(len(table), np.nan)
    if "margin_eur" in sold:
        margin = sold["margin_eur"].astype(float).reindex(table["account_id"]).to_numpy()
    qualified = qualification.drop_duplicates("account_id").set_index("account_id")
    qualified = qualified.reindex(table["account_id"])
    potential = qualified["potential_eur"].astype(float).to_numpy(na_value=np.nan)
    if "accessible_eur" in qualified:
        accessible = qualified["accessible_eur"].astype(float).to_numpy(na_value=np.nan)
        potential = np.where(np.isnan(accessible), potential, accessible)
    own_margin = np.divide(margin, revenue, out=np.full(len(table), np.nan), where=revenue > 0)
    plausible = (own_margin >= 0.0) & (own_margin <= 1.0)
    return table.assign(
        revenue_eur=revenue,
        margin_rate=np.where(plausible, own_margin, margin_rate),
        gap_eur=qualified["gap_eur"].astype(float).to_numpy(na_value=np.nan),
        first_year_eur=np.where(np.isnan(potential), new_client_eur, potential * first_year_share),
    )


def _rep_table(rep_time: pd.DataFrame, prospect_target: pd.DataFrame) -> pd.DataFrame:
    """Hours net of the reserve, reserve and prospect target of each rep."""
    require_columns(rep_time, "rep_time", ("rep_id", "available_hours"))
    require_columns(prospect_target, "prospect_target", ("rep_id", "prospect_visits"))
    summed = ["available_hours"] + [name for name in ("reserve_hours",) if name in rep_time]
    reps = rep_time.groupby("rep_id", sort=True)[summed].sum().reset_index()
    target = prospect_target.drop_duplicates("rep_id").set_index("rep_id")["prospect_visits"]
    return reps.rename(columns={"available_hours": "hours"}).assign(
        prospect_visits_min=reps["rep_id"].map(target).fillna(0.0).astype(float)
    )
