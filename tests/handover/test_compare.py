"""Two runs compared: what changed and why, said for the plan and for each account."""

import json
import re
import shutil
import sys
from datetime import date

import pandas as pd
import pytest
from python_calamine import load_workbook

from solver import cli
from solver.handover.excel.comparison import write_sheet
from solver.handover.html.compare_page import write_page
from solver.parameters import freeze
from solver.report.compare import compare_runs
from solver.run import Run
from solver.tables import check, empty
from solver.words.errors import PortfolioError
from solver.words.files import write_table
from tests.made_up_firm import synthetic


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    return synthetic.write_run(tmp_path_factory.mktemp("compare") / "run")


@pytest.fixture
def two(made_once, tmp_path):
    """Two runs of the test's own, alike to the last byte."""
    for name in ("spring", "autumn"):
        shutil.copytree(made_once.path, tmp_path / name)
    return Run(tmp_path / "spring"), Run(tmp_path / "autumn")


def change(run, name, edit):
    table = run.read(name)
    write_table(run.artifact_path(name), check(name, edit(table.copy())))


def move_visits(run):
    """Take a visit from the first account that has two, give it to the next one."""
    table = run.read("allocation")
    first, second = table.index[table["visits"] > 1][:2]
    table.loc[first, "visits"] -= 1
    table.loc[second, "visits"] += 1
    table.loc[[first, second], "contribution_eur"] += [-500.0, 700.0]
    write_table(run.artifact_path("allocation"), check("allocation", table))
    return table.loc[first, "account_id"], table.loc[second, "account_id"]


def set_portfolio(run, **values):
    freeze(run.portfolio().model_copy(update=values), run.portfolio_path)


def decide(run, **row):
    blank = dict.fromkeys(
        ("min_visits", "max_visits", "locked_visits", "reason", "author", "decided_on", "new_rep_id")
    )
    row = {**blank, "replaces_rep_id": None, "source": "plan.xlsx [Visits]", "from_plan": True, **row}
    synthetic.put(run, "decisions", check("decisions", pd.DataFrame([row])))


def compared(two):
    return compare_runs(two[0].path, two[1].path)


def sentences(comparison):
    return comparison.accounts.set_index("account_id")["sentence"].to_dict()


def test_two_equal_runs_are_said_to_be_equal(two):
    comparison = compared(two)
    assert comparison.sentences() == [
        "The two plans are the same, and so are the data, the parameters and the decisions."
    ]
    assert comparison.accounts.empty
    assert set(comparison.figures["change_text"]) == {"unchanged"}


def test_plans_of_unlike_lengths_say_so(two):
    """Planned again from June to December, every account has fewer visits than the whole year gave it."""
    move_visits(two[1])
    set_portfolio(two[1], plan_start=date(2026, 6, 1))
    said = compared(two).sentences()[0]
    lengths = "The first plan covers 12 months and the second 7 months"
    assert said.endswith(f"1 fewer. {lengths}: neither visits nor euros compare.")


def test_a_parameter_is_named_with_both_values_and_its_meaning(two):
    loser, winner = move_visits(two[1])
    set_portfolio(two[1], reserve_share=0.2)
    comparison = compared(two)
    [row] = comparison.causes.parameters.to_dict("records")
    assert [row["what"], row["before"], row["after"]] == ["reserve_share", "0.12", "0.2"]
    assert row["meaning"]
    assert comparison.sentences()[0] == "2 accounts get another number of visits: 1 gets more, 1 fewer."
    assert "Only parameters differ: all of the difference comes from them." in comparison.sentences()
    assert sentences(comparison) == {
        loser: "Nothing changed for the account itself: the hours went elsewhere.",
        winner: "Nothing changed for the account itself: hours came free elsewhere.",
    }
    assert comparison.accounts["contribution_change_eur"].tolist() == pytest.approx([700, -500])


def test_of_a_table_only_the_parts_that_differ_are_told(two):
    floors = two[0].portfolio().floor_visits
    set_portfolio(two[1], floor_visits={**floors, "S1": 6})
    [row] = compared(two).causes.parameters.to_dict("records")
    assert [row["before"], row["after"]] == [f"S1: {floors['S1']}", "S1: 6"]


def test_a_parameter_given_to_one_notebook_counts(two):
    manifest = two[1].manifest()
    manifest["steps"]["10_allocate_visits"]["parameters"] = {"seed": 7}
    two[1].manifest_path.write_text(json.dumps(manifest), encoding="utf-8", newline="\n")
    assert compared(two).causes.parameters["what"].tolist() == ["seed"]


