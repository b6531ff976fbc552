"""The calendars by the rules of their formats, read back by two other libraries."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pandas as pd
import pytest
import vobject

from solver.handover.agenda.rep_calendar import description
from solver.handover.agenda.visits import Account, Action, Visit, visits_of_reps
from solver.parameters.load import freeze
from solver.report.findings.read import read_findings
from solver.tables import TABLES
from tests.handover.agenda.conftest import change, events_of, lines_of, write
from tests.made_up_firm import synthetic

pytestmark = pytest.mark.usefixtures("no_sheets")


@pytest.fixture
def calendars(run):
    return write(run)


def tell_all(run):
    """Let the events say goals, reasons and the contacts' own numbers."""
    full = run.portfolio().model_copy(update={"calendar_details": "full"})
    freeze(full, run.portfolio_path)


def test_each_rep_has_a_calendar_that_is_published_and_never_invites(calendars):
    assert set(calendars) == {"LBR", "MTR", "SRO"}
    for path in calendars.values():
        lines = lines_of(path)
        assert lines[0] == "BEGIN:VCALENDAR"
        assert {"VERSION:2.0", "METHOD:PUBLISH", "PRODID:-//Twelvefold//Agenda//EN"} <= set(lines)
        assert not any(line.startswith(("ATTENDEE", "ORGANIZER")) for line in lines)
        assert f"X-WR-CALNAME:Visits of {dict(r[:2] for r in synthetic.REPS)[path.stem]}" in "\n".join(lines)


def test_lines_end_as_they_must_and_are_no_longer_than_75_bytes(calendars):
    for path in calendars.values():
        content = path.read_bytes()
        assert content.endswith(b"END:VCALENDAR\r\n")
        assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
        assert max(map(len, content.split(b"\r\n"))) == 75
        content.replace(b"\r\n ", b"").decode("utf-8")


def test_every_appointment_of_the_rep_is_there_once(run, calendars):
    appointments = run.read("appointments")
    for rep_id, path in calendars.items():
        events = events_of(path)
        assert len(events) == (appointments["rep_id"] == rep_id).sum()
        assert path.read_bytes().count(b"BEGIN:VEVENT") == len(events)


def test_two_libraries_read_the_hours_of_the_plan(run, calendars):
    mine = run.read("appointments").query("rep_id == 'MTR'")
    planned = sorted(mine["date"].dt.strftime("%Y-%m-%d ") + mine["start"])
    read = events_of(calendars["MTR"]).values()
    assert sorted(f"{event.dtstart.value:%Y-%m-%d %H:%M}" for event in read) == planned
    other = icalendar.Calendar.from_ical(calendars["MTR"].read_bytes()).walk("VEVENT")
    assert sorted(f"{event['DTSTART'].dt:%Y-%m-%d %H:%M}" for event in other) == planned
    assert all(event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=75) for event in other)


def test_half_past_nine_is_half_past_nine_in_winter_and_in_summer(run):
    days = {1: "2026-01-20", 2: "2026-07-21"}

    def at_half_past_nine(table):
        for number, day in days.items():
            table.loc[table["visit_no"] == number, "date"] = day
        return table.assign(start="09:30", end="10:30")

    change(run, "appointments", at_half_past_nine)
    events = events_of(write(run)["MTR"]).values()
    for day, offset in (("2026-01-20", 1), ("2026-07-21", 2)):
        starts = [event.dtstart.value for event in events if f"{event.dtstart.value:%Y-%m-%d}" == day]
        assert starts
        # vobject knows the offset by the VTIMEZONE alone.
        assert {start.utcoffset() for start in starts} == {timedelta(hours=offset)}
        assert {f"{start:%H:%M}" for start in starts} == {"09:30"}


def test_the_zone_is_described_before_it_is_used(calendars):
    lines = lines_of(calendars["LBR"])
    assert lines.index("TZID:Europe/Paris") < lines.index("BEGIN:VEVENT")
    used = {line.partition(":")[0] for line in lines if line.startswith(("DTSTART;", "DTEND;"))}
    assert used == {"DTSTART;TZID=Europe/Paris", "DTEND;TZID=Europe/Paris"}
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in lines


