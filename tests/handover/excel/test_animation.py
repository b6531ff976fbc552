"""The workbook of the contacts beside the visits holds what is due, and nothing of a person who objects."""

import zipfile
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from python_calamine import load_workbook

from solver.calendar.diary import Diary
from solver.calendar.room import accepted
from solver.handover.excel.animation import write_animation
from solver.method.diary.newsletter import newsletter_touches, recipients
from solver.method.diary.partners import partner_touches
from solver.method.diary.people import people_of
from solver.method.diary.touches import as_touches, complaint_touches, promise_touches
from solver.method.diary.windows import Plan, due
from solver.parameters import load_portfolio, override
from solver.parameters.diary import DiaryParameters
from solver.report.findings.artifacts import Artifacts
from solver.report.findings.read import Findings
from solver.report.look.brand import brand_of
from solver.tables import empty
from tests.conftest import ROOT
from tests.method.diary.tables import AS_OF, contacts_table, log, table_of
from tests.method.tables import accounts_table

DAYS = [pd.Timestamp("2026-03-03")]


def tables():
    """Two clients: C1, whose bookkeeper objects, waits for an answer; C2 objects as a firm."""
    accounts = accounts_table(
        [
            {"account_id": "C1", "name": "Alpha", "email": "bookkeeper@alpha.example", "phone": "0261910000"},
            {"account_id": "C2", "name": "Secretive", "opposed": True, "email": "secret@two.example"},
            {"account_id": "C3", "name": "Gamma"},
            {"account_id": "J1", "name": "Weekly", "kind": "journalist", "phone": "0261910001"},
            {"account_id": "J2", "name": "Radio", "kind": "journalist", "phone": "0261910002"},
            {"account_id": "S1", "name": "Tools & Co", "kind": "supplier", "naf": "46.69B"},
        ]
    )
    contacts = contacts_table(
        [
            {"contact_id": "K1", "account_id": "C1", "name": "Anne", "email": "anne@alpha.example"},
            {
                "contact_id": "K2",
                "account_id": "C1",
                "name": "Bookkeeper",
                "email": "bookkeeper@alpha.example",
                "opposed": True,
            },
            {"contact_id": "K3", "account_id": "C3", "name": "=Rose", "email": "rose@gamma.example"},
        ]
    )
    waiting = table_of(
        "complaints",
        [
            {
                "account_id": "C1",
                "complaints": 1,
                "open": 1,
                "alarm": True,
                "reason": "1 complaint; 1 open",
                "unsaid": 0,
                "ask_first": False,
            }
        ],
        complained_on=pd.Timestamp("2025-12-20"),
    )
    promised = table_of(
        "next_actions",
        [{"account_id": "C2", "status": "to_do", "due_on": pd.Timestamp("2026-02-03")}],
        rep_id="R1",
        action="send the list",
        agreed_on=pd.Timestamp("2025-11-03"),
    )
    plan, who = Plan(date(2026, 1, 1), date(2026, 12, 31)), people_of(accounts, contacts, empty("purge_list"))
    partners = DiaryParameters().partner_actions
    listed = recipients(who, empty("touchpoints"), waiting, DAYS, partners, as_of=AS_OF)
    parts = [
        promise_touches(promised, who, pd.Series(dtype="int64"), plan),
        complaint_touches(waiting, empty("journeys"), who, plan),
        newsletter_touches(listed, DAYS, plan),
        partner_touches(who, partners, plan, due(accounts.iloc[:0], plan)),
    ]
    touches = as_touches(parts, plan, promised, phone_contact_cost_eur=12, letter_contact_cost_eur=1.5)
    visits = pd.DataFrame({"account_id": pd.Series(dtype="str"), "date": pd.Series(dtype="datetime64[us]")})
    room = accepted(
        visits,
        empty("visits"),
        empty("touchpoints"),
        accounts,
        contacts,
        as_of=AS_OF,
        contacts_per_quarter_max=4,
    )
    diary = Diary(visits, room, plan_start=plan.start, plan_end=plan.end, rep_days=empty("rep_days"))
    dates = diary.place(touches)
    return {
        "accounts": accounts,
        "discoveries": table_of(
            "discoveries",
            [
                {"account_id": "J1", "speciality": "craftsmen's pages", "introduced_by": "C3"},
                {"account_id": "J2", "introduced_by": "C2"},
            ],
        ),
        "touchpoints": log(
            ("J1", "2025-06-03", "event", {}),
            ("J1", "2025-09-03", "email", {}),
            ("J1", "2026-06-03", "event", {}),
        ),
        "contacts": contacts,
        "complaints": waiting,
        "recipients": listed,
        "touches": touches,
        "touch_dates": dates,
    }


