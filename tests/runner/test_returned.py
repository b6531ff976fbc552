"""The plan comes back: what is written in its yellow cells changes the next plan, is priced, and stays."""

from pathlib import Path

import pandas as pd
import pytest

from solver.handover.write import OUTPUTS
from solver.intake import prepare_tools
from solver.intake.privacy.pseudonymise import write_sources
from solver.parameters import load_portfolio
from solver.run import Run
from solver.runner import pipeline
from solver.runner.pseudonymised import pseudonymise_files
from solver.runner.returned import keep_edited, take_back
from solver.words.errors import PortfolioError
from solver.words.files import file_hash
from tests.in_process import in_this_process
from tests.plan_workbook import edit_plan, write_plan
from tests.small_firm import write_small_firm

pytestmark = pytest.mark.whole

VISITS, ACTIONS = ("account_id", "locked_visits"), ("action_id", "status")
EXCEL = [output for output in OUTPUTS if output.name == "excel"]
SECOND_REP = "  - {rep_id: R2, name: Bob, home_lat: 48.35, home_lon: -1.20, annual_cost_eur: 60000}\n"


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """Run a firm, edit its plan, go on from step 10, run again; what each run left behind."""
    home = tmp_path_factory.mktemp("firm")
    firm = write_small_firm(home, clients=14, prospects=4)
    text = firm.read_text(encoding="utf-8")
    # Without the road, a price is read off the table of what visits bring.
    added = SECOND_REP + "km_cost_eur: 0\n"
    firm.write_text(text.replace("attrition_rate", added + "attrition_rate"), encoding="utf-8")
    folder = home / "run"
    with pytest.MonkeyPatch.context() as patch:
        in_this_process(patch)
        first = state(pipeline.run_pipeline(firm, folder, outputs=EXCEL))
        plan = folder / "plan.xlsx"
        edit_plan(
            plan,
            VISITS,
            {
                "C000": {"locked_visits": 5, "decision_reason": "=a promise", "decision_author": "Eva"},
                "C001": {"refused": "yes"},
                "C002": {"new_rep_id": "Bob"},
            },
        )
        edit_plan(plan, ACTIONS, {"C003-retention-2026": {"status": "Done", "comment": "met in March"}})
        edited = plan.read_bytes()
        second = state(pipeline.run_pipeline(firm, folder, steps="10-12", outputs=EXCEL))
        # Nothing that the later steps read may change: step 1 alone tells whether all was kept.
        third = state(pipeline.run_pipeline(firm, folder, steps="1", outputs=EXCEL))
    return folder, edited, first, second, third


def state(result):
    tables = (
        "allocation",
        "decisions",
        "decision_prices",
        "action_plan",
        "plan_notes",
        "response",
        "accounts",
    )
    read = {name: result.run.read(name) for name in tables}
    return result, read


def visits(tables):
    return tables["allocation"].set_index("account_id")["visits"]


def test_the_first_run_takes_nothing_back(lived):
    _folder, _edited, (result, tables), *_rest = lived
    assert result.returned == ()
    assert tables["decisions"].empty
    assert result.run.portfolio().plan_file is not None or tables["plan_notes"].empty


def test_what_was_written_changes_the_plan_as_asked(lived):
    *_start, (_first, before), (result, after), _third = lived
    assert visits(before)["C000"] == visits(before)["C001"] == 16
    assert visits(after)["C000"] == 5
    assert visits(after)["C001"] == 0
    assert after["allocation"].set_index("account_id").loc["C002", "rep_id"] == "R2"
    status = after["action_plan"].set_index("action_id")["status"]
    assert status["C003-retention-2026"] == "done"
    assert status.drop("C003-retention-2026").eq("to_do").all()
    assert result.stale == (), "what hangs on the new rep was computed anew"


def test_each_decision_has_its_price(lived):
    *_start, (result, after), _third = lived
    prices = after["decision_prices"].set_index("account_id")["forgone_eur"]
    values = after["response"].set_index(["account_id", "visits"])["contribution_eur"]
    # There are more hours than visits may use: a decision costs what the visits lost would have brought.
    lock, refusal = values["C000", 16] - values["C000", 5], values["C001", 16] - values["C001", 0]
    assert prices["C000"] == pytest.approx(lock)
    assert prices["C001"] == pytest.approx(refusal)
    assert prices["C002"] == pytest.approx(0, abs=0.01), "either rep has hours enough"
    together = after["decision_prices"].set_index("account_id")["forgone_eur"]
    assert together[together.index.isna()].iloc[0] == pytest.approx(lock + refusal)
    assert result.returned[:2] == (
        "3 decisions read from plan.xlsx.",
        "1 note on an action read from plan.xlsx.",
    )
    assert result.returned[2].startswith("The decisions of the returned plan together cost €")
    assert any(" (C000)”, exactly 5 visits: it costs €" in line for line in result.returned)


