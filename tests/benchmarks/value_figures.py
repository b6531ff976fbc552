"""Print what a visit is worth, figure by figure: wanted, found, within tolerance or not.

`python -m tests.benchmarks.value_figures RUN`, RUN being a finished run of the demo. The figures wanted are
those of the firm of version 0.3 (`git archive ba81d27 data/demo`), with hours filled and no prospect target;
on the demo of today some differ, because the firm does.
"""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from solver.allocation.explain.baselines import rule_visits
from solver.allocation.methods.resolve import best_team
from solver.allocation.problem.workload import frequency_visits
from solver.parameters.method import MOST_VISITS
from solver.run import Run
from tests.benchmarks.value_accounts import drawn_accounts
from tests.benchmarks.value_firm import Firm

TOLERANCE = 0.10
REPS = ("GKE", "LBR", "MTR", "PLM", "SRO")
TYPES = (
    *("key_account_to_consolidate", "key_account_to_develop", "high_potential"),
    *("going_concern", "medium_account", "economical_management"),
)
BEHAVIOURS = ("at_risk", "new", "developing", "loyal", "standard", "inactive")
NAMED = ("C0262", "C0042", "C0276", "C0202", "C0108", "C0306", "C0219")
NEED = {
    "visits": "prospect_visits",
    "low 80": "prospect_visits_low_80",
    "high 80": "prospect_visits_high_80",
    "clients": "new_clients",
    "prospects met": "prospects",
}
PROSPECTS = ("priority_prospect", "prospect_to_follow", "prospect_to_watch")


class Theme(NamedTuple):
    """Figures that are found together.

    Attributes
    ----------
    name : str
    wanted : dict of str to float
        By the name of the figure.
    found : callable
        From the firm to the figures, in the order of `wanted`.
    """

    name: str
    wanted: dict[str, float]
    found: Callable[[Firm], list[float]]


def elasticity(firm: Firm, account_type: str | None = None) -> list[float]:
    """Up, down."""
    return list(firm.elasticity(account_type))


def contribution(firm: Firm) -> list[float]:
    """Of today's visits, of the plan; gain with its range and the median of the draws."""
    gain, draws = firm.step.gain, firm.step.gain_draws["gain_share"]
    had, has = (float(firm.problem.value_of(visits).sum()) for visits in (firm.today, firm.plan))
    ends = [gain["gain_share_low_80"], gain["gain_share_high_80"]]
    return [had, has, gain["gain_eur"], gain["gain_share"], *ends, float(draws.median())]


def other_gains(firm: Firm) -> list[float]:
    """On today's hours with its range, half the room, part of what visits bring, net of road."""
    gain, draws = firm.step.gain, firm.step.gain_draws
    shares = draws["same_hours_gain_eur"] / (draws["gain_eur"] / draws["gain_share"])
    same = [gain["same_hours_gain_eur"], *shares.quantile([0.1, 0.9])]
    return [*same, gain["room_halved_eur"], gain["of_what_visits_bring"], gain["net_of_road_eur"]]


def parts_of_gain(firm: Firm) -> list[float]:
    """From prospects, from clients nobody logged, how many, from potentials out of date."""
    names = ("prospects_eur", "unlogged_clients_eur", "unlogged_clients", "stale_eur")
    return [float(firm.step.gain[name]) for name in names]


def over_rules(firm: Firm) -> list[float]:
    """The plan over visits by revenue (euros, share) and by class."""
    table = firm.step.comparison.set_index("plan")
    by_revenue = table.loc["by_revenue"]
    return [by_revenue["gain_eur"], by_revenue["gain_share"], table.loc["by_class", "gain_share"]]


def over_rules_at_stop(firm: Firm) -> list[float]:
    """The plan that stops at the cost over visits by revenue and by class in the same hours."""
    problem, plan = firm.problem, firm.stopped.visits
    hours = np.bincount(problem.rep_codes, problem.levels.hours_at(plan), minlength=len(problem.reps))
    tight = problem.with_hours(pd.Series(hours, index=problem.rep_ids))
    by_class = frequency_visits(firm.about["score_class"], firm.step.portfolio.fixed_frequency)
    found = []
    for weights in (firm.about["revenue_eur"], by_class):
        ruled = problem.value_of(rule_visits(tight, weights, plan)).sum()
        found.append(float(firm.stopped.contribution_eur / ruled - 1))
    return found


