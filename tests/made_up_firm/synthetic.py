"""A made-up firm, small and consistent: every table of a run, checked by the canonical schemas."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from solver.parameters import Absence, Portfolio, Rep, Source
from solver.run import Run, producer
from solver.tables import check, empty, schema
from solver.tables.codes import ACCOUNT_TYPES
from solver.words.files import write_table, write_text

WORDS = ("Armor", "Roz", "Kerlann", "Penn", "Mor", "Dour", "Menez", "Koad", "Enez", "Traezh")
TRADES = ("Froid", "Métal & Fils", "Travaux Publics", "Menuiserie", "Conserves", "Chantier naval")
TOWNS = (
    ("Brest", 48.39, -4.49, "29200"),
    ("Quimper", 48.00, -4.10, "29000"),
    ("Saint-Brieuc", 48.51, -2.76, "22000"),
    ("Rennes", 48.11, -1.68, "35000"),
    ("Vannes", 47.66, -2.76, "56000"),
    ("Lorient", 47.75, -3.37, "56100"),
)
REPS = (
    ("LBR", "Loïc Brannelec", 48.45, -4.25, 74200.0),
    ("MTR", "Maëlle Trévidan", 48.00, -3.89, 66800.0),
    ("SRO", "Solène Rosnalec", 48.02, -1.75, 77600.0),
)
DANGEROUS_NAMES = ("<script>alert(1)</script>", '=HYPERLINK("x";"y")', "Le $Gall$ & Cie")


def portfolio() -> Portfolio:
    """Return the parameters of the firm."""
    return Portfolio(
        firm="Armor Essais & Fils",
        as_of=date(2025, 12, 31),
        plan_start=date(2026, 1, 1),
        plan_end=date(2026, 12, 31),
        sources=[Source(table="accounts", path="clients.csv"), Source(table="sales", path="sales.csv")],
        reps=[
            Rep(
                rep_id=rep_id,
                name=name,
                home_lat=lat,
                home_lon=lon,
                annual_cost_eur=cost,
                absences=[Absence(start=date(2026, 2, 16), end=date(2026, 2, 20), activity="leave")],
            )
            for rep_id, name, lat, lon, cost in REPS
        ],
        reserve_share=0.12,
        assumptions=["The potentials of the public works were typed in from the trade's yearly survey."],
    )


def tables(clients: int = 40, prospects: int = 14) -> dict[str, pd.DataFrame]:
    """Return every table of a run.

    Parameters
    ----------
    clients, prospects : int
        How many of each.
    """
    random = np.random.default_rng(7)
    made: dict[str, pd.DataFrame] = {"reps": _reps()}
    made["accounts"] = _accounts(random, clients, prospects)
    made |= _time()
    made |= _criteria(random, made["accounts"])
    made |= _visits(random, made)
    made |= _actions(made)
    made |= _diary(made)
    return {name: check(name, _completed(name, table)) for name, table in made.items()}


def _completed(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Add, empty, the columns that may be empty and that no test here looks at."""
    columns = schema(name).columns
    may_be_empty = [column for column, spec in columns.items() if spec.nullable and not spec.regex]
    return table.assign(**{column: None for column in may_be_empty if column not in table})


def _reps() -> pd.DataFrame:
    table = pd.DataFrame(REPS, columns=["rep_id", "name", "home_lat", "home_lon", "annual_cost_eur"])
    nothing = dict.fromkeys(("email", "max_drive_minutes", "max_visits_day", "overtime_minutes"))
    return table.assign(day_hours=7.5, drive_factor=1.0, overtime_price=2.0, **nothing)


