"""The command as a person types it: it runs, it says what is wrong in one line, and it loses nothing."""

import json
import os
import re
import subprocess
import sys

import pytest
from filelock import FileLock

from solver import cli
from solver.cli.run import place_of
from solver.run import Run
from solver.value.judgements import read_worksheet
from solver.words.errors import PortfolioError
from solver.words.files import file_hash
from tests.conftest import ROOT
from tests.in_process import in_this_process
from tests.small_firm import read_csv, write_csv, write_small_firm


@pytest.fixture
def firm(tmp_path):
    return write_small_firm(tmp_path)


@pytest.fixture
def twelvefold(monkeypatch, capsys, tmp_path):
    """Type the command in a folder of its own; return its status and what it printed on both sides."""
    monkeypatch.chdir(tmp_path)

    def type_command(*words):
        monkeypatch.setattr(sys, "argv", ["twelvefold", *map(str, words)])
        try:
            cli.main()
            status = 0
        except SystemExit as stop:
            status = stop.code or 0
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return type_command


@pytest.fixture
def no_kernels(monkeypatch):
    """Where no test of its own is about them."""
    in_this_process(monkeypatch)


def change(path, change_rows):
    rows = read_csv(path)
    write_csv(path, change_rows(rows))


def with_value(number, column, value):
    def change_rows(rows):
        rows[number][column] = value
        return rows

    return change_rows


def refused(result, start="Stopped: "):
    """The one line of a refusal."""
    status, _out, error = result
    assert status != 0
    assert "Traceback" not in error
    assert error.startswith(start)
    assert error.count("\n") == 1
    return error


def test_check_tells_what_was_read(twelvefold, firm):
    status, out, _error = twelvefold("check", firm)
    assert status == 0
    assert re.search(r"^ +32  Accounts$", out, flags=re.MULTILINE)
    assert re.search(r"^ +288  Invoice lines$", out, flags=re.MULTILINE)


@pytest.mark.whole
@pytest.mark.usefixtures("no_kernels")
def test_check_writes_the_page_and_the_questions_beside_the_run(twelvefold, firm):
    status, out, _error = twelvefold("check", firm, "--language", "fr", "--out", firm.parent / "run")
    assert status == 0
    page = firm.parent / "run" / "check" / "index.html"
    assert page.read_text(encoding="utf-8").startswith('<!DOCTYPE html>\n<html lang="fr">')
    assert (page.parent / "to_ask_the_client.xlsx").exists()
    assert str(page) in out
    assert twelvefold("run", firm, "--out", firm.parent / "run", "--steps", "1")[0] == 0


@pytest.mark.whole
def test_a_run_folder_is_looked_for_where_the_command_was_called(twelvefold, firm, monkeypatch):
    monkeypatch.chdir(firm.parent)
    assert twelvefold("run", firm.name, "--out", "there/run", "--steps", "1")[0] == 0
    assert (firm.parent / "there" / "run" / "artifacts" / "01_prepare_tools" / "sales.parquet").exists()


@pytest.mark.whole
@pytest.mark.usefixtures("no_kernels")
def test_only_the_files_asked_for_are_made_and_those_that_cannot_be_yet_are_told(twelvefold, firm):
    out = firm.parent / "run"
    status, said, told = twelvefold(
        "run", firm, "--out", out, "--steps", "1", "--only", "report,excel,slides"
    )
    assert status == 0
    assert said.splitlines()[0] == f"Open first: {out / 'index.html'}"
    assert told.splitlines() == [
        "Not made yet, for not all steps have been run: The action plan, to be worked in and given back; "
        "Slides for the meeting."
    ]
    assert not (out / "exports").exists()
    line = refused(twelvefold("run", firm, "--out", out, "--only", "report,excell"))
    assert "“excell”" in line
    assert "report, pdf, excel, agenda, animation, slides, cockpit, exports" in line


def test_init_proposes_a_portfolio_that_check_understands_and_never_overwrites(twelvefold, firm):
    firm.unlink()
    sales = firm.parent / "ventes.csv"
    usual = {"Code": "Code client", "Montant": "Montant HT"}
    change(sales, lambda rows: [{usual.get(name, name): row[name] for name in row} for row in rows])
    status, out, _error = twelvefold("init", firm.parent)
    assert status == 0
    assert re.search(r"^ +288  ventes\.csv: sales$", out, flags=re.MULTILINE)
    written = firm.read_bytes()
    assert twelvefold("check", firm)[0] == 0
    assert "this file is already there" in refused(twelvefold("init", firm.parent))
    assert firm.read_bytes() == written


