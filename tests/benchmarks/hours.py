"""Print what the demo shows of hours, team, gain and robustness: `python -m tests.benchmarks.hours RUN`."""

import sys
from pathlib import Path

import pandas as pd

from solver.report.findings.artifacts import read_artifacts
from solver.report.findings.gain import how_sure
from solver.report.findings.rules_on_accounts import keep_clients_at_risk
from solver.run import Run

TABLES = {
    "hour_prices": ["rep_id", "first_year_price_eur", "price_eur"],
    "stopping_plans": ["stop_at", "visits", "hours", "contribution_eur", "hours_cost_eur", "road_cost_eur"],
    "hours_curve": ["hours_share", "change_eur", "years_change_eur"],
    "team_size": ["team_change", "rep_id", "change_eur", "years_change_eur", "return_share", "sizing"],
    "comparison": ["plan", "contribution_eur", "gain_eur", "gain_share"],
    "judgement_effects": ["judgement", "value", "half_gain_eur", "double_gain_eur"],
}

if __name__ == "__main__":
    run = Run(Path(sys.argv[1]))
    artifacts = read_artifacts(run)
    with pd.option_context("display.width", 200, "display.max_columns", 20):
        for name, columns in TABLES.items():
            print(f"\n{name}\n{artifacts.table(name)[columns].round(3).to_string(index=False)}")
    print("\nhand_over, all together\n", artifacts.table("hand_over").tail(1).to_string(index=False))
    print("\nverdicts\n", artifacts.table("stability")["verdict"].value_counts())
    for fact, value in artifacts.facts("gain.json").items():
        print(f"{fact}: {value}")
    for sentence in how_sure(artifacts, run.portfolio()):
        print("-", sentence)
    if (decision := keep_clients_at_risk(artifacts, run.portfolio())) is not None:
        print("-", decision.title, "|", round(decision.euros), "|", decision.stake)
