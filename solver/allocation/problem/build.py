"""From the tables of steps 1 to 9 to the visit allocation problem."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import numpy as np
import pandas as pd

from solver.allocation.problem.bounds import NO_DAY, with_bounds
from solver.allocation.problem.problem import AllocationProblem
from solver.allocation.problem.validate import RESPONSE_COLUMNS
from solver.parameters.method import MOST_VISITS
from solver.tables.checks import refuse, require_columns
from solver.value.clients import WALLET_POWER, account_terms
from solver.value.inputs import value_inputs
from solver.value.levels import PARTS, target_parts
from solver.value.prospects import FORMER_MOST_VISITS
from solver.value.response import horizon_factor, is_buying, response_table, response_values
from solver.words.errors import PortfolioError
from solver.words.i18n import _, ngettext

EDGE = 1e-9
MINUTES = 60.0
VISITED_KINDS = ("client", "former_client", "prospect")
TERMS = (  # of the value of a client's visits, kept beside the accounts for the reasons of the plan
    *("revenue_eur", "margin_rate", "visits_today", "p", "fold", "room", "visit_share"),
)


@dataclass(frozen=True)
class StepTables:
    """What the steps before hand to the problem.

    Attributes
    ----------
    accounts : DataFrame
        Canonical accounts; kinds that get no visits are left out. `zone` is used where it is there.
    account_types, scores, qualification, segments, typology_notes, visit_time : DataFrame
        Steps 6, 9, 5, 4, 8 and 2, one line per account.
    rep_time : DataFrame
        Step 2: hours per rep and month, of which `available_hours` and `reserve_hours` are added up.
    prospect_target : DataFrame
        Step 3: `rep_id, prospect_visits`; a rep who is not in it has no target. What the prospects on file
        can take, by their ceilings and chances to be met, is the most that is asked for.
    decisions : DataFrame, optional
        `account_id, min_visits, max_visits, locked_visits`; what a person decided wins over classes and caps.
    visits_today : Series, optional
        Visits of the last 12 months by account_id, zero for accounts not in it; none without a log.
    win_backs : collection of str, optional
        Former clients worth winning back (step 8); the others get no visit. All of them when left out.
    agreed_visits, journey_visits, rhythm_visits : Series, optional
        Dates already agreed within the plan, visits of the journeys of step 8, and dates of the rhythms that
        accounts ask for, by account_id: floors.
    doubles, to_delete : collection of str, optional
        The smaller of two likely doubles, and the records to delete (of these the prospects): no visit before
        somebody decides.
    gone : collection of str, optional
        Accounts found closed, and those that said they need nothing any more: the same.
    day_hours : Series, optional
        Hours that the longest day of each rep can hold, by rep_id: an account whose visit and drive take
        longer gets none.
    loss_risk : DataFrame, optional
        Step 9: `account_id, p`, the chance that a client buys nothing next year; without it nobody leaves.
    settles_first : collection of str, optional
        Clients who owe too much, or for too long: nothing above today's revenue counts.
    prospects, past_margin_eur : DataFrame, Series, optional
        See `solver.value.inputs.value_inputs`; without them every prospect is the mean newcomer, and nobody
        is known to have bought before.
    judged_curves : DataFrame, optional
        See `solver.value.response.response_table`; needed unless `own_response` names every account.
    own_response : DataFrame, optional
        The user's own `account_id, visits, contribution_eur`, from no visit on: it replaces the curves of the
        accounts it names, whose ceilings end where it ends. With it every planned visit counts whole.
    response : DataFrame, optional
        What visits bring, where it was worked out before: nothing is valued anew, whoever makes the visits.
    night_eur : Series, optional
        What a visit costs beside its time, by account_id, of the accounts visited on a trip overnight: they
        need not fit a day.
    placed_most, held_hours : Series, optional
        What a trial of the calendar found: visits with a day, by account_id, of the accounts some of whose
        visits have none; hours that whole days could hold, by rep_id, of the reps with such accounts.
    zones : DataFrame, optional
        Passed on to `AllocationProblem`.
    """

    accounts: pd.DataFrame
    account_types: pd.DataFrame
    scores: pd.DataFrame
    qualification: pd.DataFrame
    segments: pd.DataFrame
    typology_notes: pd.DataFrame
    visit_time: pd.DataFrame
    rep_time: pd.DataFrame
    prospect_target: pd.DataFrame
    decisions: pd.DataFrame | None = None
    visits_today: pd.Series | None = None
    win_backs: Collection[str] | None = None
    agreed_visits: pd.Series | None = None
    journey_visits: pd.Series | None = None
    rhythm_visits: pd.Series | None = None
    doubles: Collection[str] = ()
    to_delete: Collection[str] = ()
    gone: Collection[str] = ()
    day_hours: pd.Series | None = None
    loss_risk: pd.DataFrame | None = None
    settles_first: Collection[str] = ()
    prospects: pd.DataFrame | None = None
    past_margin_eur: pd.Series | None = None
    judged_curves: pd.DataFrame | None = None
    own_response: pd.DataFrame | None = None
    response: pd.DataFrame | None = None
    night_eur: pd.Series | None = None
    placed_most: pd.Series | None = None
    held_hours: pd.Series | None = None
    zones: pd.DataFrame | None = None


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The parameters that bound and value the visits.

    Attributes
    ----------
    class_floors, class_ceilings : mapping
        Fewest (clients only) and most visits of each score class in a year.
    prospect_visits_max : float, optional
        Most visits to one prospect over the plan.
    ramp_visits : int, optional
        Visits that an account may gain in a year, or as many again as it had if that is more.
    margin_rate, new_client_eur : float
        See `solver.value.inputs.value_inputs`.
    save_share, wallet_power : float
        See `solver.value.clients.account_terms`.
    carry_over : float, default 0
    value_years : int, default 1
        See `solver.value.response.horizon_factor`: the plan is the best over these years.
    km_cost_eur, speed_kmh : float
        Cost of a kilometre of road, and how fast it is driven: a visit bears its road.
    conversion_rate, win_back_rate, visits_per_prospect, ceiling_ratio : float
        See `solver.value.response.response_table`.
    most_visits : int, default 26
        Most visits to any account over the horizon.
    plan_years : float, default 1
        Length of the plan; floors and ceilings, stated for a year, are scaled to it.
    """

    class_floors: Mapping[str, int]
    class_ceilings: Mapping[str, int]
    margin_rate: float
    save_share: float
    conversion_rate: float
    win_back_rate: float
    visits_per_prospect: float
    new_client_eur: float
    prospect_visits_max: float | None = None
    ramp_visits: int | None = None
    wallet_power: float = WALLET_POWER
    carry_over: float = 0.0
    value_years: int = 1
    km_cost_eur: float = 0.0
    speed_kmh: float = 0.0
    ceiling_ratio: float = 1.6
    most_visits: int = MOST_VISITS
    plan_years: float = 1.0