def test_a_filled_template_goes_from_init_to_check(twelvefold, tmp_path):
    folder = tmp_path / "New firm"
    folder.mkdir()
    assert twelvefold("template", "--out", folder / "data.xlsx", "--language", "fr")[0] == 0
    assert "already there" in refused(twelvefold("template", "--out", folder / "data.xlsx"))
    status, out, _error = twelvefold("init", folder)
    assert status == 0
    assert "not recognised" in out, "an empty template holds nothing to read"


def test_check_ends_with_its_verdict(twelvefold, firm):
    lines = twelvefold("check", firm)[1].splitlines()
    # client 0 buys on the 5th of January; of those who buy in December, client 17 is the last of the month
    assert "Invoices from 5 Jan 2023 to 22 Dec 2025" in lines
    assert lines[-1] == f"These files can be used: twelvefold run {firm}"
    assert "The last invoice" not in "".join(lines)


def test_check_tells_of_invoices_that_end_long_before_the_day_of_the_portfolio(twelvefold, firm):
    def until_june(rows):
        return [row for row in rows if int(row["Date"][6:]) < 2025 or int(row["Date"][3:5]) <= 6]

    change(firm.parent / "ventes.csv", until_june)
    # 22 June to 31 December: 8 + 31 + 31 + 30 + 31 + 30 + 31
    assert (
        "The last invoice is of 22 Jun 2025, 192 days before as_of: the last 12 months hold too little. "
        "Set as_of to 2025-06-30, or export again."
    ) in twelvefold("check", firm)[1]


def test_check_tells_what_was_decided_for_a_column_that_is_not_there(twelvefold, firm):
    change(
        firm.parent / "clients.csv", lambda rows: [{k: row[k] for k in row if k != "Type"} for row in rows]
    )
    firm.write_text(firm.read_text(encoding="utf-8").replace("kind: Type, ", ""), encoding="utf-8")
    assert re.search(
        r"^clients\.csv: no kind in the file; decided by the purchases: 32 accounts; "
        r"24 taken as clients, 8 taken as prospects; €[\d,.]+ at stake$",
        twelvefold("check", firm)[1],
        flags=re.MULTILINE,
    )


def test_the_keyboard_stops_it_with_one_line_and_the_usual_status(twelvefold, firm, monkeypatch):
    def interrupted(_portfolio):
        raise KeyboardInterrupt

    monkeypatch.setattr("solver.intake.prepare_tools", interrupted)
    status, _out, error = twelvefold("check", firm)
    assert status == 130
    assert error.strip() == "Stopped by the keyboard; what was done is kept."


def test_a_missing_file_is_named(twelvefold, firm):
    (firm.parent / "ventes.csv").unlink()
    assert "ventes.csv" in refused(twelvefold("check", firm))


def test_an_empty_file_is_named(twelvefold, firm):
    (firm.parent / "ventes.csv").write_text("", encoding="utf-8")
    assert "ventes.csv" in refused(twelvefold("check", firm))


def test_a_column_that_is_not_there_is_named_with_those_that_are(twelvefold, firm):
    firm.write_text(firm.read_text(encoding="utf-8").replace("Montant}", "Montant HT}"), encoding="utf-8")
    line = refused(twelvefold("check", firm))
    assert "ventes.csv" in line
    assert "Montant HT" in line
    assert "“Montant”" in line


def test_an_unknown_parameter_is_named_with_its_neighbour(twelvefold, firm):
    line = refused(twelvefold("run", firm, "-p", "abc_cat_a=0.7"))
    assert "unknown parameter “abc_cat_a” → did you mean “abc_cut_a”?" in line


def test_amounts_that_are_not_numbers_are_refused_with_the_first_row(twelvefold, firm):
    def spoil(rows):
        return [row | {"Montant": "douze"} if n % 4 == 0 else row for n, row in enumerate(rows)]

    change(firm.parent / "ventes.csv", spoil)
    line = refused(twelvefold("check", firm))
    assert "ventes.csv, row 2, column “Montant”" in line
    assert "douze" in line


