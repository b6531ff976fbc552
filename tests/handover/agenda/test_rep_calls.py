"""The calls between the visits are a calendar of their own, a day each and no hour."""

import pandas as pd
import pytest

from solver.handover import agenda
from solver.report.findings.read import read_findings
from solver.tables import empty
from tests.handover.agenda.conftest import events_of, lines_of
from tests.method.diary.tables import table_of

pytestmark = pytest.mark.usefixtures("no_sheets")
FRIDAY = pd.Timestamp("2026-03-13")


def told(run, *channels):
    """Findings of the run with a contact of its first account for each channel, looked after by LBR."""
    findings = read_findings(run)
    ids = [f"T{n}" for n, _channel in enumerate(channels)]
    usual = {"account_id": run.read("accounts")["account_id"][0], "owner": "LBR", "motive": "retention"}
    usual |= {"due_from": FRIDAY, "due_on": FRIDAY, "status": "to_do", "purpose": "How did it go?", "no": 1}
    rows = [{"touch_id": one, "channel": "phone"} for one in ids]
    findings.artifacts["touches"] = table_of("touches", rows, cost_eur=0.0, **usual)
    dates = [
        {"touch_id": one, "channel": channel, "placed_on": FRIDAY}
        for one, channel in zip(ids, channels, strict=True)
    ]
    findings.artifacts["touch_dates"] = table_of("touch_dates", dates)
    findings.artifacts["call_list"] = empty("call_list")
    return findings


def test_a_call_is_a_day_in_a_calendar_of_calls_and_a_visit_is_not(run):
    agenda.write_agendas(told(run, "phone", "visit"))
    (path,) = (run.path / "agenda" / "calls").glob("*.ics")
    assert path.stem == "LBR"
    (event,) = events_of(path).values()
    assert event.dtstart.value == FRIDAY.date()
    assert event.summary.value.startswith("Call: ")
    assert "What for: How did it go?" in event.description.value
    assert "TRANSP:TRANSPARENT" in lines_of(path)
    assert any(line.startswith("X-WR-CALNAME:Calls of ") for line in lines_of(path))


def test_a_call_that_is_no_longer_planned_is_cancelled(run):
    agenda.write_agendas(told(run, "phone"))
    agenda.write_agendas(told(run, "email"))
    assert "STATUS:CANCELLED" in lines_of(run.path / "agenda" / "calls" / "LBR.ics")


def test_without_a_call_there_is_no_calendar_of_calls(run):
    agenda.write_agendas(told(run, "email"))
    assert not (run.path / "agenda" / "calls").exists()


def test_a_call_that_fixes_the_hour_of_a_visit_stands_on_its_day(run):
    findings = told(run, "email")
    account_id = run.read("accounts")["account_id"][0]
    visit = {"account_id": account_id, "rep_id": "LBR", "name": "A", "week": "2026-W11", "priority": 1}
    visit |= {"proposed_on": pd.Timestamp("2026-03-24"), "proposed_start": "10:15", "phoning_minutes": 6.0}
    days = [{"call_on": FRIDAY}, {"call_on": pd.NaT}]
    findings.artifacts["call_list"] = table_of("call_list", days, **visit)
    agenda.write_agendas(findings)
    (event,) = events_of(run.path / "agenda" / "calls" / "LBR.ics").values()
    assert event.dtstart.value == FRIDAY.date()
    assert "What for: Fix the hour of the visit of 24 Mar 2026, 10:15 by the plan" in event.description.value


def test_a_complaint_and_the_hour_of_a_visit_on_one_day_are_one_call(run):
    findings = told(run, "phone")
    account_id = run.read("accounts")["account_id"][0]
    visit = {"account_id": account_id, "rep_id": "LBR", "name": "A", "week": "2026-W11", "priority": 1}
    visit |= {"proposed_on": pd.Timestamp("2026-03-24"), "proposed_start": "10:15", "phoning_minutes": 0.0}
    findings.artifacts["call_list"] = table_of("call_list", [{"call_on": FRIDAY}], **visit)
    agenda.write_agendas(findings)
    (event,) = events_of(run.path / "agenda" / "calls" / "LBR.ics").values()
    assert "How did it go?; Fix the hour of the visit" in event.description.value