def build_problem(given: StepTables, rules: Rules) -> AllocationProblem:
    """Put the tables of the steps together.

    Parameters
    ----------
    given : StepTables
    rules : Rules

    Returns
    -------
    AllocationProblem
        Its accounts say in `own_values` which of them `own_response` values.

    Raises
    ------
    PortfolioError
        An account without a rep, a decision to visit an opposed account, a missing table line.
    """
    visited = _visited(given.accounts)
    table = _joined(visited, given)
    # Whoever accepts no contact at all is as good as opposed.
    table["opposed"] |= table["visit_cap"].eq(0)
    table = _limited(table, given, rules)
    own = pd.DataFrame(columns=list(RESPONSE_COLUMNS)) if given.own_response is None else given.own_response
    require_columns(own, "response", RESPONSE_COLUMNS)
    last_valued = own.groupby("account_id")["visits"].max()
    table["own_values"] = table["account_id"].isin(last_valued.index)
    table["last_valued"] = table["account_id"].map(last_valued).astype(float).fillna(np.inf)
    years = rules.plan_years
    floors = {name: floor(visits * years + EDGE) for name, visits in rules.class_floors.items()}
    ceilings = {name: ceil(visits * years - EDGE) for name, visits in rules.class_ceilings.items()}
    table = with_bounds(table, given.decisions, floors, ceilings, rules.most_visits)
    table["met"] = _met(table, given)
    if "travel_minutes" in given.visit_time:
        drive = given.visit_time.set_index("account_id")["travel_minutes"]
        kilometres = drive.reindex(table["account_id"]).fillna(0.0).to_numpy() / MINUTES * rules.speed_kmh
        table["road_eur"] = rules.km_cost_eur * kilometres * table["met"]
        if given.night_eur is not None:
            table["road_eur"] += table["account_id"].map(given.night_eur).fillna(0.0) * table["met"]
    by_curve = table[~table["own_values"]]
    response = own if given.response is None else given.response
    if len(by_curve) and given.response is None:
        curves = curves_of(given)
        values = valued(by_curve, given, rules)
        curved = by_curves(values, curves, rules)
        response = pd.concat([own[list(RESPONSE_COLUMNS)], curved], ignore_index=True) if len(own) else curved
        terms = account_terms(
            values[is_buying(values)],
            curves,
            save_share=rules.save_share,
            wallet_power=rules.wallet_power,
        )
        table = table.join(terms.set_index("account_id")[list(TERMS)], on="account_id")
    return AllocationProblem(
        accounts=table,
        response=response,
        horizon=horizon_factor(rules.carry_over, rules.value_years),
        reps=_rep_table(given, table),
        zones=given.zones,
    )


