"""Each key figure names where it is worked out, and the map of the house leads to every printed figure."""

import re
from importlib import import_module

import pytest

from solver.report.findings.artifacts import Artifacts
from solver.report.findings.headline import KNOWN, headline
from tests.conftest import ROOT

every_figure = pytest.mark.parametrize("known", KNOWN, ids=[known.code for known in KNOWN])


def function_called(dotted):
    module, _, name = dotted.rpartition(".")
    return getattr(import_module(module), name)


@every_figure
def test_the_function_named_is_there_and_belongs_to_that_module(known):
    function = function_called(known.computed_by)
    assert callable(function)
    assert function.__module__ == known.computed_by.rpartition(".")[0], "not only imported there"


@every_figure
def test_a_figure_is_left_out_as_long_as_its_tables_are_not_there(known):
    assert known.value(Artifacts()) is None
    assert headline(Artifacts()) == {}


def test_the_map_of_printed_figures_names_functions_that_exist():
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = page.split("## Where a printed figure is worked out")[1].split("##")[0]
    named = re.findall(r"`(solver/[\w/]+)\.py` · `(\w+)`", table)
    assert len(named) >= 12
    for path, name in named:
        module = import_module(path.replace("/", "."))
        assert getattr(module, name).__module__ == module.__name__, f"{path}: {name}"