def hour_prices(firm: Firm, column: str) -> list[float]:
    """Price of an hour of each rep."""
    return list(firm.step.hour_prices.set_index("rep_id")[column].reindex(REPS))


def stopping(firm: Firm) -> list[float]:
    """Hours that earn their cost, all hours; visits and gain of the plan that stops."""
    plans = firm.step.stopping_plans.set_index("stop_at")
    hours = plans["hours"]
    today = float(firm.problem.value_of(firm.today).sum())
    gain = plans.loc["horizon", "contribution_eur"] - today
    filled = firm.problem.reps["hours"].sum()
    return [hours["horizon"], hours["year"], filled, plans.loc["horizon", "visits"], gain, gain / today]


def visits_by_kind(firm: Firm) -> list[float]:
    """All, clients, former clients, prospects; visits expected of the prospects' plan."""
    kinds = [firm.visits_of("kind", kind) for kind in ("client", "former_client", "prospect")]
    return [sum(kinds), *kinds, firm.step.prospects_expected["visits"]]


def visits_by(firm: Firm, column: str, names: tuple[str, ...]) -> list[float]:
    """Visits of the plan."""
    return [firm.visits_of(column, name) for name in names]


def stopped_by_type(firm: Firm) -> list[float]:
    """Visits of the plan that stops at the cost."""
    types = firm.about["account_type"].to_numpy()
    return [int(firm.stopped.visits[types == name].sum()) for name in TYPES]


def without_typology(firm: Firm) -> list[float]:
    """Accounts moving by 1, by 2, by 4 visits or more; visits to clients at risk."""
    plan = firm.same_risk()
    risky = (firm.about["behaviour"] == "at_risk").to_numpy()
    return [*(firm.moved(plan, visits) for visits in (0, 1, 3)), int(plan.visits[risky].sum())]


def without_potential(firm: Firm) -> list[float]:
    """Accounts moving by 1, by 2 visits or more."""
    plan = firm.again(wallet_power=0.0)
    return [firm.moved(plan, visits) for visits in (0, 1)]


def room_moved(firm: Firm) -> list[float]:
    """Accounts moving by more than 1 with twice the room, with half of it; the gain with each."""
    moving = [firm.moved(firm.room_times(factor), 1) for factor in (2.0, 0.5)]
    effects = firm.step.judgement_effects.set_index("judgement").loc["saturation"]
    return [*moving, effects["double_gain_eur"], effects["half_gain_eur"]]


def top_ten(firm: Firm) -> list[float]:
    """Part of the ten largest gains in all the gains of clients."""
    change = (firm.problem.value_of(firm.plan) - firm.problem.value_of(firm.today))[firm.kind == "client"]
    gains = np.sort(change[change > 0])[::-1]
    return [float(gains[:10].sum() / gains.sum())]


def named(firm: Firm, ids: tuple[str, ...]) -> list[float]:
    """Visits of the plan."""
    return [int(firm.plan[firm.ids.get_loc(account)]) for account in ids]


def stopped_visits(firm: Firm, account_id: str) -> list[float]:
    """Visits of the plan that stops at the cost."""
    return [int(firm.stopped.visits[firm.ids.get_loc(account_id)])]


def handed(firm: Firm, account_id: str, rep_id: str) -> list[float]:
    """Visits of an account at another rep, and what handing it over brings over the years."""
    other = firm.step.with_reps({account_id: rep_id})
    before, after = best_team(firm.problem), best_team(other)
    return [int(after.visits[firm.ids.get_loc(account_id)]), after.worth_eur - before.worth_eur]


def growth(firm: Firm) -> list[float]:
    """The largest planned growth of a client, and how many are above 35 %."""
    return [float(firm.growth.max()), int((firm.growth > 0.35 + 1e-9).sum())]


def caps(firm: Firm) -> list[float]:
    """Clients cut by a rule below what they accepted, class A below today, rises from 2 to 12."""
    about, today = firm.about, np.minimum(firm.logged, MOST_VISITS)
    rules = about["ceiling_rule"].isin(["contact_cap", "class_ceiling"]) & about["locked_visits"].isna()
    cut = rules.to_numpy() & (firm.kind == "client") & (firm.problem.ceiling < today)
    class_a = (about["segment"] == "A").to_numpy() & (firm.kind == "client") & (firm.plan < today)
    rises = (firm.logged <= 2) & (firm.plan >= 12)
    return [int(cut.sum()), int(class_a.sum()), int(rises.sum())]


