"""A calendar that is written again: what moved, what stays, what is taken back, what somebody edited."""

import pytest
import yaml

from solver.handover.agenda.rep_calendar import uid_of
from solver.handover.agenda.visits import visits_of_reps
from solver.report.findings.read import read_findings
from tests.handover.agenda.conftest import change, events_of, lines_of, write

pytestmark = pytest.mark.usefixtures("no_sheets")


def blocks(path):
    """Return the bytes of each event, by UID."""
    parts = path.read_bytes().split(b"BEGIN:VEVENT\r\n")[1:]
    return {part.split(b"UID:")[1].split(b"\r\n")[0].decode(): part.split(b"END:VEVENT")[0] for part in parts}


def sequences(path):
    return {uid: int(event.sequence.value) for uid, event in events_of(path).items()}


def uids(run):
    """Return the UID of each visit, by account and number."""
    findings = read_findings(run)
    portfolio = findings.portfolio
    return {
        (visit.account.account_id, visit.number): uid_of(portfolio.firm, portfolio.plan_start, visit)
        for visits in visits_of_reps(findings).values()
        for visit in visits
    }


def moved(table):
    """Put the first visit of LBR to a day nobody else has."""
    row = table.index[table["rep_id"] == "LBR"][0]
    table.loc[row, ["date", "start", "end"]] = ["2026-12-24", "10:00", "11:00"]
    return table


def first_visit(run, rep_id="LBR"):
    row = run.read("appointments").query(f"rep_id == '{rep_id}'").iloc[0]
    return row["account_id"], row["visit_no"]


def without_first(table):
    return table.drop(table.index[table["rep_id"] == "LBR"][0])


def test_the_same_run_twice_gives_the_same_bytes(run):
    before = {name: path.read_bytes() for name, path in write(run).items()}
    assert {name: path.read_bytes() for name, path in write(run).items()} == before


def test_uids_are_unique_and_do_not_hang_on_anything_that_moves(run):
    before = uids(run)
    assert len(set(before.values())) == len(before)
    change(run, "appointments", moved)
    change(run, "accounts", lambda table: table.assign(name="Another", address="elsewhere"))
    assert uids(run) == before


def test_a_visit_that_moves_gets_the_next_sequence_and_the_others_keep_their_bytes(run):
    path = write(run)["LBR"]
    before, uid = blocks(path), uids(run)[first_visit(run)]
    change(run, "appointments", moved)
    write(run)
    after = blocks(path)
    assert {name for name in after if after[name] != before[name]} == {uid}
    event = events_of(path)[uid]
    assert event.sequence.value == "1"
    assert f"{event.dtstart.value:%Y-%m-%d %H:%M}" == "2026-12-24 10:00"
    assert event.dtstamp.value > next(e for u, e in events_of(path).items() if u != uid).dtstamp.value


def test_a_visit_that_is_gone_stays_as_cancelled_and_is_not_bumped_for_ever(run):
    path = write(run)["LBR"]
    uid = uids(run)[first_visit(run)]
    change(run, "appointments", without_first)
    write(run)
    event = events_of(path)[uid]
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "1")
    assert event.transp.value == "TRANSPARENT"
    assert event.summary.value.startswith("Cancelled: ")
    assert not event.summary.value.startswith("Cancelled: Cancelled: ")
    before = path.read_bytes()
    write(run)
    assert path.read_bytes() == before


def test_a_cancelled_visit_that_comes_back_is_a_later_version(run):
    kept = run.read("appointments")
    path = write(run)["LBR"]
    uid = uids(run)[first_visit(run)]
    change(run, "appointments", without_first)
    write(run)
    change(run, "appointments", lambda _table: kept)
    write(run)
    event = events_of(path)[uid]
    assert event.status.value != "CANCELLED"
    assert event.sequence.value == "2"


