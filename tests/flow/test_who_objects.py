"""Whatever the firm: who objects is canvassed nowhere; who objects to any use of its data is nowhere.

`python -m tests.flow.test_who_objects 500` tries as many firms as it is told, and prints what failed; so does
`make attack`.
"""

import random
import sys
import tempfile
from pathlib import Path

import pandas as pd
import pytest

from solver.flow.prepare_tools import PrepareTools
from solver.flow.whole import FLOWS, as_handed_on
from solver.handover.exports.values import account_values, appointment_values
from solver.parameters import load_portfolio
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.read import Findings
from solver.run import STEPS
from tests.attack.tally import Tally
from tests.small_firm import PORTFOLIO, read_csv, write_csv, write_small_firm

FIRMS = 4
ASKED = {name for spec in STEPS for name in spec.needs} | {"appointments", "call_list", "action_plan"}
SOURCES = """\
  - table: contacts
    path: contacts.csv
    columns: {contact_id: N, account_id: Code, name: Nom, phone: Tel, email: Mail, opposed: Oppose}
  - table: visits
    path: visites.csv
    columns: {account_id: Code, date: Date, status: Etat}
reps:
"""
OF_OBJECTION = ", phone: Tel, email: Mail, opposed: Oppose, opposition_scope: Sur}"


def write_firm(folder, seed):
    """A firm where chance decides who objects, to what, who has agreed visits, and whose number is whose."""
    draw = random.Random(seed)
    path = write_small_firm(folder, clients=draw.randint(9, 16), prospects=draw.randint(3, 8))
    columns = PORTFOLIO.replace("potential_on: Estimé le}", "potential_on: Estimé le" + OF_OBJECTION)
    path.write_text(columns.replace("reps:\n", SOURCES), encoding="utf-8")
    accounts, people, visits = read_csv(folder / "clients.csv"), [], []
    for account in accounts:
        scope = draw.choice(["", "", "", "canvassing", "processing", "unclear"])
        account["Oppose"] = draw.choice(["yes", "yes", "no"]) if scope else draw.choice(["", "no", "yes"])
        account["Sur"] = {"unclear": ""}.get(scope, scope)
        account["Tel"], account["Mail"] = "", ""
        for number in range(draw.randint(0, 3)):
            code = f"{account['Code']}{number}"
            digits = f"{len(people):04d}"
            person = {
                "N": code,
                "Code": account["Code"],
                "Nom": f"Person {code}",
                "Tel": f"06 39 98 {digits[:2]} {digits[2:]}",
                "Mail": f"p{code}@firm.example".lower(),
                "Oppose": draw.choice(["yes", "no"]),
            }
            people.append(person)
            if draw.random() < 0.5:  # the account's own line is this person's, written its own way
                account["Tel"] = person["Tel"].replace(" ", ".")
                account["Mail"] = person["Mail"].upper()
        for _ in range(draw.choice([0, 0, 1, 2])):
            day = f"{draw.randint(1, 28):02d}/{draw.randint(1, 12):02d}/2026"
            visits.append({"Code": account["Code"], "Date": day, "Etat": "agreed"})
        if draw.random() < 0.5:
            visits.append({"Code": account["Code"], "Date": "10/11/2025", "Etat": "done"})
    write_csv(folder / "clients.csv", accounts)
    write_csv(
        folder / "contacts.csv", people or [dict.fromkeys(("N", "Code", "Nom", "Tel", "Mail", "Oppose"), "")]
    )
    write_csv(folder / "visites.csv", visits or [dict.fromkeys(("Code", "Date", "Etat"), "")])
    return path


def plan_of(portfolio):
    """What the steps make that others read or that is handed over; the rest names nobody else."""
    made = {name: as_handed_on(name, made) for name, made in PrepareTools({}, portfolio).outputs().items()}
    for flow in FLOWS[1:]:
        step = flow(made, portfolio)
        asked = [name for spec in STEPS if spec.id == flow.id for name in spec.makes if name in ASKED]
        made |= {name: as_handed_on(name, getattr(step, name.removesuffix(".json"))) for name in asked}
    return made


def wrongs(made, portfolio):
    """Everything in a plan that somebody who objects would object to, in words."""
    accounts, people = made["accounts"].set_index("account_id"), made["contacts"]
    objects = set(accounts.index[accounts["opposed"].astype(bool)])
    nowhere = set(accounts.index[accounts["opposition_scope"].eq("processing")])
    private = people[people["opposed"].astype(bool)]
    agreed = made["visits"][made["visits"]["status"] == "agreed"].groupby("account_id").size()
    plan = made["allocation"].set_index("account_id")["visits"]
    dated, calls = made["appointments"], made["call_list"]
    planned = dated[dated["status"] != "agreed"]
    findings = Findings(None, portfolio, Artifacts(made), None)
    exported = account_values(findings)
    agenda = appointment_values(findings, exported)
    found = [
        f"visits: {one}" for one in objects & set(plan[plan > agreed.reindex(plan.index, fill_value=0)].index)
    ]
    found += [f"visits: {one}" for one in nowhere & set(plan[plan > 0].index)]
    found += [f"appointment: {one}" for one in objects & set(planned["account_id"])]
    for name, table, barred in (
        ("appointment", dated, nowhere),
        ("call", calls, objects),
        ("journey", made["journeys"], objects),
        ("action", made["action_plan"], nowhere),
        ("export", exported, objects),
        ("export of visits", agenda, objects),
    ):
        found += [f"{name}: {one}" for one in barred & set(table["account_id"])]
    found += [f"call to: {one}" for one in set(private["name"]) & set(calls["contact"].dropna())]
    for table in (calls, exported):
        for line in {"phone", "email"} & set(table):
            found += [f"{line}: {one}" for one in set(private[line].dropna()) & set(table[line].dropna())]
    return found


def tried(seed):
    with tempfile.TemporaryDirectory() as folder:
        portfolio = load_portfolio(write_firm(Path(folder), seed))
        made = plan_of(portfolio)
    return made, wrongs(made, portfolio)


@pytest.mark.whole
def test_no_random_firm_canvasses_who_objects():
    seen = []
    for seed in range(FIRMS):
        made, found = tried(seed)
        assert found == [], seed
        seen.append(made)
    accounts = pd.concat([made["accounts"] for made in seen])
    dated = pd.concat([made["appointments"].merge(made["accounts"], on="account_id") for made in seen])
    assert accounts["opposition_scope"].eq("processing").sum() > FIRMS
    assert dated.loc[dated["opposed"].astype(bool), "status"].eq("agreed").sum() > 0, "agreed visits are kept"
    assert sum(len(made["call_list"]) for made in seen) > FIRMS


def main(firms=500):
    tally = Tally("firms in which somebody objects")
    for seed in range(firms):
        tally.holds(f"firm {seed}", tried(seed)[1])
    return tally.status()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