def _accounts(random: np.random.Generator, clients: int, prospects: int) -> pd.DataFrame:
    count = clients + prospects
    town = random.integers(0, len(TOWNS), count)
    names = [
        f"{WORDS[random.integers(len(WORDS))]} {TRADES[random.integers(len(TRADES))]} {n}"
        for n in range(count)
    ]
    names[: len(DANGEROUS_NAMES)] = DANGEROUS_NAMES
    lon = np.array([TOWNS[t][2] for t in town]) + random.normal(0, 0.15, count)
    kind = np.array(["client"] * (clients - 2) + ["former_client"] * 2 + ["prospect"] * prospects)
    return pd.DataFrame(
        {
            "account_id": [f"C{n:04d}" for n in range(1, clients + 1)]
            + [f"P{n:04d}" for n in range(1, prospects + 1)],
            "name": names,
            "kind": kind,
            "rep_id": np.where(lon < -4.0, "LBR", np.where(lon < -2.5, "MTR", "SRO")),
            "siren": None,
            "siret": None,
            "naf": None,
            "address": "1 rue de l'Essai",
            "postcode": [TOWNS[t][3] for t in town],
            "town": [TOWNS[t][0] for t in town],
            "country": "FR",
            "lat": np.array([TOWNS[t][1] for t in town]) + random.normal(0, 0.1, count),
            "lon": lon,
            "phone": "02 61 91 00 00",
            "email": None,
            "headcount": random.integers(2, 200, count).astype(float),
            "potential_eur": None,
            "potential_on": pd.NaT,
            "potential_source": None,
            "accessible_share": None,
            "satisfaction": None,
            "stage": np.where(kind == "prospect", "visited", None),
            "since_on": pd.NaT,
            "last_contact_on": pd.Timestamp("2025-09-01"),
            "opposed": False,
            "opposition_scope": None,
            "source": "clients.csv",
        }
    )


def _time() -> dict[str, pd.DataFrame]:
    months = pd.period_range("2026-01", "2026-12", freq="M")
    rows = [
        {
            "rep_id": rep[0],
            "month": str(month),
            "calendar_days": float(month.days_in_month),
            "weekend_days": 8.5,
            "holiday_days": 1.0,
            "leave_days": 10.0 if month.month == 8 else 1.5,
            "training_days": 0.5,
            "fair_days": 0.25,
            "meeting_days": 1.0,
            "admin_days": 2.0,
        }
        for rep in REPS
        for month in months
    ]
    time = pd.DataFrame(rows)
    away = time.filter(like="_days").drop(columns="calendar_days").sum(axis=1)
    time["field_days"] = time["calendar_days"] - away
    time["capacity_hours"] = time["field_days"] * 7.5
    time["reserve_hours"] = 0.12 * time["capacity_hours"]
    time["available_hours"] = time["capacity_hours"] - time["reserve_hours"]
    capacity = time.groupby("rep_id")["capacity_hours"].sum()
    cost = pd.DataFrame({"rep_id": [rep[0] for rep in REPS], "annual_cost_eur": [rep[4] for rep in REPS]})
    cost["capacity_hours"] = cost["rep_id"].map(capacity)
    cost["cost_per_hour_eur"] = cost["annual_cost_eur"] / cost["capacity_hours"]
    cost["hours_per_visit"] = 1.8
    cost["cost_per_visit_eur"] = 1.8 * cost["cost_per_hour_eur"]
    target = pd.DataFrame({"rep_id": cost["rep_id"], "prospect_visits": [30, 24, 40]})
    target["prospect_hours"] = target["prospect_visits"] * 1.8
    target["capacity_share"] = target["prospect_hours"] / (0.88 * cost["capacity_hours"])
    funnel = pd.DataFrame(
        {
            "stage": ["reached", "appointment", "visited", "won"],
            "cases": [400, 310, 104, 88],
            "successes": [310, 104, 88, 13],
            "rate": [310 / 400, 104 / 310, 88 / 104, 13 / 88],
            "low_rate": [0.73, 0.28, 0.76, 0.09],
            "high_rate": [0.81, 0.39, 0.91, 0.24],
            "stated_rate": [0.75, 0.33, 0.9, 0.15],
            "basis": ["history", "history", "history", "judgement"],
        }
    )
    return {
        "rep_time": time,
        "visit_cost": cost,
        "prospect_target": target,
        "funnel": funnel,
        "expected_figures": _expected_figures(),
        "arrivals": _arrivals(),
    }