def test_a_visit_given_to_another_rep_is_cancelled_in_one_calendar_and_new_in_the_other(run):
    paths = write(run)
    account_id, number = first_visit(run)
    was = uids(run)[account_id, number]
    of_account = run.read("appointments")["account_id"] == account_id
    change(run, "appointments", lambda t: t.assign(rep_id=t["rep_id"].mask(of_account, "SRO")))
    write(run)
    now = uids(run)[account_id, number]
    assert now != was
    assert events_of(paths["LBR"])[was].status.value == "CANCELLED"
    assert events_of(paths["SRO"])[now].sequence.value == "0"


def test_the_calendar_of_a_rep_who_left_is_kept_with_its_visits_cancelled(run):
    path = write(run)["SRO"]
    count = len(events_of(path))
    given = yaml.safe_load(run.portfolio_path.read_text(encoding="utf-8"))
    given["reps"] = [rep for rep in given["reps"] if rep["rep_id"] != "SRO"]
    run.portfolio_path.write_text(yaml.safe_dump(given), encoding="utf-8")
    change(run, "appointments", lambda table: table[table["rep_id"] != "SRO"])
    path.with_suffix(".pdf").write_bytes(b"of an earlier run")
    write(run)
    events = events_of(path).values()
    assert len(events) == count
    assert {event.status.value for event in events} == {"CANCELLED"}
    assert "X-WR-CALNAME:Visits of Solène Rosnalec – Armor Essais & Fils" in lines_of(path)
    assert not path.with_suffix(".pdf").exists()


def test_what_took_place_before_the_plan_is_left_as_it_was(run):
    path = write(run)["LBR"]
    before = blocks(path)
    for old, new in (
        ("as_of: 2025-12-31", "as_of: 2026-06-30"),
        ("plan_start: 2026-01-01", "plan_start: 2026-07-01"),
    ):
        text = run.portfolio_path.read_text(encoding="utf-8").replace(f"{old[:-10]}'{old[-10:]}'", old)
        run.portfolio_path.write_text(text.replace(old, new), encoding="utf-8")
    change(run, "appointments", lambda table: table[table["date"] >= "2026-07-01"])
    write(run)
    after = events_of(path)
    for uid in before:
        past = after[uid].dtstart.value.month < 7
        assert (after[uid].status.value == "CANCELLED") != past
        assert (blocks(path)[uid] == before[uid]) == past


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_calendar_that_somebody_edited_is_kept_beside(run, ending):
    path = write(run)["LBR"]
    edited = path.read_bytes().decode().replace("STATUS:TENTATIVE", "STATUS:CONFIRMED", 1)
    path.write_bytes(edited.replace("\r\n", ending).encode())
    kept = path.read_bytes()
    write(run)
    copy = path.with_name("LBR.kept-1.ics")
    assert copy.read_bytes() == kept
    assert "it is kept as LBR.kept-1.ics" in "".join(lines_of(path))
    assert sorted(sequences(path).values())[-1] == 1
    before = path.read_bytes()
    write(run)
    assert path.read_bytes() == before
    assert not path.with_name("LBR.kept-2.ics").exists()


def test_line_ends_that_a_disk_changed_are_no_edit(run):
    path = write(run)["LBR"]
    before = path.read_bytes()
    path.write_bytes(before.replace(b"\r\n", b"\n"))
    write(run)
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*kept*"))


@pytest.mark.parametrize("rubbish", [b"", b"\xff\xfe\x00", b"BEGIN:VCALENDAR\r\nSEQUENCE:6\r\n", b"hello"])
def test_a_calendar_that_cannot_be_read_is_kept_beside_and_numbers_go_on_above_it(run, rubbish):
    path = write(run)["LBR"]
    path.write_bytes(rubbish)
    write(run)
    assert path.with_name("LBR.kept-1.ics").read_bytes() == rubbish
    assert set(sequences(path).values()) == {7 if b"SEQUENCE:6" in rubbish else 0}


def test_a_calendar_that_is_not_ours_is_left_alone(run):
    other = run.path / "agenda" / "family.ics"
    other.parent.mkdir()
    other.write_bytes(b"BEGIN:VCALENDAR\r\nPRODID:other\r\nEND:VCALENDAR\r\n")
    before = other.read_bytes()
    write(run)
    assert other.read_bytes() == before