@pytest.fixture(params=["en", "fr"])
def written(request, tmp_path):
    """The files, in either language, and all the words of the workbook."""
    portfolio = override(
        load_portfolio(ROOT / "data" / "fil_rouge" / "portfolio.yaml"), language=request.param
    )
    run = SimpleNamespace(path=Path(tmp_path))
    found = Findings(run, portfolio, Artifacts(tables()), brand_of(portfolio.branding))
    files = write_animation(found)
    with zipfile.ZipFile(files[0]) as book:
        words = book.read("xl/sharedStrings.xml").decode("utf-8")
    return files, words


def test_it_holds_what_is_due_and_nothing_of_who_objects(written):
    _files, words = written
    assert "Anne" in words
    assert "1 complaint; 1 open" in words
    for private in ("Bookkeeper", "bookkeeper@", "Secretive", "secret@"):
        assert private not in words


def test_a_partner_stands_with_what_it_is_there_for_who_sent_it_and_the_meetings_held(written):
    """J1 was met once, at the event of June 2025; who introduced J2 objects, and is named by its code.

    What S1 supplies nobody wrote: it is its trade, 46.69B of the public list.
    """
    files, _words = written
    with load_workbook(files[0]) as book:
        (name,) = {"Partners", "Partenaires"} & {*book.sheet_names}
        lines = book.get_sheet_by_name(name).to_python()
    head = next(line for line in lines if line[0] == "kind")
    rows = [dict(zip(head, line, strict=True)) for line in lines[lines.index(head) + 2 :]]
    asked = ("account_id", "speciality", "introduced_by", "meetings")
    told = {tuple(row[name] for name in asked) for row in rows}
    trade = "Commerce de gros (commerce interentreprises) de fournitures et équipements industriels divers"
    assert told == {("J1", "craftsmen's pages", "Gamma", 1), ("J2", "", "C2", 0), ("S1", trade, "", 0)}


def rows_of(book, words, first):
    """Return the lines of a sheet by our names of its columns; `first` is that of the first one."""
    (name,) = {*words} & {*book.sheet_names}
    lines = book.get_sheet_by_name(name).to_python()
    head = next(line for line in lines if line[0] == first)
    return [dict(zip(head, line, strict=True)) for line in lines[lines.index(head) + 2 :]]


def test_what_comes_of_it_is_noted_on_a_sheet_of_the_same_workbook(written):
    """The sheet that the reader is told to write on is there, with the columns that are read back."""
    files, words = written
    with load_workbook(files[0]) as book:
        last = book.sheet_names[-1]
        heads = [{*map(str, line)} for line in book.get_sheet_by_name(last).to_python()]
    assert last in ("Contacts and dates", "Contacts et échéances")
    assert last in words.split("preset: template, sheet: ")[1]
    wanted = {"en": {"Account code *", "Settled on"}, "fr": {"Code du compte *", "Réglé le"}}
    assert any(each <= line for line in heads for each in wanted.values())


def test_beside_a_complaint_stands_how_many_people_wait_for_the_newsletter(written):
    with load_workbook(written[0][0]) as book:
        (line,) = rows_of(book, ("Complaints", "Réclamations"), "account_id")
    assert (line["account_id"], line["letters"]) == ("C1", 1)