def prospects_of(firm: Firm, account_type: str) -> list[float]:
    """Visits planned, mean first-year margin at 4 visits of those who are met."""
    chosen = (firm.about["account_type"] == account_type).to_numpy()
    return [int(firm.plan[chosen].sum()), float(firm.if_met(4)[chosen].mean())]


def unknown_potential(firm: Firm) -> list[float]:
    """Visits to prospects whose potential nobody knows, and their value at 4 visits."""
    chosen = (firm.kind == "prospect") & firm.about["potential_eur"].isna().to_numpy()
    return [int(firm.plan[chosen].sum()), float(firm.if_met(4)[chosen].mean())]


def expected_loss(firm: Firm) -> list[float]:
    """Revenue and its share, over all clients; large clients at risk, and the margin expected of them."""
    terms = firm.terms.set_index("account_id")
    loss = terms["p"] * terms["revenue_eur"]
    about = firm.about.loc[terms.index]
    large = (about["behaviour"] == "at_risk") & about["segment"].isin(["A", "B"])
    margin = float((loss * terms["margin_rate"])[large].sum())
    return [float(loss.sum()), float(loss.sum() / terms["revenue_eur"].sum()), int(large.sum()), margin]


def rule_price(firm: Firm) -> list[float]:
    """What the contact cap would cost if nobody kept what it accepted; first-year prices of other rules."""
    kept = best_team(firm.problem).contribution_eur - best_team(firm.strictly_capped).contribution_eur
    return [kept, *(firm.rule_price(rule) for rule in ("ramp", "hold", "journey"))]


def hand_over(firm: Firm) -> list[float]:
    """First year and three years of the proposal, accounts in it; accounts still too far."""
    proposal = firm.step.hand_over
    whole = proposal[proposal["account_id"].isna()].iloc[0]
    first = whole["new_contribution_eur"] - whole["contribution_eur"]
    return [first, whole["years_change_eur"], len(proposal) - 1]


def all_handed(firm: Firm) -> list[float]:
    """First year and years counted where every account goes to its nearer rep; accounts still too far."""
    near = firm.step.nearer_reps.set_index("account_id")["nearer_rep_id"]
    near = near[near.index.isin(firm.ids)]
    other = firm.step.with_reps(near.to_dict())
    before, after = best_team(firm.problem), best_team(other)
    far = int((other.accounts["ceiling_rule"] == "too_far").sum())
    first = after.contribution_eur - before.contribution_eur
    return [len(near), first, after.worth_eur - before.worth_eur, far]


def reps_leaving(firm: Firm, column: str) -> list[float]:
    """What changes without each rep."""
    table = firm.step.team_size
    fewer = table[table["team_change"] == table["team_change"].iloc[0]].set_index("rep_id")
    return list(fewer[column].reindex(REPS))


def hours_shares(firm: Firm) -> list[float]:
    """First-year change with fewer and with more hours."""
    curve = firm.step.hours_curve
    shares = curve["hours_share"].round(2)
    return [float(curve.loc[shares == share, "change_eur"].iloc[0]) for share in (0.5, 0.8, 0.9, 1.1, 1.2)]


def regret(firm: Firm) -> list[float]:
    """Median, nine of ten, worst; solid accounts."""
    lost = firm.step.gain_draws["regret_eur"].dropna()
    solid = int((firm.step.stability["verdict"] == "solid").sum())
    return [*lost.quantile([0.5, 0.9, 1.0]), solid]


def need(firm: Firm, growth_rate: float, names: tuple[str, ...]) -> list[float]:
    """What step 3 asks at a goal."""
    found = firm.need_at(growth_rate)
    return [float(found[NEED[name]]) for name in names]


def _each(prefix: str, names: tuple[str, ...], values: tuple[float, ...]) -> dict[str, float]:
    return dict(zip((f"{prefix} {name}".strip() for name in names), values, strict=True))


def _by_type(account_type: str, up: float, down: float) -> Theme:
    wanted = {f"elasticity up {account_type}": up, f"elasticity down {account_type}": down}
    return Theme("", wanted, partial(elasticity, account_type=account_type))