def test_an_agreed_visit_is_confirmed_and_a_proposed_one_is_not(run, calendars):
    appointments = run.read("appointments")
    for path in calendars.values():
        lines = lines_of(path)
        agreed = (appointments.query(f"rep_id == '{path.stem}'")["status"] == "agreed").sum()
        assert lines.count("STATUS:CONFIRMED") == lines.count("X-MICROSOFT-CDO-BUSYSTATUS:BUSY") == agreed
        assert lines.count("TRANSP:TRANSPARENT") == lines.count("X-MICROSOFT-CDO-BUSYSTATUS:FREE")
        for event in events_of(path).values():
            said = event.description.value.split("\n")[0]
            assert ("not agreed yet" in said) == (event.status.value == "TENTATIVE")


def test_proposals_further_on_than_four_weeks_hold_no_time(run):
    def a_week_each(table):
        weeks = table.groupby("rep_id").cumcount()
        return table.assign(date=table["date"] + pd.to_timedelta(7 * weeks, unit="D"), status="proposed")

    change(run, "appointments", a_week_each)
    for path in write(run).values():
        events = sorted(events_of(path).values(), key=lambda event: event.dtstart.value)
        mondays = {e.dtstart.value.date() - timedelta(days=e.dtstart.value.weekday()) for e in events}
        fifth = sorted(mondays)[4]
        for event in events:
            later = event.dtstart.value.date() >= fifth
            assert event.transp.value == ("TRANSPARENT" if later else "OPAQUE")


def test_what_colleagues_see_holds_no_euros_and_no_number_of_a_person(calendars):
    said = [event.description.value for path in calendars.values() for event in events_of(path).values()]
    assert said
    assert not [text for text in said if "€" in text]
    account = Account("C1", "Arno", phone="02 98 00", contact="Ann", contact_phone="06 12 34", reason="€9")
    at = datetime(2026, 1, 5, 9)
    visit = Visit(account, "R", 1, 2, at, at + timedelta(hours=1), False, 1, 0.0, None, ())
    plain, full = ("\n".join(description(visit, full=full)) for full in (False, True))
    assert "Ask for: Ann\nTelephone, switchboard: 02 98 00\n" in plain
    assert "06 12 34" not in plain
    assert "Ask for: Ann, 06 12 34\n" in full
    own = replace(visit, account=replace(account, phone=""))
    assert "Telephone: the person's own, kept out of calendars" in "\n".join(description(own, full=False))
    none = replace(visit, account=replace(account, phone="", contact_phone=""))
    assert "Telephone: no number in the file: ask for one" in "\n".join(description(none, full=False))


def test_a_calendar_names_what_is_proposed_and_keeps_the_names_of_the_firm_for_an_account_out():
    at = datetime(2026, 1, 5, 9)
    goals = (
        Action("Manage at low cost", "Hold €900 at least", False, at.date()),
        Action("Sell a new family", "Sell €300 of tools", False, at.date(), sells=True, family="tools"),
    )
    visit = Visit(Account("C1", "Arno"), "R", 1, 2, at, at + timedelta(hours=1), False, 1, 0.0, None, goals)
    plain, full = (description(visit, full=full) for full in (False, True))
    assert "To propose: Sell a new family (tools)" in plain
    assert not [line for line in plain + full if "Manage at low cost" in line]
    assert "Goal: Hold €900 at least" in full
    assert "To propose: Sell a new family: Sell €300 of tools" in full


def test_an_event_says_whom_where_why_and_what_to_bring_up(run):
    tell_all(run)
    calendars = write(run)
    reason = run.read("allocation").set_index("account_id")["reason"]
    actions = run.read("action_plan")
    first = run.read("appointments").query("rep_id == 'MTR'").iloc[0]
    account = run.read("accounts").set_index("account_id").loc[first["account_id"]]
    events = [e for e in events_of(calendars["MTR"]).values() if account["name"] in e.summary.value]
    text = events[0].description.value
    assert events[0].location.value.startswith(f"{account['address']}, {account['postcode']} ")
    assert f"Telephone, switchboard: {account['phone']}" in text
    assert f"Why so many visits: {reason[first['account_id']]}" in text
    mine = actions[(actions["account_id"] == first["account_id"]) & (actions["track"] != "information")]
    for goal in mine["objective"]:
        assert goal in text
    assert "geo" not in events[0].contents, "coordinates may be those of the middle of a town"


