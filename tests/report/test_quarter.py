"""What a quarter brought: answers whose figures can be counted by hand, or none without an earlier run."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from solver.handover.html.quarter import quarter
from solver.handover.pdf.quarter_page import quarter_page
from solver.report.findings.artifacts import Artifacts
from solver.report.quarter import what_it_brought
from solver.words.i18n import spoken

FACTS = {
    "as_of": "2025-12-31",
    "start": "2026-01-01",
    "end": "2026-03-31",
    "plan_share": 90 / 365,
    "so_far": {
        "accounts": 40,
        "revenue_eur": 105_000.0,
        "before_eur": 100_000.0,
        "change": 0.05,
        "low": 0.02,
        "high": 0.08,
        "wanted": 0.1,
    },
}
FOLLOWED = pd.DataFrame(
    {
        "rep_id": ["R1", "R2"],
        "account_type": ["going_concern", "going_concern"],
        "planned": [6, 4],
        "done": [4, 3],
        "late": [1, 0],
        "not_met": [1, 0],
        "not_done": [0, 1],
        "unplanned": [0, 2],
        "hours": [5.0, 5.0],
        "promises_kept": [1, 0],
    }
)
LEDGER = pd.DataFrame(
    {
        "account_id": ["C1", "C2", "C3"],
        "seen_on": pd.Timestamp("2025-12-31"),
        "heat": "cold",
        "contacted": [True, True, False],
        "outcome": ["saved", "open", "lost"],
        "margin_eur": [1000.0, 500.0, 300.0],
    }
)
CHANGES = pd.DataFrame(
    [("C1", "potential_eur", "1", "2"), ("C2", "contact", None, "Ann"), ("C3", "contact", "Bob", None)],
    columns=["account_id", "field", "before", "after"],
)
LOG = pd.DataFrame(
    {
        "touch_kind": ["complaint", "complaint", "complaint", "contract_end"],
        "date": pd.to_datetime(["2025-11-03", "2026-01-10", "2026-02-10", "2026-06-30"]),
        "closed_on": pd.to_datetime([None, "2026-01-20", None, None]),
    }
)


@pytest.fixture
def findings():
    names = pd.DataFrame({"account_id": ["C1", "C2", "C3"], "name": ["One", "Two", "Three"]})
    artifacts = Artifacts(
        {
            "promises_kept.json": FACTS,
            "followed": FOLLOWED,
            "churn_ledger": LEDGER,
            "reported_changes": CHANGES,
            "touchpoints": LOG,
            "accounts": names,
            "reps": pd.DataFrame({"rep_id": ["R1", "R2"], "name": ["Ann", "Bea"]}),
            "quality.json": {"visit_reports": {"reports": 9}},
        }
    )
    portfolio = SimpleNamespace(as_of=date(2026, 3, 31), previous_run=None)
    return SimpleNamespace(artifacts=artifacts, portfolio=portfolio)


def test_every_answer_is_a_sentence_whose_figures_add_up(findings):
    told = what_it_brought(findings)
    assert told.title == "What the quarter brought"
    followed, saved, year, learnt = told.brought
    assert followed.lead == (
        "Of 10 visits planned, 7 were made within ten days of their date (70%); 1 found nobody, "
        "1 did not take place."
    )
    assert followed.more == ("Made later than that: 1; made without having been planned: 2.",)
    assert followed.table["on_time_share"].tolist() == pytest.approx([4 / 6, 3 / 4])
    assert "3 clients were at risk (€1,800 of margin a year): 1 saved, 1 lost, 1 open." in saved.lead
    assert saved.lead.endswith(
        "Contacted: 2, saved 1 (50%), lost 0; not contacted: 1, saved 0 (0%), lost 1. "
        "These numbers are small: no effect can be told."
    )
    assert "50% against 0%: no effect can be told. 1 is open" in saved.more[0]
    assert "+5.0% on the same days a year before; between +2.0% and +8.0%" in year.lead
    assert "The goal of the year, +10.0%, is above that so far." in year.lead
    assert learnt.lead == (
        "9 visit reports, and the log of contacts, brought: 1 new person, 1 who has left, 1 potential, "
        "2 complaints, 1 of them open and 1 date ahead."
    )


def test_where_only_debts_were_learnt_no_sentence_lists_nothing(findings):
    del findings.artifacts["reported_changes"], findings.artifacts["touchpoints"]
    findings.artifacts["quality.json"] = {}
    findings.artifacts["to_settle"] = pd.DataFrame({"account_id": ["C1", "C2"]})
    learnt = what_it_brought(findings).brought[-1]
    assert learnt.lead == "0 visit reports came in; what was learnt is in the table."
    assert learnt.table["n"].tolist() == [2]


def test_without_an_earlier_run_nothing_is_said(findings):
    del findings.artifacts["promises_kept.json"]
    assert what_it_brought(findings) is quarter(findings) is quarter_page(findings) is None


def test_a_year_is_no_quarter(findings):
    findings.portfolio.as_of = date(2026, 12, 31)
    assert what_it_brought(findings).title == "What came since 31 Dec 2025"


@pytest.mark.parametrize(("language", "title"), [("en", "What the quarter"), ("fr", "Ce qu’a apporté")])
def test_page_and_paper_say_the_same(findings, language, title):
    with spoken(language):
        part, page = quarter(findings), quarter_page(findings)
    assert part.title.startswith(title)
    assert page.name == part.title
    said = page.parts[0]["rows"]
    assert [answer.question for answer, _table in part.answers] == [question for question, _lead in said]
