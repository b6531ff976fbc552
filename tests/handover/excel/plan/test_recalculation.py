"""LibreOffice works every formula out anew: the sums must be those of the run."""

import shutil
import subprocess

import pytest

from solver.report.findings.headline import headline
from tests.handover.excel.plan.reading import formulas, sheets, table, without_cached_values

pytestmark = pytest.mark.whole

SOFFICE = shutil.which("soffice")
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""
TIMEOUT = 120  # seconds


@pytest.fixture(scope="module")
def recalculated(plan, tmp_path_factory):
    """The plan as LibreOffice saves it, having started from noughts."""
    if SOFFICE is None:
        pytest.skip("LibreOffice (soffice) is not on this machine")
    folder = tmp_path_factory.mktemp("office")
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8", newline="\n")
    assert without_cached_values(plan, folder / "plan.xlsx") == len(formulas(plan))
    command = [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(folder / "out"), str(folder / "plan.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)
    return folder / "out" / "plan.xlsx"


def test_every_formula_comes_to_what_was_written_beside_it(plan, recalculated):
    ours, theirs = sheets(plan), sheets(recalculated)
    assert [*ours] == [*theirs]
    for name, rows in ours.items():
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                where = f"{name}, line {number + 1}, column {place + 1}"
                found = theirs[name][number][place] if place < len(theirs[name][number]) else ""
                if isinstance(value, float | int):
                    assert found == pytest.approx(value, rel=1e-9, abs=1e-9), where
                else:
                    assert str(found) == str(value), where


def test_the_sums_are_those_of_the_run(recalculated, findings):
    cells = {row[1]: row[2] for row in sheets(recalculated)["Summary"] if row[1]}
    for figure in headline(findings.artifacts).values():
        assert cells[figure.label] == pytest.approx(figure.value), figure.code


def test_an_account_that_changes_rep_takes_its_hours_along(recalculated, findings):
    allocation = findings.artifacts["allocation"].set_index("account_id")
    lines = table(recalculated, "account_id", "locked_visits")
    moved = next(line for line in lines if line["new_rep_id"])
    reps = {line["rep_id"]: line for line in table(recalculated, "capacity_hours", "hours_left")}
    for name, line in reps.items():
        own = sum(row["hours"] for row in lines if row["rep_id"] == name and row is not moved)
        taken = moved["hours"] if moved["new_rep_id"] == name else 0
        assert line["hours"] == pytest.approx(own + taken)
    assert moved["hours"] == pytest.approx(allocation.loc[moved["account_id"], "hours"])
