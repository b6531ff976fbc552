"""Files that are written at the same time each keep to their language."""

from threading import Event

from solver.handover import agenda
from solver.handover.agenda import write_agendas
from solver.handover.exports import write, write_exports
from solver.handover.write import write_handover
from solver.report.findings.read import read_findings
from solver.run import select_outputs
from solver.words.files import file_hash
from tests.made_up_firm import synthetic

ENOUGH_S = 120


def test_agendas_are_in_french_while_an_export_is_written_in_english(tmp_path, monkeypatch):
    run = synthetic.write_run(tmp_path / "run", "fr")
    findings = read_findings(run)
    alone = [*write_agendas(findings), *write_exports(findings)]
    expected = {path: file_hash(path) for path in alone}
    for path in alone:
        path.unlink()

    in_english, agendas_written = Event(), Event()
    make, visits_of_reps, calendar_text = write._make, agenda.visits_of_reps, agenda.calendar_text

    def make_slowly(target, *rest):
        if target.language == "en":
            in_english.set()
            agendas_written.wait(ENOUGH_S)
        return make(target, *rest)

    def visits_told_meanwhile(findings):
        in_english.wait(ENOUGH_S)
        return visits_of_reps(findings)

    reps_left = [rep.rep_id for rep in findings.portfolio.reps]

    def calendar_told(*args):
        if reps_left:
            reps_left.pop()
        if not reps_left:
            agendas_written.set()
        return calendar_text(*args)

    monkeypatch.setattr(write, "_make", make_slowly)
    monkeypatch.setattr(agenda, "visits_of_reps", visits_told_meanwhile)
    monkeypatch.setattr(agenda, "calendar_text", calendar_told)
    written = write_handover(run, select_outputs("agenda,exports"))

    together = {path for one in written for path in one.files}
    assert in_english.is_set()
    assert agendas_written.is_set()
    assert together == expected.keys()
    assert [path.name for path in sorted(together) if file_hash(path) != expected[path]] == []
    calendars = [path for path in together if path.suffix == ".ics" and path.parent.name != "calls"]
    assert all("\nNAME:Visites\u00a0: " in path.read_text(encoding="utf-8") for path in calendars)