def _need(rate: float, *wanted: float) -> Theme:
    names = tuple(NEED)[: len(wanted)]
    found = partial(need, growth_rate=rate, names=names)
    return Theme("", _each(f"step 3 at {rate:.0%}:", names, wanted), found)


THEMES = (
    Theme("ELASTICITY", {"elasticity up": 0.155, "elasticity down": 0.173}, elasticity),
    _by_type(TYPES[0], 0.190, 0.218),
    _by_type(TYPES[1], 0.126, 0.135),
    _by_type(TYPES[2], 0.136, 0.143),
    _by_type(TYPES[3], 0.168, 0.195),
    _by_type(TYPES[4], 0.183, 0.207),
    _by_type(TYPES[5], 0.104, 0.117),
    Theme(
        "GAIN",
        _each(
            "",
            (
                *("contribution today", "contribution planned", "gain", "gain share", "gain share low 80"),
                *("gain share high 80", "gain share median of draws"),
            ),
            (3_891_505, 4_306_844, 415_340, 0.107, 0.067, 0.180, 0.118),
        ),
        contribution,
    ),
    Theme(
        "",
        _each(
            "",
            (
                *("same-hours gain", "same-hours share low 80", "same-hours share high 80"),
                *("gain, half the room", "gain of what visits bring", "gain net of km"),
            ),
            (382_962, 0.062, 0.167, 302_305, 0.34, 402_986),
        ),
        other_gains,
    ),
    Theme(
        "",
        {"gain: prospects": 78_863, "gain: unlogged": 50_767, "unlogged clients": 27, "gain: stale": 68_814},
        parts_of_gain,
    ),
    Theme(
        "", {"over by-revenue": 5_353, "over by-revenue, share": 0.0012, "over by-class": 0.0116}, over_rules
    ),
    Theme("", {"at stop, over by-revenue": 0.0037, "at stop, over by-class": 0.0246}, over_rules_at_stop),
    Theme(
        "HOURS",
        _each("hour price, years,", REPS, (16, 14, 9, 19, 35)),
        partial(hour_prices, column="price_eur"),
    ),
    Theme(
        "",
        _each("hour price, first year,", REPS, (8, 7, 4, 9, 17)),
        partial(hour_prices, column="first_year_price_eur"),
    ),
    Theme(
        "",
        {
            "hours earning their cost, years": 5_134,
            "hours earning their cost, year": 4_039,
            "hours": 6_208,
            "visits at stop": 3_216,
            "gain at stop": 395_559,
            "gain share at stop": 0.102,
        },
        stopping,
    ),
    Theme(
        "",
        _each("change with hours ×", ("0.5", "0.8", "0.9", "1.1", "1.2"), (-132e3, -26e3, -10e3, 6e3, 8e3)),
        hours_shares,
    ),
    Theme(
        "VISITS",
        _each(
            "visits",
            ("all", "clients", "former", "prospects planned", "prospects expected"),
            (3_854, 3_234, 30, 590, 338),
        ),
        visits_by_kind,
    ),
    Theme(
        "",
        _each("visits", BEHAVIOURS, (603, 290, 414, 1_399, 498, 30)),
        partial(visits_by, column="behaviour", names=BEHAVIOURS),
    ),
    Theme(
        "",
        _each("visits", TYPES, (268, 492, 168, 454, 808, 1_044)),
        partial(visits_by, column="account_type", names=TYPES),
    ),
    Theme("", _each("visits at stop", TYPES, (268, 488, 156, 450, 775, 518)), stopped_by_type),
    Theme(
        "CRITERIA",
        {
            "same risk for all: moving ≥ 1": 42,
            "same risk for all: moving > 1": 7,
            "same risk for all: moving ≥ 4": 2,
            "same risk for all: visits at risk": 588,
        },
        without_typology,
    ),
    Theme("", {"potential neutral: moving ≥ 1": 26, "potential neutral: moving > 1": 5}, without_potential),
    Theme(
        "",
        {
            "room × 2: moving > 1": 26,
            "room × ½: moving > 1": 25,
            "room × 2: gain": 549_522,
            "room × ½: gain": 302_305,
        },
        room_moved,
    ),
    Theme("ACCOUNTS", {"top ten of clients' gains": 0.39}, top_ten),
    Theme(
        "",
        _each(
            "visits",
            NAMED,
            (16, 8, 0, 8, 9, 9, 2),
        ),
        partial(named, ids=NAMED),
    ),
    Theme("", {"visits C0042 at stop": 4}, partial(stopped_visits, account_id="C0042")),
    Theme(
        "",
        {"visits C0276 with PLM": 10, "C0276 handed to PLM, years": 31_500},
        partial(handed, account_id="C0276", rep_id="PLM"),
    ),
    Theme(
        "",
        _each("margin C0262 at", ("0", "8", "12", "16", "20"), (94_208, 158_155, 176_905, 190_173, 199_561)),
        lambda firm: firm.margin("C0262", 0, 8, 12, 16, 20),
    ),
    Theme(
        "",
        _each("margin C0202 at", ("0", "8", "12"), (68_921, 79_987, 83_452)),
        lambda firm: firm.margin("C0202", 0, 8, 12),
    ),
    Theme("LIMITS", {"planned growth, largest": 0.35, "accounts above 35 %": 1}, growth),
    Theme("", {"clients cut below accepted": 0, "class A below today": 0, "rises ≤ 2 → ≥ 12": 1}, caps),
    Theme(
        "",
        {"price contact cap": 36_060, "price ramp": 74_589, "price hold": 12_381, "price journeys": 108},
        rule_price,
    ),
    *(
        Theme(
            "",
            {f"visits {name}": visits, f"margin at 4, {name}": margin},
            partial(prospects_of, account_type=name),
        )
        for name, visits, margin in zip(PROSPECTS, (52, 180, 358), (2_573, 1_024, 377), strict=True)
    ),
    Theme("", {"visits, unknown potential": 130, "value at 4, unknown potential": 464}, unknown_potential),
    Theme(
        "",
        {
            "expected loss": 463_923,
            "expected loss, share": 0.032,
            "large clients at risk": 32,
            "their expected loss, margin": 37_750,
        },
        expected_loss,
    ),
    Theme(
        "TEAM", {"hand over, first year": 30_600, "hand over, years": 70_200, "handed over": 30}, hand_over
    ),
    Theme(
        "",
        {
            "nearer elsewhere": 58,
            "all handed, first year": 31_200,
            "all handed, years": 71_800,
            "all handed, too far": 5,
        },
        all_handed,
    ),
    Theme(
        "",
        _each("without", REPS, (-72e3, -47e3, -42e3, -47e3, -94e3)),
        partial(reps_leaving, column="change_eur"),
    ),
    Theme(
        "",
        _each("return of", REPS, (1.05, 0.24, 0.24, 0.48, 1.48)),
        partial(reps_leaving, column="return_share"),
    ),
    Theme(
        "DRAWS",
        {"regret, median": 900, "regret, 90 %": 3_400, "regret, worst": 4_300, "solid accounts": 621},
        regret,
    ),
    _need(0.03, 0, 0, 161),
    _need(0.05, 168, 0, 506, 12, 96),
    _need(0.06, 321, 35, 713, 23, 183),
)