def _expected_figures() -> pd.DataFrame:
    rows = [
        ("attrition_rate", "share", 0.06, 0.04, 0.08, 0.03, 0.1, 200, 1, "history"),
        ("stated_growth", "share", 0.03, 0.0, 0.06, -0.02, 0.08, 180, 2, "stated"),
        ("measured_growth", "share", 0.05, 0.02, 0.08, 0.0, 0.1, 180, 1, "history"),
        (
            "expected_eur",
            "money",
            970_600.0,
            930_000.0,
            1_010_000.0,
            900_000.0,
            1_040_000.0,
            200,
            2,
            "history",
        ),
        ("inflow_eur", "money", 20_000.0, 10_000.0, 32_000.0, 6_000.0, 40_000.0, 12, 1, "history"),
        ("won_back_eur", "money", 4_400.0, 1_000.0, 8_000.0, 0.0, 10_000.0, 3, 0, "history"),
        ("to_win_eur", "money", 55_000.0, 40_000.0, 75_000.0, 30_000.0, 90_000.0, 200, 0, "history"),
        ("new_client_revenue_eur", "money", 4_000.0, 3_000.0, 6_000.0, 2_500.0, 7_000.0, 40, 1, "history"),
        ("new_clients", "count", 14.0, 9.0, 20.0, 7.0, 26.0, 40, 0, "history"),
        ("conversion_rate", "share", 0.15, None, None, None, None, 88, 0, "judgement"),
        ("prospects", "count", 94.0, 60.0, 134.0, 47.0, 174.0, 88, 0, "judgement"),
        ("prospect_visits", "count", 164.0, 105.0, 235.0, 82.0, 305.0, 88, 0, "judgement"),
        ("visits_with_past_errors", "count", 164.0, 40.0, 400.0, 0.0, 600.0, 88, 2, "judgement"),
        ("visits_at_measured_growth", "count", 120.0, 60.0, 200.0, 40.0, 280.0, 88, 1, "judgement"),
    ]
    ends = ["low_80", "high_80", "low_95", "high_95"]
    columns = ["figure", "measured_in", "expected", *ends, "cases", "earlier_years", "basis"]
    return pd.DataFrame(rows, columns=columns)


def _arrivals() -> pd.DataFrame:
    rows = [
        ("prospecting", 9, 4.5, 36_000.0, 20_000.0, 4_000.0, 2_500.0, 5_500.0, 3_000.0, 0.6),
        ("by_themselves", 31, 15.5, 192_000.0, 90_000.0, 6_194.0, 4_500.0, 8_000.0, 4_000.0, 0.4),
        ("won_back", 0, 0.0, 0.0, 0.0, None, None, None, None, None),
    ]
    money = [
        "brought_eur",
        "last_year_eur",
        "mean_eur",
        "low_eur",
        "high_eur",
        "median_eur",
        "top_three_share",
    ]
    return pd.DataFrame(rows, columns=["arrived_by", "clients", "clients_a_year", *money])