def test_names_full_of_signs_stay_names(run):
    name = 'a;b,c\\n:d\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:x "q"'
    change(run, "accounts", lambda table: table.assign(name=name, address=name, town="\tt;u", phone="+1;2"))
    for path in write(run).values():
        events = events_of(path)
        assert path.read_bytes().count(b"\r\nBEGIN:VEVENT\r\n") == len(events)
        for event in events.values():
            assert event.summary.value == f"{' '.join(name.split())}, t;u"
        for event in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT"):
            assert str(event["SUMMARY"]) == f"{' '.join(name.split())}, t;u"


def test_who_objects_is_not_named_and_not_called(run):
    tell_all(run)
    account = run.read("appointments")["account_id"].iloc[0]

    people = [
        {"contact_id": "K1", "name": "Refuse Tout", "phone": "06 00", "opposed": True},
        {"contact_id": "K2", "name": "Veut Bien", "phone": "06 11", "opposed": False},
    ]
    table = pd.DataFrame([person | {"account_id": account} for person in people])
    synthetic.put(run, "contacts", table.reindex(columns=list(TABLES["contacts"].names)))
    change(run, "accounts", lambda t: t.assign(phone=t["phone"].mask(t["account_id"] == account, "06 00")))
    text = "".join(path.read_text(encoding="utf-8") for path in write(run).values())
    assert "Veut Bien\\, 06 11" in text.replace("\n ", "")
    assert "Refuse Tout" not in text
    assert "06 00" not in text


def test_a_firm_abroad_is_read_on_its_own_clock(run):
    path = run.portfolio_path
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("country: FR", "country: US").replace("timezone: null", "timezone: America/Chicago"),
        encoding="utf-8",
    )
    event = next(iter(events_of(write(run)["LBR"]).values()))
    assert event.dtstart.value.utcoffset() == timedelta(hours=-6)
    assert event.dtstart.value.tzinfo is not None


def test_hours_are_left_local_where_no_clock_is_known(run):
    path = run.portfolio_path
    path.write_text(path.read_text(encoding="utf-8").replace("country: FR", "country: US"), encoding="utf-8")
    made = write(run)["LBR"]
    assert "names no timezone" in "".join(lines_of(made))
    assert all(event.dtstart.value.tzinfo is None for event in events_of(made).values())


def test_a_rep_without_visits_has_an_empty_calendar_and_no_sheet(run):
    change(run, "appointments", lambda table: table[table["rep_id"] != "SRO"])
    (run.path / "agenda").mkdir()
    (run.path / "agenda" / "SRO.pdf").write_bytes(b"of an earlier run")
    path = write(run)["SRO"]
    calendar = vobject.readOne(path.read_bytes().decode())
    assert "vevent" not in calendar.contents
    assert "BEGIN:VTIMEZONE" in lines_of(path)
    assert not path.with_suffix(".pdf").exists()


def test_half_a_run_makes_calendars_too(run):
    for name in ("contacts", "allocation", "action_plan", "fields_to_verify", "account_types", "tours"):
        run.artifact_path(name).unlink(missing_ok=True)
    assert all(events_of(path) for path in write(run).values())


def test_the_described_zone_is_the_real_one(calendars):
    paris = ZoneInfo("Europe/Paris")
    calendar = icalendar.Calendar.from_ical(calendars["LBR"].read_bytes())
    zone = calendar.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    for day in range(364):
        moment = datetime(2026, 1, 1, 12) + timedelta(days=day)
        assert moment.replace(tzinfo=zone).utcoffset() == moment.replace(tzinfo=paris).utcoffset()