def test_one_amount_that_is_not_a_number_is_set_aside_and_told(twelvefold, firm):
    change(firm.parent / "ventes.csv", with_value(4, "Montant", "n.c."))
    status, out, _error = twelvefold("check", firm)
    assert status == 0
    assert re.search(r"^ +287  Invoice lines$", out, flags=re.MULTILINE)
    assert "ventes.csv, row 6" in out


def test_dates_that_are_no_dates_are_refused(twelvefold, firm):
    change(firm.parent / "ventes.csv", lambda rows: [row | {"Date": "31/02/2025"} for row in rows])
    line = refused(twelvefold("check", firm))
    assert "ventes.csv, row 2, column “Date”" in line
    assert "31/02/2025" in line


def test_one_code_on_two_different_clients_is_refused(twelvefold, firm):
    change(firm.parent / "clients.csv", with_value(5, "Code", "C004"))
    line = refused(twelvefold("check", firm))
    assert "clients.csv" in line
    assert "C004" in line


def test_a_sale_for_an_unknown_client_is_set_aside_with_its_euros(twelvefold, firm):
    change(firm.parent / "ventes.csv", with_value(0, "Code", "C999"))
    status, out, _error = twelvefold("check", firm)
    assert status == 0
    assert re.search(r"1 × .*ventes\.csv, row 2", out)


@pytest.mark.whole
@pytest.mark.usefixtures("no_kernels")
def test_a_rep_without_hours_is_named(twelvefold, firm):
    text = firm.read_text(encoding="utf-8").replace(
        "annual_cost_eur: 60000",
        "annual_cost_eur: 60000, absences: [{start: 2026-01-01, end: 2026-12-31, activity: leave}]",
    )
    firm.write_text(text, encoding="utf-8")
    out = firm.parent / "run"
    line = refused(twelvefold("run", firm, "--out", out, "--steps", "-2"))
    assert "Ann (R1) has no hour in the field" in line
    assert (out / "artifacts" / "01_prepare_tools" / "sales.parquet").exists(), "what was done is kept"
    assert "go on with --steps 2-" in line


def test_weights_that_do_not_sum_to_100_are_refused(twelvefold, firm):
    line = refused(twelvefold("run", firm, "-p", "score_weights={revenue: 50, potential: 30}"))
    assert "score_weights must sum to 100, they sum to 80" in line


def test_a_run_folder_of_another_version_is_left_alone(twelvefold, firm):
    out = firm.parent / "old"
    out.mkdir()
    (out / "manifest.json").write_text(json.dumps({"layout": 0}), encoding="utf-8")
    assert "made by another version of Twelvefold" in refused(twelvefold("run", firm, "--out", out))
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8")) == {"layout": 0}


def test_a_place_that_cannot_be_written_is_said(twelvefold, firm):
    (firm.parent / "taken").write_text("", encoding="utf-8")
    assert "cannot be written" in refused(twelvefold("run", firm, "--out", firm.parent / "taken" / "run"))


def test_a_wrong_selection_of_steps_is_refused(twelvefold, firm):
    assert "“9-4” runs backwards" in refused(twelvefold("run", firm, "--steps", "9-4"))


@pytest.mark.parametrize(
    ("steps", "missing"),
    [("7-", "steps 1-6"), ("4", "step 1"), ("6-7", "steps 1, 4-5"), ("12", "steps 1-4, 6, 8-11")],
)
def test_steps_whose_earlier_steps_are_not_there_are_refused_at_once(twelvefold, firm, steps, missing):
    out = firm.parent / "run"
    line = refused(twelvefold("run", firm, "--out", out, "--steps", steps))
    assert line == f"Stopped: run: this folder holds no {missing} → run without --steps\n"
    assert not out.exists()


def finished(out, step, *names):
    """Lay down tables as a step that has finished leaves them."""
    made = out / "artifacts" / step
    made.mkdir(parents=True)
    for name in names:
        (made / f"{name}.parquet").touch()
    outputs = {name: {"sha256": file_hash(made / f"{name}.parquet")} for name in names}
    Run(out).record(step, {"outputs": outputs, "inputs": {}})


LOGS = ("prospect_events", "touchpoints", "discoveries")


