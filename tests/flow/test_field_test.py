"""The command draws a field test, its list comes back, and the outcome is said in words."""

import re

import numpy as np
import pandas as pd
import pytest

from solver.cli.fieldtest import fieldtest
from solver.evidence.field_test import read_outcome
from solver.intake.decided.field_test_list import read_field_test
from solver.report.findings.learnt import learnt_sentences
from solver.words.errors import PortfolioError
from tests.small_firm import PORTFOLIO, write_csv, write_small_firm

VISITS = """\
  - table: visits
    path: visites.csv
    columns: {account_id: Code, date: Date, rep_id: Commercial, status: Statut}
reps:
"""


@pytest.fixture(scope="module", params=["en", "fr"])
def drawn(request, tmp_path_factory):
    """A firm in either language, and the folder into which its field test was drawn."""
    folder = tmp_path_factory.mktemp(request.param)
    path = write_small_firm(folder)
    rows = [
        {"Date": f"{day}/05/2025", "Code": f"C{n:03d}", "Commercial": "R1", "Statut": "Réalisée"}
        for n in range(24)
        for day in range(15, 19 + n % 3)
    ]
    write_csv(folder / "visites.csv", rows)
    text = PORTFOLIO.replace("reps:\n", VISITS) + f"language: {request.param}\n"
    path.write_text(text, encoding="utf-8")
    fieldtest(path, 20, folder / "test")
    return request.param, folder / "test"


ACCOUNTS = pd.DataFrame({"account_id": [f"C{n:03d}" for n in range(24)]})


def test_the_list_comes_back_as_it_was_drawn_in_either_language(drawn):
    _, folder = drawn
    test = read_field_test(folder / "field_test.xlsx", ACCOUNTS)
    assert (test.start.isoformat(), test.end.isoformat()) == ("2026-01-01", "2026-12-31")
    assert len(test.accounts) == 20
    assert test.accounts.groupby("pair")["group"].agg(sorted).tolist() == [["more", "usual"]] * 10
    wanted = test.accounts.groupby("group")["visits_wanted"].agg(["min", "max"])
    assert wanted.loc["more", "min"] >= 5
    assert wanted.loc["usual", "max"] <= 6


def test_the_letter_is_in_the_language_of_the_portfolio_and_says_what_can_be_shown(drawn):
    language, folder = drawn
    letter = (folder / "field_test.md").read_text(encoding="utf-8")
    assert {"en": "four times in five", "fr": "quatre fois sur cinq"}[language] in letter
    assert {"en": "Ann: 20 accounts", "fr": "Ann\u00a0: 20 comptes"}[language] in letter
    assert not re.search(r"[{}]", letter)


def test_a_list_that_is_there_already_is_not_drawn_over(drawn):
    _, folder = drawn
    with pytest.raises(PortfolioError, match=r"field_test\.xlsx"):
        fieldtest(folder.parent / "portfolio.yaml", 20, folder)


def test_the_outcome_of_the_list_is_said_in_words(drawn):
    _, folder = drawn
    test = read_field_test(folder / "field_test.xlsx", ACCOUNTS)
    more = test.accounts["group"].eq("more")
    years = {"2025-06-01": 100.0, "2026-06-01": 100.0 * (1 + 0.2 * more)}
    sales = pd.concat(
        [
            pd.DataFrame(
                {"account_id": test.accounts["account_id"], "date": pd.Timestamp(day), "revenue_eur": amount}
            )
            for day, amount in years.items()
        ]
    )
    visits = pd.DataFrame({"account_id": [], "date": pd.to_datetime([]), "status": []})
    when = {"start": test.start, "end": test.end, "as_of": test.end}
    outcome = read_outcome(test.accounts, sales, visits, **when)
    assert outcome["effect"] == pytest.approx(2 * 0.2 / 2.2)
    facts = {"refused": "short_log", "months": 12, "naive": 0.3, "naive_t": 3.0, "field_test": outcome}
    first, second = learnt_sentences(facts)
    assert first.startswith("Your reps visit where sales are good; the log cannot say what visits cause.")
    assert "12 months; 24 are needed" in first
    assert "10 pairs" in second
    assert "changed by 18.2% against the others" in second


def test_without_a_habit_reps_are_not_said_to_have_one():
    facts = {"refused": "short_log", "months": 1, "naive": None, "naive_t": None, "field_test": None}
    sizes = [{"accounts": 20, "effect": 0.31}, {"accounts": 400, "effect": 0.06}]
    first, offer = learnt_sentences(facts | {"sizes": sizes, "spread": 0.25, "spread_clients": 0})
    assert (
        first == "The log cannot say what visits cause. Visits and sales are on record together for 1 month;"
        " 24 are needed."
    )
    assert "20 accounts show an effect of 31%, 400 one of 6%" in offer
    assert "by about 25% from one year to the next, which is assumed" in offer
    measured = learnt_sentences(facts | {"sizes": sizes, "spread": 0.4, "spread_clients": 31})[1]
    assert "by 40% from one year to the next (standard deviation), as measured on 31 clients" in measured
    assert "twelvefold fieldtest" in offer


@pytest.mark.parametrize("refused", ["next_visits", "last_sales"])
def test_a_placebo_that_speaks_is_the_habit_at_work(refused):
    facts = {
        "refused": refused,
        "naive": None,
        "naive_t": None,
        f"{refused}_t": np.float64(4.21),
        "field_test": {"refused": "not_over", "end": "2026-12-31"},
    }
    first, second = learnt_sentences(facts)
    assert first.startswith("Your reps visit where sales are good")
    assert "4.2 standard errors" in first
    assert "until 31 Dec 2026" in second


def test_no_list_and_another_workbook_are_told_apart(tmp_path):
    assert read_field_test(None, ACCOUNTS) is None
    with pytest.raises(PortfolioError, match="there is no such file"):
        read_field_test(tmp_path / "none.xlsx", ACCOUNTS)
    pd.DataFrame({"a": [1]}).to_excel(tmp_path / "other.xlsx", engine="xlsxwriter")
    with pytest.raises(PortfolioError, match="not the list of a field test"):
        read_field_test(tmp_path / "other.xlsx", ACCOUNTS)