def _limited(table: pd.DataFrame, given: StepTables, rules: Rules) -> pd.DataFrame:
    """Put beside each account the limits that `with_bounds` asks for, over the plan."""
    ids, kind, years = table["account_id"], table["kind"], rules.plan_years
    former, prospect = kind.eq("former_client"), kind.eq("prospect")
    accepted = np.zeros(len(ids))
    if given.visits_today is not None:
        accepted = given.visits_today.reindex(ids).fillna(0).to_numpy(dtype=float)
    limits: dict[str, Any] = {
        "former_most": _former_most(table, given.segments, np.ceil(accepted * years - EDGE)),
        "on_hold": ids.isin({*given.doubles, *given.gone}) | (prospect & ids.isin(given.to_delete)),
    }
    if given.win_backs is not None:
        limits["worth_visiting"] = ~former | ids.isin(given.win_backs)
    if given.day_hours is not None:
        limits["fits_a_day"] = _fits_a_day(table, given.visit_time, given.day_hours)
        if given.night_eur is not None:
            limits["fits_a_day"] |= ids.isin(given.night_eur.index)
    if rules.prospect_visits_max is not None:
        limits["prospect_most"] = np.where(prospect, rules.prospect_visits_max, np.inf)
    if given.placed_most is not None:
        limits["placed_most"] = given.placed_most.reindex(ids).fillna(np.inf).to_numpy(dtype=float)
    for name, visits in (
        ("agreed_visits", given.agreed_visits),
        ("journey_visits", given.journey_visits),
        ("rhythm_visits", given.rhythm_visits),
    ):
        if visits is not None:
            limits[name] = visits.reindex(ids).fillna(0).to_numpy()
    if given.visits_today is not None:
        limits["accepted_visits"] = np.ceil(accepted * years - EDGE)
        if rules.ramp_visits is not None:
            most = np.ceil((accepted + np.maximum(rules.ramp_visits, accepted)) * years - EDGE)
            limits["ramp_most"] = np.where(prospect, np.inf, most)
    return table.assign(**limits)


def _former_most(table: pd.DataFrame, segments: pd.DataFrame, accepted: np.ndarray) -> np.ndarray:
    """Most visits to whoever is valued as a former client: a client keeps at least what it accepted."""
    bought = segments.drop_duplicates("account_id").set_index("account_id")["revenue_eur"]
    nothing = ~(bought.reindex(table["account_id"]).to_numpy(dtype=float) > 0)
    silent = table["kind"].eq("client").to_numpy() & nothing
    most = np.where(silent, np.maximum(FORMER_MOST_VISITS, accepted), np.inf)
    return np.where(table["kind"].eq("former_client"), FORMER_MOST_VISITS, most)


def _visited(accounts: pd.DataFrame) -> pd.DataFrame:
    """Accounts of the kinds that get visits; one without a rep is refused."""
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
    return accounts[known].sort_values("account_id", ignore_index=True, kind="stable")


def curves_of(given: StepTables) -> pd.DataFrame:
    """Return the judged curves, without which an account has no value."""
    if given.judged_curves is None:
        raise PortfolioError(
            _("there is nothing to value a visit with"),
            fix=_("give the judged curves, or a table of your own"),
        )
    return given.judged_curves


