"""The sheets: the next weeks in full, then the months; the right words, and the same bytes each time."""

import re
import shutil
import subprocess
from datetime import date, datetime, timedelta

import pytest

from solver.handover import agenda
from solver.handover.agenda.sheet import TEMPLATE
from solver.handover.agenda.visits import Account, Action, Visit
from solver.handover.agenda.week_pages import WEEKS_IN_FULL, Year, month_pages, week_pages
from solver.report.findings.read import read_findings

pytestmark = pytest.mark.whole

LONG = "Raise the revenue of the year from 52,668 to 61,783 euros by the last day of the year 2026"


@pytest.fixture(scope="module")
def written(made_once, tmp_path_factory):
    """The folder of the agendas of a run."""
    folder = tmp_path_factory.mktemp("sheets") / "run"
    shutil.copytree(made_once.path, folder)
    return agenda.write_agendas(read_findings(type(made_once)(folder)))


def sheet_of(written, rep_id):
    """Return the sheet of a rep."""
    return next(path for path in written if path.name == f"{rep_id}.pdf")


def words_of(path, page=None):
    """Return the text of a PDF, or of one page of it."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    pages = ["-f", str(page), "-l", str(page)] if page else []
    made = subprocess.run(["pdftotext", "-layout", *pages, str(path), "-"], capture_output=True, check=True)
    return made.stdout.decode()


def visits(count, days=5, goals=1, start=date(2026, 3, 2)):
    """Make the visits of a week, as many each day."""
    made = []
    for number in range(count):
        day = start + timedelta(days=number % days)
        begin = datetime(day.year, day.month, day.day, 8, 30) + timedelta(minutes=45 * (number // days))
        account = Account(
            f"C{number:03d}",
            "Maintenance industrielle Roujonveur",
            town="Brest",
            address="12 rue des Essais, 29200 Brest",
            phone="02 61 91 00 00",
            lat=48.4 + number / 50,
            lon=-4.5,
            contact="Camille Runsalhoat",
            function="Direction de site",
            account_type="Key account to develop",
            reason="Held at 24 by the ceiling of its class; one more visit would bring 37 euros.",
        )
        goal = Action("Develop a key account", LONG, False, day)
        made.append(
            Visit(
                account,
                "R1",
                1,
                12,
                begin,
                begin + timedelta(minutes=40),
                False,
                number // days + 1,
                20.0,
                30.0,
                (goal,) * goals,
            )
        )
    return sorted(made, key=lambda visit: visit.start)


YEAR = Year((48.4, -4.4), date(2026, 1, 1), date(2026, 12, 31), {}, {})


def test_there_is_a_sheet_for_each_rep_before_its_calendar(written):
    names = [path.name for path in written if path.parent.name != "calls"]
    assert names == ["LBR.pdf", "LBR.ics", "MTR.pdf", "MTR.ics", "SRO.pdf", "SRO.ics"]


def test_the_year_in_brief_comes_first_then_four_weeks_in_full_then_a_page_a_month(made_once, written):
    mine = made_once.read("appointments").query("rep_id == 'MTR'")
    weeks = mine["date"].dt.isocalendar()["week"].unique()
    text = words_of(sheet_of(written, "MTR"))
    first, *pages = text.split("\f")
    assert "Maëlle Trévidan" in first
    assert f"{len(mine)}" in first
    titles = re.findall(r"^Week (\d+) ", text, re.MULTILINE)
    assert titles == [str(week) for week in weeks[:WEEKS_IN_FULL]]
    later = mine[mine["date"].dt.isocalendar()["week"].isin(weeks[WEEKS_IN_FULL:])]
    months = [page for page in pages if re.match(r"\s*\S.*\n\s*\n?\s*[A-Z][a-z]+ 2026 ", page)]
    assert len(months) >= later["date"].dt.month.nunique() > 0


def test_the_hours_of_the_sheet_add_up_and_stand_beside_those_of_the_plan(made_once, written):
    planned = made_once.read("allocation").query("rep_id == 'MTR'")["hours"].sum()
    first = re.sub(r"\s+", " ", words_of(sheet_of(written, "MTR"), page=1))
    on_site, road = (int(hours.replace(",", "")) for hours in re.findall(r"([\d,]+) h ", first)[:2])
    assert f"{on_site + road:,} h" in first
    assert f"{planned:,.0f} h" in first


def test_what_is_read_in_a_week_or_a_month_is_set_at_nine_points_or_more():
    weeks = TEMPLATE.read_text(encoding="utf-8").partition("--- the next weeks ---")[2]
    sizes = sorted(float(size) for size in re.findall(r"size: ([\d.]+)pt", weeks))
    assert [size for size in sizes if size < 9] == [4.8], "the scale of a map alone is smaller"


def test_a_week_names_who_where_when_and_why(made_once, written):
    accounts = made_once.read("accounts").set_index("account_id")
    reasons = made_once.read("allocation").set_index("account_id")["reason"]
    first = made_once.read("appointments").query("rep_id == 'MTR'").iloc[0]
    text = " ".join(words_of(sheet_of(written, "MTR"), page=2).split())
    account = accounts.loc[first["account_id"]]
    for words in (account["name"], account["town"], account["phone"], first["start"]):
        assert " ".join(words.split()) in text
    assert reasons[first["account_id"]].split(";")[0] in text


def test_the_same_run_gives_the_same_bytes(made_once, written, tmp_path):
    shutil.copytree(made_once.path, tmp_path / "again")
    again = agenda.write_agendas(read_findings(type(made_once)(tmp_path / "again")))
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in written]


def test_after_four_weeks_a_visit_is_one_line_of_its_month():
    dates = [
        visit for week in range(6) for visit in visits(1, start=date(2026, 3, 2) + timedelta(weeks=week))
    ]
    assert [page["title"] for page in week_pages(dates, YEAR)] == ["Week 10", "Week 11", "Week 12", "Week 13"]
    (march, april) = month_pages(dates, YEAR)
    assert [page["title"] for page in (march, april)] == ["March 2026", "April 2026"]
    assert april["days"][0]["day"] == "Mon 6 Apr"
    assert march["days"][0]["visits"] == [
        {"start": "08:30", "agreed": "", "name": "Maintenance industrielle Roujonveur, Brest"}
    ]
    assert month_pages(dates[:4], YEAR) == []


def test_a_goal_is_proposed_until_it_is_due_and_every_visit_keeps_its_number():
    page = week_pages(visits(10), YEAR)[0]
    assert [visit["stop"] for visit in page["days"][0]["visits"]] == ["1", "2"]
    assert page["days"][0]["visits"][0]["goals"] == [["\nDevelop a key account", f"\u2002{LONG}"]]


def test_the_first_drive_and_the_way_home_tell_when_to_leave_and_when_one_is_back():
    year = Year(YEAR.home, YEAR.start, YEAR.end, {}, {date(2026, 3, 2): 75.0})
    page = week_pages(visits(2, days=1), year)[0]
    # 08:30 less 20 minutes; the last visit ends at 09:55, and of 75 minutes 40 were driven on the way there.
    assert page["days"][0]["times"].startswith("leave at 08:10, back at 10:30")


def test_a_day_off_says_what_it_is_for():
    use = {4: ("holiday", 0.0), 5: ("admin", 0.5), 6: ("field", 1.0)}
    activities = {date(2026, 3, day): what for day, what in use.items()}
    year = Year(YEAR.home, date(2026, 3, 3), YEAR.end, activities, {})
    tuesday = visits(1, start=date(2026, 3, 3))
    notes = [cell["note"] for cell in week_pages(tuesday, year)[0]["cells"]]
    assert notes == ["Outside the plan", "", "Public holiday", "½ day: Office work", "No visit planned"]


def test_a_saturday_visit_has_its_place():
    page = week_pages(visits(1, start=date(2026, 3, 7)), YEAR)[0]
    assert len(page["cells"]) == len(page["widths"]) == 6
    assert page["cells"][-1]["visits"]
