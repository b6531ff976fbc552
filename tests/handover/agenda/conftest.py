"""A small run of the made-up firm, and its calendars as a second library reads them."""

import shutil

import pytest
import vobject

from solver.handover import agenda
from solver.report.findings.read import read_findings
from solver.run import Run
from solver.words.files import write_table
from tests.made_up_firm import synthetic


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    return synthetic.write_run(tmp_path_factory.mktemp("agenda") / "run", "en", clients=14, prospects=5)


@pytest.fixture
def run(made_once, tmp_path):
    """A run folder of the test's own."""
    shutil.copytree(made_once.path, tmp_path / "run")
    return Run(tmp_path / "run")


@pytest.fixture
def no_sheets(monkeypatch):
    """Calendars alone: they are written in no time."""
    monkeypatch.setattr(agenda, "write_sheet", lambda *_given: None)


def change(run, name, edit):
    """Let `edit` change one table of a run."""
    table = run.read(name)
    write_table(run.artifact_path(name), edit(table))


def write(run):
    """Write the agendas; return the calendars by the name of their file."""
    agenda.write_agendas(read_findings(run))
    return {path.stem: path for path in sorted((run.path / "agenda").glob("*.ics"))}


def lines_of(path):
    """Return the lines of a calendar, unfolded."""
    return path.read_bytes().replace(b"\r\n ", b"").decode().split("\r\n")


def events_of(path):
    """Return the events of a calendar by UID, as vobject reads them."""
    calendar = vobject.readOne(path.read_bytes().decode())
    return {event.uid.value: event for event in calendar.contents.get("vevent", [])}