def lines(firm: Firm) -> Iterator[dict[str, Any]]:
    """Find every figure, one after the other."""
    for theme in THEMES:
        if theme.name:
            yield {"figure": theme.name}
        for (name, wanted), found in zip(theme.wanted.items(), theme.found(firm), strict=True):
            yield {"figure": name, "wanted": wanted, "found": found, "within": within(wanted, found)}


def within(wanted: float, found: float) -> bool:
    """A tenth off at most; where nothing is wanted, nothing."""
    return bool(abs(found - wanted) <= TOLERANCE * abs(wanted) + 1e-9)


def main(folder: str) -> None:
    """Print every figure of a finished run, then a few accounts to judge."""
    run = Run(Path(folder))
    with run.spoken():
        firm = Firm(run)
        print(f"{'figure':46}{'wanted':>12}{'found':>12}  within")
        for line in lines(firm):
            print(_written(**line))
        print()
        for account in drawn_accounts(firm):
            print(account)


def _written(figure: str, wanted: float | None = None, found: float = 0.0, within: bool = True) -> str:
    if wanted is None:
        return f"\n{figure}"
    digits = 3 if abs(wanted) < 10 and wanted != int(wanted) else 0
    return f"{figure:46}{wanted:>12,.{digits}f}{found:>12,.{digits}f}  {'yes' if within else 'NO'}"


if __name__ == "__main__":
    main(sys.argv[1])
