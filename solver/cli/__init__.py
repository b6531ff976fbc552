"""The command `twelvefold`: one clear line for each failure, progress on a terminal, silence elsewhere."""

import signal
import sys
import traceback
from tempfile import NamedTemporaryFile
from typing import Any

import typer
from typer.exceptions import TyperException

from solver.cli.backtest import backtest
from solver.cli.batch import batch
from solver.cli.check import check
from solver.cli.cockpit import cockpit
from solver.cli.compare import compare
from solver.cli.console import problems
from solver.cli.course import course
from solver.cli.demo import demo
from solver.cli.doctor import doctor
from solver.cli.fieldtest import fieldtest
from solver.cli.init import init
from solver.cli.lab import lab
from solver.cli.lists import lists
from solver.cli.reports import reports
from solver.cli.roads import roads
from solver.cli.run import run
from solver.cli.stopping import STOPPED_BY, Stop, leave, listening
from solver.cli.suits import suits
from solver.cli.template import template
from solver.cli.words import TAKES_OTHER_WORDS, Command, Group, language_of, refusal
from solver.cli.worksheet import worksheet
from solver.words.errors import PortfolioError, without_places
from solver.words.i18n import _, mark, spoken, with_label
from solver.words.quiet import keep_libraries_quiet

UNEXPECTED = 70  # the usual status of an error in the program itself
STOPPED_BY_KEYBOARD = 130  # the status into which typer turns the interrupt

app = typer.Typer(
    cls=Group,
    help=mark("Manage a client portfolio in twelve steps, and share out the visits with proof."),
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command, purpose in (
    (run, mark("Run the twelve steps, or some of them, and write the report.")),
    (batch, mark("Run many portfolios side by side, and show all of them on one page.")),
    (demo, mark("Run the twelve steps on the firm that comes with the product, and open the report.")),
    (lab, mark("Open the course in JupyterLab, in your language.")),
    (init, mark("Look at a folder of files and propose a portfolio.yaml.")),
    (check, mark("Read the files only: can they be used, and what is wrong with them.")),
    (lists, mark("Write who is asked what: a list for each contributor, and one for the file's owner.")),
    (reports, mark("Write the forms of the visits of the next weeks, one for each rep.")),
    (compare, mark("Compare two plans of one firm: what changed, and why.")),
    (cockpit, mark("Write the page on which sliders make the plan of a run again.")),
    (backtest, mark("Ask the firm's own past what each ranking of its clients is worth.")),
    (template, mark("Write the workbook that a firm without an export fills in.")),
    (course, mark("Make the course for trainees, or gather the marks of a class.")),
    (
        fieldtest,
        mark("Draw by lot a field test of what more visits bring: the list, and the letter to the reps."),
    ),
    (suits, mark("Say which days suit an account best, while it is on the phone.")),
    (doctor, mark("Say whether everything works on this machine, a line each.")),
    (worksheet, mark("Write the worksheet on which a rep or a manager judges what visits bring.")),
):
    app.command(cls=Command, help=purpose, context_settings=TAKES_OTHER_WORDS)(command)
app.add_typer(
    roads, name="roads", help=mark("Write the places for a service of driving times, and check its answer.")
)


def main() -> None:
    """Run the command; whatever goes wrong ends in one line and a status other than 0.

    It speaks the language it is asked for, else that of the machine; once a portfolio is read, that of the
    portfolio, as does all that is made of it.
    """
    keep_libraries_quiet()
    with spoken(language_of(sys.argv[1:])), listening() as stop:
        status = _status(stop)
        if stop.number is not None:
            leave(stop.number)
    if status:
        sys.exit(status)


def _status(stop: Stop) -> Any:
    status: Any = 0
    try:
        status = app(prog_name="twelvefold", standalone_mode=False)
    except PortfolioError as error:
        with spoken(*error.speech):
            problems.print(_("Stopped: {error}").format(error=error), markup=False, style="red")
        status = 1
    except TyperException as error:
        problems.print(_("Stopped: {error}").format(error=refusal(error)), markup=False, style="red")
        status = error.exit_code
    except Exception as error:
        problems.print(_unexpected(error), markup=False, style="red")
        status = UNEXPECTED
    if stop.number == signal.SIGTERM or status == STOPPED_BY_KEYBOARD:
        by = signal.SIGTERM if stop.number == signal.SIGTERM else signal.SIGINT
        problems.print(_(STOPPED_BY[by]), markup=False)
    return status


def _unexpected(error: Exception) -> str:
    """Put an error of ours into one line, and its traceback into a file that may be sent to us."""
    said = str(error)
    said = with_label(type(error).__name__, " ".join(said.split())) if said else type(error).__name__
    line = _("This should not have happened: {error}").format(error=said)
    try:
        with NamedTemporaryFile(
            "w", encoding="utf-8", prefix="twelvefold-", suffix=".log", delete=False
        ) as log:
            log.write(without_places("".join(traceback.format_exception(error))))
    except OSError:
        return line
    return _("{line} (the details are in {path})").format(line=line, path=log.name)
