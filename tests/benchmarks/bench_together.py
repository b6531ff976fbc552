"""What planning visits and tours at once would bring against the loop between steps 10 and 12.

Run from the project's folder: `python -m tests.benchmarks.bench_together`. A quarter of one rep, made up on
real communes of Brittany: 130 accounts, up to four visits each, every visit worth four fifths of the one
before, more of them than the days hold. Three plans of the same days, with the same values and the same
distance between two visits of an account:

- apart: visits shared out by what they bring an hour, at a road worked out beforehand, then dated;
- loop: the same twice more, with what the dates taught: the road of each account, and how many found a day;
- at once: every visit may be dated, and the search alone decides which (team orienteering over several
  periods: Meyer et al. 2021), in as many rounds as the loop had in all.

What a plan brings is counted on the visits that have a day. Nothing is asserted.
"""

import time
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from solver.calendar.build import build_territory
from solver.calendar.occurrences import list_occurrences
from solver.calendar.search import plan_territory
from solver.calendar.tours import Tours
from solver.calendar.trial import found_days
from tests.calendar.brittany import brittany_firm, settings

MOST, FADES, APART_DAYS, USUAL_ROAD = 4, 0.8, 14, 4
QUARTER = {"plan_end": date(2026, 3, 31), "regularity_minutes": 0, "iterations_per_visit": 200}
SECONDS_A_EURO = 600  # so dear that no drive is worth a visit less


def values(firm):
    """Return what each further visit of each account brings: `(accounts, MOST)`."""
    first = firm.worth.query("visit_no == 1").set_index("account_id")["value_eur"]
    return first.reindex(firm.allocation["account_id"]).to_numpy()[:, None] * FADES ** np.arange(MOST)


def dated(firm, chosen, visits, rounds=1):
    """Date so many visits of each account; return the tours, their rows, and the rounds that it took."""
    asked = replace(firm, allocation=firm.allocation.assign(visits=visits))
    rows = list_occurrences(asked, chosen)
    last = chosen.plan_days - 1
    rows = rows.assign(first_day=0, last_day=last, gap_days=float(APART_DAYS), least_gap=APART_DAYS)
    territory = build_territory("R1", rows, asked, None, chosen)
    codes = sorted(set(rows["account_id"]))
    worth = dict(zip(firm.allocation["account_id"], values(firm), strict=True))
    prizes = [
        [],
        *(
            [round(SECONDS_A_EURO * eur) for eur in worth[code][: (rows["account_id"] == code).sum()]]
            for code in codes
        ),
    ]
    iterations = rounds or territory.iterations
    territory = replace(territory, prizes=prizes, spacing_share=0.0, iterations=iterations)
    tours = Tours(territory)
    tours.fill(plan_territory(territory))
    return tours, rows, iterations


def shared_out(worth, minutes, most, hours):
    """Take the visits that bring most an hour until the hours are spent."""
    visits = np.zeros(len(worth), dtype=int)
    rate = worth / minutes[:, None]
    for place in np.argsort(-rate, axis=None, kind="stable"):
        account, level = divmod(int(place), MOST)
        if level < most[account] and visits[account] == level and minutes[account] <= hours * 60:
            visits[account] += 1
            hours -= minutes[account] / 60
    return visits


def line(name, tours, rows, worth, codes, asked, seconds):
    """Count what a plan brings."""
    found = found_days([tours], {"R1": rows}).set_index("account_id")["placed"].reindex(codes).fillna(0)
    brings = sum(worth[i, : int(count)].sum() for i, count in enumerate(found))
    return {
        "plan": name,
        "visits asked for": int(asked),
        "with a day": int(found.sum()),
        "brings": round(brings),
        "driving h": round(sum(tours.driving) / 3600),
        "on site h": round(sum(sum(tours.seconds[v] for v in stops) for stops in tours.stops) / 3600),
        "CPU s": round(seconds, 1),
    }


def main():
    """Print a line a plan, and what each brings against the first."""
    chosen = settings(**QUARTER)
    lines = []
    for seed in range(3):
        firm = brittany_firm(seed=seed, reps=("Rennes",), agreed_per_rep=0)
        end = pd.Timestamp(chosen.plan_end)
        firm = replace(firm, rep_days=firm.rep_days[firm.rep_days["date"] <= end], visits=firm.visits[:0])
        codes, worth = list(firm.allocation["account_id"]), values(firm)
        site = firm.visit_time.set_index("account_id")["visit_minutes"].reindex(codes).to_numpy()
        hours = firm.rep_days["field_hours"].sum() * (1 - chosen.day_reserve_share)
        road, most, spent, rounds = np.full(len(codes), 30.0), np.full(len(codes), MOST), 0.0, 0
        for name in ("apart", "loop, once", "loop, twice"):
            start = time.process_time()
            visits = shared_out(worth, site + road, most, hours)
            tours, rows, used = dated(firm, chosen, visits, rounds=0)
            spent, rounds = spent + time.process_time() - start, rounds + used
            lines.append({"seed": seed} | line(name, tours, rows, worth, codes, visits.sum(), spent))
            found = found_days([tours], {"R1": rows}).set_index("account_id").reindex(codes)
            placed, driven = found["placed"].fillna(0).to_numpy(), found["travel_minutes"].to_numpy()
            most = np.where(placed < visits, placed, most).astype(int)
            weighed = (placed * np.nan_to_num(driven) + USUAL_ROAD * road) / (placed + USUAL_ROAD)
            road = np.where(np.isnan(driven), road, weighed)
            hours = sum(tours.driving) / 3600 + site @ placed / 60 if (placed < visits).any() else hours
        start = time.process_time()
        tours, rows, _used = dated(firm, chosen, np.full(len(codes), MOST), rounds=rounds)
        spent = time.process_time() - start
        lines.append({"seed": seed} | line("at once", tours, rows, worth, codes, MOST * len(codes), spent))
    table = pd.DataFrame(lines)
    first = table.groupby("seed")["brings"].transform("first")
    print(
        table.assign(**{"against apart %": (100 * (table["brings"] / first - 1)).round(1)}).to_string(
            index=False
        )
    )


if __name__ == "__main__":
    main()
