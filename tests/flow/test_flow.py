"""A step's wiring, its notebook and the registry say the same; its results can be had without Jupyter."""

from dataclasses import fields, replace

import pytest

from solver.calendar.check import check_calendar
from solver.calendar.plan import plan_appointments
from solver.flow.prepare_appointments import PrepareAppointments
from solver.flow.prepare_tools import PrepareTools
from solver.flow.segment_portfolio import SegmentPortfolio
from solver.flow.step import Needed
from solver.flow.whole import FLOWS, first_stop
from solver.intake import Intake, prepare_tools
from solver.parameters import load_portfolio
from solver.run import STEPS, step_spec
from solver.runner.notebook import declared_parameters
from solver.tables import empty
from tests.calendar.village import agreed, done, four_weeks, village_firm
from tests.notebooks.pages import code_cells, read_notebook
from tests.notebooks.test_shape import RUN_ONLY
from tests.small_firm import write_small_firm

WIRED = list(zip(STEPS, FLOWS, strict=True))
every_flow = pytest.mark.parametrize(("spec", "flow"), WIRED, ids=[spec.id for spec, _ in WIRED])


@every_flow
def test_a_step_needs_what_the_registry_says_and_no_more(spec, flow):
    needed = [need.name for name in dir(flow) if isinstance(need := getattr(flow, name), Needed)]
    assert flow.id == spec.id
    assert sorted(needed) == sorted(spec.needs)


@every_flow
def test_a_step_offers_each_artifact_under_its_own_name(spec, flow):
    offered = set(dir(flow)) | ({field.name for field in fields(Intake)} if flow is PrepareTools else set())
    assert {name.removesuffix(".json") for name in spec.makes} <= offered


@every_flow
def test_a_step_takes_the_parameters_that_its_notebook_declares(spec, flow):
    declared = declared_parameters(read_notebook(spec))
    assert sorted(flow.parameters) == sorted(set(declared) - RUN_ONLY)


@every_flow
def test_the_notebook_opens_its_own_step_and_finishes_it(spec, flow):
    code = "\n".join(cell.source for cell in code_cells(spec))
    assert code.count(f"step = {flow.__name__}.open(run_dir, globals()") == 1
    assert code.count("step.finish(") == 1


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    firm = load_portfolio(write_small_firm(tmp_path_factory.mktemp("firm")))
    return PrepareTools({}, firm)


def test_a_step_takes_tables_and_gives_tables_without_a_run_folder(prepared):
    step = SegmentPortfolio(prepared.outputs(), prepared.portfolio)
    assert list(step.outputs()) == ["segments", "concentration.json"]
    assert step.outputs()["concentration.json"]["buying_clients"] == len(step.segments) == 24


def test_what_a_page_puts_in_its_place_is_what_the_rest_follows_from(prepared):
    step = SegmentPortfolio(prepared.outputs(), prepared.portfolio)
    step.segments = step.segments.head(2)
    assert step.concentration["buying_clients"] == 2
    assert len(step.outputs()["segments"]) == 2


def test_a_parameter_that_a_step_does_not_declare_is_not_given(prepared):
    with pytest.raises(KeyError, match="01_prepare_tools does not declare"):
        prepared.given("name_similarity", "growth_rate")


def test_a_step_without_a_run_folder_cannot_be_finished(prepared):
    with pytest.raises(RuntimeError, match="opened in a run folder"):
        prepared.finish({})


def test_what_was_agreed_with_who_objects_to_any_use_of_its_data_is_not_dated(prepared):
    """C2 objects to being canvassed, and keeps what it agreed to; C1 objects to any use of its data."""
    firm = village_firm(
        [(0.1, 0.0)] * 2, [0, 0], log=[agreed("C1", 1, "10:00"), agreed("C2", 1, "14:00"), done("C1", 9)]
    )
    scopes = firm.accounts.assign(opposition_scope=["processing", "canvassing"], kind="client")
    given = dict.fromkeys(step_spec(PrepareAppointments.id).needs) | vars(replace(firm, accounts=scopes))
    given["account_types"] = empty("account_types")
    step = PrepareAppointments(given, prepared.portfolio)
    tables = step.tables_for(firm.allocation)
    dated = plan_appointments(tables, four_weeks())
    assert dated.appointments["account_id"].tolist() == ["C2"]
    assert check_calendar(dated.appointments, dated.unplaced, tables, four_weeks()) == []


AWAY = ", absences: [{start: 2026-01-01, end: 2026-12-31, activity: leave}]"


@pytest.mark.parametrize(
    ("change", "said"),
    [("", ""), (AWAY, "Ann (R1) has no hour in the field")],
    ids=["a firm that runs", "a rep away all year"],
)
def test_what_would_stop_the_steps_is_told_with_the_files(tmp_path, change, said):
    path = write_small_firm(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("annual_cost_eur: 60000", f"annual_cost_eur: 60000{change}"), "utf-8")
    portfolio = load_portfolio(path)
    told = first_stop(portfolio, prepare_tools(portfolio)) or ""
    assert told.startswith("Step 2 will stop: " if said else "")
    assert said in told