def test_a_gap_between_the_steps_is_named_with_where_to_start(twelvefold, firm):
    out = firm.parent / "run"
    finished(out, "01_prepare_tools", "accounts", "sales", "visits", *LOGS)
    line = refused(twelvefold("run", firm, "--out", out, "--steps", "6-7"))
    assert "this folder holds no steps 4-5 → run with --steps 4-7" in line


def test_steps_go_on_from_finished_tables_alone(twelvefold, firm):
    """Killed between two tables, a step leaves new ones beside old ones: no later step takes the mixture."""
    out = firm.parent / "run"
    finished(out, "01_prepare_tools", "accounts", "sales", *LOGS)
    finished(out, "04_segment_portfolio", "segments")
    Run(out).forget("04_segment_portfolio")
    line = refused(twelvefold("run", firm, "--out", out, "--steps", "5"))
    assert "begun here and not finished" in line
    assert "changed since: 4 → run with --steps 4-5" in line


def test_two_runs_at_once_do_not_share_a_folder(twelvefold, firm):
    out = firm.parent / "run"
    held = FileLock(out.with_name("run") / ".at_work.lock")
    out.mkdir()
    with held:
        assert "another process is at work here → wait" in refused(twelvefold("run", firm, "--out", out))


def test_no_warning_and_no_log_of_a_library_reaches_the_terminal(firm):
    """In a process of its own: pytest would catch them."""
    warns = "import logging, warnings; from solver import cli, intake; read = intake.prepare_tools; "
    warns += (
        "intake.prepare_tools = lambda given: (warnings.warn('old'), logging.error('odd'), read(given))[2]; "
    )
    warns += "import sys; sys.argv = ['twelvefold', 'check', sys.argv[1]]; cli.main()"
    told = {**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en"}
    done = subprocess.run([sys.executable, "-c", warns, firm], cwd=firm.parent, env=told, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_error_of_ours_is_one_line_and_a_log(twelvefold, firm, monkeypatch, tmp_path):
    def broken(_portfolio):
        raise KeyError("a\nb")

    monkeypatch.setattr("solver.intake.prepare_tools", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    status, _out, error = twelvefold("check", firm)
    assert status == 70
    (log,) = tmp_path.glob("twelvefold-*.log")
    assert error == (f"This should not have happened: KeyError: 'a\\nb' (the details are in {log})\n")
    assert "Traceback" in log.read_text(encoding="utf-8")
    assert str(ROOT) not in log.read_text(encoding="utf-8"), "it may be sent on"
    assert "in broken" in log.read_text(encoding="utf-8")


@pytest.mark.whole
@pytest.mark.usefixtures("no_kernels")
def test_the_steps_after_a_changed_parameter_are_named_as_out_of_date(twelvefold, firm):
    out = firm.parent / "run"
    assert twelvefold("run", firm, "--out", out, "--steps", "-6")[0] == 0
    status, _out, error = twelvefold("run", firm, "--out", out, "--steps", "4", "-p", "abc_cut_a=0.5")
    assert status == 0
    assert "step 05_qualify_portfolio was computed from tables that have changed since" in error
    assert "step 02" not in error


def test_the_worksheet_of_judgements_is_written_and_reads_back_as_unfilled(twelvefold, firm):
    path = firm.parent / "judgements.xlsx"
    status, out, _error = twelvefold("worksheet", firm, "--out", path, "--author", "Ann")
    assert status == 0
    assert "judgement_files" in out
    with pytest.raises(PortfolioError, match=r"judgements\.xlsx"):
        read_worksheet(path)


def test_the_folder_of_a_workbook_is_made_and_a_place_that_refuses_it_is_told_in_one_line(twelvefold, firm):
    path = firm.parent / "not" / "there" / "judgements.xlsx"
    assert twelvefold("worksheet", firm, "--out", path)[0] == 0
    assert [file.name for file in path.parent.iterdir()] == [path.name], "nothing is left beside it"
    line = refused(twelvefold("worksheet", firm, "--out", path / "judgements.xlsx"))
    assert "cannot be written" in line


def test_amounts_are_told_in_the_currency_of_the_portfolio(twelvefold, firm):
    firm.write_text("currency: USD\n" + firm.read_text(encoding="utf-8"), encoding="utf-8")
    assert "Revenue kept: US$" in twelvefold("check", firm)[1]


@pytest.mark.whole
@pytest.mark.usefixtures("no_kernels")
def test_steps_are_not_made_beside_those_of_another_language(twelvefold, firm):
    out = firm.parent / "run"
    assert twelvefold("run", firm, "--out", out, "--steps", "1")[0] == 0
    line = refused(twelvefold("run", firm, "--out", out, "--steps", "2", "--language", "fr"), "Arrêt\u00a0: ")
    assert "--language en" in line
    assert twelvefold("run", firm, "--out", out, "--steps", "1", "--language", "fr")[0] == 0


ENGLISH = re.compile(r"\b(?:the|of|and|is|are|usage:|missing|no such|show|exit|options?:)\b", re.IGNORECASE)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "words",
    [
        *[(name, "--help") for name in ("run", "init", "check", "template", "course", "worksheet")],
        ("--help",),
        (),
        ("rum",),
        ("nothing-like-it",),
        ("--foo",),
        ("run",),
        ("run", "x", "--langage", "fr"),
        ("run", "x", "--steps"),
        ("run", "x", "--pseudonymise=3"),
        ("run", "x", "y"),
        ("course", "--language", "de"),
        ("run", "not there.yaml"),
    ],
    ids=" ".join,
)
def test_the_command_speaks_the_language_of_the_machine(twelvefold, monkeypatch, language, words):
    monkeypatch.setenv("LANGUAGE", language)
    _status, out, error = twelvefold(*words)
    said = re.sub(r"--[\w-]+|\w+\.\w+", "", out + error)
    assert said.strip()
    if language == "fr":
        assert ENGLISH.search(said) is None
    else:
        assert re.search("[éèàêœ«»]", said) is None


def test_the_command_speaks_the_language_it_is_asked_for(twelvefold):
    assert twelvefold("run", "--help", "--language", "fr")[1].startswith("Usage\u00a0: ")
    assert twelvefold("run", "--language=fr", "--help")[1].startswith("Usage\u00a0: ")


def test_an_empty_line_is_answered_with_the_help(twelvefold):
    status, out, error = twelvefold()
    assert (status, error) == (2, "")
    assert out.startswith("Usage: twelvefold COMMAND")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rum",), "there is no command “rum” → did you mean run?"),
        (("run", "x", "--langage", "fr"), "there is no option “--langage” → did you mean --language?"),
        (("run", "x", "--steps"), "--steps needs a value → see twelvefold run --help"),
        (("run", "x", "--pseudonymise=3"), "--pseudonymise takes no value → see twelvefold run --help"),
        (("run", "--key"), "--key needs a value → see twelvefold run --help"),
        (("--help=3",), "--help takes no value → see twelvefold --help"),
        (("--foo",), "there is no option “--foo” → see twelvefold --help"),
        (("run", "x", "y"), "nothing is expected here: y → see twelvefold run --help"),
        (("run",), "portfolio.yaml is missing → write: twelvefold run portfolio.yaml [options]"),
        (
            ("course", "--language", "de"),
            "--language takes one of these: en, fr → see twelvefold course --help",
        ),
        (("suits", "x", "C1", "--weeks", "60"), "--weeks: “60” cannot be used → give 53 at most"),
        (("suits", "x", "C1", "--weeks", "two"), "--weeks: “two” cannot be used → give a whole number"),
        (
            ("suits", "x", "C1", "--from", "01/06/2026"),
            "--from: “01/06/2026” cannot be used → write it as in 2026-06-01",
        ),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_with_the_fix(twelvefold, words, said):
    result = twelvefold(*words)
    assert result[0] == 2
    assert refused(result) == f"Stopped: {said}\n"


@pytest.mark.parametrize("words", [("suits", "C1"), ("lists",), ("cockpit",), ("reports",)])
def test_a_folder_without_a_run_is_told_as_that(twelvefold, tmp_path, words):
    command, *more = words
    said = refused(twelvefold(command, str(tmp_path), *more))
    assert "there is no run in this folder → give the folder that twelvefold run wrote" in said


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (["report.pdf"], "report.pdf"),
        (["agenda/R1.ics", "agenda/R2.ics"], "agenda/ (2)"),
        (["animation.xlsx", "animation/offers.csv"], "animation.xlsx (+1)"),
    ],
)
def test_what_was_written_is_found_by_its_name_or_its_folder(tmp_path, files, said):
    assert str(place_of(tmp_path, [tmp_path / file for file in files])) == said