def test_a_decision_is_said_for_its_account(two):
    loser, winner = move_visits(two[1])
    visits = int(two[1].read("allocation").set_index("account_id").loc[winner, "visits"])
    decide(two[0], account_id=winner, max_visits=visits - 1)
    decide(two[1], account_id=winner, locked_visits=visits)
    comparison = compared(two)
    assert comparison.causes.kinds == ["decision"]
    said = sentences(comparison)
    assert said[winner] == f"Decided: exactly {visits} visits (before: at most {visits - 1} visits)."
    assert said[loser].startswith("Nothing changed for the account itself")
    assert comparison.accounts.set_index("account_id").loc[winner, "cause"] == "Decision"


@pytest.mark.parametrize("name", ["forgone_eur", "price_eur"])
def test_what_a_decision_costs_is_read_from_runs_that_called_it_otherwise_too(two, name):
    account = two[1].read("allocation")["account_id"].iloc[0]
    decide(two[1], account_id=account, locked_visits=3)
    line = {"account_id": account, "rep_id": "R1", "source": "plan.xlsx", "decision": "…", name: 12.0}
    synthetic.put(two[1], "decision_prices", pd.DataFrame([line | {"sentence": "…"}]))
    assert compared(two).causes.decisions["forgone_eur"].tolist() == [12.0]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_decision_that_comes_or_goes_is_told_so_in_every_language(two, language):
    came, went = two[1].read("allocation")["account_id"].iloc[:2]
    decide(two[0], account_id=went, locked_visits=2)
    decide(two[1], account_id=came, locked_visits=3)
    for run in two:
        set_portfolio(run, language=language)
    comparison = compared(two)
    with comparison.two.spoken():
        shown = comparison.causes.decisions_shown.set_index("account_id")
    assert comparison.causes.decisions.set_index("account_id").loc[came, "before"] == ""
    assert shown.loc[came, "before"] == shown.loc[went, "after"] == {"en": "nothing", "fr": "rien"}[language]
    said = sentences(comparison)
    begun = {"en": ("Decided: ", "No longer decided: "), "fr": ("Décidé", "Décision retirée")}[language]
    assert (said[came].startswith(begun[0]), said[went].startswith(begun[1])) == (True, True), said


def test_data_are_said_for_the_accounts_they_are_about(two):
    first, second = two[1].read("allocation")["account_id"].iloc[:2]

    def edit(accounts):
        row = accounts["account_id"].eq(first)
        return accounts.assign(potential_eur=accounts["potential_eur"].mask(row, 123_456.0))

    change(two[1], "accounts", edit)
    comparison = compared(two)
    assert comparison.causes.kinds == ["data"]
    assert comparison.causes.data["what"].tolist() == ["Accounts"]
    assert "€123,456" in sentences(comparison)[first]
    assert second not in sentences(comparison)
    assert comparison.same_plan


def test_a_client_who_buys_nothing_any_more_is_called_lost_and_no_gain(two):
    buyers = two[1].read("qualification").query("revenue_eur > 0")["account_id"]
    code = buyers[buyers.isin(two[1].read("allocation")["account_id"])].iloc[0]

    def edit(qualification):
        mine = qualification["account_id"].eq(code)
        return qualification.assign(revenue_eur=qualification["revenue_eur"].mask(mine, 0.0))

    change(two[1], "qualification", edit)
    assert sentences(compared(two))[code].endswith("the chance to win it back, and no gain.")


def test_who_says_why_it_leaves_owes_too_much_or_has_fewer_people_is_told_so(two):
    """The debt and the reason stand before the potential that changed as well."""
    leaving, owing, paid, fewer = two[1].read("allocation")["account_id"].iloc[:4]
    reason = pd.DataFrame({"account_id": [leaving], "lost_reason": ["closed"]})
    synthetic.put(two[1], "discoveries", check("discoveries", filled("discoveries", reason)))
    for run, code in ((two[0], paid), (two[1], owing)):
        debt = pd.DataFrame({"account_id": [code], "too_late": [True], "over_limit": [False]})
        synthetic.put(run, "to_settle", check("to_settle", filled("to_settle", debt)))

    codes = two[1].read("allocation")["account_id"]
    for run, of_fewer in ((two[0], 12), (two[1], 0)):
        notes = pd.DataFrame({"account_id": codes, "frequency_multiplier": 1.0, "visit_cap": 12})
        notes["visit_cap"] = notes["visit_cap"].mask(notes["account_id"].eq(fewer), of_fewer)
        synthetic.put(run, "typology_notes", check("typology_notes", filled("typology_notes", notes)))
    change(two[1], "accounts", lambda table: table.assign(potential_eur=table["potential_eur"] + 1000.0))
    told = compared(two).accounts.set_index("account_id")
    assert told.loc[[leaving, owing, paid], "fact"].tolist() == ["lost_reason", "settles", "settles"]
    assert "Why it leaves was told: Closed down." in told.loc[leaving, "sentence"]
    assert "before it has paid, no growth counts." in told.loc[owing, "sentence"]
    assert "It has paid what it owed" in told.loc[paid, "sentence"]
    assert "What its people accept in visits: 12 before, 0 now." in told.loc[fewer, "sentence"]