def test_the_next_run_keeps_it_all(lived):
    *_start, (_second, after), (result, again) = lived
    assert result.stale == ()
    for name in ("decisions", "plan_notes"):
        pd.testing.assert_frame_equal(after[name], again[name])
    assert again["decisions"].loc[0, ["reason", "author"]].tolist() == ["=a promise", "Eva"]
    assert again["plan_notes"]["comment"].tolist() == ["met in March"]
    assert result.returned[0].startswith("3 decisions read from plan.xlsx")


def test_the_edited_workbook_is_kept_once(lived):
    folder, edited, _first, (result, _tables), _third = lived
    assert (folder / "plan_returned.xlsx").read_bytes() == edited
    assert not (folder / "plan_returned_2.xlsx").exists()
    assert any("plan_returned.xlsx" in line for line in result.returned)


def test_the_frozen_portfolio_names_the_plan(lived):
    folder, *_rest = lived
    assert load_portfolio(folder / "portfolio.yaml").plan_file == str((folder / "plan.xlsx").resolve())


@pytest.fixture
def small_run(tmp_path, portfolio_file):
    portfolio = load_portfolio(portfolio_file())
    run = Run.create(tmp_path / "run", portfolio)
    plan = write_plan(run.path / "plan.xlsx", [{"account_id": "C1"}])
    run.record_outputs({"excel": [plan]})
    return run, portfolio, plan


def test_a_plan_that_says_nothing_is_not_taken(small_run):
    run, portfolio, _plan = small_run
    assert take_back(run, portfolio).portfolio.plan_file is None
    assert keep_edited(run) is None


def test_a_plan_edited_elsewhere_than_in_the_yellow_cells_is_kept_all_the_same(small_run):
    run, portfolio, plan = small_run
    write_plan(plan, [{"account_id": "C1", "name": "a note of mine"}])
    returned = take_back(run, portfolio)
    assert returned.edited
    assert returned.portfolio.plan_file is None
    kept = keep_edited(run)
    assert kept == run.path / "plan_returned.xlsx"
    assert keep_edited(run) == kept, "the same edit is kept once"
    write_plan(plan, [{"account_id": "C1", "name": "another note"}])
    assert keep_edited(run) == run.path / "plan_returned_2.xlsx"
    assert file_hash(kept) != file_hash(plan)


@pytest.mark.parametrize("lock", ["~$plan.xlsx", ".~lock.plan.xlsx#"])
def test_a_plan_open_in_a_spreadsheet_stops_the_run_before_it_begins(small_run, lock):
    run, portfolio, plan = small_run
    plan.with_name(lock).write_bytes(b"")
    with pytest.raises(PortfolioError, match="the plan is open in a spreadsheet → save it and close it"):
        take_back(run, portfolio)


def test_two_plans_with_decisions_are_refused(small_run, tmp_path):
    run, portfolio, plan = small_run
    other = portfolio.model_copy(update={"plan_file": str(tmp_path / "other.xlsx")})
    assert take_back(run, other).portfolio == other, "the one in the folder was left alone"
    write_plan(plan, [{"account_id": "C1", "locked_visits": 3}])
    with pytest.raises(PortfolioError, match=r"plan\.xlsx: decisions stand in this plan, and in the one"):
        take_back(run, other)
    own = portfolio.model_copy(update={"plan_file": str(plan)})
    assert Path(str(take_back(run, own).portfolio.plan_file)) == plan.resolve()


def test_under_pseudonyms_the_decisions_of_a_plan_count_and_name_nobody(tmp_path):
    firm = write_small_firm(tmp_path)
    text = firm.read_text(encoding="utf-8").replace("attrition_rate", SECOND_REP + "attrition_rate")
    firm.write_text(text + "plan_file: back/plan.xlsx\n", encoding="utf-8", newline="\n")
    (tmp_path / "back").mkdir()
    write_plan(
        tmp_path / "back" / "plan.xlsx",
        [
            {"account_id": "C001", "locked_visits": 5, "decision_reason": "Ann said so"},
            {"account_id": "C002", "new_rep_id": "Bob"},
        ],
        [{"action_id": "C001-develop-2026", "account_id": "C001", "status": "Done", "comment": "Client 1"}],
    )
    pseudonymised = pseudonymise_files(firm, tmp_path / "hidden", key=tmp_path / "pseudonyms.key")
    account, rep = pseudonymised.pseudonyms.of("account", "C002"), pseudonymised.pseudonyms.of("rep", "R2")
    written = write_sources(pseudonymised.hidden, tmp_path / "hidden" / "sources")
    for file in (tmp_path / "hidden" / "sources").iterdir():
        said = file.read_text(encoding="utf-8")
        assert not any(word in said for word in ("C001", "C002", "Ann", "Bob", "Client 1"))
    intake = prepare_tools(written)
    assert written.plan_file is None
    assert intake.accounts.set_index("account_id").loc[account, "rep_id"] == rep
    assert intake.decisions["locked_visits"].tolist() == [5]
    assert intake.decisions["account_id"].tolist() == [pseudonymised.pseudonyms.of("account", "C001")]
