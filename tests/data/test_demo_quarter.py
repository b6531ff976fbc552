"""The firm a quarter later: what its files of January to March hold is found again, each to the last one."""

import os
import subprocess
import sys
from datetime import date

import pandas as pd
import pytest

from solver.evidence.followed import followed, kept_shares
from solver.flow.prepare_tools import PrepareTools
from solver.intake import prepare_tools
from solver.method.accounts.debts import to_settle
from solver.method.behaviour.recommendation import recommendation
from solver.parameters import load_portfolio
from tests.conftest import ROOT
from tests.data.demo_files import DEMO, day

MARCH = DEMO / "march"
FILES = (
    *("agenda_T1.csv", "balance_agee.csv", "comptes_rendus_T1.csv", "contacts_echeances.csv"),
    *("factures_2026_T1.csv", "plan_rendu.xlsx", "suivi_prospection_T1.csv"),
)
THEN, NOW = date(2025, 12, 31), date(2026, 3, 31)


@pytest.fixture(scope="module")
def read():
    """What step 1 makes of the files of December and of the quarter."""
    return prepare_tools(load_portfolio(DEMO / "portfolio_march.yaml"))


@pytest.fixture(scope="module")
def agenda():
    rows = pd.read_csv(MARCH / "agenda_T1.csv", sep=";", dtype="str")
    names = {"Commercial": "rep_id", "Code tiers": "account_id"}
    return rows.rename(columns=names).assign(date=day(rows["Date"]))[["rep_id", "account_id", "date"]]


def changes(read, field):
    return read.reported_changes[read.reported_changes["field"].eq(field)]


def test_generator_writes_the_committed_bytes(tmp_path):
    command = [sys.executable, "-B", str(DEMO / "next_quarter.py"), "--out", str(tmp_path)]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert sorted(path.name for path in (tmp_path / "march").iterdir()) == sorted(FILES)
    for name in FILES:
        assert (tmp_path / "march" / name).read_bytes() == (MARCH / name).read_bytes(), name
    assert sum((MARCH / name).stat().st_size for name in FILES) < 350_000


def test_the_portfolio_of_march_is_that_of_december_but_for_what_a_quarter_brings():
    december, march = (load_portfolio(DEMO / name) for name in ("portfolio.yaml", "portfolio_march.yaml"))
    differ = {name for name in type(march).model_fields if getattr(march, name) != getattr(december, name)}
    assert differ == {"as_of", "plan_start", "plan_end", "plan_file", "previous_run", "sources", "reps"}
    assert [rep.model_copy(update={"absences": ()}) for rep in march.reps] == [
        rep.model_copy(update={"absences": ()}) for rep in december.reps
    ]
    (visits,) = [source for source in december.sources if source not in march.sources]
    assert visits.model_copy(update={"drop": {"Statut": ["Planifiée"]}}) in march.sources


@pytest.mark.whole
def test_of_725_dates_637_were_kept_44_found_nobody_44_were_left_and_30_visits_nobody_planned(read, agenda):
    nobody = pd.DataFrame({"account_id": [], "account_type": []}, dtype="str")
    table = followed(agenda, read.visits, read.visit_reports, nobody, seen_on=THEN, as_of=NOW)
    names = ["planned", "done", "late", "not_met", "not_done", "unplanned"]
    assert table[names].sum().tolist() == [725, 637, 0, 44, 44, 30]
    assert kept_shares(table)["on_time"] == pytest.approx(637 / 725)
    assert set(table["rep_id"]) == set(agenda["rep_id"])


def test_a_date_without_a_report_is_asked_about_and_does_not_refuse_the_agenda(read):
    asked = read.repairs[read.repairs["file"].eq("agenda_T1.csv")]
    assert len(asked) == 44
    assert set(asked["problem"]) == {"an appointment for a day gone by: did it take place?"}


def test_the_visits_found_120_potentials_35_people_9_who_left_and_4_who_object(read):
    assert len(changes(read, "potential_eur")) == 120
    people = changes(read, "contact")
    assert (people["before"].isna().sum(), people["after"].isna().sum()) == (35, 9)
    objecting = changes(read, "opposed")
    assert len(objecting) == 4
    assert objecting["subject"].notna().sum() == 2


def test_sixty_answers_give_twenty_points_between_one_and_thirty_nine(read):
    types = pd.DataFrame({"account_id": [], "behaviour": []}, dtype="str")
    first = recommendation(read.discoveries, types).iloc[0]
    assert first[["answers", "promoters", "passives", "detractors"]].tolist() == [60, 24, 24, 12]
    assert [round(first[name]) for name in ("nps", "low_nps", "high_nps")] == [20, 1, 39]


def test_the_log_holds_22_complaints_15_of_them_settled_and_8_contracts_that_end(read):
    log = read.touchpoints
    complaints = log[log["touch_kind"].eq("complaint")]
    assert (len(complaints), complaints["closed_on"].notna().sum()) == (22, 15)
    assert read.visit_reports["complaint"].notna().sum() == 14
    ends = log[log["touch_kind"].eq("contract_end")]
    assert len(ends) == 8
    assert ends["date"].gt(pd.Timestamp(NOW)).all()


def test_five_prospects_are_won_and_twelve_accounts_say_why_they_go_three_of_them_closed(read):
    won = read.prospect_events[read.prospect_events["stage"].eq("won")]
    won = won[won["date"].gt(pd.Timestamp(THEN))]
    assert len(won) == 5
    kinds = read.accounts.set_index("account_id")["kind"]
    assert set(kinds[won["account_id"]]) == {"client"}
    reasons = changes(read, "lost_reason")
    assert len(reasons) == 12
    assert reasons["after"].eq("closed").sum() == 3


def test_accounting_and_sales_disagree_once_and_two_accounts_became_one(read):
    (conflict,) = read.value_conflicts.query("other_file == 'balance_agee.csv'").to_dict("records")
    assert (conflict["field"], conflict["kept_file"]) == ("siret", "clients.csv")
    assert conflict["kept"][:9] == conflict["other"][:9]
    assert read.merges[["account_id", "into_id", "basis"]].to_numpy().tolist() == [
        ["C0475", "C0119", "decision"]
    ]


def test_nine_clients_settle_what_they_owe_first_six_for_too_long_and_three_above_their_limit(read):
    year = read.sales[read.sales["date"].gt("2025-03-31")].groupby("account_id")["revenue_eur"].sum()
    limits = {"overdue_days_max": 60, "overdue_share_max": 0.05}
    table = to_settle(read.overdue, year.reset_index(), as_of=NOW, **limits)
    assert table[["too_late", "over_limit"]].sum().tolist() == [6, 3]
    assert len(table) == 9


def test_the_plan_that_came_back_decides_on_four_accounts_and_notes_six_actions(read):
    decided = read.decisions
    assert decided["from_plan"].sum() == 4
    assert read.plan_notes["status"].value_counts().to_dict() == {"done": 4, "under_way": 1, "dropped": 1}


def test_in_december_who_decides_is_known_at_45_of_83_main_accounts_and_27_hang_on_one_person():
    known = PrepareTools({}, load_portfolio(DEMO / "portfolio.yaml")).coverage.query("main")
    decides, prescribes = known["decision_maker"].ne("none"), known["prescriber"].ne("none")
    assert [len(known), decides.sum(), prescribes.sum(), (decides & prescribes).sum()] == [83, 45, 33, 16]
    assert known["hangs_on_one"].sum() == 27