def filled(name, rows):
    """Return rows with every column of the table, the others empty."""
    return pd.concat([empty(name), rows.reindex(columns=empty(name).columns)]).astype(empty(name).dtypes)


def test_a_new_owner_by_decision_is_no_change_of_the_data(two):
    code = two[1].read("accounts")["account_id"].iloc[0]
    old = two[1].read("accounts")["rep_id"].iloc[0]
    new = next(rep.rep_id for rep in two[1].portfolio().reps if rep.rep_id != old)
    change(two[1], "accounts", lambda table: table.assign(rep_id=table["rep_id"].mask(table.index == 0, new)))
    decide(two[1], account_id=code, new_rep_id=new, replaces_rep_id=old)
    assert compared(two).causes.kinds == ["decision"]


def test_accounts_that_come_and_go_are_told(two):
    code = two[0].read("allocation")["account_id"].iloc[0]
    for name in ("accounts", "allocation"):
        change(two[1], name, lambda table: table[table["account_id"] != code])
    comparison = compared(two)
    row = comparison.accounts.set_index("account_id").loc[code]
    assert row["sentence"] == "It is gone from the files."
    assert [row["visits_after"], row["rep_after"]] == [0, ""]


def test_several_causes_at_once_are_not_split(two):
    move_visits(two[1])
    set_portfolio(two[1], reserve_share=0.2)
    decide(two[1], account_id=two[1].read("allocation")["account_id"].iloc[-1], min_visits=0)
    assert any("The euros are not split between them" in line for line in compared(two).sentences())


def test_another_version_of_the_software_is_told(two):
    manifest = two[1].manifest()
    manifest["version"] = "99.0"
    two[1].manifest_path.write_text(json.dumps(manifest), encoding="utf-8", newline="\n")
    assert compared(two).causes.software.to_dict("records")[0]["after"] == "99.0"


def test_what_cannot_be_compared_is_refused_in_words(two, tmp_path):
    spring, autumn = two
    cases = [
        (spring.path, spring.path, "both names lead to the same run"),
        (tmp_path / "nowhere", autumn.path, "there is no run in this folder"),
    ]
    for before, after, problem in cases:
        with pytest.raises(PortfolioError, match=problem):
            compare_runs(before, after)
    set_portfolio(spring, firm="Another firm")
    with pytest.raises(PortfolioError, match="runs of two firms: Another firm and Armor Essais"):
        compared(two)
    autumn.artifact_path("allocation").unlink()
    with pytest.raises(PortfolioError, match="not come as far as step 10"):
        compared(two)


def test_the_page_and_the_workbook_are_whole_safe_and_the_same_twice(two, tmp_path):
    move_visits(two[1])
    set_portfolio(two[1], reserve_share=0.2)
    comparison = compared(two)
    page = write_page(comparison, tmp_path / "a.html").read_text(encoding="utf-8")
    assert page == write_page(compared(two), tmp_path / "b.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    sheet = write_sheet(comparison, tmp_path / "a.xlsx")
    assert sheet.read_bytes() == write_sheet(compared(two), tmp_path / "b.xlsx").read_bytes()
    with load_workbook(sheet) as book:
        assert book.sheet_names == ["Summary", "Accounts", "Per rep", "Causes"]
        rows = book.get_sheet_by_name("Accounts").to_python()
        causes = book.get_sheet_by_name("Causes").to_python()
    head = next(n for n, row in enumerate(rows) if row[0] == "Code")
    changes = [row[6] for row in rows[head + 1 :]]
    assert sorted(changes) == [-1.0, 1.0]
    assert [cell for cell in causes[-1] if cell][:4] == ["Parameters", "reserve_share", "0.12", "0.2"]


def test_the_words_are_those_of_the_second_run(tmp_path):
    before = synthetic.write_run(tmp_path / "spring", "en")
    after = synthetic.write_run(tmp_path / "autumn", "fr")
    page = write_page(compare_runs(before.path, after.path), tmp_path / "page.html")
    assert '<html lang="fr">' in page.read_text(encoding="utf-8")


def test_the_command_writes_beside_the_second_run_and_says_the_main_things(two, monkeypatch, capsys):
    move_visits(two[1])
    monkeypatch.setattr(sys, "argv", ["twelvefold", "compare", str(two[0].path), str(two[1].path)])
    cli.main()
    printed = capsys.readouterr().out
    assert printed.startswith("2 accounts get another number of visits: 1 gets more, 1 fewer.\n")
    for name in ("compare_spring.html", "compare_spring.xlsx"):
        assert (two[1].path / name).exists()
        assert str(two[1].path / name) in printed.replace("\n", "")