def test_who_misses_the_first_newsletter_is_told_in_the_next_one_where_the_address_comes_from(tmp_path):
    made = tables()
    second = made["recipients"].assign(newsletter_no=2, first_notice=False)
    made["recipients"] = pd.concat([made["recipients"], second], ignore_index=True)
    letters = made["touches"]["motive"].eq("newsletter")
    made["touches"]["no"] = made["touches"]["no"].mask(letters, 2)
    portfolio = override(load_portfolio(ROOT / "data" / "fil_rouge" / "portfolio.yaml"), language="en")
    found = Findings(
        SimpleNamespace(path=Path(tmp_path)), portfolio, Artifacts(made), brand_of(portfolio.branding)
    )
    with load_workbook(write_animation(found)[0]) as book:
        (line,) = rows_of(book, ("Newsletter 2",), "email")
    assert (line["email"], line["first_notice"]) == ("rose@gamma.example", "yes")


def test_a_mailing_has_a_file_in_which_no_name_is_a_formula(written):
    files, _words = written
    assert [file.name for file in files] == ["animation.xlsx", "newsletter_1.csv"]
    lines = files[1].read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(";")[:4] for line in lines[1:]] == [["rose@gamma.example", "'=Rose", "Gamma", "C3"]]


def test_the_mailing_of_an_earlier_run_does_not_stay(written, tmp_path):
    left = tmp_path / "animation" / "newsletter_2.csv"
    left.write_text("old", encoding="utf-8")
    portfolio = load_portfolio(ROOT / "data" / "fil_rouge" / "portfolio.yaml")
    run = SimpleNamespace(path=Path(tmp_path))
    write_animation(Findings(run, portfolio, Artifacts(tables()), brand_of(portfolio.branding)))
    assert not left.exists()


def test_whoever_is_to_be_won_back_stands_under_the_reason_of_the_loss_and_not_of_a_complaint(tmp_path):
    made = tables()
    for name in ("touches", "touch_dates"):
        theirs = made[name]["touch_id"].eq(
            made["touches"].loc[made["touches"]["motive"].eq("partner"), "touch_id"].iloc[0]
        )
        line = made[name][theirs].assign(touch_id="WB1")
        if name == "touches":
            line = line.assign(account_id="C3", motive="win_back")
        made[name] = pd.concat([made[name], line], ignore_index=True)
    made["discoveries"] = table_of("discoveries", [{"account_id": "C3", "lost_reason": "price"}])
    made["touchpoints"] = log(("C3", "2025-06-03", "complaint", {"touch_cause": "quality"}))
    portfolio = override(load_portfolio(ROOT / "data" / "fil_rouge" / "portfolio.yaml"), language="en")
    found = Findings(
        SimpleNamespace(path=Path(tmp_path)), portfolio, Artifacts(made), brand_of(portfolio.branding)
    )
    with load_workbook(write_animation(found)[0]) as book:
        words = [cell for line in book.get_sheet_by_name("Win-back by reason").to_python() for cell in line]
    assert "Price" in words
    assert "Quality" not in words


def test_who_is_asked_for_a_name_is_who_the_plan_asks(tmp_path):
    """C1 and C3 are delighted; the plan asks C3 alone, at its first visit."""
    made = tables()
    made["accounts"] = made["accounts"].assign(satisfaction=5.0)
    made["action_plan"] = pd.DataFrame(
        {"action_id": ["C1-verify-2026", "C3-name-2026"], "account_id": ["C1", "C3"]}
    )
    portfolio = load_portfolio(ROOT / "data" / "fil_rouge" / "portfolio.yaml")
    run = SimpleNamespace(path=Path(tmp_path))
    files = write_animation(Findings(run, portfolio, Artifacts(made), brand_of(portfolio.branding)))
    with load_workbook(files[0]) as book:
        assert [
            row["account_id"] for row in rows_of(book, ("Ask for a name", "Demander un nom"), "account_id")
        ] == ["C3"]