def valued(table: pd.DataFrame, given: StepTables, rules: Rules) -> pd.DataFrame:
    """Put beside these accounts what `solver.value.response.response_table` asks of them."""
    values = value_inputs(
        table,
        given.qualification,
        given.segments,
        given.loss_risk,
        given.prospects,
        given.past_margin_eur,
        rules.margin_rate,
        rules.new_client_eur,
    )
    today = given.visits_today
    known = np.nan if today is None else today.reindex(values["account_id"]).fillna(0).to_numpy()
    return values.assign(visits_today=known, settles_first=values["account_id"].isin(given.settles_first))


def by_curves(values: pd.DataFrame, judged_curves: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Value the visits of these accounts by the judged curves."""
    return response_table(values, judged_curves, **_of_response(rules))


def values_by_curves(values: pd.DataFrame, judged_curves: pd.DataFrame, rules: Rules) -> np.ndarray:
    """Value the visits of accounts that were valued before: euros, accounts by numbers of visits."""
    return response_values(values, judged_curves, **_of_response(rules))


def _of_response(rules: Rules) -> dict[str, Any]:
    """Return the rules that `response_table` asks for."""
    return {
        "save_share": rules.save_share,
        "wallet_power": rules.wallet_power,
        "conversion_rate": rules.conversion_rate,
        "win_back_rate": rules.win_back_rate,
        "visits_per_prospect": rules.visits_per_prospect,
        "ceiling_ratio": rules.ceiling_ratio,
        "most_visits": rules.most_visits,
        "plan_years": rules.plan_years,
    }


def _joined(visited: pd.DataFrame, given: StepTables) -> pd.DataFrame:
    """One line per visited account with what steps 2, 6, 8 and 9 say of it."""
    wanted = ("account_id", "name", "rep_id", "kind", "zone", "opposed", "opposition_scope")
    keep = [name for name in wanted if name in visited]
    table = visited[keep].copy()
    if "zone" not in table:
        table["zone"] = None
    table["opposed"] = table["opposed"].fillna(False).astype(bool) if "opposed" in table else False
    noted = ["visit_cap", *(name for name in ("frequency_multiplier",) if name in given.typology_notes)]
    parts = (
        ("visit_time", given.visit_time, ["hours_per_visit"], True),
        ("account_types", given.account_types, ["account_type"], True),
        ("scores", given.scores, ["score", "score_class"], True),
        ("typology_notes", given.typology_notes, noted, False),
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


def _met(table: pd.DataFrame, given: StepTables) -> np.ndarray:
    """Chance that a planned visit is made; who states in a table what visits bring plans them as made."""
    if given.prospects is None or "met" not in given.prospects or given.own_response is not None:
        return np.ones(len(table))
    known = table["account_id"].map(given.prospects.set_index("account_id")["met"])
    return known.fillna(1.0).to_numpy(dtype=float)


def _rep_table(given: StepTables, table: pd.DataFrame) -> pd.DataFrame:
    """Hours without reserve and what no day holds, both of these, and the target that prospects can take.

    Beside it the target asked, and what of it the prospects could take if the days held it.
    """
    rep_time, prospect_target, held = given.rep_time, given.prospect_target, given.held_hours
    require_columns(rep_time, "rep_time", ("rep_id", "available_hours"))
    require_columns(prospect_target, "prospect_target", ("rep_id", "prospect_visits"))
    summed = ["available_hours"] + [name for name in ("reserve_hours",) if name in rep_time]
    reps = rep_time.groupby("rep_id", sort=True)[summed].sum().reset_index()
    if held is not None:
        lost = reps["available_hours"] - reps["rep_id"].map(held).fillna(np.inf)
        reps["no_day_hours"] = np.maximum(lost, 0.0)
        reps["available_hours"] -= reps["no_day_hours"]
    target = prospect_target.drop_duplicates("rep_id").set_index("rep_id")["prospect_visits"]
    wanted = reps["rep_id"].map(target).fillna(0.0).astype(float)
    parts = target_parts(table["kind"].eq("prospect").to_numpy(), table["met"].to_numpy())
    held_by_days = table["ceiling_rule"].eq(NO_DAY)
    untried, most = (
        reps["rep_id"].map((parts * ceiling).groupby(table["rep_id"]).sum() // PARTS).fillna(0.0)
        for ceiling in (table["max_visits"].mask(held_by_days, table["next_max"]), table["max_visits"])
    )
    least = np.minimum(wanted, most)
    return reps.rename(columns={"available_hours": "hours"}).assign(
        prospect_visits_asked=wanted,
        prospect_visits_no_day=np.minimum(wanted, untried) - least,
        prospect_visits_min=least,
    )