def test_the_first_visit_to_who_complained_or_may_leave_asks_before_anything_is_proposed(run):
    findings = read_findings(run)
    seen = findings.artifacts.table("appointments")["account_id"]
    buying = findings.artifacts.table("segments").query("revenue_eur > 0")["account_id"]
    first, second, third = seen[seen.isin(buying)].unique()[:3]
    findings.artifacts["complaints"] = pd.DataFrame(
        {
            "account_id": [first, third],
            "open": [0, 0],
            "ask_first": [True, False],
            "complained_on": pd.Timestamp("2025-12-05"),
        }
    )
    findings.artifacts["loss_risk"] = pd.DataFrame(
        {"account_id": [first, second, third], "p": [0.9, 0.6, 0.4], "basis": "measured"}
    )
    visits = [visit for mine in visits_of_reps(findings).values() for visit in mine]
    said = {(visit.account.account_id, visit.turn): visit.first for visit in visits}
    asks, leaves = (
        "Ask first, before anything is proposed",
        "what has changed: it is more likely to leave than to stay",
    )
    assert said[first, 1] == ((asks, f"whether the complaint of 5 Dec 2025 is settled; {leaves}"),)
    assert said[second, 1] == ((asks, leaves),)
    assert not any(words for (name, turn), words in said.items() if turn > 1 or name == third)
    asked = next(visit for visit in visits if visit.first)
    assert f"{asks}: {asked.first[0][1]}" in description(asked, full=False)


def test_the_first_visit_after_a_first_call_follows_up_its_answer_and_one_before_it_asks(run):
    """The complaint is called about the day before the visit, the risk of leaving a day after it."""
    findings = read_findings(run)
    seen = findings.artifacts.table("appointments")
    buying = findings.artifacts.table("segments").query("revenue_eur > 0")["account_id"]
    code = seen.loc[seen["account_id"].isin(buying), "account_id"].iloc[0]
    day = seen.loc[seen["account_id"].eq(code), "date"].min()
    findings.artifacts["complaints"] = pd.DataFrame(
        {"account_id": [code], "open": 0, "ask_first": True, "complained_on": pd.Timestamp("2025-12-05")}
    )
    findings.artifacts["loss_risk"] = pd.DataFrame({"account_id": [code], "p": 0.9, "basis": "measured"})
    findings.artifacts["touches"] = pd.DataFrame(
        {"touch_id": ["T1", "T2"], "account_id": code, "motive": ["complaint", "leaving"]}
    )
    findings.artifacts["touch_dates"] = pd.DataFrame(
        {
            "touch_id": ["T1", "T2"],
            "placed_on": [day - pd.Timedelta(days=1), day + pd.Timedelta(days=1)],
            "channel": "phone",
        }
    )
    visits = [visit for mine in visits_of_reps(findings).values() for visit in mine]
    said = next(visit.first for visit in visits if visit.account.account_id == code and visit.turn == 1)
    called = (day - pd.Timedelta(days=1)).strftime("%-d %b %Y")
    assert said == (
        (
            "Ask first, before anything is proposed",
            "what has changed: it is more likely to leave than to stay",
        ),
        (
            f"Follow up their answer to the call of {called}",
            "whether the complaint of 5 Dec 2025 is settled",
        ),
    )


def test_what_is_done_at_the_first_visit_is_said_at_it_alone(run):
    """What to verify, and the name to ask for: neither at a second visit, however late it is due."""
    findings = read_findings(run)
    plan = findings.artifacts.table("action_plan")
    twice = findings.artifacts.table("appointments")["account_id"].value_counts()
    code = twice.index[twice.gt(1)][0]
    own = pd.concat([plan[plan["account_id"].eq(code)].head(1)] * 2).assign(
        action_id=[f"{code}-verify-2026", f"{code}-name-2026"],
        track=["information", "development"],
        action=["Verify the record", "Ask for a name"],
        due_on=pd.Timestamp("2026-12-31"),
        objective=["At the first visit, find out or correct: telephone", "Ask"],
        status="to_do",
    )
    findings.artifacts["action_plan"] = pd.concat([plan[plan["account_id"].ne(code)], own], ignore_index=True)
    visits = [visit for mine in visits_of_reps(findings).values() for visit in mine]
    mine = {visit.turn: visit for visit in visits if visit.account.account_id == code}
    assert mine[1].account.verify == "telephone"
    assert [goal.action for goal in mine[1].goals] == ["Ask for a name"]
    assert all(not visit.account.verify and not visit.goals for turn, visit in mine.items() if turn > 1)
