"""A firm of three reps with a plan tried on the calendar: all of it computed, but the trial is stated."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from solver.flow.allocate_visits import AllocateVisits
from solver.flow.on_trial import Trial
from solver.flow.whole import walk
from solver.parameters import load_portfolio
from solver.run import Run, producer
from solver.run.step import plain
from solver.tables import empty
from solver.words.files import file_hash, write_table, write_text
from tests.small_firm import read_csv, write_csv, write_small_firm

REPS = ("R1", "R2", "R3")
WRITTEN = ("allocation", "team_size", "hour_prices", "certificate.json")
MORE = """\
  - {rep_id: R2, name: Bea, home_lat: 48.65, home_lon: -2.02, annual_cost_eur: 60000}
  - {rep_id: R3, name: Cid, home_lat: 48.12, home_lon: -1.21, annual_cost_eur: 60000, admin_days_per_week: 2}
reserve_share: 0.5
"""


@cache
def planned() -> AllocateVisits:
    """Step 10 of the firm: a trial found a longer drive, two visits without a day, and hours no day holds."""
    with TemporaryDirectory() as folder:
        firm = load_portfolio(_written(Path(folder)))
        step = AllocateVisits(walk(firm, last=9).made, firm)
        untried = step._untried
        drives = untried.visit_time["travel_minutes"].mask(untried.visit_time["account_id"] == "C001", 77.7)
        hours = (untried.visit_time["visit_minutes"] + drives) / 60
        tables = replace(
            untried,
            visit_time=untried.visit_time.assign(travel_minutes=drives, hours_per_visit=hours),
            placed_most=pd.Series({"C002": 3.0, "C010": 2.0}),
            held_hours=pd.Series({"R2": 401.25}),
        )
        step.trial = Trial(tables, empty("trials"), pd.Series(0, index=step.accounts["account_id"]), None)
        return step


def run_in(folder: Path, language: str = "en") -> Run:
    """A run folder with what a finished step 10 leaves and reads."""
    step = planned()
    run = Run.create(folder, step.portfolio.model_copy(update={"language": language}))
    outputs: dict[str, dict] = {}
    made = {name: getattr(step, name.removesuffix(".json")) for name in WRITTEN}
    for name, artifact in (step.tables | made).items():
        path = run.artifact_path(name)
        if isinstance(artifact, pd.DataFrame):
            write_table(path, artifact)
        else:
            write_text(path, json.dumps(artifact, ensure_ascii=False, default=plain))
        outputs.setdefault(producer(name).id, {})[name] = {"sha256": file_hash(path)}
    for step_id, written in sorted(outputs.items()):
        run.record(step_id, {"parameters": {}, "inputs": {}, "outputs": written, "kpis": {}, "seconds": 1.0})
    return run


def _written(folder: Path) -> Path:
    portfolio = write_small_firm(folder, clients=60, prospects=24)
    accounts = read_csv(folder / "clients.csv")
    for n, account in enumerate(accounts):
        account["Commercial"] = REPS[n % 3]
        account["Nom"] = f"</script> & {account['Nom']}" if n == 1 else account["Nom"]
    write_csv(folder / "clients.csv", accounts)
    text = portfolio.read_text(encoding="utf-8").replace("attrition_rate:", f"{MORE}attrition_rate:")
    portfolio.write_text(text.replace("growth_rate: 0.02", "growth_rate: 0.05"), encoding="utf-8")
    return portfolio