def _criteria(random: np.random.Generator, accounts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    clients = accounts[accounts["kind"] == "client"]
    count = len(clients)
    revenue = np.round(60000 / np.arange(1, count + 1) ** 1.1, 2)
    share = revenue / revenue.sum()
    cumulative = share.cumsum()
    segments = pd.DataFrame(
        {
            "account_id": clients["account_id"],
            "revenue_eur": revenue,
            "margin_eur": revenue * random.uniform(0.2, 0.4, count),
            "rank": np.arange(1, count + 1),
            "share": share,
            "cumulative_share": cumulative,
            "segment": np.where(cumulative <= 0.8, "A", np.where(cumulative <= 0.95, "B", "C")),
            "exceptional_eur": 0.0,
        }
    )
    known = accounts["account_id"].map(segments.set_index("account_id")["revenue_eur"]).fillna(0.0)
    potential = np.round((known + 2000) * random.uniform(0.9, 5, len(accounts)), -2)
    potential[random.random(len(accounts)) < 0.1] = np.nan
    accessible = 0.8 * potential
    qualification = pd.DataFrame(
        {
            "account_id": accounts["account_id"],
            "revenue_eur": known,
            "potential_eur": potential,
            "potential_basis": np.where(np.isnan(potential), "unknown", "given"),
            "potential_on": pd.Timestamp("2025-06-01"),
            "accessible_eur": accessible,
            "share_of_wallet": known / potential,
            "gap_eur": np.maximum(accessible - known, 0),
            "potential_class": np.where(
                np.isnan(potential),
                "?",
                np.where(potential > 9000, "A'", np.where(potential > 5000, "B'", "C'")),
            ),
            "flag": np.where(np.isnan(potential), "unknown", np.where(known > potential, "over_100", None)),
        }
    )
    segment = accounts["account_id"].map(segments.set_index("account_id")["segment"]).fillna("P")
    rules = portfolio().account_rules
    cell = segment.to_numpy() + "/" + qualification["potential_class"].to_numpy()
    type_ = np.array([rules[name] for name in cell], dtype=object)
    type_[accounts["kind"] == "former_client"] = "former_client"
    wallet = qualification["share_of_wallet"].to_numpy()
    type_[(cell == "A/A'") & (wallet >= 0.5)] = "key_account_to_consolidate"
    domains = dict(
        zip(
            ACCOUNT_TYPES,
            ["going_concern", "development", "development", "going_concern", "development", "economical"]
            + ["conquest"] * 4,
            strict=True,
        )
    )
    types = pd.DataFrame({"account_id": accounts["account_id"], "cell": cell, "account_type": type_})
    types["domain"] = types["account_type"].map(domains)
    behaviour = random.choice(
        ["new", "developing", "loyal", "standard", "at_risk", "inactive"],
        count,
        p=[0.1, 0.2, 0.3, 0.2, 0.15, 0.05],
    )
    behaviour[1] = "at_risk"
    typology = pd.DataFrame(
        {
            "account_id": clients["account_id"],
            "behaviour": behaviour,
            "recency_months": random.uniform(0, 11, count).round(1),
            "orders_12m": random.integers(1, 30, count),
            "trend": random.normal(0, 0.2, count).round(3),
            "usual_interval_days": 30.0,
            "recency_note": 4,
            "frequency_note": 3,
            "money_note": 3,
            "rfm": "433",
            "by_orders": behaviour,
        }
    )
    points = {
        "revenue_points": random.uniform(5, 30, len(accounts)),
        "potential_points": random.uniform(5, 30, len(accounts)),
        "typology_points": random.uniform(4, 20, len(accounts)),
        "margin_points": random.uniform(2, 10, len(accounts)),
        "access_points": random.uniform(2, 10, len(accounts)),
    }
    scores = pd.DataFrame(
        {"account_id": accounts["account_id"], "kind": accounts["kind"], "score": 0.0, "known_share": 1.0}
        | points
    )
    scores["score"] = scores.filter(like="_points").sum(axis=1)
    scores["score_class"] = np.select(
        [scores["score"] >= 75, scores["score"] >= 55, scores["score"] >= 35], ["S1", "S2", "S3"], "S4"
    )
    journeys = pd.DataFrame(
        {
            "account_id": clients["account_id"].head(6).repeat(2),
            "journey": np.repeat(["welcome", "prevention", "retention"], 4),
            "contact_no": [1, 2] * 6,
            "due_on": pd.date_range("2026-01-15", periods=12, freq="10D"),
            "channel": ["visit", "phone"] * 6,
            "purpose": "Say hello",
            "value_eur": 900.0,
            "cost_eur": 120.0,
        }
    )
    return {
        "segments": segments,
        "qualification": qualification,
        "account_types": types,
        "typology": typology,
        "scores": scores,
        "journeys": journeys,
    }


def _visits(random: np.random.Generator, made: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    accounts, scores = made["accounts"], made["scores"]
    count = len(accounts)
    base = made["qualification"]["revenue_eur"].to_numpy() * 0.3
    gap = made["qualification"]["gap_eur"].fillna(1000).to_numpy() * 0.25
    levels = np.arange(0, 13)
    value = base[:, None] * (0.7 + 0.3 * (1 - np.exp(-levels / 4))) + gap[:, None] * (1 - np.exp(-levels / 5))
    response = pd.DataFrame(
        {
            "account_id": np.repeat(accounts["account_id"].to_numpy(), len(levels)),
            "visits": np.tile(levels, count),
            "contribution_eur": value.ravel(),
        }
    )
    today = random.integers(0, 9, count)
    hours = random.uniform(1.2, 2.4, count).round(2)
    gain = np.diff(value, axis=1) / hours[:, None]
    available = 0.88 * accounts["rep_id"].map(made["visit_cost"].set_index("rep_id")["capacity_hours"])
    visits = _visits_within(gain, hours, accounts["rep_id"].to_numpy(), available.to_numpy())
    row = np.arange(count)
    last = np.where(visits > 0, value[row, visits] - value[row, np.maximum(visits - 1, 0)], np.nan)
    next_ = np.where(visits < 12, value[row, np.minimum(visits + 1, 12)] - value[row, visits], np.nan)
    allocation = pd.DataFrame(
        {
            "account_id": accounts["account_id"],
            "rep_id": accounts["rep_id"],
            "kind": accounts["kind"],
            "visits_today": today,
            "min_visits": 0,
            "max_visits": 12,
            "visits": visits,
            "expected_visits": visits.astype(float),
            "hours_per_visit": hours,
            "hours": visits * hours,
            "contribution_eur": value[row, visits],
            "last_visit_eur": last,
            "next_visit_eur": next_,
            "binding": "hours",
            "reason": [
                f"The last visit earns more than an hour costs (class {c})." for c in scores["score_class"]
            ],
            "paying_visits": visits,
        }
    )
    capacity = made["visit_cost"].set_index("rep_id")["capacity_hours"]
    used = allocation.assign(prospect=allocation["kind"] == "prospect").pivot_table(
        index="rep_id", columns="prospect", values="hours", aggfunc="sum", fill_value=0.0
    )
    ledger = pd.DataFrame({"rep_id": capacity.index, "capacity_hours": capacity.to_numpy()})
    ledger["client_hours"] = ledger["rep_id"].map(used[False]).fillna(0.0)
    ledger["prospect_hours"] = ledger["rep_id"].map(used[True]).fillna(0.0)
    ledger["free_hours"] = 0.0
    ledger["reserve_hours"] = 0.12 * ledger["capacity_hours"]
    ledger["unused_hours"] = ledger["capacity_hours"] - ledger[
        ["client_hours", "prospect_hours", "reserve_hours"]
    ].sum(axis=1)
    total = allocation["contribution_eur"].sum()
    at_today = value[row, today].sum()
    plans = pd.DataFrame(
        {
            "plan": ["plan", "today", "by_revenue", "by_class"],
            "visits": [visits.sum(), today.sum(), 300, 280],
            "prospect_visits": [94, 20, 20, 90],
            "hours": [allocation["hours"].sum(), float((today * hours).sum()), 500.0, 500.0],
            "contribution_eur": [total, at_today, 0.985 * total, 0.97 * total],
        }
    )
    plans["gain_eur"] = total - plans["contribution_eur"]
    plans["meets_prospect_target"] = plans["prospect_visits"] >= 94
    plans["gain_share"] = plans["gain_eur"] / plans["contribution_eur"]
    prices = pd.DataFrame(
        {
            "rep_id": [rep[0] for rep in REPS],
            "price_eur": [118.4, 61.2, 88.0],
            "plus_one_eur": [104.0, 60.0, 85.0],
            "minus_one_eur": [120.0, 63.0, 90.0],
        }
    )
    return {
        "allocation": allocation,
        "response": response,
        "ledger": ledger,
        "comparison": plans,
        "hour_prices": prices,
    }


def _visits_within(
    gain: np.ndarray, hours: np.ndarray, reps: np.ndarray, available: np.ndarray
) -> np.ndarray:
    """Visits that earn more than the price at which each rep's hours are enough."""
    visits = np.zeros(len(hours), dtype=int)
    for rep in np.unique(reps):
        mine = reps == rep
        for price in range(10, 2000, 5):
            visits[mine] = (gain[mine] > price).sum(axis=1)
            if visits[mine] @ hours[mine] <= available[mine][0]:
                break
    return visits


def _actions(made: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    allocation = made["allocation"]
    planned = allocation[allocation["visits"] > 0]
    actions = pd.DataFrame(
        {
            "action_id": [f"A{n:03d}" for n in range(1, len(planned) + 1)],
            "account_id": planned["account_id"],
            "rep_id": planned["rep_id"],
            "track": np.where(planned["kind"] == "prospect", "development", "sales"),
            "action": np.where(planned["kind"] == "prospect", "Win the prospect", "Sell a second family"),
            "objective": "Raise the share of wallet to 60 % by 30 June",
            "channel": "visit",
            "visits": planned["visits"],
            "hours": planned["hours"],
            "calls": 0,
            "budget_eur": planned["hours"] * 55,
            "indicator": "Share of wallet",
            "start_value": 0.4,
            "goal_value": 0.6,
            "due_on": pd.Timestamp("2026-06-30"),
            "status": "to_do",
        }
    )
    by_rep = planned.groupby("rep_id")
    budget = pd.DataFrame(
        {
            "visits": by_rep["visits"].sum(),
            "hours": by_rep["hours"].sum(),
            "visit_cost_eur": by_rep["hours"].sum() * 55,
            "other_cost_eur": 800.0,
            "lost_without_visits_eur": by_rep["contribution_eur"].sum(),
        }
    ).reset_index()
    less = allocation[allocation["visits"] < allocation["visits_today"]]
    stopped = pd.DataFrame(
        {
            "account_id": less["account_id"],
            "rep_id": less["rep_id"],
            "visits_today": less["visits_today"],
            "visits": less["visits"],
            "hours_freed": (less["visits_today"] - less["visits"]) * less["hours_per_visit"],
            "reason": "by choice",
            "instead": "Two calls a year",
        }
    )
    verify = made["qualification"].query("potential_basis == 'unknown'")
    names = made["accounts"].set_index("account_id")
    fields = pd.DataFrame(
        {
            "account_id": verify["account_id"],
            "name": names.loc[verify["account_id"], "name"].to_numpy(),
            "rep_id": names.loc[verify["account_id"], "rep_id"].to_numpy(),
            "fields": "potential, e-mail",
            "field_ids": "potential_eur;email",
            "revenue_eur": verify["revenue_eur"],
        }
    ).sort_values("revenue_eur", ascending=False)
    repairs = pd.DataFrame(
        {
            "file": "sales.csv",
            "row": [12, 40],
            "column": "Date",
            "account_id": ["C0002", "C0003"],
            "problem": ["date in the year 2205", "date in the year 2205"],
            "found": "12/03/2205",
            "used": ["2025-03-12", None],
            "worth_eur": [4000.0, 300.0],
        }
    )
    return {
        "action_plan": actions,
        "budget": budget,
        "stopped": stopped,
        "fields_to_verify": fields,
        "repairs": repairs,
    }


def _diary(made: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    allocation = made["allocation"].sort_values(["rep_id", "account_id"])
    days = pd.bdate_range("2026-01-05", "2026-12-18")
    rows = []
    for rep_id, mine in allocation.groupby("rep_id"):
        planned = mine.loc[mine.index.repeat(mine["visits"])].copy()
        planned["visit_no"] = planned.groupby("account_id").cumcount() + 1
        planned = planned.sort_values(["visit_no", "account_id"])
        for place, (account_id, visit_no) in enumerate(
            planned[["account_id", "visit_no"]].itertuples(index=False)
        ):
            start = 540 + 110 * (place % 4)
            rows.append(
                {
                    "rep_id": rep_id,
                    "account_id": account_id,
                    "visit_no": visit_no,
                    "date": days[(place // 4) % len(days)],
                    "stop": place % 4 + 1,
                    "start": f"{start // 60:02d}:{start % 60:02d}",
                    "end": f"{(start + 75) // 60:02d}:{(start + 75) % 60:02d}",
                    "travel_minutes": 35.0,
                    "status": "agreed" if place % 9 == 0 else "planned",
                    "gap_days": np.nan,
                    "ideal_gap_days": 45.0,
                }
            )
    appointments = pd.DataFrame(rows)
    by_day = appointments.groupby(["rep_id", "date"], as_index=False)
    tours = by_day.agg(stops=("stop", "size"), travel_minutes=("travel_minutes", "sum"))
    tours["visit_minutes"] = tours["stops"] * 75.0
    tours["driving_minutes"] = tours.pop("travel_minutes") + 35
    tours["filled_share"] = (tours["visit_minutes"] + tours["driving_minutes"]) / 450
    tours["area"] = "Brest"
    names = made["accounts"].set_index("account_id")["name"]
    calls = appointments.head(8)
    call_list = pd.DataFrame(
        {
            "week": "2026-W02",
            "rep_id": calls["rep_id"],
            "account_id": calls["account_id"],
            "name": calls["account_id"].map(names),
            "contact": "Anne Le Goff",
            "phone": "02 61 91 00 00",
            "call_on": calls["date"],
            "proposed_on": calls["date"],
            "proposed_start": calls["start"],
            "alternative_on": calls["date"],
            "priority": np.arange(1, len(calls) + 1),
            "phoning_minutes": 18.0,
        }
    )
    unplaced = pd.DataFrame(
        {
            "rep_id": ["LBR"],
            "account_id": ["C0002"],
            "visit_no": [99],
            "cause": ["no day is left in the spacing"],
        }
    )
    made = {"appointments": appointments, "tours": tours, "call_list": call_list, "unplaced": unplaced}
    return made | {name: empty(name) for name in ("moved_dates", "nights")}


def facts() -> dict[str, dict]:
    """Return the facts of a run, those that the report reads."""
    return {
        "certificate.json": {
            "status": "optimal",
            "contribution_eur": 434304.12,
            "value_years": 1,
            "road_cost_eur": 5400.0,
            "objective_eur": 434304.12,
            "bound_eur": 434340.0,
            "gap": 0.0000826,
            "solver": "milp HiGHS",
            "version": "1.14.0",
            "seed": 1,
        },
        "need.json": need(),
        "quality.json": {
            "reconciliation": {
                "holds": True,
                "by_file": [
                    {
                        "file": "sales.csv",
                        "revenue_in_eur": 4_000_600.0,
                        "revenue_kept_eur": 4_000_000.0,
                        "revenue_set_aside_eur": 600.0,
                    }
                ],
                "causes": [
                    {"file": "sales.csv", "cause": "no amount", "rows": 2, "revenue_eur": 0.0},
                    {"file": "sales.csv", "cause": "unknown account", "rows": 5, "revenue_eur": 1000.0},
                    {"file": "sales.csv", "cause": "unknown account", "rows": 1, "revenue_eur": -400.0},
                ],
            },
            "fields": [
                {"table": "accounts", "field": "email", "rows": 54, "wrong": 3, "filled_share": 0.42},
                {"table": "accounts", "field": "potential_eur", "rows": 54, "wrong": 0, "filled_share": 0.87},
                {"table": "accounts", "field": "siret", "rows": 54, "wrong": 9, "filled_share": 0.61},
                {"table": "accounts", "field": "naf", "rows": 0, "wrong": 0, "filled_share": None},
                {"table": "contacts", "field": "email", "rows": 80, "wrong": 0, "filled_share": 0.1},
            ],
        },
    }


def need() -> dict[str, Any]:
    """Return the facts of step 3: 1,000,000 must become 1,050,000; 995,000 come without prospecting."""
    return {
        "revenue_eur": 1_000_000.0,
        "lost_eur": 60_000.0,
        "client_growth_eur": 30_600.0,
        "expected_eur": 970_600.0,
        "inflow_eur": 20_000.0,
        "won_back_eur": 4_400.0,
        "to_win_eur": 55_000.0,
        "to_win_in_plan_eur": 55_000.0,
        "goal_eur": 1_050_000.0,
        "plan_share": 1.0,
        "new_clients": 14,
        "prospect_visits": 164,
        "prospects": 94,
        "pursuits": 420,
        "met_in_the_plan": 0.4,
        "conversion_rate": 0.15,
        "new_client_revenue_eur": 4_000.0,
        "meeting": {"rate": 94 / 420, "successes": 88, "cases": 393, "basis": "history"},
        "on_record": {"pursuits": 310, "prospects_pursued": 96, "pursuits_a_year": 310 / 96},
        "prospect_visits_low_80": 105,
        "prospect_visits_high_80": 235,
        "prospect_visits_low_95": 82,
        "prospect_visits_high_95": 305,
    }


def put(run: Run, name: str, table: pd.DataFrame) -> None:
    """Put a table into a run as its step would have left it: listed in the manifest."""
    write_table(run.artifact_path(name), table)
    manifest = run.manifest()
    entry = manifest["steps"].setdefault(producer(name).id, {"outputs": {}})
    entry["outputs"].setdefault(name, {})
    run.record(producer(name).id, entry)


def write_run(path: Path, language: str = "en", **sizes: int) -> Run:
    """Write a run folder with everything in it but the notebooks."""
    run = Run.create(path, portfolio().model_copy(update={"language": language}))
    outputs: dict[str, dict] = {}
    for name, table in tables(**sizes).items():
        write_table(run.artifact_path(name), table)
        outputs.setdefault(producer(name).id, {})[name] = {"rows": len(table)}
    for name, content in facts().items():
        write_text(run.artifact_path(name), json.dumps(content, ensure_ascii=False))
        outputs.setdefault(producer(name).id, {})[name] = {}
    for step_id in sorted(outputs):
        run.record(
            step_id,
            {
                "parameters": {},
                "inputs": {},
                "outputs": outputs[step_id],
                "kpis": {"Lines": "12"},
                "packages": {"pandas": "3.1.1"},
                "seconds": 1.0,
            },
        )
    return run
